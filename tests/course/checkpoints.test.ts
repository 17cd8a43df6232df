/** Checkpoints of a course: every old root comes out again, every place in one is proved, and nothing else is, on every store. */

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCheckpoint } from '../../src/course/checkpoints/check.ts';
import { eraseFromLeaves, leavesNaming } from '../../src/course/checkpoints/erase.ts';
import {
  changesBetween,
  erased,
  isOf,
  leafOf,
  type Place,
  withChanges,
} from '../../src/course/checkpoints/leaves.ts';
import { leavesIn, leavesTexts, type StoredCheckpoint } from '../../src/course/checkpoints/rows.ts';
import {
  checkpointsOf,
  inclusionsFor,
  leavesAt,
  rootOver,
  takeCheckpoint,
} from '../../src/course/checkpoints.ts';
import { CourseStore } from '../../src/course/course-store.ts';
import { checkpoints as checkpointsCollection, leaves as leavesCollection } from '../../src/course/keys.ts';
import { inOrder, isGenuine, isIncluded, type Leaf, leafText } from '../../src/evidence/checkpoint.ts';
import { leafHash, rootOf, treeOf } from '../../src/evidence/merkle.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { sha256 } from '../../src/ledger/hashing.ts';
import { progressKey } from '../../src/ledger/keys.ts';
import { summaryText } from '../../src/ledger/summary.ts';
import type { Backend } from '../../src/store/backend.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { openFile, openMemory, openOnPostgres, openOnRedis } from '../store/open.ts';
import { TEST_KEY } from '../support/key.ts';
import { SERVICES, type ServiceName, withService } from '../support/services.ts';
import { COURSE, hoursBefore, studentNamed, summary } from './reminding/classroom.ts';

const LABS = PACKS.map(({ id }) => id);
const DAILY = { why: 'daily', posts: [] } as const;

/** A class as it was at one time: how far each record was, by student and lab. */
type Class = ReadonlyMap<string, number>;

const leafFor = (name: string, step: number): Leaf => {
  const [student = '', lab = ''] = name.split('/');
  const [last, head] = [sha256(`${name} last ${step}`), sha256(`${name} ${step}`)];
  return { student, lab, decisions: step, runs: step * 2, last, head: step % 2 ? last : head };
};
const leavesOf = (of: Class): readonly Leaf[] =>
  [...of].map(([name, step]) => leafFor(name, step)).sort(inOrder);

const names = ['ada', 'bo', 'Cem', 'd%20e', 'élé', 'zoë', 'x1', 'x10', 'x2'].flatMap((user) =>
  LABS.map((lab) => `${studentNamed(user)}/${lab}`),
);
const classes = fc.array(
  fc
    .dictionary(fc.constantFrom(...names), fc.integer({ min: 1, max: 4 }), { maxKeys: 12 })
    .map((steps) => new Map(Object.entries(steps))),
  { minLength: 1, maxLength: 8 },
);

async function write(backend: Backend, before: Class, after: Class): Promise<void> {
  const changes = new Map<string, string | null>();
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const { student, lab, ...chain } = leafFor(name, after.get(name) ?? 0);
    const key = progressKey(lab, student);
    const text = summaryText({ ...summary(hoursBefore(90)), chain }, key, TEST_KEY);
    changes.set(key, after.has(name) ? text : null);
  }
  await backend.hold('class', (rows) => rows.write(changes));
}

const take = (store: CourseStore, at = new Date('2026-11-24T09:00:00.000Z')) =>
  takeCheckpoint(store, PACKS, COURSE, at, () => DAILY);

/** Takes one after each change, and says which class each stored one is over. */
async function history(
  backend: Backend,
  all: readonly Class[],
): Promise<{ readonly store: CourseStore; readonly over: ReadonlyMap<number, Class> }> {
  const store = new CourseStore(backend, PACKS, TEST_KEY);
  const over = new Map<number, Class>();
  let before: Class = new Map();
  for (const after of all) {
    await write(backend, before, after);
    const { newest, isNew } = await take(store);
    if (newest && isNew) over.set(newest.checkpoint.number, after);
    before = after;
  }
  return { store, over };
}

/** The root as whoever has all leaves computes it. */
const rootOfClass = (of: Class): string =>
  rootOf(treeOf(leavesOf(of).map((leaf) => leafHash(leafText(leaf)))));

const memory = (): Backend => keyvBackend(new Map());

describe('what changed between checkpoints', () => {
  it('brings every one of them back, through the stored rows, also without those who were erased', () => {
    fc.assert(
      fc.property(classes, fc.constantFrom(...names), (all, gone) => {
        let [places, leaves]: [readonly Place[], readonly Leaf[]] = [[], []];
        for (const of of all) {
          leaves = leavesOf(of);
          const { blocks, ...changes } = leavesIn(
            leavesTexts({ ...changesBetween(places, leaves), blocks: ['b'] }),
          );
          expect(blocks).toEqual(['b']);
          places = withChanges(places, changes);
          expect(places.map(leafOf)).toEqual(leaves);
          expect(rootOver(places)).toBe(rootOfClass(of));
          // As rows are left where somebody is erased.
          const [student = ''] = gone.split('/');
          const without = places.map((place) => (isOf(place, student) ? erased(place) : place));
          expect(rootOver(without)).toBe(rootOfClass(of));
          expect(JSON.stringify(without)).not.toContain(JSON.stringify(student));
          places = without;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is nothing where nothing has changed, and one leaf where one has', () => {
    const before = withChanges([], changesBetween([], leavesOf(new Map(names.map((name) => [name, 1])))));
    expect(changesBetween(before, leavesOf(new Map(names.map((name) => [name, 1]))))).toEqual({
      gone: [],
      set: [],
    });
    const [first = '', ...others] = names;
    const { gone, set } = changesBetween(
      before,
      leavesOf(new Map([[first, 2], ...others.map((name) => [name, 1] as const)])),
    );
    expect([gone.length, set.length]).toEqual([1, 1]);
  });

  it('that are another checkpoint’s are refused', () => {
    const [ada, bo] = leavesOf(new Map(names.slice(0, 2).map((name) => [name, 1])));
    if (!ada || !bo) throw new Error('there are no leaves');
    const changes = changesBetween([], [ada, bo]);
    expect(() => withChanges([], { ...changes, set: changes.set.slice(1) })).toThrow(RangeError);
    expect(() =>
      leavesIn([JSON.stringify({ schema: 1, blocks: [], gone: [], set: [[0, 'short']] })]),
    ).toThrow();
  });
});

/** Every root, every proof, and what is no proof. */
async function expectWhole(
  store: CourseStore,
  over: ReadonlyMap<number, Class>,
  erasedStudents: readonly string[] = [],
): Promise<void> {
  const stored = await checkpointsOf(store, COURSE);
  expect(stored.map(({ checkpoint: { number } }) => number)).toEqual([...over.keys()]);
  let before: StoredCheckpoint | undefined;
  for (const each of stored) {
    const { checkpoint } = each;
    const of = over.get(checkpoint.number) ?? new Map();
    expect(isGenuine(checkpoint)).toBe(true);
    expect(checkpoint.before).toBe(before?.checkpoint.root ?? null);
    expect(checkpoint).toMatchObject({ root: rootOfClass(of), records: of.size });
    const places = (await leavesAt(store, COURSE, each)) ?? [];
    expect(rootOver(places)).toBe(checkpoint.root);
    before = each;
  }
  for (const name of names) {
    const [student = '', lab = ''] = name.split('/');
    const inclusions = await inclusionsFor(store, COURSE, student, lab);
    const steps = [...over].toReversed().flatMap(([number, of]) => {
      const step = of.get(name);
      return step === undefined ? [] : [{ number, step }];
    });
    const [newest] = steps;
    const older = steps.find(({ step }) => step !== newest?.step);
    const expected = erasedStudents.includes(student) ? [] : [newest, older].filter((each) => each);
    expect(
      inclusions.map(({ checkpoint, leaf }) => ({ number: checkpoint.number, step: leaf.decisions })),
    ).toEqual(expected);
    for (const inclusion of inclusions) {
      expect(isIncluded(inclusion)).toBe(true);
      expect(inclusion.leaf).toEqual(leafFor(name, inclusion.leaf.decisions));
      // A record that was cut, and one that went on, were not there.
      for (const step of [inclusion.leaf.decisions - 1, inclusion.leaf.decisions + 1])
        expect(isIncluded({ ...inclusion, leaf: leafFor(name, step) })).toBe(false);
    }
  }
}

describe('a course’s checkpoints', () => {
  it('come out again with every proof, whatever changed between them', async () => {
    await fc.assert(
      fc.asyncProperty(classes, async (all) => {
        const { store, over } = await history(memory(), all);
        await expectWhole(store, over);
      }),
      { numRuns: 25 },
    );
  });

  it('are none where nobody has begun, and none where nothing has changed', async () => {
    const store = new CourseStore(memory(), PACKS, TEST_KEY);
    expect(await take(store)).toEqual({ newest: undefined, isNew: false });
    await write(store.backend, new Map(), new Map([[names[0] ?? '', 1]]));
    expect(await take(store)).toMatchObject({
      newest: { checkpoint: { number: 1, students: 1 } },
      isNew: true,
    });
    expect(await take(store)).toMatchObject({ newest: { checkpoint: { number: 1 } }, isNew: false });
  });

  it('are written whole again once their changes are more than their leaves', async () => {
    const of = (step: number): Class => new Map(names.map((name) => [name, step]));
    const { store, over } = await history(memory(), [1, 2, 3, 4, 1, 2].map(of));
    expect((await checkpointsOf(store, COURSE)).map(({ base }) => base)).toEqual([1, 1, 3, 3, 5, 5]);
    await expectWhole(store, over);
  });

  it('are never dated before the last, whatever the clock says', async () => {
    const store = new CourseStore(memory(), PACKS, TEST_KEY);
    const [first = '', second = ''] = names;
    await write(store.backend, new Map(), new Map([[first, 1]]));
    await take(store, new Date('2026-11-24T09:00:00.000Z'));
    await write(store.backend, new Map(), new Map([[second, 1]]));
    const { newest } = await take(store, new Date('2026-11-23T09:00:00.000Z'));
    expect(newest?.checkpoint).toMatchObject({ number: 2, at: '2026-11-24T09:00:00.000Z' });
  });

  it('are one where ten processes take it at once', async () => {
    const backend = memory();
    await write(backend, new Map(), new Map(names.map((name) => [name, 1])));
    const stores = Array.from({ length: 10 }, () => new CourseStore(backend, PACKS, TEST_KEY));
    const taken = await Promise.all(stores.map((store) => take(store)));
    expect(taken.filter(({ isNew }) => isNew).length).toBe(1);
    expect(new Set(taken.map(({ newest }) => newest?.checkpoint.signature)).size).toBe(1);
  });

  it('count an edited summary as its record says: without one, as nobody’s', async () => {
    const backend = memory();
    const [first = '', second = ''] = names;
    await write(
      backend,
      new Map(),
      new Map([
        [first, 1],
        [second, 1],
      ]),
    );
    const [student = '', lab = ''] = first.split('/');
    await backend.hold('edit', async (rows) => {
      const key = progressKey(lab, student);
      await rows.set(key, ((await rows.get(key)) ?? '').replace('[1,2,"', '[2,2,"'));
    });
    const { newest } = await take(new CourseStore(backend, PACKS, TEST_KEY));
    expect(newest?.checkpoint).toMatchObject({ records: 1, root: rootOfClass(new Map([[second, 1]])) });
  });
});

describe('rows that somebody changed', () => {
  const [first = '', second = ''] = names;
  const [student = '', lab = ''] = first.split('/');
  const states: readonly Class[] = [1, 2].map(
    (step) =>
      new Map([
        [first, step],
        [second, 1],
      ]),
  );

  it.each([
    [
      'another hash',
      (text: string) =>
        text.replace(/"([\w-])([\w-]{42})"/, (_, a, rest) => `"${a === 'A' ? 'B' : 'A'}${rest}"`),
    ],
    ['another count', (text: string) => text.replace(/,2,4,/, ',3,4,')],
    ['another student', (text: string) => text.replaceAll(student, `${student}x`)],
    ['a leaf less', (text: string) => text.replace(/"set":\[\[[^\]]*\]/, '"set":[')],
    ['no JSON', () => '{'],
    ['no row', () => null],
  ] as const)('give no proof and not the root: %s', async (_, edit) => {
    const backend = memory();
    const { store, over } = await history(backend, states);
    const [, newest] = await checkpointsOf(store, COURSE);
    const rows = await backend.list(leavesCollection(COURSE), '000002');
    const [id = '', text = ''] = rows[0] ?? [];
    await backend.hold('edit', (held) =>
      held.write(new Map([[`${leavesCollection(COURSE)}/${id}`, edit(text)]])),
    );
    const places = newest && (await leavesAt(store, COURSE, newest));
    expect(places && rootOver(places)).not.toBe(newest?.checkpoint.root);
    const found = await inclusionsFor(store, COURSE, student, lab);
    expect(found.map(({ checkpoint: { number } }) => number)).not.toContain(2);
    // The next one is right again, whatever it had to begin from.
    const after = new Map([
      [first, 3],
      [second, 1],
    ]);
    await write(backend, states[1] ?? new Map(), after);
    const { newest: next } = await take(store);
    expect(next?.checkpoint).toMatchObject({ number: 3, root: rootOfClass(after) });
    expect(next && rootOver((await leavesAt(store, COURSE, next)) ?? [])).toBe(rootOfClass(after));
    expect(over.size).toBe(2);
  });
});

describe('a checkpoint whose own row was damaged', () => {
  it('is passed over, its number is not given again, and the next one is whole', async () => {
    const [name = ''] = names;
    const [student = '', lab = ''] = name.split('/');
    const backend = memory();
    const states = [1, 2, 3].map((step) => new Map([[name, step]]));
    const { store } = await history(backend, states.slice(0, 2));
    const row = `${checkpointsCollection(COURSE)}/000002`;
    await backend.hold('edit', (held) => held.set(row, '{'));
    await write(backend, states[1] ?? new Map(), states[2] ?? new Map());
    expect((await take(store)).newest?.checkpoint.number).toBe(3);
    const found = await inclusionsFor(store, COURSE, student, lab);
    expect(found.map(({ checkpoint: { number } }) => number)).toEqual([3, 1]);
    expect((await backend.read([row])).get(row), 'it is left as it was').toBe('{');
    expect((await checkCheckpoint(store, COURSE)).findings).toEqual([
      'Of checkpoint 2, which was taken before checkpoint 3, nothing is stored.',
    ]);
  });
});

describe('a student who is erased', () => {
  it('is named in no row any more; every root comes out, and others keep their proofs', async () => {
    await fc.assert(
      fc.asyncProperty(classes, fc.constantFrom(...names), async (all, name) => {
        const backend = memory();
        const { store, over } = await history(backend, all);
        const [student = ''] = name.split('/');
        await eraseFromLeaves(store, student);
        expect(await leavesNaming(store, student)).toEqual([]);
        const texts = (await backend.list(leavesCollection(COURSE))).map(([, text]) => text);
        expect(texts.join()).not.toContain(`"${student}"`);
        await expectWhole(store, over, [student]);
      }),
      { numRuns: 25 },
    );
  });

  it('is in no checkpoint that was being taken meanwhile', async () => {
    const rows = memory();
    await write(rows, new Map(), new Map(names.map((name) => [name, 1])));
    const [student = '', lab = ''] = (names[0] ?? '').split('/');
    const gone = new Map(LABS.map((each) => [progressKey(each, student), null]));
    let erasing: Promise<void> | undefined;
    const store: CourseStore = new CourseStore(
      {
        ...rows,
        list: async (collection, ...page) => {
          const found = await rows.list(collection, ...page);
          // Their summary was read, and now they go.
          if (collection.startsWith('progress:') && !erasing) {
            await rows.hold('erase', (held) => held.write(gone));
            erasing = eraseFromLeaves(store, student);
          }
          return found;
        },
      },
      PACKS,
      TEST_KEY,
    );
    const { newest } = await take(store);
    await erasing;
    expect(newest?.checkpoint.records).toBe(names.length);
    expect(await leavesNaming(store, student)).toEqual([]);
    expect(await inclusionsFor(store, COURSE, student, lab)).toEqual([]);
  });
});

/** Some hundreds of leaves, so that each store writes and reads several rows and blocks. */
function onStore(name: string, open: () => Promise<{ backend: Backend; close(): Promise<unknown> }>): void {
  describe(`on ${name}`, () => {
    it('keeps them, proves places in them, and forgets who is erased', async () => {
      const { backend, close } = await open();
      try {
        const many = (step: (n: number) => number): Class =>
          new Map(
            Array.from(
              { length: 1_100 },
              (_, n) => [`${studentNamed(`s${n}`)}/${LABS[0]}`, step(n)] as const,
            ),
          );
        const all = [many(() => 1), many((n) => (n % 3 === 0 ? 2 : 1)), new Map([...many(() => 3)].slice(7))];
        const { store, over } = await history(backend, all);
        expect(over.size).toBe(3);
        for (const each of await checkpointsOf(store, COURSE))
          expect(rootOver((await leavesAt(store, COURSE, each)) ?? [])).toBe(each.checkpoint.root);
        const steps = async (user: string): Promise<readonly (readonly [number, number])[]> =>
          (await inclusionsFor(store, COURSE, studentNamed(user), LABS[0] ?? '')).map(
            ({ checkpoint, leaf }) => [checkpoint.number, leaf.decisions] as const,
          );
        expect(await steps('s900')).toEqual([
          [3, 3],
          [2, 2],
        ]);
        expect(await steps('s1000')).toEqual([
          [3, 3],
          [2, 1],
        ]);
        expect(await steps('s6')).toEqual([
          [2, 2],
          [1, 1],
        ]);
        await eraseFromLeaves(store, studentNamed('s900'));
        expect(await steps('s900')).toEqual([]);
        expect(await steps('s1000')).toEqual([
          [3, 3],
          [2, 1],
        ]);
        for (const each of await checkpointsOf(store, COURSE))
          expect(rootOver((await leavesAt(store, COURSE, each)) ?? [])).toBe(each.checkpoint.root);
      } finally {
        await close();
      }
    });
  });
}

onStore('memory', openMemory);
onStore('SQLite', openFile);
for (const [name, open] of [
  ['Redis', openOnRedis],
  ['Postgres', openOnPostgres],
] as const satisfies readonly (readonly [ServiceName, (url: string) => Promise<unknown>])[]) {
  withService(name, () => {
    let service: Awaited<ReturnType<(typeof SERVICES)[ServiceName]['start']>>;
    beforeAll(async () => {
      service = await SERVICES[name].start();
    });
    afterAll(() => service.stop());
    onStore(name, () => open(service.url));
  });
}
