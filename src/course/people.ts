/** Somebody in the course, as staff name them: a mention, a name, a pseudonym, or a receipt. */

import { userOf } from '../messages/actor.ts';
import { command, say, strong } from '../messages/rich-text.ts';
import { UserError } from '../messages/user-error.ts';
import { shownName } from './insight/words.ts';
import { canonicalName } from './match.ts';
import type { Member } from './members.ts';

/** `<@123>` on Discord, `<@U1|ada>` on Slack. */
const MENTION = /^<@!?([^|>]+)(?:\|[^>]*)?>$/;
const RECEIPT = /^[0-9a-f]{16}$/;

/** What a button carries to name somebody. */
export const mentionOf = (student: string): string => `<@${userOf(student)}>`;

/** Everybody that the words could mean: one, as a rule. */
export function membersNamed(members: readonly Member[], typed: string): readonly Member[] {
  const text = typed.trim();
  const [, mentioned] = MENTION.exec(text) ?? [];
  if (mentioned !== undefined) return members.filter(({ student }) => userOf(student) === mentioned);
  const receipt = text.toLowerCase().replaceAll(' ', '');
  if (RECEIPT.test(receipt)) return members.filter(({ summary }) => summary?.head === receipt);
  const bare = text.replace(/^@/, '');
  const byId = members.filter(({ student }) => userOf(student) === bare);
  if (byId.length > 0) return byId;
  const asked = canonicalName(bare);
  const exact = members.filter(({ name }) => canonicalName(name) === asked);
  if (exact.length > 0) return exact;
  return members.filter(({ name }) =>
    canonicalName(name)
      .split(' ')
      .some((word) => word === asked),
  );
}

/** @throws {UserError} where it is nobody, or could be several: these are named with what tells them apart */
export function memberNamed(members: readonly Member[], typed: string): Member {
  const [found, ...more] = membersNamed(members, typed);
  const shown = strong(shownName({ name: typed, student: '' }));
  if (!found) {
    throw new UserError(
      say`I know nobody called ${shown} in this class. Mention them, type their name as ${command({ kind: 'class' })} shows it, or the receipt that they noted.`,
    );
  }
  if (more.length > 0) {
    const all = [found, ...more]
      .slice(0, 5)
      .map(({ student, name }) => `${shownName({ student, name })} (${mentionOf(student)})`);
    throw new UserError(say`${shown} could be ${all.join(', ')}: mention the one you mean.`);
  }
  return found;
}

/** Their key, for somebody whom staff mention and who has not been here yet. */
export function studentMentioned(course: string, typed: string): string | undefined {
  const [, mentioned] = MENTION.exec(typed.trim()) ?? [];
  return mentioned === undefined ? undefined : `${course}:${encodeURIComponent(mentioned)}`;
}
