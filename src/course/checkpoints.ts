/** A course's checkpoints: taken one at a time, put together again from what is stored, and a student's place in them. */

import { type Inclusion, inOrder, isIncluded, type Leaf, signed } from '../evidence/checkpoint.ts';
import { BLOCK, blocksOf, pathOver, rootOf, treeOf } from '../evidence/merkle.ts';
import type { LabPack } from '../labs/lab.ts';
import {
  changesBetween,
  hashOf,
  hashOfLeaf,
  isOf,
  leafOf,
  type Place,
  withChanges,
} from './checkpoints/leaves.ts';
import type { Owed } from './checkpoints/moments.ts';
import { checkpointRow, leavesIn, leavesTexts, type StoredCheckpoint } from './checkpoints/rows.ts';
import type { CourseStore } from './course-store.ts';
import { checkpoints, checkpointsKey, leaves } from './keys.ts';

/** As many as a day for two thousand years: ids are in the order of their numbers. */
const DIGITS = 6;
const idOf = (number: number): string => String(number).padStart(DIGITS, '0');
/** Of a row of leaves. */
export const numberOf = (id: string): number => Number(id.slice(0, DIGITS));
const partId = (number: number, part: number): string => `${idOf(number)}-${String(part).padStart(3, '0')}`;

/**
 * What changed is put together from so many times the leaves at most; then they are all written anew. A proof is read from
 * these rows while a student waits.
 */
const MOST_ENTRIES = 2;

/** Undefined where the row is not what this program writes: a gap among their numbers then tells of it. */
function checkpointIn(text: string): StoredCheckpoint | undefined {
  try {
    return checkpointRow.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Oldest first, those that can be read. */
export async function checkpointsOf(
  store: CourseStore,
  course: string,
): Promise<readonly StoredCheckpoint[]> {
  const rows = await store.backend.list(checkpoints(course));
  return rows.flatMap(([, text]) => checkpointIn(text) ?? []);
}

/** Of rows that can't be read, too: none is written over. */
async function lastNumber(store: CourseStore, course: string): Promise<number> {
  const last = (await store.backend.list(checkpoints(course))).at(-1);
  return last ? numberOf(last[0]) : 0;
}

/** A checkpoint's tree, as far as it is stored. */
interface Leaves {
  readonly places: readonly Place[];
  /** The nodes over blocks of them. */
  readonly blocks: readonly string[];
}

/** Of each checkpoint from one's base up to it; undefined where they are not kept any more, or not as they were written. */
async function leavesUpTo(
  store: CourseStore,
  course: string,
  { base, checkpoint: { number } }: StoredCheckpoint,
): Promise<ReadonlyMap<number, Leaves> | undefined> {
  const texts = new Map<number, string[]>();
  for (const [id, text] of await store.backend.list(leaves(course), idOf(base))) {
    const of = numberOf(id);
    if (of <= number) texts.set(of, [...(texts.get(of) ?? []), text]);
  }
  const found = new Map<number, Leaves>();
  try {
    let places: readonly Place[] = [];
    for (let each = base; each <= number; each++) {
      const parts = texts.get(each);
      if (!parts) return undefined;
      const { blocks, ...changes } = leavesIn(parts);
      places = withChanges(places, changes);
      found.set(each, { places, blocks });
    }
    return found;
  } catch {
    return undefined;
  }
}

/** In their order; undefined where they are not kept any more, or not as they were written. */
export async function leavesAt(
  store: CourseStore,
  course: string,
  stored: StoredCheckpoint,
): Promise<readonly Place[] | undefined> {
  return (await leavesUpTo(store, course, stored))?.get(stored.checkpoint.number)?.places;
}

/** The root that the leaves come to. */
export const rootOver = (places: readonly Place[]): string => rootOf(treeOf(places.map(hashOf)));

async function leavesNow(
  store: CourseStore,
  packs: readonly LabPack[],
  course: string,
): Promise<readonly Leaf[]> {
  const classes = await Promise.all(
    packs.map(async ({ id }) => [id, await store.progress(course, id)] as const),
  );
  return classes
    .flatMap(([lab, students]) => [...students].map(([student, { chain }]) => ({ lab, student, ...chain })))
    .sort(inOrder);
}

/**
 * Takes one, unless none is wanted or nothing has changed since the last. One process at a time, and nobody is erased
 * meanwhile.
 * @param wanted asked with the newest, while no other process can take one
 * @returns the newest there is then, and whether it was taken now
 * @throws {UnreadableError}
 * @throws {NotSavedError}
 */
export function takeCheckpoint(
  store: CourseStore,
  packs: readonly LabPack[],
  course: string,
  now: Date,
  wanted: (newest: StoredCheckpoint | undefined) => Owed | undefined,
): Promise<{ readonly newest: StoredCheckpoint | undefined; readonly isNew: boolean }> {
  return store.backend.hold(checkpointsKey(course), async (rows) => {
    const newest = (await checkpointsOf(store, course)).at(-1);
    const owed = wanted(newest);
    if (!owed) return { newest, isNew: false };
    const last = await lastNumber(store, course);
    const [after, known] = await Promise.all([
      leavesNow(store, packs, course),
      // After one that can't be read all leaves are written anew.
      newest?.checkpoint.number === last ? leavesAt(store, course, newest) : undefined,
    ]);
    let before = known ?? [];
    let changes = changesBetween(before, after);
    const number = last + 1;
    let { base, entries } = newest && known ? newest : { base: number, entries: 0 };
    if (entries + changes.set.length > MOST_ENTRIES * after.length && base !== number) {
      [before, base, entries] = [[], number, 0];
      changes = changesBetween(before, after);
    }
    const tree = treeOf(after.map(hashOfLeaf));
    const root = rootOf(tree);
    if (newest ? newest.checkpoint.root === root : after.length === 0) return { newest, isNew: false };
    const stored: StoredCheckpoint = {
      schema: 1,
      checkpoint: signed(
        {
          version: 1,
          course,
          number,
          // Never before the last one, whatever the clock says.
          at: [now.toISOString(), newest?.checkpoint.at ?? ''].reduce((a, b) => (a > b ? a : b)),
          students: new Set(after.map(({ student }) => student)).size,
          records: after.length,
          root,
          before: newest?.checkpoint.root ?? null,
        },
        store.key,
      ),
      why: owed.why,
      posts: [...owed.posts],
      base,
      entries: entries + changes.set.length,
    };
    await rows.write(
      new Map([
        ...leavesTexts({ ...changes, blocks: blocksOf(tree) }).map(
          (text, part) => [`${leaves(course)}/${partId(number, part)}`, text] as const,
        ),
        [`${checkpoints(course)}/${idOf(number)}`, JSON.stringify(stored)],
      ]),
    );
    return { newest: stored, isNew: true };
  });
}

function inclusionIn(
  { checkpoint }: StoredCheckpoint,
  { places, blocks }: Leaves,
  index: number,
): Inclusion | undefined {
  const place = places[index];
  const leaf = place && leafOf(place);
  if (!leaf) return undefined;
  const first = index - (index % BLOCK);
  const block = places.slice(first, first + BLOCK).map(hashOf);
  const inclusion = { checkpoint, leaf, index, proof: pathOver(block, blocks, index) };
  // Where rows were damaged or changed, no proof is better than a wrong one.
  return isIncluded(inclusion) ? inclusion : undefined;
}

/** A file has two: between them it shows that a record only grew. */
const INCLUSIONS = 2;

/**
 * A record's place in the newest checkpoint that has it, and in the newest one before that has it with another head.
 * @throws {UnreadableError}
 */
export async function inclusionsFor(
  store: CourseStore,
  course: string,
  student: string,
  lab: string,
): Promise<readonly Inclusion[]> {
  const stored = await checkpointsOf(store, course);
  const found: Inclusion[] = [];
  for (let newest = stored.at(-1); newest && found.length < INCLUSIONS; ) {
    const { base } = newest;
    const known = await leavesUpTo(store, course, newest);
    for (const each of stored.toReversed()) {
      const at = known?.get(each.checkpoint.number);
      if (!at || found.length === INCLUSIONS) continue;
      const index = at.places.findIndex((place) => isOf(place, student, lab));
      const inclusion = inclusionIn(each, at, index);
      if (inclusion && found.every(({ leaf }) => leaf.head !== inclusion.leaf.head)) found.push(inclusion);
    }
    newest = stored.findLast(({ checkpoint: { number } }) => number < base);
  }
  return found;
}
