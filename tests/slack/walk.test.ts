/** Students go through the lab in Slack, over both transports, by every way of saying a line. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSlack, type Transport } from './open-slack.ts';
import { wordsOf } from './slack-server.ts';
import { Student, type Way } from './student.ts';

const QUESTION = '/predict lab quadratic';

const LINES = [
  '/lab',
  '/lab quadratic',
  '/predict',
  '/predict A',
  '/seq 64k',
  '/reflect',
  '/reflect B',
  '/seq 8000 commit',
  '/predict',
  '/predict C',
  '/depth 16',
  '/reflect',
  '/reflect D',
  '/depth 16 commit',
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

  it.each<Way>(['command', 'mention', 'direct'])('takes a student to the takeaways by %s', async (way) => {
    const ada = new Student(open.server, 'U0ADA');
    for (const line of LINES) await ada.say(line, way);
    expect(wordsOf(ada.last ?? { text: '', blocks: [] })).toContain('What you take away');
    expect(ada.last?.via).toBe(
      way === 'command' ? 'response_url' : way === 'mention' ? 'chat.postEphemeral' : 'chat.postMessage',
    );
    if (way === 'mention') expect(ada.last?.thread).toBe('7.7');
  });

  it('takes a student through by buttons, each replacing its own message', async () => {
    const ada = new Student(open.server, 'U0ADA');
    await ada.say('/lab');
    for (const label of [
      'Start: Lab 06 · The Quadratic Wall',
      'Act I: the question',
      'Lock C',
      'Run 4K',
      'Reflect on Act I',
      'B',
      'Commit 4,096 tokens',
      'Next: Act II',
      'Switch to edge',
      'Next: Act II',
      'Lock D',
      'Run 4 layers',
      'Reflect on Act II',
      'A',
      'Commit 4x1440',
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
    expect(wordsOf(await ada.say('/ledger'))).toMatch(/The wall\s+\*found\*/);
    expect(wordsOf(await ben.say('/ledger'))).toMatch(/The wall\s+\*not found yet\*/);
  });

  it('reaches every command through /lab, and answers a mistake with a sentence', async () => {
    const ada = new Student(open.server, 'U0ADA');
    await ada.say('/lab predict lab quadratic');
    expect(wordsOf(await ada.say('/lab predict B'))).toContain('Locked: B');
    expect(wordsOf(await ada.say('/lab seq 64k'))).toContain('65,536 tokens');
    expect(wordsOf(await ada.say('/seq &lt;!channel&gt;&amp;*'))).toContain('&lt;!channel&gt;&amp;');
  });

  it('shows App Home with where the student stands, and answers its buttons', async () => {
    const ada = new Student(open.server, 'U0ADA');
    expect(wordsOf(await ada.home())).toContain('Your labs');
    await ada.say(QUESTION);
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
    const question = await ada.say(QUESTION);
    expect(wordsOf(await ben.press('Lock A', question))).toContain('belongs to another student');
    const old = { ...ada.button('Lock A', question), action_id: 'lab9:0000000000:0' };
    const before = open.server.shown.length;
    await open.server.deliver('interactive', ada.pressPayload(old));
    await open.server.until(() => open.server.shown.length > before);
    expect(wordsOf(open.server.shown.at(-1) ?? { text: '', blocks: [] })).toContain('another version');
    expect(wordsOf(await ada.say('/ledger'))).toContain('not locked');
  });

  it('takes a button of the version before as it was meant then', async () => {
    const ada = new Student(open.server, 'U0ADA');
    await ada.say(QUESTION);
    const button = ada.button('Lock A');
    const before = open.server.inbox(ada.id).length;
    const old = {
      ...button,
      action_id: button.action_id.replace('lab2:', 'lab1:'),
      value: '/predict A act 1',
    };
    await open.server.deliver('interactive', ada.pressPayload(old));
    expect(wordsOf(await open.server.messageTo(ada.id, before))).toContain('Locked: A');
  });

  it('is well, and stops only after its socket or server has closed', async () => {
    expect(await open.slack.health()).toMatch(/connected|listening/);
    await open.slack.close();
    await open.server.until(() => open.server.openSockets === 0);
    if (transport === 'http') await expect(fetch(open.server.target)).rejects.toThrow();
  });
});
