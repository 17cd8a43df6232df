/** The rows that are one student's own: found by their keys, and deleted in one write with the count that stays of them. */

import { z } from 'zod';
import type { LabPack } from '../labs/lab.ts';
import { progressKey, quarantineKey, recordKey, studentKey, troubleKey } from '../ledger/keys.ts';
import type { LedgerKey } from '../ledger/ledger-key.ts';
import { summaryIn } from '../ledger/summary.ts';
import { courseOf, userOf } from '../messages/actor.ts';
import type { Backend } from '../store/backend.ts';
import { platformOf, workspaceOf } from './address.ts';
import { goneSchema, withGone } from './gone.ts';
import { draftKey, goneKey, homeKey, personKey } from './keys.ts';

type Read = (keys: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** What follows {@link quarantineKey}'s prefix. */
const DIGEST_DIGITS = 16;

/**
 * Keys of set-aside copies: of a record that can't be read now, and those that a text names. A record that was set aside in
 * its turn names those before it, readable or not.
 */
function copiesNamed(student: string, packs: readonly LabPack[], texts: readonly string[]): string[] {
  return packs.flatMap(({ id }) => {
    const prefix = quarantineKey(id, student, '').slice(0, -DIGEST_DIGITS);
    return texts.flatMap((text) => [
      quarantineKey(id, student, text),
      ...text
        .split(prefix)
        .slice(1)
        .map((rest) => prefix + rest.slice(0, DIGEST_DIGITS)),
    ]);
  });
}

async function copiesOf(
  read: Read,
  student: string,
  packs: readonly LabPack[],
  records: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let texts = records;
  while (texts.length > 0) {
    const keys = copiesNamed(student, packs, texts).filter((key) => !found.has(key));
    const more = await read([...new Set(keys)]);
    for (const [key, text] of more) found.set(key, text);
    texts = [...more.values()];
  }
  return found;
}

async function found(
  read: Read,
  student: string,
  packs: readonly LabPack[],
): Promise<ReadonlyMap<string, string>> {
  const course = courseOf(student);
  const home = homeKey(platformOf(course), userOf(student));
  const records = packs.map(({ id }) => recordKey(id, student));
  const rows = new Map(
    await read([
      ...records,
      ...packs.flatMap(({ id }) => [progressKey(id, student), troubleKey(id, student)]),
      studentKey(student),
      personKey(student),
      draftKey(student),
      home,
    ]),
  );
  // One row a person, for all of a platform's workspaces: it is about this one only where it names it.
  const last = rows.get(home);
  if (last !== undefined && z.string().parse(JSON.parse(last)) !== workspaceOf(course)) rows.delete(home);
  const copies = await copiesOf(
    read,
    student,
    packs,
    records.flatMap((key) => rows.get(key) ?? []),
  );
  return new Map([...rows, ...copies]);
}

/** Every row that is theirs alone, as it is stored, by key. */
export const ownRows = (
  backend: Backend,
  student: string,
  packs: readonly LabPack[],
): Promise<ReadonlyMap<string, string>> => found((keys) => backend.read(keys), student, packs);

/**
 * Deletes them, and adds what they had done to the counts that stay: in one write, so that a crash counts nobody twice.
 * @param counted false for staff, who are not counted in the class either
 * @param onErased told while they are still held
 */
export function eraseOwnRows(
  backend: Backend,
  student: string,
  packs: readonly LabPack[],
  {
    counted,
    onErased,
    key: ledgerKey,
  }: { readonly counted: boolean; readonly onErased: () => void; readonly key: LedgerKey },
): Promise<void> {
  const course = courseOf(student);
  // One deletion at a time in a course: each adds to the same counts.
  return backend.hold(`erasing:${course}`, () =>
    backend.hold(studentKey(student), async (held) => {
      const read: Read = async (keys) => {
        const rows = new Map<string, string>();
        for (const key of keys) {
          const text = await held.get(key);
          if (text !== undefined) rows.set(key, text);
        }
        return rows;
      };
      const own = await found(read, student, packs);
      const changes = new Map<string, string | null>([...own.keys()].map((key) => [key, null]));
      for (const { id } of packs) {
        const summary = own.get(progressKey(id, student));
        if (summary === undefined || !counted) continue;
        const key = goneKey(course, id);
        const text = await held.get(key);
        const before = text === undefined ? undefined : goneSchema.parse(JSON.parse(text));
        const done = summaryIn(summary, progressKey(id, student), ledgerKey);
        if (done) changes.set(key, JSON.stringify(withGone(before, done)));
      }
      try {
        await held.write(changes);
      } finally {
        onErased();
      }
    }),
  );
}
