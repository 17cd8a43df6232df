/** What the processes of the crash test agree on: a fast clock, a class for each round, and how a message is sent. */

import type { Courier, Destination } from '../../../src/course/courier.ts';
import { courseId, studentId } from '../../../src/messages/actor.ts';

/** Half a minute passes in a second: leases end while one waits. */
export const SPEED = 30;
export const PLATFORM = 'playground';
export const STUDENTS = 8;

export const placeOf = (round: number) => ({ platform: PLATFORM, workspace: `round${round}` });
export const courseOfRound = (round: number): string => courseId(placeOf(round));
export const studentsOfRound = (round: number): readonly string[] =>
  Array.from({ length: STUDENTS }, (_, n) => studentId({ ...placeOf(round), user: `s${n}` }));

/** @param zero this machine's clock at the start of the test, in milliseconds */
export const fastClock = (zero: number) => (): Date => new Date(zero + (Date.now() - zero) * SPEED);

const keyOf = ({ workspace, channel }: Destination): string => `${workspace}/${channel}`;

/** A courier over the test's message server. */
export function courierTo(server: string): Courier {
  const ask = (path: string, body: object): Promise<Response> =>
    fetch(new URL(path, server), {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(Math.round(10_000 / SPEED)),
    });
  return {
    platform: PLATFORM,
    perSecond: 5,
    openDirect: async (_, user) => ({ channel: `dm-${user}` }),
    send: async (to, reply, id) => {
      try {
        const response = await ask('/send', { channel: keyOf(to), id, reply });
        if (response.status === 429) return { state: 'later', waitMs: 1_000 };
        return { state: 'sent', ref: await response.text() };
      } catch {
        return { state: 'unknown' };
      }
    },
    wasSent: async (to, id, since) => {
      try {
        const response = await ask('/history', { channel: keyOf(to), id, since: since.toISOString() });
        const ref = await response.text();
        return response.status === 200 ? { ref } : 'not-sent';
      } catch {
        return 'unavailable';
      }
    },
    edit: async () => 'later',
  };
}
