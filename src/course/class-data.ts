/** Which homework and section of the class somebody means, read once. */

import { command, say, strong } from '../messages/rich-text.ts';
import { shortened } from '../messages/shortened.ts';
import { UserError } from '../messages/user-error.ts';
import { type ClassData, readMembers } from './members.ts';
import type { Visit } from './visit.ts';

/** `#section-a`, `<#123>`, `<#C1|name>`, or the channel's id alone. */
const channelIn = (typed: string): string =>
  /^<#([^|>]+)(?:\|[^>]*)?>$/.exec(typed.trim())?.[1] ?? typed.trim().replace(/^#/, '');

export interface Asked {
  readonly assignment?: string;
  readonly section?: string;
}

/**
 * The homework that was named, or the newest one.
 * @throws {UserError} where there is none, or no such section
 */
export async function classData(visit: Visit, asked: Asked): Promise<ClassData> {
  const { view, store, packs, now } = visit;
  const all = view?.assignments ?? [];
  const assignment =
    asked.assignment === undefined ? all.at(-1) : all.find(({ id }) => id === asked.assignment);
  const pack = packs.find(({ id }) => id === assignment?.lab);
  if (!view || !assignment || !pack) {
    throw new UserError(
      asked.assignment === undefined
        ? say`Nothing is assigned here yet, so there is no class to see. Assign a lab first: ${command({ kind: 'assign', due: 'Fri 23:59' })}.`
        : say`That homework was taken back, so there is nothing to see of it. ${command({ kind: 'class' })} shows the newest one.`,
    );
  }
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
