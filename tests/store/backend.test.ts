/** The contract of a store's rows, run on every store: several written as one, deleted, read, listed by collection. */

import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Backend, Member } from '../../src/store/backend.ts';
import { NotSavedError } from '../../src/store/errors.ts';
import { SERVICES, type Service, type ServiceName, withService } from '../support/services.ts';
import {
  HELD,
  type OpenedStore,
  openFile,
  openMemory,
  openOnPostgres,
  openOnRedis,
  writeTo,
} from './open.ts';

/** More than are read from Redis with one command. */
const MANY = 20_001;
/** Rows that a test writes at once. */
const BATCH = 2_000;

async function fill(backend: Backend, collection: string, members: readonly Member[]): Promise<void> {
  for (let from = 0; from < members.length; from += BATCH) {
    const batch = members.slice(from, from + BATCH);
    await writeTo(backend, new Map(batch.map(([id, text]) => [`${collection}/${id}`, text])));
  }
}

/** Ids that no order but that of code units sorts like this. */
const members = (count: number): Member[] =>
  Array.from(
    { length: count },
    (_, n): Member => [encodeURIComponent(`${'aBß/'.charAt(n % 4)}${n}`), `text ${n}`],
  );
const inOrder = (rows: readonly Member[]): Member[] => rows.toSorted(([a], [b]) => (a < b ? -1 : 1));

async function keysOf(backend: Backend, kind: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const some of backend.keys(kind)) keys.push(...some);
  return keys;
}

/** Names of which one begins with another, and signs on both sides of `/`. */
const COLLECTIONS = ['c1', 'c10', 'c1:lab', 'c1%2F', 'c1.', 'c'];
const KINDS = ['c1', 'c10', 'c'];
const id = fc.oneof(
  fc.constantFrom('a', 'B', 'a%2Fb', '0', '10', '9', '~', '!'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }).map(encodeURIComponent),
);
const key = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...COLLECTIONS), id).map((parts) => parts.join('/')) },
  { weight: 1, arbitrary: fc.constantFrom(...COLLECTIONS) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...KINDS), id).map((parts) => parts.join(':')) },
);
const change = fc.tuple(key, fc.option(fc.string({ unit: 'grapheme' }), { freq: 3 }));
const writes = fc.array(fc.array(change, { maxLength: 6 }), { minLength: 1, maxLength: 5 });

function contract(open: () => Promise<Omit<OpenedStore, 'refuse'>>): void {
  describe('as any store', () => {
    let store: Omit<OpenedStore, 'refuse'>;
    let backend: Backend;
    beforeEach(async () => {
      store = await open();
      ({ backend } = store);
    });
    afterEach(() => store.close());

    it('holds after any writes and deletions what a map would', async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(writes, async (sequence) => {
          const prefix = `r${run++}`;
          const model = new Map<string, string>();
          for (const changes of sequence) {
            const written = new Map(changes.map(([row, text]) => [`${prefix}${row}`, text]));
            await writeTo(backend, written);
            for (const [row, text] of written) {
              if (text === null) model.delete(row);
              else model.set(row, text);
            }
            const asked = [...new Set(sequence.flat().map(([row]) => `${prefix}${row}`))];
            const there = asked.filter((row) => model.has(row));
            expect(await backend.read(asked)).toEqual(new Map(there.map((row) => [row, model.get(row)])));
            await backend.hold(HELD, async (rows) => {
              for (const row of asked) expect(await rows.get(row)).toBe(model.get(row));
            });
            for (const name of COLLECTIONS.map((each) => `${prefix}${each}`)) {
              const own = [...model].filter(([row]) => row.startsWith(`${name}/`));
              const expected = inOrder(own.map(([row, text]) => [row.slice(name.length + 1), text]));
              expect(await backend.list(name)).toEqual(expected);
            }
            for (const kind of KINDS.map((each) => `${prefix}${each}`)) {
              const own = [...model.keys()].filter((row) => row.startsWith(`${kind}:`) && !row.includes('/'));
              expect(new Set(await keysOf(backend, kind))).toEqual(new Set(own));
            }
          }
        }),
        { numRuns: 40 },
      );
    });

    it.each([0, 1, 10_001, MANY])(
      'lists %i rows in order, whole and by pages, and no others',
      async (count) => {
        const rows = members(count);
        await fill(backend, 'c1', rows);
        for (const other of ['c10', 'c1:x', 'c1.', 'c0', 'c']) await fill(backend, other, members(3));
        await writeTo(backend, new Map([['c1', 'a row of its own']]));
        const expected = inOrder(rows);
        expect(await backend.list('c1')).toEqual(expected);
        const paged: Member[] = [];
        for (let page: readonly Member[] = []; ; ) {
          page = await backend.list('c1', page.at(-1)?.[0], 4_000);
          if (page.length === 0) break;
          expect(page.length).toBeLessThanOrEqual(4_000);
          paged.push(...page);
        }
        expect(paged).toEqual(expected);
        expect(await backend.list('c1', '%2E'), 'after an id that is not there').toEqual(
          expected.filter(([each]) => each > '%2E'),
        );
      },
    );

    it.each([0, 1, 2_500])('tells the keys of %i single rows of a kind, and no others', async (count) => {
      const keys = members(count).map(([each]) => `ledger:lab:${each}`);
      for (let from = 0; from < count; from += BATCH) {
        await writeTo(backend, new Map(keys.slice(from, from + BATCH).map((each) => [each, 'text'])));
      }
      for (const other of ['ledger:lab', 'ledgers', 'ledge', 'ledger'])
        await fill(backend, other, members(3));
      await writeTo(
        backend,
        new Map(['ledger', 'ledgers:a', 'ledge:a', 'Ledger:a', 'a:ledger:b'].map((each) => [each, 'text'])),
      );
      expect(new Set(await keysOf(backend, 'ledger'))).toEqual(new Set(keys));
    });

    it('tells the keys that are there throughout, while others come and go', async () => {
      const keys = members(2_500).map(([each]) => `ledger:lab:${each}`);
      const [stay, go] = [keys.filter((_, n) => n % 2 === 0), keys.filter((_, n) => n % 2 === 1)];
      for (const some of [stay, go]) await writeTo(backend, new Map(some.map((each) => [each, 'text'])));
      const found = new Set<string>();
      for await (const some of backend.keys('ledger')) {
        for (const each of some) found.add(each);
        await writeTo(backend, new Map(go.map((each) => [each, null])));
        await writeTo(backend, new Map(members(300).map(([each]) => [`ledger:new:${each}`, 'text'])));
      }
      expect(stay.filter((each) => !found.has(each))).toEqual([]);
    });

    it('sees its own writes while it holds, deletions too, and sets a row as a write of one', async () => {
      await backend.hold(HELD, async (rows) => {
        await rows.set('one', '1');
        await rows.write(new Map([['one', null]]));
        expect(await rows.get('one')).toBeUndefined();
        await rows.write(
          new Map([
            ['c/two', '2'],
            ['one', '3'],
          ]),
        );
        expect([await rows.get('c/two'), await rows.get('one')]).toEqual(['2', '3']);
        await rows.write(new Map());
      });
      expect(await backend.read(['one', 'c/two', 'none', 'c/none'])).toEqual(
        new Map([
          ['one', '3'],
          ['c/two', '2'],
        ]),
      );
      expect(await backend.read([])).toEqual(new Map());
    });

    it('reads and lists inside more holds at once than a pool has connections', async () => {
      await writeTo(backend, new Map([['c/a', '1']]));
      const seen = await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          backend.hold(`held ${n}`, async () => [
            ...(await backend.read(['c/a'])),
            ...(await backend.list('c')),
          ]),
        ),
      );
      expect(new Set(seen.map((each) => JSON.stringify(each)))).toEqual(
        new Set([
          JSON.stringify([
            ['c/a', '1'],
            ['a', '1'],
          ]),
        ]),
      );
    });

    it('has a clock, here this machine’s', async () => {
      const before = Date.now();
      expect(Math.abs((await backend.now()).getTime() - before)).toBeLessThan(1_000);
    });
  });
}

/** What holds of a store that can fail, which memory can't. */
function failing(open: () => Promise<OpenedStore>): void {
  describe('as one that can fail', () => {
    it.each([0, 1, 2, 3])('changes nothing where row %i of a write is refused', async (refused) => {
      const { backend, refuse, close } = await open();
      try {
        const before = new Map([
          ['single', 'before'],
          ['c/changed', 'before'],
          ['c/deleted', 'before'],
        ]);
        await writeTo(backend, before);
        await refuse('refused/row');
        const changes: [string, string | null][] = [
          ['single', 'after'],
          ['c/changed', 'after'],
          ['c/deleted', null],
        ];
        changes.splice(refused, 0, ['refused/row', 'after']);
        await expect(writeTo(backend, new Map(changes))).rejects.toBeInstanceOf(NotSavedError);
        expect(await backend.read(['single', 'c/changed', 'c/deleted'])).toEqual(before);
        await writeTo(backend, new Map(changes.filter(([row]) => row !== 'refused/row')));
        expect(await backend.list('c'), 'the rest alone is taken').toEqual([['changed', 'after']]);
      } finally {
        await close();
      }
    });
  });
}

describe('rows in memory', () => contract(openMemory));
describe('rows in SQLite', () => {
  contract(openFile);
  failing(openFile);
});
describe.each<[ServiceName, (url: string) => Promise<OpenedStore>]>([
  ['Redis', openOnRedis],
  ['Postgres', openOnPostgres],
])('rows in %s', (name, open) =>
  withService(name, () => {
    let service: Service;
    beforeAll(async () => {
      service = await SERVICES[name].start();
    });
    afterAll(() => service.stop());
    contract(() => open(service.url));
    failing(() => open(service.url));
  }),
);
