/** How the class view says numbers, names and moments. */

import { actName } from '../../labs/find.ts';
import type { Act, LabPack } from '../../labs/lab.ts';
import { userOf } from '../../messages/actor.ts';
import { integer, number, percent } from '../../messages/format.ts';
import type { Part } from '../../messages/reply.ts';
import { command, type RichText, say } from '../../messages/rich-text.ts';
import { shortened } from '../../messages/shortened.ts';
import { durationWords } from '../../time/duration.ts';
import type { ClassData, Member } from '../members.ts';
import type { Step, StepKind } from '../steps.ts';
import { ratio, type Share, type Spread } from './figures.ts';

/** `8 of 19`. */
export const ofWords = ({ count, n }: Share): string => `${integer(count)} of ${integer(n)}`;

/** `42%`. */
export const percentWords = (share: Share): string => percent(ratio(share));

/** `8 of 19 (42%)`; of nobody there is no share. */
export const shareWords = (share: Share): string =>
  share.n === 0 ? ofWords(share) : `${ofWords(share)} (${percentWords(share)})`;

/** `1 student`, `12 students`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${integer(count)} ${count === 1 ? one : many}`;

export const minutesWords = (ms: number): string => `${integer(ms / 60_000)} min`;

/** `median 34 min (middle half 27 to 45)`. */
export const spreadWords = ({ median, lower, upper }: Spread, unit = ''): string =>
  `median ${number(median)}${unit === '' ? '' : ` ${unit}`} (middle half ${number(lower)} to ${number(upper)})`;

/** `3 h 20 min ago`. */
export const agoWords = (ms: number): string => `${durationWords(ms)} ago`;

const LINES = /[\s\p{Cc}\u2028\u2029]+/gu;
/** Would turn the words around them about: every control of Unicode's annex 9. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** A table's row stays one line on a phone. */
const NAME_LETTERS = 32;

/** A student's own words on one line, which turn nothing about; to be shown as plain words. */
export function shownName({ name, student }: Pick<Member, 'name' | 'student'>): string {
  const line = name.replace(DIRECTIONS, '').replace(LINES, ' ').trim();
  return shortened(line === '' ? userOf(student) : line, NAME_LETTERS);
}

export const actWords = ({ pack }: Pick<ClassData, 'pack'>, act: Act): string => actName(pack, act);

const DONE: Readonly<Record<StepKind, string>> = {
  lock: 'locked',
  run: 'run',
  reflect: 'reflected on',
  decide: 'answered in',
};
const DOING: Readonly<Record<StepKind, string>> = {
  lock: 'locking',
  run: 'running',
  reflect: 'reflecting on',
  decide: 'answering in',
};

const ofAct = (pack: LabPack, { act }: Step): string => {
  const found = pack.acts[act];
  return found ? actName(pack, found) : '';
};

/** After `have`: `locked Act I`. */
export const doneWords = (pack: LabPack, step: Step): string => `${DONE[step.kind]} ${ofAct(pack, step)}`;
export const doingWords = (pack: LabPack, step: Step): string => `${DOING[step.kind]} ${ofAct(pack, step)}`;

/** As many as a Discord message has room for, with names of the longest. */
export const MOST_ROWS = 15;

/** A table of the first rows, and how many more there are. */
export function boundedTable<T>(
  columns: readonly string[],
  all: readonly T[],
  row: (each: T) => readonly RichText[],
): readonly Part[] {
  const left = all.length - MOST_ROWS;
  return [
    { kind: 'table', columns, rows: all.slice(0, MOST_ROWS).map(row) },
    ...(left > 0
      ? [
          {
            kind: 'text',
            text: say`And ${integer(left)} more: ${command({ kind: 'grades', form: 'detail' })} has all.`,
          } as const,
        ]
      : []),
  ];
}
