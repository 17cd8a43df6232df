/** What is set in a course, or else the default, and which of the two it is. */

import type { QuietHours } from '../time/quiet.ts';
import type { Course } from './rows.ts';

/** What holds until somebody chooses otherwise. */
export const DEFAULTS = {
  /** Hours before the deadline. */
  reminders: [48, 6],
  /** Hours of the course’s clock in which nothing is sent. */
  quiet: [22, 8],
  digest: 'after-deadline',
  pseudonyms: false,
  checkpoints: 'daily',
  /** After the last deadline of the course. */
  retentionDays: 365,
  /** Class results are shown to students where so many have locked. */
  revealMin: 10,
} as const;

/** What may be chosen. The floor of `revealMin`: below five, one who knows the others can tell who answered what. */
export const BOUNDS = {
  retentionDays: { min: 30, max: 1_825 },
  revealMin: { min: 5, max: 1_000 },
} as const;

/** The hour at which a digest is sent, unless another is chosen. */
export const DIGEST_AT = '08:00';

export interface Setting<T> {
  readonly value: T;
  readonly source: 'course' | 'default';
}

export interface Settings {
  /** Hours before the deadline, the longest first; none where reminders are off. */
  readonly reminders: Setting<readonly number[]>;
  readonly quiet: Setting<QuietHours | 'off'>;
  readonly digest: Setting<NonNullable<Course['digest']>>;
  readonly pseudonyms: Setting<boolean>;
  /** Which are posted. */
  readonly checkpoints: Setting<NonNullable<Course['checkpoints']>>;
  readonly retentionDays: Setting<number>;
  readonly revealMin: Setting<number>;
}

const chosen = <T>(value: T | undefined, otherwise: T): Setting<T> =>
  value === undefined ? { value: otherwise, source: 'default' } : { value, source: 'course' };

export const settingsOf = (course: Partial<Course>): Settings => ({
  reminders: chosen<readonly number[]>(
    course.reminders?.toSorted((a, b) => b - a),
    DEFAULTS.reminders,
  ),
  quiet: chosen<QuietHours | 'off'>(course.quiet, DEFAULTS.quiet),
  digest: chosen(course.digest, DEFAULTS.digest),
  pseudonyms: chosen<boolean>(course.pseudonyms, DEFAULTS.pseudonyms),
  checkpoints: chosen(course.checkpoints, DEFAULTS.checkpoints),
  retentionDays: chosen<number>(course.retentionDays, DEFAULTS.retentionDays),
  revealMin: chosen<number>(course.revealMin, DEFAULTS.revealMin),
});

/** The hours as the shifting of times takes them. */
export const quietOf = (course: Partial<Course>): QuietHours | undefined => {
  const { value } = settingsOf(course).quiet;
  return value === 'off' ? undefined : value;
};
