/** How a file's own words and parts are named in what is said about it: it may come from anybody. */

import type { Point } from '../ledger/receipts.ts';
import { shortened } from '../messages/shortened.ts';
import { timeWords } from '../messages/time-words.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Evidence } from './evidence.ts';

/** What a terminal would act on, or what turns the direction of the words around it. */
const ACTS = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** A file's own words as they may be shown anywhere. */
export const shown = (words: string): string => shortened(words.replace(ACTS, ''), 80);

export const moment = (iso: string): string => timeWords(iso);

/** `locked act1_prediction` */
function decisionWords({ decision }: Evidence['decisions'][number]): string {
  switch (decision.kind) {
    case 'locked':
    case 'reflected':
    case 'confidence':
      return `${decision.kind} ${decision.question}`;
    case 'committed':
      return `committed ${'act' in decision ? decision.act : decision.instrument}`;
    default:
      return decision.kind;
  }
}

/** `Decision 3 (locked act1_prediction, Mon 23 Nov 2026, 19:00 UTC)` */
export const decisionNamed = (index: number, entry: Evidence['decisions'][number]): string =>
  `Decision ${index + 1} (${shown(decisionWords(entry))}, ${moment(entry.at)})`;

/** `checkpoint 12 (Tue 24 Nov 2026, 23:59 UTC)` */
export const checkpointNamed = ({ number, at }: Checkpoint): string => `checkpoint ${number} (${moment(at)})`;

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** `3 decisions and 1 run` */
export const extent = ({ decisions, runs }: Pick<Point, 'decisions' | 'runs'>): string =>
  `${counted(decisions, 'decision')} and ${counted(runs, 'run')}`;
