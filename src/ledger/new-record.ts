/** A record with nothing in it yet. */

import { SCHEMA_VERSION, type StudentRecord } from './record.ts';
import { runsGenesis } from './runs.ts';

export function newRecord(of: { lab: string; student: string; seed: string; now: Date }): StudentRecord {
  const { lab, student, seed } = of;
  const identity = { lab, student, seed, startedAt: of.now.toISOString() };
  const ran = runsGenesis(identity, {});
  return {
    schema: SCHEMA_VERSION,
    ...identity,
    shown: [],
    decisions: [],
    tallies: {},
    runs: [],
    ran,
    earlier: { hash: ran, tallies: {} },
    setAside: [],
  };
}
