/** A class that runs different numbers at one moment, with charts that are drawn here and uploaded. */

import { afterEach, expect, it } from 'vitest';
import { createChartHost } from '../../src/charts/chart-host.ts';
import { QUEUE_LIMITS } from '../../src/charts/drawing-queue.ts';
import { openSlack } from './open-slack.ts';
import { wordsOf } from './slack-server.ts';
import { Student } from './student.ts';

const STUDENTS = process.env.FULL === '1' ? 400 : 30;
/** After this Slack delivers again. */
const ACKNOWLEDGEMENT_MS = 3_000;

let open: Awaited<ReturnType<typeof openSlack>>;
afterEach(() => open.close());

it(
  `answers ${STUDENTS} students at once, each with a picture or what it shows, and Slack in time`,
  async () => {
    open = await openSlack('socket', { charts: createChartHost('embedded') });
    const { server } = open;
    const students = Array.from({ length: STUDENTS }, (_, n) => new Student(server, `U0${n}`));
    for (const student of students) {
      await student.say('/predict lab quadratic');
      await student.say('/predict A');
    }
    const answered = students.map((student) => server.messageTo(student.id, 2));
    const waits = await Promise.all(
      students.map(async (student, n) => {
        const began = performance.now();
        await server.deliver('slash_commands', student.commandPayload(`/seq ${2_048 + 97 * n}`));
        return performance.now() - began;
      }),
    );
    expect(Math.max(...waits)).toBeLessThan(ACKNOWLEDGEMENT_MS);
    const shown = await Promise.all(answered);
    const pictures = shown.filter(({ blocks }) => blocks.some((block) => 'slack_file' in block));
    expect(pictures.length).toBeGreaterThan(STUDENTS / 10);
    expect(new Set([...server.uploads.values()].map((bytes) => bytes.toString('base64'))).size).toBe(
      server.uploads.size,
    );
    for (const [n, message] of shown.entries())
      expect(wordsOf(message)).toContain(`${(2_048 + 97 * n).toLocaleString('en-US')} tokens`);
    expect(server.problems).toEqual([]);
  },
  QUEUE_LIMITS.waitMs + 60_000,
);
