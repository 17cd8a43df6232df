/** The protocol of one message, step by step, on every kind of store. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CourseStore } from '../../src/course/course-store.ts';
import { LEASE_MS, type Letter, Outbox } from '../../src/course/outbox.ts';
import { reply } from '../../src/messages/reply.ts';
import { openFile, openMemory, openOnPostgres, openOnRedis } from '../store/open.ts';
import { SERVICES, type Service, type ServiceName, withService } from '../support/services.ts';
import { COURSE, channelOf, directOf, hoursBefore, openClass, studentNamed } from './reminding/classroom.ts';
import { FakeTime } from './reminding/fake-time.ts';
import { type Fault, MessagePlatform } from './reminding/message-platform.ts';

const START = hoursBefore(10);
/** Later, a message that somebody left behind is nobody's. */
const LAPSED_MS = LEASE_MS + 30_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Opened {
  readonly backend: ConstructorParameters<typeof CourseStore>[0];
  close(): Promise<unknown>;
}

function protocol(open: () => Promise<Opened>): void {
  let opened: Opened;
  let time: FakeTime;
  let platform: MessagePlatform;
  let store: CourseStore;

  beforeEach(async () => {
    time = new FakeTime(START);
    opened = await open();
    platform = new MessagePlatform({ now: time.now, wait: (ms) => time.advance(ms) });
    store = await openClass({ ...opened.backend, now: async () => time.now() }, ['ada']);
  });
  afterEach(() => opened.close());

  const outbox = (holder: string): Outbox =>
    new Outbox({
      store,
      couriers: new Map([[platform.courier.platform, platform.courier]]),
      holder,
      log: silent,
    });
  const letter = (more: Partial<Letter> = {}): Letter => ({
    id: 'a1b2c3d4e5f6',
    kind: '6h',
    to: directOf('ada'),
    student: studentNamed('ada'),
    until: hoursBefore(8),
    make: async () => reply({ kind: 'text', text: 'Due soon.' }),
    ...more,
  });
  const once = (fault: Fault): void => {
    const faults = [fault];
    platform.fault = () => faults.shift() ?? 'none';
  };
  const row = () => store.out(COURSE, letter().id);

  it('sends it once, whoever asks how often', async () => {
    const deliveries = await Promise.all(
      ['a', 'b', 'c'].flatMap((holder) => [
        outbox(holder).deliver(COURSE, letter()),
        outbox(holder).deliver(COURSE, letter()),
      ]),
    );
    expect(deliveries.filter(({ state }) => state === 'sent')).toEqual([{ state: 'sent', ref: '1' }]);
    expect(await outbox('d').deliver(COURSE, letter())).toEqual({ state: 'sent', ref: '1' });
    expect(platform.messages.length).toBe(1);
    expect((await store.person(studentNamed('ada')))?.remindedAt).toBe(START.toISOString());
  });

  it('looks for one whose answer was lost, once the lease is past, and sends no second', async () => {
    once('lost');
    expect(await outbox('a').deliver(COURSE, letter())).toEqual({ state: 'busy' });
    expect(await outbox('b').deliver(COURSE, letter())).toEqual({ state: 'busy' });
    expect(platform.calls.wasSent).toBe(0);
    await time.advance(LAPSED_MS);
    expect(await outbox('b').deliver(COURSE, letter())).toEqual({ state: 'sent', ref: '1' });
    expect(platform.calls).toMatchObject({ send: 1, wasSent: 1 });
    expect(await row()).toMatchObject({ state: 'sent', ref: '1', attempt: 1, by: 'a' });
    expect((await store.person(studentNamed('ada')))?.remindedAt).toBe(START.toISOString());
  });

  it('sends again what is not in the history', async () => {
    once('never arrived');
    expect(await outbox('a').deliver(COURSE, letter())).toEqual({ state: 'busy' });
    await time.advance(LAPSED_MS);
    expect(await outbox('b').deliver(COURSE, letter())).toMatchObject({ state: 'sent' });
    expect(await row()).toMatchObject({ state: 'sent', attempt: 2, by: 'b', since: START.toISOString() });
    expect(platform.messages.length).toBe(1);
  });

  it('says unknown at its time where the history can’t be asked, and never sends it again', async () => {
    once('lost');
    platform.historyDown = true;
    await outbox('a').deliver(COURSE, letter());
    await time.advance(LAPSED_MS);
    expect(await outbox('b').deliver(COURSE, letter())).toEqual({ state: 'busy' });
    await time.advance(2 * 3_600_000);
    expect(await outbox('b').deliver(COURSE, letter())).toEqual({ state: 'unknown' });
    platform.historyDown = false;
    expect(await outbox('b').deliver(COURSE, letter())).toEqual({ state: 'unknown' });
    expect(platform.calls.send).toBe(1);
  });

  it('may be sent again at once where the platform asked to wait', async () => {
    once('busy');
    expect(await outbox('a').deliver(COURSE, letter())).toEqual({ state: 'later', waitMs: 2_000 });
    expect(await outbox('b').deliver(COURSE, letter())).toMatchObject({ state: 'sent' });
    expect(platform.calls.wasSent).toBe(0);
  });

  it('has failed where the platform did not take it in time', async () => {
    platform.fault = () => 'busy';
    await outbox('a').deliver(COURSE, letter());
    await time.advance(2 * 3_600_000);
    expect(await outbox('a').deliver(COURSE, letter())).toEqual({ state: 'failed' });
    expect(platform.messages).toEqual([]);
  });

  it('is skipped where its time has passed before anybody took it up', async () => {
    await time.advance(2 * 3_600_000);
    expect(await outbox('a').deliver(COURSE, letter())).toEqual({ state: 'skipped' });
    expect(platform.calls.send).toBe(0);
  });

  it('is skipped, with the reason, where it is not wanted any more', async () => {
    expect(await outbox('a').deliver(COURSE, letter({ make: async () => ({ skip: 'stopped' }) }))).toEqual({
      state: 'skipped',
    });
    expect(await row()).toMatchObject({ state: 'skipped', why: 'stopped' });
    expect(platform.calls.send).toBe(0);
  });

  it('marks who takes no direct messages', async () => {
    platform.closed.add('dm-ada');
    expect(await outbox('a').deliver(COURSE, letter())).toEqual({ state: 'closed' });
    expect((await store.person(studentNamed('ada')))?.reach).toBe('closed');
  });

  it('has failed, with the reason, where the platform refuses it', async () => {
    once('refused');
    expect(await outbox('a').deliver(COURSE, letter())).toEqual({ state: 'failed' });
    expect(await row()).toMatchObject({ state: 'failed', why: 'invalid form body' });
  });

  it('leaves it alone where this process was stopped for most of its lease', async () => {
    const stopped = letter({
      make: async () => {
        await time.advance(LEASE_MS - 14_000);
        return reply({ kind: 'text', text: 'Due soon.' });
      },
    });
    expect(await outbox('a').deliver(COURSE, stopped)).toEqual({ state: 'busy' });
    expect(platform.calls.send).toBe(0);
    await time.advance(LAPSED_MS);
    expect(await outbox('b').deliver(COURSE, letter())).toMatchObject({ state: 'sent' });
  });

  it('does not undo what another process did with it meanwhile', async () => {
    const frozen = letter({
      make: async () => {
        await time.advance(LAPSED_MS);
        await outbox('b').deliver(COURSE, letter());
        return { skip: 'stopped' };
      },
    });
    expect(await outbox('a').deliver(COURSE, frozen)).toMatchObject({ state: 'sent' });
    expect(await row()).toMatchObject({ state: 'sent', by: 'b' });
    expect(platform.messages.length).toBe(1);
  });

  it('does not bring back rows that their student had deleted', async () => {
    const erased = letter({
      make: async () => {
        await store.backend.hold('test', (rows) =>
          rows.write(
            new Map([
              [`out:${COURSE}/${letter().id}`, null],
              [`person:${COURSE}/${studentNamed('ada')}`, null],
            ]),
          ),
        );
        return reply({ kind: 'text', text: 'Due soon.' });
      },
    });
    await outbox('a').deliver(COURSE, erased);
    expect(await row()).toBeUndefined();
    expect(await store.person(studentNamed('ada'))).toBeUndefined();
  });

  it('posts in channels in the same way', async () => {
    const { student: _, ...post } = letter({ kind: 'post', to: channelOf('general') });
    once('lost');
    await outbox('a').deliver(COURSE, post);
    await time.advance(LAPSED_MS);
    expect(await outbox('b').deliver(COURSE, post)).toEqual({ state: 'sent', ref: '1' });
    expect(platform.messages.map(({ channel }) => channel)).toEqual(['general']);
  });

  it('settles what nobody would write again: as sent, as not sent, or as unknown after a day', async () => {
    const end = { state: 'skipped', why: 'moved' } as const;
    const settled = () => outbox('b').settle(COURSE, letter().id, directOf('ada'), end);
    once('lost');
    await outbox('a').deliver(COURSE, letter());
    expect(await settled()).toEqual({ state: 'busy' });
    platform.historyDown = true;
    await time.advance(LAPSED_MS);
    expect(await settled()).toEqual({ state: 'busy' });
    platform.historyDown = false;
    expect(await settled()).toEqual({ state: 'sent', ref: '1' });

    const [second, third] = ['second', 'third'];
    for (const id of [second, third]) {
      once('never arrived');
      await outbox('a').deliver(COURSE, letter({ id }));
    }
    await time.advance(LAPSED_MS);
    expect(await outbox('b').settle(COURSE, second, directOf('ada'), end)).toEqual({ state: 'skipped' });
    await time.advance(24 * 3_600_000);
    expect(await outbox('b').settle(COURSE, third, undefined, end)).toEqual({ state: 'unknown' });
  });
}

describe('a message', () => {
  describe('on memory', () => protocol(openMemory));
  describe('on SQLite', () => protocol(openFile));
  describe.each<[ServiceName, (url: string) => Promise<Opened>]>([
    ['Redis', openOnRedis],
    ['Postgres', openOnPostgres],
  ])('on %s', (name, open) =>
    withService(name, () => {
      let service: Service;
      beforeAll(async () => {
        service = await SERVICES[name].start();
      });
      afterAll(() => service.stop());
      protocol(() => open(service.url));
    }),
  );
});
