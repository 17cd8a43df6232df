/** The line by which a checkpoint is posted and printed, and what is read of one that somebody kept. */

import { keyId } from '../ledger/ledger-key.ts';
import { code, type RichText, say, strong, time } from '../messages/rich-text.ts';
import type { Checkpoint } from './checkpoint.ts';

/** What of the root before is shown: enough to tell it from any other. */
const BEFORE_DIGITS = 16;

const studentsWords = (count: number): string => `${count} student${count === 1 ? '' : 's'}`;

/**
 * `Checkpoint 12 · Tue 24 Nov 2026, 23:59 UTC · 213 students · root 3f2a… · before 91c0… · key ab12…`, the root with all its
 * digits.
 * @param zone for readers whose own clock is not known
 */
export function checkpointLine(
  { number, at, students, root, before, key }: Checkpoint,
  zone?: string,
): RichText {
  return say`${strong(`Checkpoint ${number}`)} · ${time(at, 'short', zone)} · ${studentsWords(students)} · root ${code(root)} · ${
    before === null ? 'the first' : say`before ${code(before.slice(0, BEFORE_DIGITS))}`
  } · key ${code(keyId(key))}`;
}

/** What can be read of a line that somebody kept, or of a root alone. */
export interface Kept {
  readonly number?: number;
  readonly root: string;
  /** The first digits of it. */
  readonly before?: string;
  readonly keyId?: string;
}

/** Undefined where the text holds no root. A copy may have lost the platform's signs for code, or kept them. */
export function keptIn(text: string): Kept | undefined {
  const words = text.replace(/[`*\s]+/g, ' ').toLowerCase();
  const root = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/.exec(words)?.[0];
  if (root === undefined) return undefined;
  const number = /\bcheckpoint ([1-9]\d{0,8})(?!\d)/.exec(words)?.[1];
  const before = /\bbefore ([0-9a-f]{16})(?![0-9a-f])/.exec(words)?.[1];
  const id = /\bkey ([0-9a-f]{16})(?![0-9a-f])/.exec(words)?.[1];
  return {
    root,
    ...(number !== undefined && { number: Number(number) }),
    ...(before !== undefined && { before }),
    ...(id !== undefined && { keyId: id }),
  };
}
