/** A student's key in the rows of checkpoints: found, and taken out, with every root as it was. */

import type { Leaf } from '../../evidence/checkpoint.ts';
import { courseOf } from '../../messages/actor.ts';
import { checkpointsOf, numberOf } from '../checkpoints.ts';
import type { CourseStore } from '../course-store.ts';
import { checkpointsKey, leaves } from '../keys.ts';
import { leafOf } from './leaves.ts';
import { isNamedIn, placesIn, withoutStudent } from './rows.ts';

export interface NamedRow {
  readonly key: string;
  /** What it holds of theirs. */
  readonly leaves: readonly Leaf[];
}

async function rowsNaming(store: CourseStore, student: string): Promise<ReadonlyMap<string, string>> {
  const collection = leaves(courseOf(student));
  const rows = await store.backend.list(collection);
  return new Map(
    rows.flatMap(([id, text]) => (isNamedIn(text, student) ? [[`${collection}/${id}`, text] as const] : [])),
  );
}

/** The rows that hold anything of theirs, oldest first. */
export async function leavesNaming(store: CourseStore, student: string): Promise<readonly NamedRow[]> {
  return [...(await rowsNaming(store, student))].map(([key, text]) => ({
    key,
    leaves: placesIn(text, student).flatMap((place) => leafOf(place) ?? []),
  }));
}

/** Of each of their leaves the hash stays. To be called once their records are gone: no later checkpoint then has them. */
export async function eraseFromLeaves(store: CourseStore, student: string): Promise<void> {
  // One that is being taken may have read their summary before it went: it is written first.
  await store.backend.hold(checkpointsKey(courseOf(student)), async (rows) => {
    const named = await rowsNaming(store, student);
    await rows.write(new Map([...named].map(([key, text]) => [key, withoutStudent(text, student)])));
  });
}

/** Deletes the leaves of all checkpoints until then: the time of their students is over. What was signed stays. */
export async function dropLeaves(store: CourseStore, course: string, until: Date): Promise<void> {
  const collection = leaves(course);
  await store.backend.hold(checkpointsKey(course), async (rows) => {
    const over = (await checkpointsOf(store, course)).filter(
      ({ checkpoint: { at } }) => new Date(at) <= until,
    );
    const last = over.at(-1)?.checkpoint.number ?? 0;
    const ids = (await store.backend.list(collection)).map(([id]) => id);
    const gone = ids.filter((id) => numberOf(id) <= last);
    await rows.write(new Map(gone.map((id) => [`${collection}/${id}`, null])));
  });
}
