/** A call as the course's answers see it: who asks, what they may, and one moment throughout. */

import type { LabPack } from '../labs/lab.ts';
import { type Actor, type Role, studentId } from '../messages/actor.ts';
import type { Upload } from '../messages/request.ts';
import type { Couriers } from './courier.ts';
import type { CourseStore, CourseView } from './course-store.ts';
import type { Enrolment } from './enrolment.ts';
import type { Outbox } from './outbox.ts';
import type { Audit } from './rows.ts';

/** Who asks, and what came with it. */
export interface CourseCall {
  readonly actor: Actor;
  /** The same delivery twice is recorded once. */
  readonly delivery?: string;
  readonly file?: Upload;
}

export interface Visit extends CourseCall {
  readonly role: Role;
  /** The course's key. */
  readonly course: string;
  /** Undefined while nothing was chosen or assigned in it. */
  readonly view: CourseView | undefined;
  readonly now: Date;
  readonly packs: readonly LabPack[];
  readonly store: CourseStore;
  readonly outbox: Outbox;
  readonly couriers: Couriers;
  readonly enrolment: Enrolment;
  /** A line of the audit: what staff did, or read of somebody. */
  note(act: string, what?: { subject?: string; before?: string; after?: string }): Promise<void>;
}

type About = NonNullable<Parameters<Visit['note']>[1]>;

/** The line alone, for what is written together with it. */
export const lineOf = (
  { actor, role, now }: Pick<Visit, 'actor' | 'role' | 'now'>,
  act: string,
  what: About = {},
): Audit => ({ schema: 1, at: now.toISOString(), by: studentId(actor), role, act, ...what });

export const noteOf =
  (visit: Pick<Visit, 'actor' | 'role' | 'course' | 'now' | 'store'>): Visit['note'] =>
  (act, what) =>
    visit.store.audit(visit.course, lineOf(visit, act, what));
