/** The keys of a class's rows. Ids in them are percent-encoded, so that no course's keys are another's. */

import { courseOf } from '../messages/actor.ts';

export const courseKey = (course: string): string => `course:${course}`;
export const assignments = (course: string): string => `assignment:${course}`;
export const people = (course: string): string => `person:${course}`;
export const links = (course: string): string => `link:${course}`;
export const outbox = (course: string): string => `out:${course}`;
export const audits = (course: string): string => `audit:${course}`;
/** A course's checkpoints, by their numbers. */
export const checkpoints = (course: string): string => `checkpoint:${course}`;
/** The leaves that changed with each checkpoint, by its number and the part. */
export const leaves = (course: string): string => `leaves:${course}`;
/** Held while a checkpoint is taken, or somebody is taken out of those that were. */
export const checkpointsKey = (course: string): string => `checkpoints:${course}`;
export const draftKey = (instructor: string): string => `draft:${instructor}`;
export const rosterKey = (course: string): string => `roster:${course}`;

/** All courses there are, so that a process that starts knows whom to remind. */
export const COURSES = 'courses';

export const homeKey = (platform: string, user: string): string =>
  `home:${[platform, user].map(encodeURIComponent).join(':')}`;

export const goneKey = (course: string, lab: string): string => `gone:${course}:${lab}`;

export const personKey = (student: string): string => `${people(courseOf(student))}/${student}`;

export const linkKey = (course: string, row: string): string => `${links(course)}/${encodeURIComponent(row)}`;
