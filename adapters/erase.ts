/** An operator deletes what is held about one person, who can't ask for it themselves any more. */

import { parseArgs } from 'node:util';
import { ConfigError } from '../src/config.ts';
import type { CourseStore } from '../src/course/course-store.ts';
import { erase, heldAbout, keysOf } from '../src/course/privacy.ts';
import type { LabPack } from '../src/labs/lab.ts';
import { studentId } from '../src/messages/actor.ts';

export interface ErasureAsked {
  /** The person’s key. */
  readonly student: string;
  /** Without it, what would go is only counted. */
  readonly sure: boolean;
}

const EXAMPLE = 'npm run erase -- slack:T0123ABCD:U0456EFGH --yes';

/** A part as it stands in a key or as the platform writes it; undefined where it is neither. */
function partOf(text: string): string | undefined {
  try {
    return text === '' ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * @param args `slack:T0123ABCD:U0456EFGH`, and `--yes`
 * @throws {ConfigError}
 */
export function readErasure(args: readonly string[]): ErasureAsked {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { yes: { type: 'boolean', default: false } },
    allowPositionals: true,
    strict: false,
  });
  const parts = positionals.length === 1 ? (positionals[0] ?? '').split(':').map(partOf) : [];
  const [platform, workspace, user] = parts;
  const unknown = Object.keys(values).filter((name) => name !== 'yes');
  if (parts.length !== 3 || !platform || !workspace || !user || unknown.length > 0) {
    throw new ConfigError([
      `Name one person by platform, workspace and their id there, as /mydata download names its rows: ${EXAMPLE}.`,
    ]);
  }
  return { student: studentId({ platform, workspace, user }), sure: values.yes === true };
}

/** Prints what there is and, where that is wanted, deletes it. */
export async function eraseFor(
  { student, sure }: ErasureAsked,
  store: CourseStore,
  packs: readonly LabPack[],
  print: (line: string) => void,
): Promise<void> {
  const keys = keysOf(student, await heldAbout(store, packs, student));
  if (keys.length === 0) {
    print(`Nothing is held about ${student}.`);
    return;
  }
  const counts = new Map<string, number>();
  for (const key of keys) {
    const [kind = ''] = key.split(':');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const kinds = [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
  if (!sure) {
    print(`${keys.length} rows hold something about ${student}: ${kinds}.`);
    print('Nothing was deleted. With --yes it is, and can’t be undone.');
    return;
  }
  await erase(store, packs, student);
  print(`Deleted: of ${keys.length} rows (${kinds}) none names ${student} any more. Backups still do.`);
}
