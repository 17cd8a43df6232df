/** Where a course and its people are reached: from their keys to what a courier takes. */

import { courseOf, userOf } from '../messages/actor.ts';
import type { ChannelDestination, Destination } from './courier.ts';

const partsOf = (course: string): readonly string[] => course.split(':').map(decodeURIComponent);

/** As in {@link Courier.platform}. */
export const platformOf = (course: string): string => partsOf(course)[0] ?? '';

export const workspaceOf = (course: string): string => partsOf(course)[1] ?? '';

/** @param channel their direct message channel, as it was opened by their own press */
export const directTo = (student: string, channel: string): Destination => ({
  kind: 'direct',
  workspace: workspaceOf(courseOf(student)),
  user: userOf(student),
  channel,
});

export const channelOf = (course: string, channel: string): ChannelDestination => ({
  kind: 'channel',
  workspace: workspaceOf(course),
  channel,
});
