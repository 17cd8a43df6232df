/** The people that one can be in the playground. It has no log-in: whoever opens the page may choose any of them. */

import { type Actor, ROLES, type Role } from '../../src/messages/actor.ts';

/** The one channel of the playground. */
export const CHANNEL = 'class';

export interface Persona {
  readonly id: string;
  readonly name: string;
  /** Two characters for the list. */
  readonly initials: string;
  readonly role: Role;
}

export const PERSONAS = [
  { id: 'student-1', name: 'Student 1', initials: 'S1', role: 'student' },
  { id: 'student-2', name: 'Student 2', initials: 'S2', role: 'student' },
  { id: 'assistant', name: 'Assistant', initials: 'As', role: 'assistant' },
  { id: 'instructor', name: 'Instructor', initials: 'In', role: 'instructor' },
] as const satisfies readonly [Persona, ...Persona[]];

export type PersonaId = (typeof PERSONAS)[number]['id'];

export const PERSONA_IDS = PERSONAS.map(({ id }) => id) as [PersonaId, ...PersonaId[]];

/** Whether this persona may use what is for people of at least this role. */
export const mayUse = (id: PersonaId, role: Role | undefined): boolean => {
  const persona = PERSONAS.find((each) => each.id === id) ?? PERSONAS[0];
  return ROLES.indexOf(persona.role) >= ROLES.indexOf(role ?? 'student');
};

/**
 * Who speaks when this persona does: decided here, from the id alone.
 * @param zone the browser's, for dates in words
 * @throws {RangeError} for an id of nobody
 */
export function actorOf(id: string, zone?: string, people: readonly Persona[] = PERSONAS): Actor {
  const found = people.find((persona) => persona.id === id);
  if (!found) throw new RangeError(`nobody here is ${id}`);
  const { name, role } = found;
  return {
    platform: 'playground',
    workspace: 'local',
    user: id,
    role,
    name,
    channel: CHANNEL,
    ...(zone !== undefined && { zone }),
  };
}
