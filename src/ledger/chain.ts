/** The hash chain: each decision carries a SHA-256 over itself and everything before it. */

import { hash } from 'node:crypto';
import type { Decision, Entry, StudentRecord } from './record.ts';

const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** What the first decision is chained to: whose record this is, of which lab, begun when, with which shuffle. */
const genesis = (record: Pick<StudentRecord, 'lab' | 'student' | 'seed' | 'startedAt'>): string =>
  sha256(JSON.stringify([record.lab, record.student, record.seed, record.startedAt]));

/** Keys in one order, whatever order they were written in, so that equal decisions have equal hashes. */
function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, canonical(inner)]);
}

const link = (previous: string, entry: Omit<Entry, 'hash'>): string =>
  sha256(JSON.stringify([previous, entry.at, entry.edition, canonical(entry.decision)]));

/** The head of the chain: the receipt. It changes with every decision and with any change to an earlier one. */
export const head = (record: StudentRecord): string => record.decisions.at(-1)?.hash ?? genesis(record);

/** So many digits are read and compared. */
const RECEIPT_DIGITS = 16;

/** The head's first digits, in fours. */
export const receiptWords = (head: string): string =>
  head.slice(0, RECEIPT_DIGITS).replace(/(.{4})(?=.)/g, '$1 ');

/** The receipt as a student reads and compares it: the first 16 hexadecimal digits, in fours. */
export const receipt = (record: StudentRecord): string => receiptWords(head(record));

/** The record with one more decision. Its time is never before the one before it, however the clock was set. */
export function decide(record: StudentRecord, decision: Decision, at: Date, edition: string): StudentRecord {
  const now = at.toISOString();
  const last = record.decisions.at(-1)?.at ?? now;
  const entry = { at: last > now ? last : now, edition, decision };
  return {
    ...record,
    decisions: [...record.decisions, { ...entry, hash: link(head(record), entry) }],
  };
}

/** Recomputes the chain. `brokenAt` is the first decision, counted from 1, that is not what was written. */
export function verify(
  record: StudentRecord,
): { readonly intact: true } | { readonly intact: false; readonly brokenAt: number } {
  let previous = genesis(record);
  for (const [index, entry] of record.decisions.entries()) {
    if (link(previous, entry) !== entry.hash) return { intact: false, brokenAt: index + 1 };
    previous = entry.hash;
  }
  return { intact: true };
}
