/** A checkpoint against what is stored now: whether its root still comes out, and whether every record only grew since. */

import { type Checkpoint, isGenuine, type Leaf } from '../../evidence/checkpoint.ts';
import type { Kept } from '../../evidence/checkpoint-line.ts';
import { placed } from '../../evidence/placed.ts';
import { chainOf } from '../../ledger/chain.ts';
import { recordKey } from '../../ledger/keys.ts';
import { keyId } from '../../ledger/ledger-key.ts';
import type { StudentRecord } from '../../ledger/record.ts';
import { timeWords } from '../../messages/time-words.ts';
import { checkpointsOf, leavesAt, rootOver } from '../checkpoints.ts';
import type { CourseStore } from '../course-store.ts';
import { leafOf, type Place } from './leaves.ts';
import type { StoredCheckpoint } from './rows.ts';

/**
 * `untold`: its decisions only grew, and of its runs then too few are kept to tell. `erased`: its student deleted their data
 * after that. The last two are what must not be.
 */
export const STANDINGS = ['unchanged', 'grew', 'untold', 'erased', 'changed', 'missing'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A record that is not what a checkpoint saw, and went on from there. */
export interface Misfit {
  /** Of its row. */
  readonly key: string;
  readonly standing: 'changed' | 'missing';
  readonly why: string;
}

export interface CheckReport {
  /** Absent where none of that number or root is stored. */
  readonly checkpoint?: Checkpoint;
  /** What does not fit of the checkpoint itself, in sentences. */
  readonly findings: readonly string[];
  readonly misfits: readonly Misfit[];
  readonly counts: Readonly<Record<Standing, number>>;
}

const NONE: CheckReport['counts'] = { unchanged: 0, grew: 0, untold: 0, erased: 0, changed: 0, missing: 0 };

/** Records that are read at once. */
const AT_ONCE = 100;

function whyChanged({ decisions }: StudentRecord, leaf: Leaf): string {
  const mended = decisions.findLast(({ decision }) => decision.kind === 'mended');
  if (mended) return `an instructor had it begun anew (${timeWords(mended.at)})`;
  return decisions.length < leaf.decisions
    ? `it holds by itself, with ${decisions.length} decisions where it had ${leaf.decisions}: it was cut`
    : 'it holds by itself, and never was what it was then: it was written anew';
}

async function standingOf(store: CourseStore, leaf: Leaf): Promise<Standing | Misfit> {
  const key = recordKey(leaf.lab, leaf.student);
  const reading = await store.reading(leaf.student, leaf.lab);
  if (!reading) return { key, standing: 'missing', why: 'it is not there any more' };
  if ('trouble' in reading) return { key, standing: 'changed', why: reading.trouble.reason };
  const { record } = reading;
  if (chainOf(record).head === leaf.head) return 'unchanged';
  const where = placed(leaf, record);
  if (where !== 'changed') return where === 'kept' ? 'grew' : 'untold';
  return { key, standing: 'changed', why: whyChanged(record, leaf) };
}

async function againstRecords(
  store: CourseStore,
  places: readonly Place[],
  onProgress: (done: number) => void,
): Promise<Pick<CheckReport, 'counts' | 'misfits'>> {
  const counts = { ...NONE };
  const misfits: Misfit[] = [];
  for (let first = 0; first < places.length; first += AT_ONCE) {
    const some = places.slice(first, first + AT_ONCE).map(leafOf);
    const standings = await Promise.all(some.map((leaf) => (leaf ? standingOf(store, leaf) : 'erased')));
    for (const each of standings) {
      counts[typeof each === 'string' ? each : each.standing] += 1;
      if (typeof each !== 'string') misfits.push(each);
    }
    onProgress(first + some.length);
  }
  return { counts, misfits };
}

/** Whether it and those before it are the ones that were signed, one after another. */
function chainFindings(all: readonly StoredCheckpoint[], of: Checkpoint, ownKey: string): readonly string[] {
  const before = all.map(({ checkpoint }) => checkpoint).filter(({ number }) => number <= of.number);
  return before.flatMap((each, index) => {
    const { number } = each;
    const last = before[index - 1];
    return [
      ...(isGenuine(each) ? [] : [`Checkpoint ${number} is not what was signed.`]),
      ...(number === (last?.number ?? 0) + 1
        ? []
        : [`Of checkpoint ${number - 1}, which was taken before checkpoint ${number}, nothing is stored.`]),
      ...(last && number === last.number + 1 && each.before !== last.root
        ? [`Checkpoint ${number} names another root before it than checkpoint ${last.number} has.`]
        : []),
      ...(number === of.number && each.key !== ownKey
        ? [
            `Checkpoint ${number} is signed with the key ${keyId(each.key)}, and the key now is ${keyId(ownKey)}.`,
          ]
        : []),
    ];
  });
}

function keptFindings({ number, root, before, key }: Checkpoint, kept: Kept): readonly string[] {
  return [
    ...(kept.root === root
      ? []
      : [
          `The checkpoint ${number} that is stored has the root ${root}, and the one that was kept has ${kept.root}: it was made anew since.`,
        ]),
    ...(kept.number !== undefined && kept.number !== number
      ? [`That root is of checkpoint ${number}, and the one that was kept says ${kept.number}.`]
      : []),
    ...(kept.before !== undefined && !before?.startsWith(kept.before)
      ? [`It names another root before it than the one that was kept.`]
      : []),
    ...(kept.keyId !== undefined && kept.keyId !== keyId(key)
      ? [`It is signed with the key ${keyId(key)}, and the one that was kept with ${kept.keyId}.`]
      : []),
  ];
}

function notStored({ number }: Kept, all: readonly StoredCheckpoint[]): string {
  const newest = all.at(-1)?.checkpoint.number;
  const what = number === undefined ? 'No checkpoint with that root' : `No checkpoint ${number}`;
  const there = newest === undefined ? 'there is none' : `the newest is ${newest}`;
  return `${what} is stored here; ${there}. If this course posted it, it was deleted or made anew since.`;
}

/**
 * @param kept what somebody has of one: the one of that root or else of that number is checked; without it the newest
 * @param onProgress how many of its records are through
 * @throws {UnreadableError}
 */
export async function checkCheckpoint(
  store: CourseStore,
  course: string,
  kept?: Kept,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<CheckReport> {
  const all = await checkpointsOf(store, course);
  const stored = kept
    ? (all.find(({ checkpoint: { root } }) => root === kept.root) ??
      all.find(({ checkpoint: { number } }) => number === kept.number))
    : all.at(-1);
  if (!stored) return { findings: kept ? [notStored(kept, all)] : [], misfits: [], counts: NONE };
  const { checkpoint } = stored;
  const findings = [
    ...chainFindings(all, checkpoint, store.key.publicKey),
    ...(kept ? keptFindings(checkpoint, kept) : []),
  ];
  const places = await leavesAt(store, course, stored);
  const comesOut = places !== undefined && rootOver(places) === checkpoint.root;
  if (!comesOut) {
    const why = places
      ? 'Its root does not come out of the leaves that are stored: they were changed.'
      : 'The leaves that it was made of are not kept any more, or were damaged: records can’t be compared with it.';
    return { checkpoint, findings: [...findings, why], misfits: [], counts: NONE };
  }
  const compared = await againstRecords(store, places, (done) => onProgress(done, places.length));
  return { checkpoint, findings, ...compared };
}
