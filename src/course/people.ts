/** Somebody in the course, as staff name them: a mention, a name, a pseudonym, or a receipt. */

import { receiptDigits } from '../ledger/chain.ts';
import { userOf } from '../messages/actor.ts';
import { command, say, strong } from '../messages/rich-text.ts';
import { UserError } from '../messages/user-error.ts';
import { shownName } from './insight/words.ts';
import { canonicalName } from './match.ts';
import type { Member } from './members.ts';

/** `<@123>` on Discord, `<@U1|ada>` on Slack. A role’s, `<@&123>`, is nobody’s. */
const MENTION = /^<@!?([^|>&]+)(?:\|[^>]*)?>$/;
const RECEIPT = /^[0-9a-f]{16}$/;

/** What a button carries to name somebody. */
export const mentionOf = (student: string): string => `<@${userOf(student)}>`;

/** Everybody that the words could mean: one, as a rule. */
export function membersNamed(members: readonly Member[], typed: string): readonly Member[] {
  const text = typed.trim();
  const [, mentioned] = MENTION.exec(text) ?? [];
  if (mentioned !== undefined) return members.filter(({ student }) => userOf(student) === mentioned);
  const receipt = text.toLowerCase().replaceAll(' ', '');
  if (RECEIPT.test(receipt))
    return members.filter(({ summary }) => summary && receiptDigits(summary.chain.head) === receipt);
  const bare = text.replace(/^@/, '');
  const byId = members.filter(({ student }) => userOf(student) === bare);
  if (byId.length > 0) return byId;
  const asked = canonicalName(bare);
  // A name of signs alone has no letters to be compared by.
  if (asked === '') return members.filter(({ name }) => name.trim() === bare);
  const exact = members.filter(({ name }) => canonicalName(name) === asked);
  if (exact.length > 0) return exact;
  return members.filter(({ name }) =>
    canonicalName(name)
      .split(' ')
      .some((word) => word === asked),
  );
}

const SHOWN = 5;

/**
 * What tells somebody from others of the same name. A mention only beside a name that is stored: in a pseudonymous course it
 * would say who the pseudonym is.
 */
function apart({ student, name, person, summary }: Member, all: readonly Member[]): string {
  const same = all.filter((each) => canonicalName(each.name) === canonicalName(name));
  if (same.length === 1) return '';
  if (person?.name !== undefined) return ` (${mentionOf(student)})`;
  return summary ? ` (${receiptDigits(summary.chain.head)})` : '';
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
    const all = [found, ...more];
    const words = all.slice(0, SHOWN).map((each) => shownName(each) + apart(each, all));
    const are = all.length > SHOWN ? `${words.join(', ')} or ${all.length - SHOWN} more` : words.join(', ');
    throw new UserError(
      words.some((each) => each.endsWith(')'))
        ? say`${shown} could be ${are}: type a whole name, or what is in brackets behind it.`
        : say`${shown} could be ${are}: type the whole name.`,
    );
  }
  return found;
}

/** Their key, for somebody whom staff mention and who has not been here yet. */
export function studentMentioned(course: string, typed: string): string | undefined {
  const [, mentioned] = MENTION.exec(typed.trim()) ?? [];
  return mentioned === undefined ? undefined : `${course}:${encodeURIComponent(mentioned)}`;
}
