/** Records of before there were summaries: they come into the class, wherever the backfill ends and whoever plays meanwhile. */

import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBackfill } from '../../src/backfilling.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import type { LabPack } from '../../src/labs/lab.ts';
import { BACKFILLED, backfill, rebuildSummaries } from '../../src/ledger/backfill.ts';
import { genesis, head, link } from '../../src/ledger/chain.ts';
import { progressKey, recordKey } from '../../src/ledger/keys.ts';
import { actOfPacks } from '../../src/ledger/reader.ts';
import { type Entry, recordSchema, type StoredRun } from '../../src/ledger/record.ts';
import { readRecord, recordText } from '../../src/ledger/record-json.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import { SUMMARY_FORM, summaryOf, summaryText } from '../../src/ledger/summary.ts';
import type { Logger } from '../../src/log.ts';
import type { Backend } from '../../src/store/backend.ts';
import { UnreadableError } from '../../src/store/errors.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import {
  type OpenedStore,
  openFile,
  openMemory,
  openOnPostgres,
  openOnRedis,
  writeTo,
} from '../store/open.ts';
import { TEST_KEY } from '../support/key.ts';
import { actorNamed, choice, openTestLab, tickingClock } from '../support/lab.ts';
import { SERVICES, type Service, type ServiceName, withService } from '../support/services.ts';
import { recordOf } from './records.ts';

type Store = Omit<OpenedStore, 'refuse'>;

const OLD = JSON.parse(readFileSync('tests/fixtures/schema-1.json', 'utf8')) as readonly {
  readonly row: { readonly lab: string; readonly student: string };
}[];

/** What the first version stored. */
const FIRST_ROWS = new Map(
  OLD.map(({ row }) => [recordKey(row.lab, row.student), JSON.stringify(row)] as const),
);

/** A run as the second version kept it: it did not say what it met. */
const bare = ({ limitBroken: _, wallHit: __, ...run }: StoredRun): StoredRun => run;

/** The same record as the second version wrote it: chained over its decisions alone, under no seal. */
function ofSecondVersion(text: string): string {
  const { seal: _, ...json } = JSON.parse(text) as Record<string, unknown>;
  const { ran: __, earlier: ___, activity: ____, ...record } = recordSchema.parse(json);
  const decisions: Entry[] = [];
  for (const { at, edition, decision } of record.decisions) {
    const entry = { at, edition, decision };
    decisions.push({ ...entry, hash: link(decisions.at(-1)?.hash ?? genesis(record), entry) });
  }
  const tallies = Object.entries(record.tallies).map(([act, { last, ...tally }]) => [
    act,
    { ...tally, ...(last && { last: bare(last) }) },
  ]);
  return JSON.stringify({
    ...record,
    schema: 2,
    decisions,
    runs: record.runs.map(bare),
    tallies: Object.fromEntries(tallies),
  });
}

/** What the second version stored of a student who went into both labs. */
async function secondRows(user: string): Promise<Map<string, string>> {
  const { backend, close } = await openMemory();
  const lab = await openTestLab({ store: new RecordStore(backend, PACKS, { key: TEST_KEY }) });
  for (const line of [
    '/predict lab quadratic',
    '/predict A',
    '/seq 64k',
    '/predict lab tail',
    '/predict B',
    '/load 50',
  ])
    await lab.say(user, line);
  const rows = await backend.read(
    PACKS.map(({ id }) => recordKey(id, `test:course:${encodeURIComponent(user)}`)),
  );
  await close();
  return new Map([...rows].map(([key, text]) => [key, ofSecondVersion(text)]));
}

let before: ReadonlyMap<string, string>;
beforeAll(async () => {
  before = new Map([...FIRST_ROWS, ...(await secondRows('ada')), ...(await secondRows('a/b:c %'))]);
});

/** What is stored of the class, by row. */
async function summaries(backend: Backend): Promise<ReadonlyMap<string, string>> {
  const lists = await Promise.all(
    PACKS.map(async ({ id }) => {
      const rows = await backend.list(`progress:test:course:${id}`);
      return rows.map(([student, text]) => [progressKey(id, student), text] as const);
    }),
  );
  return new Map(lists.flat());
}

/** What should be: the summary of every record there is. */
async function expected(backend: Backend): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const keys of backend.keys('ledger')) {
    for (const [key, text] of await backend.read(keys)) {
      const pack = PACKS.find(({ id }) => key.startsWith(recordKey(id, '')));
      if (!pack) continue;
      const student = key.slice(recordKey(pack.id, '').length);
      const result = readRecord(text, { lab: pack.id, student, actOf: actOfPacks(PACKS) }, TEST_KEY);
      const row = progressKey(pack.id, student);
      if ('record' in result) found.set(row, summaryText(summaryOf(result.record, pack), row, TEST_KEY));
    }
  }
  return found;
}

const opened: Store[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

async function openOld(open: () => Promise<Store>): Promise<Store> {
  const store = await open();
  opened.push(store);
  await writeTo(store.backend, before);
  return store;
}

const reading = (key: string, text: string) => {
  const [, lab = '', ...student] = key.split(':');
  return readRecord(text, { lab, student: student.join(':'), actOf: actOfPacks(PACKS) }, TEST_KEY);
};

/** The same rows, of which writes fail from the nth on, before or after they are made. */
function failingFrom(backend: Backend, nth: number, when: 'before' | 'after'): Backend {
  let count = 0;
  return {
    ...backend,
    hold: (key, work) =>
      backend.hold(key, (rows) => {
        const failing = async (write: () => Promise<void>): Promise<void> => {
          count += 1;
          if (count >= nth && when === 'before') throw new Error('ended');
          await write();
          if (count >= nth) throw new Error('ended');
        };
        return work({
          ...rows,
          set: (row, text) => failing(() => rows.set(row, text)),
          write: (changes) => failing(() => rows.write(changes)),
        });
      }),
  };
}

function everywhere(open: () => Promise<Store>): void {
  it('brings every student of the first two versions into the class, once', async () => {
    const { backend } = await openOld(open);
    expect(await summaries(backend)).toEqual(new Map());
    const count = before.size;
    expect(await backfill(backend, PACKS, TEST_KEY)).toEqual({
      records: count,
      written: count,
      unreadable: 0,
    });
    const after = await summaries(backend);
    expect(after.size).toBe(count);
    expect(after).toEqual(await expected(backend));
    const sealed = await backend.read([...before.keys()]);
    for (const [key, text] of sealed) {
      const was = reading(key, before.get(key) ?? '');
      expect(was, key).toEqual({ record: expect.anything(), unsealed: true });
      const is = reading(key, text);
      expect(Object.keys(is), key).toEqual(['record']);
      const heads = [was, is].map((each) => 'record' in each && head(each.record));
      expect(heads[1], `the receipt of ${key} is what it was`).toBe(heads[0]);
    }
    expect(await backfill(backend, PACKS, TEST_KEY)).toBeUndefined();
    expect(await rebuildSummaries(backend, PACKS, TEST_KEY)).toEqual({
      records: count,
      written: 0,
      unreadable: 0,
    });
  });

  it('ends where the records say while students go on', async () => {
    const { backend } = await openOld(open);
    const lab = await openTestLab({ store: new RecordStore(backend, PACKS, { key: TEST_KEY }) });
    const users = ['student-2', 'student-3', 'toggler', 'ada', 'new'];
    let turns = 0;
    let ended = false;
    const play = async (user: string): Promise<void> => {
      for (const line of ['/predict lab quadratic', '/predict A']) await lab.say(user, line);
      for (; !ended; turns++) {
        await lab.say(user, `/seq ${1_000 + turns} lab quadratic`);
        // A turn that stores nothing asks nothing of a file: others must get on all the same.
        await setImmediate();
      }
    };
    const playing = Promise.all(users.map(play));
    try {
      for (let round = 0; round < 5 || turns < 60; round++) {
        await rebuildSummaries(backend, PACKS, TEST_KEY);
        await setImmediate();
      }
    } finally {
      ended = true;
    }
    await playing;
    const after = await summaries(backend);
    expect(after.size).toBe(before.size + 1);
    expect(after).toEqual(await expected(backend));
  });
}

describe('the backfill in memory', () => {
  everywhere(openMemory);

  it('shows them to an instructor who assigns the lab', async () => {
    const { backend } = await openOld(openMemory);
    await backfill(backend, PACKS, TEST_KEY);
    const now = tickingClock();
    const lab = await openTestLab({
      store: new RecordStore(backend, PACKS, { key: TEST_KEY }),
      backend,
      now,
    });
    const actor = { ...actorNamed('prof'), role: 'instructor' as const, zone: 'UTC', channel: 'C1' };
    const preview = await lab.assistant.say({ actor }, '/assign Fri 23:59 lab quadratic');
    await lab.assistant.ask({ actor }, choice(preview, 'Post it here').request);
    const students = new Set(OLD.map(({ row }) => row.student));
    expect(lab.words(await lab.assistant.say({ actor }, '/class'))).toContain(
      `All sections: ${students.size + 2} enrolled.`,
    );
  });

  it.each(['before', 'after'] as const)(
    'ended %s any write and begun again comes to the same',
    async (when) => {
      const whole = await openOld(openMemory);
      await backfill(whole.backend, PACKS, TEST_KEY);
      const end = [await summaries(whole.backend), await whole.backend.read([BACKFILLED])];
      expect(end[1]).toEqual(new Map([[BACKFILLED, String(SUMMARY_FORM)]]));
      // Each record with its summary, then that all are sealed, then the marker.
      for (let nth = 1; nth <= before.size + 2; nth++) {
        const { backend } = await openOld(openMemory);
        await expect(backfill(failingFrom(backend, nth, when), PACKS, TEST_KEY)).rejects.toThrow('ended');
        const made = (await summaries(backend)).size;
        expect(made).toBe(Math.min(when === 'before' ? nth - 1 : nth, before.size));
        const rest = await backfill(backend, PACKS, TEST_KEY);
        // After the marker itself nothing is left to do.
        expect(rest?.written ?? 0).toBe(before.size - made);
        expect([await summaries(backend), await backend.read([BACKFILLED])]).toEqual(end);
      }
    },
  );

  it('stops where it is told to, says so, and is not done then', async () => {
    const { backend } = await openOld(openMemory);
    const stop = new AbortController();
    let holds = 0;
    const stopping: Backend = {
      ...backend,
      hold: (key, work) => {
        holds += 1;
        if (holds === 3) stop.abort(new Error('stopped'));
        return backend.hold(key, work);
      },
    };
    await expect(backfill(stopping, PACKS, TEST_KEY, stop.signal)).rejects.toThrow('stopped');
    expect((await summaries(backend)).size).toBe(3);
    expect((await backfill(backend, PACKS, TEST_KEY))?.written).toBe(before.size - 3);
  });

  it('writes no older summary over a turn that was made between its look and its write', async () => {
    const { backend } = await openOld(openMemory);
    const lab = await openTestLab({ store: new RecordStore(backend, PACKS, { key: TEST_KEY }) });
    const played = new Set<string>();
    const between: Backend = {
      ...backend,
      hold: async (key, work) => {
        const user = key.split(':').at(-1) ?? '';
        if (key.startsWith('student:') && user.startsWith('student-')) {
          await lab.say(user, '/seq 2048 lab quadratic');
          played.add(user);
        }
        return backend.hold(key, work);
      },
    };
    await backfill(between, PACKS, TEST_KEY);
    expect(played.size).toBe(OLD.filter(({ row }) => row.student.includes(':student-')).length);
    expect(await summaries(backend)).toEqual(await expected(backend));
  });

  it('leaves what was deleted meanwhile deleted', async () => {
    const { backend } = await openOld(openMemory);
    const gone = recordKey('quadratic-wall', 'test:course:student-4');
    const between: Backend = {
      ...backend,
      hold: async (key, work) => {
        if (key.endsWith(':student-4')) await writeTo(backend, new Map([[gone, null]]));
        return backend.hold(key, work);
      },
    };
    expect(await backfill(between, PACKS, TEST_KEY)).toMatchObject({ written: before.size - 1 });
    expect(await summaries(backend)).toEqual(await expected(backend));
  });

  it('leaves alone what it can’t read, and seals what is of labs that the course has no more', async () => {
    const { backend } = await openOld(openMemory);
    const pack = PACKS[0] as LabPack;
    const others = new Map([
      [recordKey(pack.id, 'test:course:cut'), '{"schema":2,'],
      [recordKey(pack.id, 'test:course:empty'), ''],
      [recordKey(pack.id, 'test:course:later'), '{"schema":99}'],
      [recordKey('no-such-lab', 'test:course:cut'), '{}'],
    ]);
    const gone = recordOf('test:course:ada', 'no-such-lab');
    const goneKey = recordKey(gone.lab, gone.student);
    await writeTo(backend, new Map([...others, [goneKey, ofSecondVersion(recordText(gone, TEST_KEY))]]));
    expect(await backfill(backend, PACKS, TEST_KEY)).toEqual({
      records: before.size + others.size + 1,
      written: before.size + 1,
      unreadable: others.size,
    });
    expect(await backend.read([...others.keys()])).toEqual(others);
    const [sealed = ''] = (await backend.read([goneKey])).values();
    expect(reading(goneKey, sealed)).toMatchObject({ record: { lab: 'no-such-lab', decisions: [{}] } });
    expect((await summaries(backend)).size).toBe(before.size);
  });

  it('is done anew where summaries had another form, and mends what is not as the record says', async () => {
    const { backend } = await openOld(openMemory);
    await backfill(backend, PACKS, TEST_KEY);
    const right = await summaries(backend);
    const wrong = [...right.keys()].slice(0, 4);
    await writeTo(backend, new Map([...wrong.map((key) => [key, '[0]'] as const), [BACKFILLED, '0']]));
    expect(await backfill(backend, PACKS, TEST_KEY)).toMatchObject({ written: wrong.length });
    expect(await summaries(backend)).toEqual(right);
  });

  it('reads one row at every later start', async () => {
    const { backend } = await openOld(openMemory);
    await backfill(backend, PACKS, TEST_KEY);
    const asked: (readonly string[])[] = [];
    const watched: Pick<Backend, 'read'> = {
      read: (keys) => {
        asked.push(keys);
        return backend.read(keys);
      },
    };
    const nothing = (): never => {
      throw new Error('nothing else is asked');
    };
    await backfill({ ...backend, ...watched, keys: nothing, hold: nothing, list: nothing }, PACKS, TEST_KEY);
    expect(asked).toEqual([[BACKFILLED]]);
  });
});

describe('the backfill beside the program', () => {
  const logOf = () => {
    const lines: string[] = [];
    const note = (_: unknown, message?: string): void => void lines.push(message ?? '');
    return { lines, log: { info: note, error: note } as Pick<Logger, 'info' | 'error'> };
  };

  it('is tried again while the store is away, and says when it is done', async () => {
    const { backend } = await openOld(openMemory);
    let away = true;
    const leaving: Backend = {
      ...backend,
      read: async (keys) => {
        if (away) throw new UnreadableError('away');
        return backend.read(keys);
      },
    };
    const { lines, log } = logOf();
    const running = startBackfill({ backend: leaving, packs: PACKS, ledgerKey: TEST_KEY, log, againMs: 1 });
    await expect.poll(() => lines.length).toBeGreaterThan(2);
    expect(await running.health()).toBe('looking through older records');
    expect((await summaries(backend)).size).toBe(0);
    away = false;
    await expect.poll(() => running.health()).toBe('ok');
    expect(lines.at(-1)).toBe('older records were summed up for the class');
    expect(await summaries(backend)).toEqual(await expected(backend));
    await running.close();
  });

  it('is stopped between two records, and writes nothing more', async () => {
    const { backend } = await openOld(openFile);
    const { lines, log } = logOf();
    let reached = (): void => undefined;
    const inTheMiddle = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let holds = 0;
    const counting: Backend = {
      ...backend,
      hold: (key, work) => {
        holds += 1;
        if (holds === 4) reached();
        return backend.hold(key, work);
      },
    };
    const running = startBackfill({ backend: counting, packs: PACKS, ledgerKey: TEST_KEY, log });
    await inTheMiddle;
    await running.close();
    expect((await summaries(backend)).size).toBe(4);
    expect(lines).toEqual([]);
    expect((await backfill(backend, PACKS, TEST_KEY))?.written).toBe(before.size - 4);
  });
});

describe('the backfill in SQLite', () => everywhere(openFile));
describe.each<[ServiceName, (url: string) => Promise<OpenedStore>]>([
  ['Redis', openOnRedis],
  ['Postgres', openOnPostgres],
])('the backfill on %s', (name, open) =>
  withService(name, () => {
    let service: Service;
    beforeAll(async () => {
      service = await SERVICES[name].start();
    });
    afterAll(() => service.stop());
    everywhere(() => open(service.url));

    it('by three processes at once is as by one', async () => {
      const { backend } = await openOld(() => open(service.url));
      const url = name === 'Postgres' ? new URL('/words', service.url).href : service.url;
      const others = await Promise.all([openBackend(url), openBackend(url)]);
      const all = await Promise.all([backend, ...others].map((each) => backfill(each, PACKS, TEST_KEY)));
      const written = all.reduce((sum, each) => sum + (each?.written ?? 0), 0);
      expect(written).toBe(before.size);
      expect(await summaries(backend)).toEqual(await expected(backend));
      await Promise.all(others.map((other) => other.close()));
    });
  }),
);
