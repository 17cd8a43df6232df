/** The people that one can be in the playground. It has no log-in: whoever opens the page may choose any of them. */

import type { Actor, Role } from '../../src/messages/actor.ts';

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
  { id: 'instructor', name: 'Instructor', initials: 'In', role: 'instructor' },
] as const satisfies readonly [Persona, ...Persona[]];

export type PersonaId = (typeof PERSONAS)[number]['id'];

export const PERSONA_IDS = PERSONAS.map(({ id }) => id) as [PersonaId, ...PersonaId[]];

/** Who speaks when this persona does: decided here, from the id alone. */
export function actorOf(id: PersonaId): Actor {
  const { name, role } = PERSONAS.find((persona) => persona.id === id) ?? PERSONAS[0];
  return { platform: 'playground', workspace: 'local', user: id, role, name };
}
