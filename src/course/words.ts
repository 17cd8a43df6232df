/** What several of the class's answers say alike: dates, points, a student's steps. */

import { type RichText, type Span, type TimeStyle, time } from '../messages/rich-text.ts';
import { type Due, dueShort } from '../time/due.ts';
import { durationWords } from '../time/duration.ts';
import { pointsWords } from './grade.ts';
import type { Assignment } from './rows.ts';

/** A deadline in the reader's own time. */
export const dueTime = ({ instant, zone }: Due, style: TimeStyle = 'due'): Span => time(instant, style, zone);

/** A moment in the reader's own time, and in the course's where theirs is not known. */
export const momentIn = (at: Date, zone: string | undefined, style: TimeStyle = 'short'): Span =>
  time(at.toISOString(), style, zone);

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

export const pointsOf = ({ points }: Pick<Assignment, 'points'>): string =>
  points === 100 ? '1 point' : `${pointsWords(points)} points`;

/** `late work counts 50% until Sun 29 Nov, 23:59`. */
export const lateWords = (late: Assignment['late']): string =>
  late ? `counts ${late.percent}% until ${dueShort(late.until)}` : 'not counted';

/** `48 h and 6 h`. */
export const hoursWords = (hours: readonly number[]): string => {
  const all = hours.map((each) => `${each} h`);
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : (all[0] ?? '');
};

/** `in 1 day 4 h`, `3 h ago`. */
export const away = (instant: Date, now: Date): string => {
  const ms = instant.getTime() - now.getTime();
  return ms >= 0 ? `in ${durationWords(ms)}` : `${durationWords(-ms)} ago`;
};

export const callout = (
  tone: 'info' | 'success' | 'warning' | 'danger',
  title: string,
  text: RichText,
): {
  readonly kind: 'callout';
  readonly tone: typeof tone;
  readonly title: string;
  readonly text: RichText;
} => ({
  kind: 'callout',
  tone,
  title,
  text,
});
