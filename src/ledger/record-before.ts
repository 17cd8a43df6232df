/** Records as versions before wrote them, and what becomes of them: the same chain, with what was kept beside it. */

import { z } from 'zod';
import {
  type Entry,
  kept,
  SCHEMA_VERSION,
  type StoredRun,
  type StudentRecord,
  shared,
  type Tally,
} from './record.ts';
import { countOf, replayed, runsGenesis } from './runs.ts';

/** As the first version wrote it: one lab, whose contexts were devices, and runs by instrument. */
const recordOfSchema1 = z.strictObject({
  schema: z.literal(1),
  ...shared,
  tallies: kept.tallies,
  explorations: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      instrument: z.string(),
      input: z.record(z.string(), z.number()),
      device: z.string(),
      edition: z.string(),
      delivery: z.string().optional(),
    }),
  ),
});

/** Runs beside the chain, under no hash. */
const recordOfSchema2 = z.strictObject({ schema: z.literal(2), ...kept });

/** The act that an instrument belonged to when a lab's acts had one each; undefined where the lab has no such instrument. */
export type ActOf = (lab: string, instrument: string) => string | undefined;

type Unchained = Omit<StudentRecord, 'schema' | 'ran' | 'earlier'>;

/** What the runs that are kept add to the counts; what is left was counted before. */
function before(tallies: StudentRecord['tallies'], runs: readonly StoredRun[]): StudentRecord['tallies'] {
  return Object.fromEntries(
    Object.entries(tallies).map(([act, tally]): [string, Tally] => [
      act,
      { ...tally, count: Math.max(0, tally.count - runs.filter((run) => run.act === act).length) },
    ]),
  );
}

/** The runs as they were, chained from now on. */
function chained(record: Unchained): StudentRecord {
  const tallies = before(record.tallies, record.runs);
  const earlier = { tallies, hash: runsGenesis(record, tallies) };
  const { hashes, tallies: after } = replayed({ earlier, runs: record.runs });
  return {
    ...record,
    schema: SCHEMA_VERSION,
    tallies: after,
    earlier,
    ran: hashes.get(countOf(after)) ?? earlier.hash,
  };
}

function ofSchema1(row: z.infer<typeof recordOfSchema1>, actOf: ActOf): StudentRecord {
  const { explorations, tallies, schema: _, ...rest } = row;
  const act = (instrument: string): string => actOf(row.lab, instrument) ?? instrument;
  const selected = row.decisions.findLast(({ decision }: Entry) => decision.kind === 'context')?.decision;
  return chained({
    ...rest,
    ...(selected?.kind === 'context' && { context: selected.device }),
    tallies: Object.fromEntries(
      Object.entries(tallies).map(([instrument, tally]) => [act(instrument), tally]),
    ),
    runs: explorations.map(({ device, ...run }) => ({ ...run, act: act(run.instrument), context: device })),
  });
}

/** Stored JSON of an older version as a record of this one; undefined where it is in the form of none. */
export function lifted(json: unknown, actOf: ActOf): StudentRecord | undefined {
  const second = recordOfSchema2.safeParse(json);
  if (second.success) {
    const { schema: _, ...rest } = second.data;
    return chained(rest);
  }
  const first = recordOfSchema1.safeParse(json);
  return first.success ? ofSchema1(first.data, actOf) : undefined;
}
