/** Where a student stands: a fold over their decisions. Nothing here is stored. */

import type { Progress, Run } from '../labs/lab.ts';
import type { StudentRecord } from './record.ts';

/** @param initial the device at the start, and the edition that the course uses now */
export function progressOf(record: StudentRecord, initial: { device: string; edition: string }): Progress {
  let device = initial.device;
  let completedAt: string | undefined;
  const answers: Record<string, { option: string; at: string }> = {};
  const committed: Record<string, Run> = {};
  for (const { decision, at, edition } of record.decisions) {
    switch (decision.kind) {
      case 'locked':
      case 'reflected':
        // The first answer stands for ever, whatever a later entry may say.
        answers[decision.question] ??= { option: decision.option, at };
        break;
      case 'context':
        device = decision.device;
        break;
      case 'committed':
        committed[decision.instrument] = {
          instrument: decision.instrument,
          input: decision.input,
          device,
          edition,
          at,
        };
        break;
      case 'completed':
        completedAt ??= at;
        break;
    }
  }
  const runs: Record<string, Progress['runs'][string]> = {};
  for (const [instrument, tally] of Object.entries(record.tallies)) {
    const last = record.explorations.findLast((run) => run.instrument === instrument);
    if (last) runs[instrument] = { ...tally, last };
  }
  return { device, edition: initial.edition, answers, runs, committed, ...(completedAt && { completedAt }) };
}
