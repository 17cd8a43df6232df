/** Which of the students are listed, and in which order. Pure. */

import type { WireStudent } from '../../wire.ts';

export type Filter = WireStudent['standing'] | 'circling' | 'all';

export const STANDING_WORDS: Readonly<
  Record<WireStudent['standing'], { readonly name: string; readonly note: string }>
> = {
  complete: { name: 'Complete', note: 'every step done' },
  'under way': { name: 'Under way', note: 'heard of within a day' },
  stuck: { name: 'Stuck', note: 'begun, and quiet' },
  'not started': { name: 'Not started', note: 'joined, not begun' },
  unfinished: { name: 'Unfinished', note: 'excused, or past the deadline' },
};

const ORDER_OF_STANDINGS = Object.keys(STANDING_WORDS) as readonly WireStudent['standing'][];

export const filterWords = (filter: Filter): string => {
  if (filter === 'all') return 'All';
  return filter === 'circling' ? 'Circling' : STANDING_WORDS[filter].name;
};

const isIn = ({ standing, circling }: WireStudent, filter: Filter): boolean =>
  filter === 'all' || (filter === 'circling' ? circling : standing === filter);

/** Those that somebody of the class is in, in the order of the standings. */
export const filtersOf = (students: readonly WireStudent[]): readonly Filter[] =>
  (['all', ...ORDER_OF_STANDINGS, 'circling'] as const).filter((filter) =>
    students.some((each) => isIn(each, filter)),
  );

export const COLUMNS = ['name', 'standing', 'done', 'lastAt', 'minutes', 'runs', 'points'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  readonly by: Column;
  readonly down: boolean;
}

/** Absent comes last in either direction. */
const valueIn = (student: WireStudent, by: Column): string | number | undefined => {
  if (by === 'standing') return ORDER_OF_STANDINGS.indexOf(student.standing);
  if (by === 'points') return student.points === undefined ? undefined : Number(student.points);
  return student[by];
};

function compared(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}

export function ordered(students: readonly WireStudent[], { by, down }: Order): readonly WireStudent[] {
  return students.toSorted((a, b) => {
    const [left, right] = [valueIn(a, by), valueIn(b, by)];
    if (left === undefined || right === undefined)
      return Number(left === undefined) - Number(right === undefined);
    return down ? compared(right, left) : compared(left, right);
  });
}

/** Without marks and case: `Élodie` is found by `elo`. */
const folded = (words: string): string => words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export const found = (
  students: readonly WireStudent[],
  filter: Filter,
  words: string,
): readonly WireStudent[] =>
  students.filter((student) => isIn(student, filter) && folded(student.name).includes(folded(words.trim())));

/** Those whom a teacher may want to write to: who stopped longest ago first, and who ran the most. */
export function attentionOf(students: readonly WireStudent[]): {
  readonly stuck: readonly WireStudent[];
  readonly circling: readonly WireStudent[];
  readonly waiting: readonly WireStudent[];
} {
  const within = (filter: Filter) => students.filter((each) => isIn(each, filter));
  return {
    stuck: ordered(within('stuck'), { by: 'lastAt', down: false }),
    circling: ordered(within('circling'), { by: 'runs', down: true }),
    waiting: within('not started'),
  };
}
