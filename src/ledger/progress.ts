/** Where a student stands: a fold over their decisions. Nothing here is stored. */

import type { Progress, Run } from '../labs/lab.ts';
import type { StudentRecord } from './record.ts';

/** The device at the start, and the edition that the course uses now. */
interface Initial {
  readonly device: string;
  readonly edition: string;
}

type Decided = Omit<Progress, 'runs'>;

function decidedBy(decisions: StudentRecord['decisions'], initial: Initial): Decided {
  let device = initial.device;
  let completedAt: string | undefined;
  const answers: Record<string, { option: string; at: string }> = {};
  const committed: Record<string, Run> = {};
  for (const { decision, at, edition } of decisions) {
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
  return { device, edition: initial.edition, answers, committed, ...(completedAt && { completedAt }) };
}

function runsOf({ tallies, explorations }: StudentRecord): Progress['runs'] {
  const runs: Record<string, Progress['runs'][string]> = {};
  for (const [instrument, tally] of Object.entries(tallies)) {
    const last = explorations.findLast((run) => run.instrument === instrument);
    if (last) runs[instrument] = { ...tally, last };
  }
  return runs;
}

/** @param before of the same student in this turn: a run changes no decision, so these need not be folded again */
export function progressOf(
  record: StudentRecord,
  initial: Initial,
  before?: { readonly decisions: StudentRecord['decisions']; readonly progress: Progress },
): Progress {
  const decided =
    before?.decisions === record.decisions ? before.progress : decidedBy(record.decisions, initial);
  return { ...decided, runs: runsOf(record) };
}
