/** Who is staff of a course by its own list: `/class settings staff @ta assistant`. */

import type { Actor } from '../../messages/actor.ts';
import { code, command, type RichText, say } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import type { Audit, Course } from '../rows.ts';
import { hasInstructor } from '../staff.ts';

type Staff = Course['staff'];

interface StaffChange {
  readonly kind: keyof Staff;
  /** The platform’s id of the person or the group. */
  readonly id: string;
  /** Undefined takes them off the list. */
  readonly role: Staff['users'][string] | undefined;
}

export const wrong = (what: RichText, example: string): UserError =>
  new UserError(say`${what} For example: ${command({ kind: 'class', what: 'settings', who: example })}.`);

const MENTION = /^<@(?:!|&)?([^|>]+)(?:\|[^>]*)?>$/;
const isGroup = (text: string): boolean => text.startsWith('<@&') || text.startsWith('<!subteam');

/** `<@1> assistant`; a role or user group may stand for a person. */
export function readStaff(text: string): StaffChange {
  const [, who = '', said = ''] = /^(\S+)(?:\s+(\S+))?$/.exec(text.trim()) ?? [];
  const role = said.toLowerCase();
  const group = /^<!subteam\^([^|>]+)/.exec(who)?.[1];
  const id = group ?? MENTION.exec(who)?.[1] ?? who.replace(/^@/, '');
  if (id === '' || !['assistant', 'instructor', 'none', 'student'].includes(role)) {
    throw wrong(
      say`To make somebody staff, mention them and say ${code('assistant')}, ${code('instructor')} or ${code('none')}.`,
      'staff @ta assistant',
    );
  }
  return {
    kind: isGroup(who) ? 'groups' : 'users',
    id,
    role: role === 'assistant' || role === 'instructor' ? role : undefined,
  };
}

/** @throws {UserError} where nobody would be left who can change it back */
export function changedStaff({ kind, id, role }: StaffChange, staff: Staff, actor: Actor): Staff {
  const { [id]: _, ...others } = staff[kind];
  const changed = { ...staff, [kind]: role === undefined ? others : { ...others, [id]: role } };
  // Whom the platform itself takes for one stays one.
  if (actor.role === 'instructor' || hasInstructor(changed)) return changed;
  throw wrong(
    'The course would be left without an instructor, so nothing was changed. Make somebody else one first.',
    'staff @colleague instructor',
  );
}

/** As it stands in the log: about the person, who sees it, or about a group. */
export function staffLine(
  course: string,
  { kind, id, role }: StaffChange,
  before: Staff,
): Pick<Audit, 'subject' | 'before' | 'after'> {
  const was = before[kind][id] ?? 'student';
  const is = role ?? 'student';
  return kind === 'users'
    ? { subject: `${course}:${encodeURIComponent(id)}`, before: was, after: is }
    : { before: `group ${id} ${was}`, after: `group ${id} ${is}` };
}
