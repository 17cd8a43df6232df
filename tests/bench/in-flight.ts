/** Keeps a number of turns in flight at two bots by turns: how many a second each does, and how long the slow ones take. */

import type { Row } from './row.ts';

/** A bot, and how one of its people takes a turn. */
export interface Side {
  /** @param person from 0 to {@link STUDENTS} - 1 */
  turn(person: number, tokens: number): Promise<unknown>;
  /** Locks a person's prediction, where the simulator is closed before. */
  lock?(person: number): Promise<unknown>;
  close(): Promise<void>;
}

const IN_FLIGHT = 64;
/** A large course, an hour before its deadline: each has a handful of runs behind them. */
export const STUDENTS = 512;
const ROUNDS = 25;
const TURNS = 1_024;
/** Turns that are not counted: until then the engine is still compiling. */
const WARM_UP = 4_096;

/** What a class runs: mostly what the buttons offer, every fourth time a number of one's own. */
const OFFERED = [4_096, 8_192, 8_333, 8_334, 32_768, 65_536, 102_400, 131_072];
const tokensOf = (turn: number): number =>
  turn % 4 === 3 ? 1_024 + ((turn * 7_919) % 100_000) : (OFFERED[turn % OFFERED.length] as number);

interface Round {
  readonly perSecond: number;
  readonly times: readonly number[];
}

async function round(side: Side, turns: number): Promise<Round> {
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let turn = next++; turn < turns; turn = next++) {
        const begun = performance.now();
        await side.turn(turn % STUDENTS, tokensOf(turn));
        times.push(performance.now() - begun);
      }
    }),
  );
  return { perSecond: (turns * 1_000) / (performance.now() - started), times };
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] as number;

export interface Measures {
  readonly name: string;
  /** Of the turns a second. */
  readonly target?: string;
  /** Told only where the students are not on the bot's own thread, where they would wait for themselves. */
  readonly latency?: boolean;
}

/**
 * Both bots are open all the time and work by turns, so that a machine that slows down slows both. Paces are the median
 * round's; the slow turns are looked for over all rounds.
 */
export async function sideBySide(
  { name, target, latency = false }: Measures,
  ours: Side,
  bare: Side,
): Promise<Row[]> {
  const rounds = { ours: [] as Round[], bare: [] as Round[] };
  const sides = [
    ['ours', ours],
    ['bare', bare],
  ] as const;
  for (const [, side] of sides) {
    for (let person = 0; person < STUDENTS; person++) await side.lock?.(person);
    await round(side, WARM_UP);
  }
  for (let n = 0; n < ROUNDS; n++) {
    for (const [which, side] of n % 2 ? sides : sides.toReversed())
      rounds[which].push(await round(side, TURNS));
  }
  for (const [, side] of sides) await side.close();
  const pace = (all: readonly Round[]): number =>
    quantile(
      all.map(({ perSecond }) => perSecond),
      0.5,
    );
  const slow = (all: readonly Round[]): number =>
    quantile(
      all.flatMap(({ times }) => times),
      0.99,
    );
  const p99 = { ours: slow(rounds.ours), bare: slow(rounds.bare), unit: 'ms', target: '< 250' };
  return [
    {
      name,
      ours: pace(rounds.ours),
      bare: pace(rounds.bare),
      unit: 'turns/s',
      ...(target !== undefined && { target }),
    },
    ...(latency ? [{ name: '  p99 of them', ...p99 }] : []),
  ];
}
