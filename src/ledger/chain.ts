/**
 * The hash chain: each decision carries a SHA-256 over itself, everything before it, and the runs that were made by then.
 */

import { active, activityOf } from './activity.ts';
import { canonical, sha256 } from './hashing.ts';
import type { Decision, Entry, StudentRecord } from './record.ts';
import { areEqual, countOf, type Ran, ranSoFar, replayed } from './runs.ts';

/** What the first decision is chained to: whose record this is, of which lab, begun when, with which shuffle. */
export const genesis = (record: Pick<StudentRecord, 'lab' | 'student' | 'seed' | 'startedAt'>): string =>
  sha256(JSON.stringify([record.lab, record.student, record.seed, record.startedAt]));

/** Entries of before runs were under the hash have neither of the last two. */
export const link = (
  previous: string,
  { at, edition, decision, ran, activeMs }: Omit<Entry, 'hash' | 'mac'>,
): string =>
  sha256(
    JSON.stringify([
      previous,
      at,
      edition,
      canonical(decision),
      ...(ran ? [ran.count, ran.hash, activeMs] : []),
    ]),
  );

/** The hash of a chain so far, with the runs made since its last decision. */
export const headAfter = (last: string, ran: Ran, pending: boolean): string =>
  pending ? sha256(JSON.stringify([last, 'runs', ran.count, ran.hash])) : last;

/** True where there are runs since the last decision. Of before runs were under the hash, none count as such. */
function isPending({ decisions, runs, tallies }: StudentRecord): boolean {
  const ran = decisions.at(-1)?.ran;
  return ran ? ran.count < countOf(tallies) : runs.some(({ limitBroken }) => limitBroken !== undefined);
}

const lastHash = (record: StudentRecord): string => record.decisions.at(-1)?.hash ?? genesis(record);

/** The head of the chain. It changes with every decision and run, and with any change to an earlier one. */
export const head = (record: StudentRecord): string =>
  headAfter(lastHash(record), ranSoFar(record), isPending(record));

/** How far a record's chain is: what a class keeps of it, and a checkpoint is made of. */
export const chainOf = (record: StudentRecord) => ({
  decisions: record.decisions.length,
  runs: countOf(record.tallies),
  last: lastHash(record),
  head: head(record),
});

/** So many digits are read and compared. */
const RECEIPT_DIGITS = 16;

/** What of a head is read and compared. */
export const receiptDigits = (head: string): string => head.slice(0, RECEIPT_DIGITS);

/** The same, in fours. */
export const receiptWords = (head: string): string => receiptDigits(head).replace(/(.{4})(?=.)/g, '$1 ');

/** The receipt as a student reads and compares it: the first 16 hexadecimal digits, in fours. */
export const receipt = (record: StudentRecord): string => receiptWords(head(record));

/** The record with one more decision. Its time is never before what is in the record, however the clock was set. */
export function decide(record: StudentRecord, decision: Decision, at: Date, edition: string): StudentRecord {
  const times = [record.decisions.at(-1)?.at ?? '', record.runs.at(-1)?.at ?? '', at.toISOString()];
  const entry = {
    at: times.reduce((a, b) => (b > a ? b : a)),
    edition,
    decision,
    ran: ranSoFar(record),
    activeMs: activityOf(active(record, at)).activeMs,
  };
  return {
    ...record,
    decisions: [...record.decisions, { ...entry, hash: link(lastHash(record), entry) }],
  };
}

/** The first thing, counted from 1, that is not what was written: a decision with its time, or what was run beside it. */
export type Break = { readonly decision: number } | { readonly runs: true };

function brokenDecision(record: StudentRecord, hashes: ReadonlyMap<number, string>): number | undefined {
  let previous = genesis(record);
  let before: Entry | undefined;
  for (const [index, entry] of record.decisions.entries()) {
    const { ran, at, hash } = entry;
    const known = ran && hashes.get(ran.count);
    const holds =
      link(previous, entry) === hash &&
      (known === undefined || known === ran?.hash) &&
      // Entries of before may have been written by a clock that was set back.
      (!ran || !before || (at >= before.at && (before.ran?.count ?? 0) <= ran.count));
    if (!holds) return index + 1;
    previous = hash;
    before = entry;
  }
  return undefined;
}

/** Recomputes the chain, of decisions and of runs. */
export function verify(
  record: StudentRecord,
): { readonly intact: true } | { readonly intact: false; readonly broken: Break } {
  const { hashes, tallies } = replayed(record);
  const decision = brokenDecision(record, hashes);
  if (decision !== undefined) return { intact: false, broken: { decision } };
  const times = record.runs.flatMap(({ at, limitBroken }) => (limitBroken === undefined ? [] : [at]));
  const inOrder = times.every((at, index) => index === 0 || at >= (times[index - 1] ?? at));
  const ran = record.decisions.at(-1)?.ran;
  const count = countOf(record.tallies);
  const holds =
    inOrder &&
    hashes.get(count) === record.ran &&
    areEqual(tallies, record.tallies) &&
    (!ran || ran.count <= count);
  return holds ? { intact: true } : { intact: false, broken: { runs: true } };
}
