/** A class that runs different numbers at one moment, with charts that are drawn here: more than can be drawn before Discord gives up. */

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { createChartHost } from '../../src/charts/chart-host.ts';
import { QUEUE_LIMITS } from '../../src/charts/drawing-queue.ts';
import { ACKNOWLEDGEMENT_MS } from './discord-server.ts';
import { type OpenDiscord, openDiscord } from './open-discord.ts';

/** 128 were enough to lose every answer where all were drawn in one round of the loop. */
const STUDENTS = process.env.FULL === '1' ? 400 : 140;

let discord: OpenDiscord;
afterEach(() => discord.close());

it(
  `answers ${STUDENTS} students at once, each with a picture or what it shows, and Discord in time`,
  async () => {
    discord = await openDiscord({ charts: createChartHost('embedded') });
    const { server } = discord;
    // Discord shares this process, and its own checks are not what is timed.
    server.watching = false;
    const people = Array.from({ length: STUDENTS }, (_, n) =>
      discord.person(String(600_000_000_000_000_000n + BigInt(n))),
    );
    for (const person of people) {
      await person.type('predict', { lab: 'quadratic' });
      await person.type('predict', { answer: 'A' });
    }
    const loop = monitorEventLoopDelay({ resolution: 5 });
    loop.enable();
    const tokens = people.map((person, n) => person.send('seq', { tokens: 2_048 + 97 * n }).token);
    const all = Promise.all(tokens.map((token) => server.shown(token)));
    // Where one is lost it never comes, and the waits below tell which.
    const shown = await Promise.race([all, sleep(QUEUE_LIMITS.waitMs + 20_000, [])]);
    loop.disable();
    const waits = tokens.map((token) => server.acknowledgedAfterMs(token) ?? Number.POSITIVE_INFINITY);
    expect(Math.max(...waits)).toBeLessThan(ACKNOWLEDGEMENT_MS);
    expect(loop.max / 1e6, 'the longest hold of the loop, in ms').toBeLessThan(ACKNOWLEDGEMENT_MS / 3);
    const pictures = shown.filter(({ files }) => files.length === 1);
    const inWords = shown.filter(({ components }) =>
      JSON.stringify(components).includes('could not be drawn just now'),
    );
    expect(pictures.length + inWords.length).toBe(STUDENTS);
    expect(pictures.length).toBeGreaterThan(STUDENTS / 10);
    expect(
      new Set(pictures.map(({ files }) => Buffer.from(files[0]?.bytes ?? []).toString('base64'))).size,
    ).toBe(pictures.length);
  },
  QUEUE_LIMITS.waitMs + 60_000,
);
