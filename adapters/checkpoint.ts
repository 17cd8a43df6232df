/** `npm run checkpoint`: prints the checkpoints of each course, takes one, or holds one against what is stored now. */

import { parseArgs } from 'node:util';
import { ConfigError } from '../src/config.ts';
import { type CheckReport, checkCheckpoint, STANDINGS } from '../src/course/checkpoints/check.ts';
import { checkpointsOf, takeCheckpoint } from '../src/course/checkpoints.ts';
import type { CourseStore } from '../src/course/course-store.ts';
import { checkpointLine, type Kept, keptIn } from '../src/evidence/checkpoint-line.ts';
import type { LabPack } from '../src/labs/lab.ts';
import { plain } from '../src/messages/rich-text.ts';

export interface CheckpointAsked {
  readonly what: 'show' | 'take' | 'check';
  /** Every checkpoint, and not the newest alone. */
  readonly all: boolean;
  /** Of this course alone. */
  readonly course?: string;
  /** What somebody kept of one. */
  readonly kept?: Kept;
}

const EXAMPLES = [
  'npm run checkpoint -- --all',
  'npm run checkpoint -- take',
  "npm run checkpoint -- check 'Checkpoint 12 · … · root 3f2a…' --course slack:T0123ABCD",
];

const wrong = (what: string): ConfigError => new ConfigError([`${what} ${EXAMPLES.join('   ')}`]);

/**
 * @param args `take`, or `check` with a post or its root; `--all`, `--course KEY`
 * @throws {ConfigError}
 */
export function readAsked(args: readonly string[]): CheckpointAsked {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { all: { type: 'boolean', default: false }, course: { type: 'string' } },
    allowPositionals: true,
    strict: false,
  });
  const { all, course, ...others } = values;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw wrong(`There is no --${unknown}. There is:`);
  if (course !== undefined && typeof course !== 'string') throw wrong('--course needs the key of one:');
  const [what = 'show', ...words] = positionals;
  if (what !== 'show' && what !== 'take' && what !== 'check')
    throw wrong(`I don’t know “${what}”. There is:`);
  if (words.length > 0 && what !== 'check') throw wrong(`“${what}” takes nothing else. There is:`);
  const text = words.join(' ');
  const kept = keptIn(text);
  if (text !== '' && !kept)
    throw wrong('That holds no root, which is 64 digits from 0 to f: paste the whole post, in quotes.');
  return { what, all: all === true, ...(course !== undefined && { course }), ...(kept && { kept }) };
}

/** Where a check prints how far it is. */
const PROGRESS_EVERY = 1_000;

function reportLines({ checkpoint, findings, misfits, counts }: CheckReport): readonly string[] {
  const words = STANDINGS.filter((each) => counts[each] > 0).map((each) => `${counts[each]} ${each}`);
  const fits = findings.length === 0 && misfits.length === 0;
  return [
    ...(checkpoint ? [plain(checkpointLine(checkpoint))] : ['No checkpoint was taken yet.']),
    ...findings,
    ...misfits.map(({ key, standing, why }) => `${standing}: ${key}: ${why}`),
    ...(words.length > 0 ? [`Records: ${words.join(', ')}.`] : []),
    ...(checkpoint && fits ? ['Everything fits: no record was changed or cut since.'] : []),
  ];
}

type Print = (line: string) => void;

/** Which courses a kept checkpoint may be of: that with its root, or else all. */
async function coursesOf(store: CourseStore, courses: readonly string[], kept: Kept | undefined) {
  if (!kept) return courses;
  for (const course of courses) {
    const stored = await checkpointsOf(store, course);
    if (stored.some(({ checkpoint: { root } }) => root === kept.root)) return [course];
  }
  return courses;
}

async function check(
  store: CourseStore,
  courses: readonly string[],
  kept: Kept | undefined,
  print: Print,
): Promise<boolean> {
  const candidates = await coursesOf(store, courses, kept);
  if (kept && candidates.length > 1) {
    print(`No checkpoint with the root ${kept.root} is stored in any of the ${candidates.length} courses.`);
    print(
      `If one of them posted it, it was deleted or made anew since. Name it: --course KEY of ${candidates.join(', ')}.`,
    );
    return false;
  }
  let fits = true;
  for (const course of candidates) {
    print(course);
    const report = await checkCheckpoint(store, course, kept, (done, of) => {
      if (of > PROGRESS_EVERY && done % PROGRESS_EVERY === 0) print(`  ${done} of ${of} records`);
    });
    for (const line of reportLines(report)) print(`  ${line}`);
    fits &&= report.findings.length === 0 && report.misfits.length === 0;
  }
  return fits;
}

/** @returns false where something does not fit */
export async function runCheckpoint(
  { what, all, course, kept }: CheckpointAsked,
  store: CourseStore,
  packs: readonly LabPack[],
  print: Print,
): Promise<boolean> {
  const known = await store.courses();
  if (course !== undefined && !known.includes(course))
    throw new ConfigError([`There is no course ${course}. There is: ${known.join(', ') || 'none yet'}.`]);
  const courses = course === undefined ? known : [course];
  if (what === 'check') return check(store, courses, kept, print);
  if (courses.length === 0) print('There is no course yet.');
  for (const each of courses) {
    print(each);
    if (what === 'take') {
      const owed = { why: 'asked', posts: [] } as const;
      const { isNew } = await takeCheckpoint(store, packs, each, await store.now(), () => owed);
      print(
        isNew ? '  Taken now, and not posted: keep this line, or post it.' : '  Nothing has changed since:',
      );
    }
    const stored = await checkpointsOf(store, each);
    for (const { checkpoint } of all ? stored : stored.slice(-1))
      print(`  ${plain(checkpointLine(checkpoint))}`);
    if (stored.length === 0) print('  No checkpoint was taken yet.');
  }
  print(`Public key: ${store.key.publicKey} (${store.key.id})`);
  return true;
}
