/** The buttons of the class view: each carries the assignment, and the section that is looked at. */

import type { Role } from '../../messages/actor.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import type { ClassView } from '../../messages/request.ts';
import type { ClassData } from '../members.ts';
import { isAtLeast } from '../roles.ts';

/** Who looks, and at which part of the class. */
export interface Looking {
  readonly data: ClassData;
  readonly role: Role;
  /** The section that the members are of; all where absent. */
  readonly section?: string;
}

/** @param who as {@link mentionOf} names them */
export const look = ({ data, section }: Looking, label: string, what: ClassView, who?: string): Choice => ({
  label,
  request: {
    kind: 'class',
    what,
    assignment: data.assignment.id,
    ...(who !== undefined && { who }),
    ...(section !== undefined && { section }),
  },
});

/** Buttons that only instructors may press: others are not shown them. */
export const forInstructors = ({ role }: Looking, ...choices: readonly Choice[]): readonly Choice[] =>
  isAtLeast(role, 'instructor') ? choices : [];

/** No part where there is nothing to press. */
export const buttons = (choices: readonly Choice[]): readonly Part[] =>
  choices.length === 0 ? [] : [{ kind: 'choices', choices }];
