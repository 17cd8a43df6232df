/** Posts of a homework, changed where they stand: a moved deadline, a new count, a homework that was taken back. */

import { reply } from '../messages/reply.ts';
import { channelOf, platformOf } from './address.ts';
import type { Couriers } from './courier.ts';
import type { CourseStore } from './course-store.ts';
import { readMembers } from './members.ts';
import { countOf, postReply } from './post.ts';
import type { Assignment } from './rows.ts';

/** `later` where the platform wants fewer edits just now. */
export async function editPosts(
  { store, couriers }: { readonly store: CourseStore; readonly couriers: Couriers },
  course: string,
  assignment: Assignment,
): Promise<'done' | 'later'> {
  const courier = couriers.get(platformOf(course));
  const view = await store.viewNow(course);
  if (!courier || !view) return 'done';
  const made = reply(...postReply(assignment, countOf(await readMembers(store, view, assignment.lab))));
  let all: 'done' | 'later' = 'done';
  for (const { channel, ref, id } of assignment.posts) {
    if (ref === undefined) continue;
    const edited = await courier.edit(channelOf(course, channel), ref, made, id);
    if (edited === 'later') all = 'later';
  }
  return all;
}
