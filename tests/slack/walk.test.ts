/** Students go through the lab in Slack, over both transports, by every way of saying a line. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSlack, type Transport } from './open-slack.ts';
import { wordsOf } from './slack-server.ts';
import { type Manner, Student } from './student.ts';

const LINES = [
  '/lab',
  '/predict',
  '/predict A',
  '/seq 64k',
  '/reflect',
  '/reflect B',
  '/predict',
  '/predict C',
  '/depth 16',
  '/reflect',
  '/reflect D',
];

describe.each<Transport>(['socket', 'http'])('Slack over %s', (transport) => {
  let open: Awaited<ReturnType<typeof openSlack>>;
  beforeEach(async () => {
    open = await openSlack(transport);
  });
  afterEach(async () => {
    await open.close();
    expect(open.server.problems).toEqual([]);
  });

  it.each<Manner>(['command', 'mention', 'direct'])(
    'takes a student to the takeaways by %s',
    async (manner) => {
      const ada = new Student(open.server, 'U0ADA');
      for (const line of LINES) await ada.say(line, manner);
      expect(wordsOf(ada.last ?? { text: '', blocks: [] })).toContain('What you take away');
      expect(ada.last?.via).toBe(
        manner === 'command'
          ? 'response_url'
          : manner === 'mention'
            ? 'chat.postEphemeral'
            : 'chat.postMessage',
      );
      if (manner === 'mention') expect(ada.last?.thread).toBe('7.7');
    },
  );

  it('takes a student through by buttons, each replacing its own message', async () => {
    const ada = new Student(open.server, 'U0ADA');
    await ada.say('/lab');
    for (const label of [
      'Act I: the question',
      'Lock C',
      'Run 100K',
      'Reflect on Act I',
      'B',
      'Next: Act II',
      'Switch to the edge',
      'Next: Act II',
      'Lock D',
      'Run 4 layers',
      'Commit 4x1440',
      'Reflect on Act II',
      'A',
    ]) {
      const shown = await ada.press(label);
      expect(shown.replaced, label).toBe(true);
    }
    expect(wordsOf(ada.last ?? { text: '', blocks: [] })).toContain('What you take away');
  });

  it('keeps two students apart who go through at once', async () => {
    const [ada, ben] = [new Student(open.server, 'U0ADA'), new Student(open.server, 'U0BEN')];
    for (const line of LINES)
      await Promise.all([ada.say(line), ben.say(line === '/seq 64k' ? '/seq 4k' : line, 'direct')]);
    expect(wordsOf(await ada.say('/ledger'))).toContain('65,536');
    expect(wordsOf(await ben.say('/ledger'))).toContain('4,096');
  });

  it('reaches every command through /lab, and answers a mistake with a sentence', async () => {
    const ada = new Student(open.server, 'U0ADA');
    await ada.say('/lab predict');
    expect(wordsOf(await ada.say('/lab predict B'))).toContain('Locked: B');
    expect(wordsOf(await ada.say('/lab seq 64k'))).toContain('65,536 tokens');
    expect(wordsOf(await ada.say('/seq <!channel>&*'))).toContain('&lt;!channel&gt;&amp;');
  });

  it('shows App Home with where the student stands, and answers its buttons', async () => {
    const ada = new Student(open.server, 'U0ADA');
    expect(wordsOf(await ada.home())).toContain('not locked');
    await ada.say('/predict');
    await ada.say('/predict A');
    const home = await ada.home();
    expect(wordsOf(home)).toMatch(/Receipt/);
    const views = open.server.shown.filter(({ via }) => via === 'views.publish').length;
    await open.server.deliver(
      'interactive',
      ada.pressPayload(ada.button('Run 8K', home), 'trigger-home', 'home'),
    );
    await open.server.until(
      () => open.server.shown.filter(({ via }) => via === 'views.publish').length > views,
    );
    expect(
      open.server.shown.some(
        ({ via, to, blocks, text }) =>
          via === 'chat.postMessage' && to === 'U0ADA' && wordsOf({ text, blocks }).includes('8,192 tokens'),
      ),
    ).toBe(true);
    expect(wordsOf(open.server.shown.at(-1) ?? { text: '', blocks: [] })).toContain('explored');
  });

  it('does nothing for another student’s button, or for one of another version', async () => {
    const [ada, ben] = [new Student(open.server, 'U0ADA'), new Student(open.server, 'U0BEN')];
    const question = await ada.say('/predict');
    expect(wordsOf(await ben.press('Lock A', question))).toContain('belongs to another student');
    const old = { ...ada.button('Lock A', question), action_id: 'lab9:0000000000:0' };
    const before = open.server.shown.length;
    await open.server.deliver('interactive', ada.pressPayload(old));
    await open.server.until(() => open.server.shown.length > before);
    expect(wordsOf(open.server.shown.at(-1) ?? { text: '', blocks: [] })).toContain('older version');
    expect(wordsOf(await ada.say('/ledger'))).toContain('not locked');
  });

  it('is well, and stops only after its socket or server has closed', async () => {
    expect(await open.slack.health()).toMatch(/connected|listening/);
    await open.slack.close();
    await open.server.until(() => open.server.openSockets === 0);
    if (transport === 'http') await expect(fetch(open.server.target)).rejects.toThrow();
  });
});
