/** Which homework and section of the class somebody means, read once. */

import type { LabPack } from '../labs/lab.ts';
import { command, say, strong } from '../messages/rich-text.ts';
import { shortened } from '../messages/shortened.ts';
import { UserError } from '../messages/user-error.ts';
import type { CourseView } from './course-store.ts';
import { type ClassData, readMembers } from './members.ts';
import type { Assignment } from './rows.ts';
import type { Visit } from './visit.ts';

/** `#section-a`, `<#123>`, `<#C1|name>`, or the channel's id alone. */
const channelIn = (typed: string): string =>
  /^<#([^|>]+)(?:\|[^>]*)?>$/.exec(typed.trim())?.[1] ?? typed.trim().replace(/^#/, '');

export interface Asked {
  readonly assignment?: string;
  readonly section?: string;
}

/** A homework with its lab, before anything of the class is read. */
export interface Homework {
  readonly view: CourseView;
  readonly assignment: Assignment;
  readonly pack: LabPack;
}

/**
 * The homework that was named, or the newest one.
 * @throws {UserError} where there is none
 */
export function homeworkOf({ view, packs, role }: Visit, asked: Pick<Asked, 'assignment'>): Homework {
  const all = view?.assignments ?? [];
  const assignment =
    asked.assignment === undefined ? all.at(-1) : all.find(({ id }) => id === asked.assignment);
  const pack = packs.find(({ id }) => id === assignment?.lab);
  if (view && assignment && pack) return { view, assignment, pack };
  const next =
    role === 'student'
      ? say`${command({ kind: 'owed' })} shows what you have to do.`
      : role === 'assistant'
        ? 'Once an instructor has assigned a lab, it is here.'
        : say`Assign a lab first: ${command({ kind: 'assign', due: 'Fri 23:59' })}.`;
  throw new UserError(
    asked.assignment === undefined || all.length === 0
      ? say`Nothing is assigned here yet, so there is no class to see. ${next}`
      : say`That homework was taken back, so there is nothing to see of it. ${
          role === 'student' ? next : say`${command({ kind: 'class' })} shows the newest one.`
        }`,
  );
}

/**
 * The same with its class.
 * @throws {UserError} where there is none, or no such section
 */
export async function classData(visit: Visit, asked: Asked): Promise<ClassData> {
  const { store, now } = visit;
  const { view, assignment, pack } = homeworkOf(visit, asked);
  const section = asked.section === undefined ? undefined : channelIn(asked.section);
  const channels = assignment.posts.map(({ channel }) => channel);
  if (section !== undefined && !channels.includes(section)) {
    throw new UserError(
      say`${strong(shortened(asked.section ?? ''))} is no section of this homework: a section is a channel that it was posted in${
        channels.length > 0 ? `, here ${channels.join(', ')}` : ', and it was posted in none'
      }. ${command({ kind: 'class' })} shows all of the class.`,
    );
  }
  const members = await readMembers(store, view, pack.id, section);
  return { course: view.course, assignment, pack, now, members };
}
