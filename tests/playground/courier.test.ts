/** What the bot writes first in the playground: what it says was sent can be found again, also after a restart. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PlaygroundCourier } from '../../adapters/playground/courier.ts';
import { CHANNEL, PERSONA_IDS } from '../../adapters/playground/personas.ts';
import type { Destination } from '../../src/course/courier.ts';
import { reply } from '../../src/messages/reply.ts';
import type { Backend } from '../../src/store/backend.ts';
import { openBackend } from '../../src/store/open-backend.ts';

const text = (words: string) => reply({ kind: 'text', text: words });
const here = { platform: 'playground', workspace: 'local' } as const;
const channel: Destination = { kind: 'channel', ...here, channel: CHANNEL };

async function directTo(courier: PlaygroundCourier, user: string): Promise<Destination> {
  return { kind: 'direct', ...here, user, ...(await courier.openDirect('local', user)) };
}

/** A memory whose clock goes on by a second each time that it is asked. */
async function openMemory(): Promise<Backend> {
  const backend = await openBackend('memory:');
  let seconds = 0;
  return { ...backend, now: async () => new Date(Date.UTC(2026, 10, 24, 12, 0, seconds++)) };
}

describe('the playground’s courier', () => {
  it('finds what it sent by its id, and nothing that it did not', async () => {
    const courier = new PlaygroundCourier(await openMemory());
    const to = await directTo(courier, 'student-1');
    expect(await courier.wasSent(to, 'r1')).toBe('not-sent');
    expect(await courier.send(to, text('Due tomorrow.'), 'r1')).toEqual({ state: 'sent', ref: 'r1' });
    expect(await courier.wasSent(to, 'r1')).toEqual({ ref: 'r1' });
    expect(await courier.wasSent(to, 'r')).toBe('not-sent');
  });

  it('shows a message once, however often it is sent under the same id', async () => {
    const courier = new PlaygroundCourier(await openMemory());
    const to = await directTo(courier, 'student-1');
    for (const words of ['Due tomorrow.', 'Due tomorrow.']) await courier.send(to, text(words), 'r1');
    expect(await courier.messages(['student-1'])).toHaveLength(1);
  });

  it('keeps people’s messages apart, shows posts to everybody, oldest first', async () => {
    const courier = new PlaygroundCourier(await openMemory());
    await courier.send(await directTo(courier, 'student-1'), text('To one.'), 'a');
    await courier.send(channel, text('To all.'), 'b');
    await courier.send(await directTo(courier, 'student-2'), text('To two.'), 'c');
    await courier.send(await directTo(courier, 'demo-07'), text('To nobody here.'), 'd');
    const messages = await courier.messages(PERSONA_IDS);
    expect(messages.map(({ id, user }) => [id, user])).toEqual([
      ['a', 'student-1'],
      ['b', undefined],
      ['c', 'student-2'],
    ]);
    expect((await courier.messages(['student-2'])).map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('changes what is shown, in its place, and says where there is nothing to change', async () => {
    const courier = new PlaygroundCourier(await openMemory());
    await courier.send(channel, text('0 of 0 complete.'), 'post');
    await courier.send(channel, text('Another.'), 'later');
    expect(await courier.edit(channel, 'post', text('1 of 2 complete.'))).toBe('done');
    const [first, second] = await courier.messages([]);
    expect(first).toMatchObject({ id: 'post', edition: 2, reply: text('1 of 2 complete.') });
    expect(second).toMatchObject({ id: 'later', edition: 1 });
    expect(await courier.edit(channel, 'nosuch', text('1 of 2 complete.'))).toBe('gone');
    expect(await courier.messages([])).toHaveLength(2);
  });

  it('gives the page no more than the newest', async () => {
    const courier = new PlaygroundCourier(await openMemory());
    for (let each = 0; each < 64; each++) await courier.send(channel, text(`${each}`), `p${each}`);
    const messages = await courier.messages([]);
    expect(messages).toHaveLength(60);
    expect(messages.at(-1)?.id).toBe('p63');
  });

  it('still has them after a restart', async () => {
    const url = `sqlite://${join(mkdtempSync(join(tmpdir(), 'inbox-')), 'lab.sqlite')}`;
    const before = await openBackend(url);
    const courier = new PlaygroundCourier(before);
    const to = await directTo(courier, 'student-1');
    await courier.send(to, text('Due tomorrow.'), 'r1');
    await before.close();
    const after = await openBackend(url);
    const again = new PlaygroundCourier(after);
    expect(await again.wasSent(to, 'r1')).toEqual({ ref: 'r1' });
    expect(await again.messages(['student-1'])).toMatchObject([{ user: 'student-1', edition: 1 }]);
    await after.close();
  });

  it('says that it does not know, where the store failed it', async () => {
    const failing: Backend = {
      ...(await openBackend('memory:')),
      read: () => Promise.reject(new Error('away')),
      hold: () => Promise.reject(new Error('away')),
    };
    const courier = new PlaygroundCourier(failing);
    expect(await courier.send(channel, text('x'), 'p')).toEqual({ state: 'unknown' });
    expect(await courier.wasSent(channel, 'p')).toBe('unavailable');
    expect(await courier.edit(channel, 'p', text('x'))).toBe('later');
  });
});
