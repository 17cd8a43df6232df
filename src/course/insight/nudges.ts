/** Who may be written to now, of those who are stuck: never against their word, and at most once a day. */

import type { ClassData, Member } from '../members.ts';
import { HOUR_MS, standingOf } from './standing.ts';

/** Reminders and nudges together. */
const ONCE_IN_MS = 24 * HOUR_MS;

/** Why somebody is not to be written to now. */
export type NoNudge = 'not stuck' | 'stopped' | 'not reachable' | 'written to lately';

/** Undefined where they may be. */
export function noNudge(data: ClassData, member: Member): NoNudge | undefined {
  const { person } = member;
  if (standingOf(data, member) !== 'stuck') return 'not stuck';
  if (person?.reminders === 'stopped') return 'stopped';
  if (person?.direct === undefined || person.reach === 'closed') return 'not reachable';
  const last = person.remindedAt === undefined ? undefined : Date.parse(person.remindedAt);
  if (last !== undefined && data.now.getTime() - last < ONCE_IN_MS) return 'written to lately';
  return undefined;
}

export const nudgeable = (data: ClassData): readonly Member[] =>
  data.members.filter((member) => noNudge(data, member) === undefined);
