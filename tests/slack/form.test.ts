/** A number is asked for in a form: pressed, filled in and submitted in Slack, and locked once. */

import { afterEach, describe, expect, it } from 'vitest';
import { studentId } from '../../src/messages/actor.ts';
import { loadFrom } from '../support/stores.ts';
import { COIN_TOSS } from '../support/tiny-pack.ts';
import { openSlack, type Transport } from './open-slack.ts';
import { TEAM, wordsOf } from './slack-server.ts';
import { Student, type Where } from './student.ts';

const ENTER = 'Enter your prediction';

let open: Awaited<ReturnType<typeof openSlack>>;
afterEach(async () => {
  await open.close();
  expect(open.server.problems).toEqual([]);
});

async function asked(transport: Transport = 'http', user = 'U0ADA'): Promise<Student> {
  open = await openSlack(transport, { packs: [COIN_TOSS] });
  const student = new Student(open.server, user);
  await student.say(`/lab ${COIN_TOSS.id}`);
  await student.say('/predict');
  return student;
}

/** What this student has locked. */
async function locked(user: string): Promise<unknown[]> {
  const student = studentId({ platform: 'slack', workspace: TEAM, user });
  const { record } = await loadFrom(open.lab.store, student, { lab: COIN_TOSS.id });
  return (record?.decisions ?? []).flatMap(({ decision }) => ('number' in decision ? [decision.number] : []));
}

describe.each<Transport>(['socket', 'http'])('a form over %s', (transport) => {
  it('asks for the number, locks it, and replaces the question', async () => {
    const ada = await asked(transport);
    const form = await ada.open(ENTER);
    expect(form).toMatchObject({
      title: { text: 'Your prediction' },
      blocks: [{ type: 'input', label: { text: 'percent' }, hint: { text: '0.1 to 100 percent' } }],
    });
    expect(await locked('U0ADA'), 'opening it decides nothing').toEqual([]);
    const shown = await ada.submit(form, '12.5 %');
    expect(shown).toMatchObject({ via: 'response_url', replaced: true });
    expect(wordsOf(shown)).toContain('12.5 percent');
    expect(await locked('U0ADA')).toEqual([12.5]);
  });

  it('locks once, however often the press and the submission are delivered', async () => {
    const ada = await asked(transport);
    const press = ada.pressPayload(ada.button(ENTER));
    await Promise.all([open.server.deliver('interactive', press), open.server.deliver('interactive', press)]);
    await open.server.until(() => open.server.calls.filter((method) => method === 'views.open').length === 2);
    const [form, ...more] = open.server.forms;
    if (!form) throw new Error('no form');
    expect(more).toEqual([]);
    const before = open.server.shown.length;
    const submission = ada.submissionPayload(form, '12.5');
    await Promise.all([
      open.server.deliver('interactive', submission),
      open.server.deliver('interactive', submission, { retry: 1 }),
    ]);
    await open.server.until(() => open.server.shown.length > before);
    await open.slack.close();
    expect(open.server.shown).toHaveLength(before + 1);
    expect(await locked('U0ADA')).toEqual([12.5]);
  });
});

describe('what is entered', () => {
  it.each(['plenty', '400', '-3', '0'])(
    '%j is answered with a sentence, and nothing is recorded',
    async (entered) => {
      const ada = await asked();
      const shown = await ada.submit(await ada.open(ENTER), entered);
      expect(wordsOf(shown)).toContain('Nothing was recorded');
      expect(wordsOf(shown)).toContain('0.1 to 100 percent');
      expect(await locked('U0ADA')).toEqual([]);
      await ada.press('Continue the lab');
      await ada.submit(await ada.open(ENTER), '50');
      expect(await locked('U0ADA')).toEqual([50]);
    },
  );

  it('after a lock changes nothing', async () => {
    const ada = await asked();
    const [first, second] = [await ada.open(ENTER), await ada.open(ENTER)];
    await ada.submit(first, '12.5');
    expect(wordsOf(await ada.submit(second, '99'))).toContain('You already locked *12.5 percent*');
    expect(await locked('U0ADA')).toEqual([12.5]);
  });

  it.each<[Where, object]>([
    ['thread', { via: 'chat.postEphemeral', thread: '7.7' }],
    ['direct', { via: 'chat.postMessage', to: 'DU0ADA' }],
    ['channel', { via: 'chat.postEphemeral' }],
  ])(
    'in a form from a button in a %s is answered there, also when the button has expired',
    async (where, there) => {
      const ada = await asked();
      const form = await ada.open(ENTER, where);
      open.server.fail('response_url', { status: 404 });
      expect(await ada.submit(form, '12.5')).toMatchObject(there);
    },
  );

  it('in a form from App Home is answered in Messages, and Home shows it', async () => {
    const ada = await asked();
    const form = await ada.open(ENTER, 'home');
    expect(await ada.submit(form, '12.5')).toMatchObject({ via: 'chat.postMessage', to: 'U0ADA' });
    await open.server.until(() =>
      wordsOf(open.server.shown.at(-1) ?? { text: '', blocks: [] }).includes('12.5'),
    );
  });
});

describe('a form', () => {
  it.each([
    ['of another student', 'belongs to another student', { callback_id: 'lab2:0000000000:form' }],
    ['of another version', 'another version', { callback_id: 'lab9:0000000000:form' }],
    ['that says nowhere to answer', 'another version', { private_metadata: '{"line":"/predict"}' }],
    ['whose metadata is torn', 'another version', { private_metadata: '{"line":' }],
  ])('%s is refused, and nothing is recorded', async (_, sentence, changes) => {
    const ada = await asked();
    const form = await ada.open(ENTER);
    const shown = await ada.submit({ ...form, ...changes }, '12.5');
    expect(wordsOf(shown)).toContain(sentence);
    expect(shown.via).toBe('chat.postMessage');
    expect(await locked('U0ADA')).toEqual([]);
  });

  it('of another student is not theirs to submit', async () => {
    const ada = await asked();
    const form = await ada.open(ENTER);
    const ben = new Student(open.server, 'U0BEN');
    expect(wordsOf(await ben.submit(form, '12.5'))).toContain('belongs to another student');
    expect(await locked('U0ADA')).toEqual([]);
    expect(await locked('U0BEN')).toEqual([]);
  });

  it('that Slack does not open is made up for by a line that can be typed', async () => {
    const ada = await asked();
    const before = open.server.inbox('U0ADA').length;
    open.server.fail('views.open', { error: 'expired_trigger_id' });
    await open.server.deliver('interactive', ada.pressPayload(ada.button(ENTER)));
    const told = await open.server.messageTo('U0ADA', before);
    expect(told).toMatchObject({ via: 'response_url', replaced: false });
    const [, line = ''] = /`(\/predict [^`]+)`/.exec(wordsOf(told)) ?? [];
    expect(wordsOf(told)).toContain('0.1 to 100 percent');
    await ada.say(line);
    expect(await locked('U0ADA')).toEqual([0.1]);
  });
  it('of a lab that the course no longer has is a sentence instead', async () => {
    const ada = await asked();
    const before = open.server.inbox('U0ADA').length;
    const gone = { ...ada.button(ENTER), value: '/predict ? lab gone act 1' };
    await open.server.deliver('interactive', ada.pressPayload(gone));
    expect(wordsOf(await open.server.messageTo('U0ADA', before))).toContain('no lab *gone*');
    expect(open.server.forms).toEqual([]);
  });
});
