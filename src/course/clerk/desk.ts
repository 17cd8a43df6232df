/** What the clerk’s pieces of work have in common. */

import type { Checkpoint } from '../../evidence/checkpoint.ts';
import type { LabPack } from '../../labs/lab.ts';
import type { Reply } from '../../messages/reply.ts';
import { platformOf } from '../address.ts';
import type { Courier, Couriers } from '../courier.ts';
import type { CourseStore, CourseView } from '../course-store.ts';
import type { Log, Outbox } from '../outbox.ts';
import type { Assignment } from '../rows.ts';
import type { ClassReads } from './class-reads.ts';
import type { Pace } from './pace.ts';
import type { Turns } from './turns.ts';

/** How far the class is, as its posts say it. */
export interface ClassCount {
  readonly complete: number;
  readonly enrolled: number;
}

/** What the clerk writes that others word. */
export interface Words {
  /** The post of an assignment, with its line of how many are complete; posts are not kept up without it. */
  readonly post?: (view: CourseView, assignment: Assignment, count: ClassCount) => Reply;
  /** What instructors are sent in the morning; undefined where there is nothing to say. */
  readonly digest?: (view: CourseView, assignment: Assignment) => Promise<Reply | undefined>;
  /** The post of a checkpoint, with the zone for readers whose own is not known; none are taken without it. */
  readonly checkpoint?: (checkpoint: Checkpoint, zone: string) => Reply;
  /** Deletes what has been kept for as long as the course wants; asked once an hour. */
  readonly keep?: (view: CourseView, now: Date) => Promise<unknown>;
}

export interface Desk extends Words {
  readonly store: CourseStore;
  readonly outbox: Outbox;
  readonly couriers: Couriers;
  /** By platform, for each courier. */
  readonly paces: ReadonlyMap<string, Pace>;
  readonly turns: Turns;
  readonly classes: ClassReads;
  readonly packs: readonly LabPack[];
  readonly log: Log;
  /** Aborted when the process is to end. */
  readonly signal: AbortSignal;
}

export interface Line {
  readonly courier: Courier;
  readonly pace: Pace;
}

/** How a course is reached; undefined where another process speaks on its platform. */
export function lineOf({ couriers, paces }: Desk, course: string): Line | undefined {
  const platform = platformOf(course);
  const [courier, pace] = [couriers.get(platform), paces.get(platform)];
  return courier && pace && { courier, pace };
}

export const packOf = ({ packs }: Desk, { lab }: Assignment): LabPack | undefined =>
  packs.find(({ id }) => id === lab);

export const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms);
