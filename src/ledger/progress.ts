/** Where a student stands: a fold over their decisions. Nothing here is stored. */

import { actsWith } from '../labs/find.ts';
import type { LabPack, Progress, Run, Setting } from '../labs/lab.ts';
import type { Entry, StoredRun, StudentRecord } from './record.ts';

type Prior = Setting['prior'];

type Decided = Pick<Progress, 'answers' | 'committed' | 'completedAt'>;

/**
 * Schema 1 made the last run the design of whoever had committed none, at the moment of completion and unasked: it stands
 * in their chain, and is nobody's choice.
 */
export const wasUnasked = ({ at }: Entry, next: Entry | undefined): boolean =>
  next?.decision.kind === 'completed' && next.at === at;

/** What was answered, committed and completed. */
export function decidedBy(decisions: readonly Entry[], pack: LabPack): Decided {
  /** Of schema 1, whose designs did not carry their own. */
  let context = pack.contexts[0].id;
  let completedAt: string | undefined;
  const answers: Record<string, Progress['answers'][string]> = {};
  const committed: Record<string, Run> = {};
  decisions.forEach((entry, index) => {
    const { decision, at, edition } = entry;
    switch (decision.kind) {
      case 'locked':
      case 'reflected':
        // The first answer stands for ever, whatever a later entry may say.
        answers[decision.question] ??=
          'option' in decision ? { option: decision.option, at } : { number: decision.number, at };
        break;
      case 'context':
        context = decision.device;
        break;
      case 'committed': {
        const design = { input: decision.input, edition, at };
        if ('act' in decision) {
          committed[decision.act] = { ...design, context: decision.context, prior: decision.prior ?? {} };
        } else if (!wasUnasked(entry, decisions[index + 1])) {
          const [act] = actsWith(pack, decision.instrument);
          if (act) committed[act.id] = { ...design, context, prior: {} };
        }
        break;
      }
      case 'completed':
        completedAt ??= at;
        break;
    }
  });
  return { answers, committed, ...(completedAt !== undefined && { completedAt }) };
}

const runOf = ({ input, context, edition, prior = {}, at }: StoredRun): Run => ({
  input,
  context,
  edition,
  prior,
  at,
});

function runsOf({ tallies }: StudentRecord): Progress['runs'] {
  const byAct: Record<string, Progress['runs'][string]> = {};
  for (const [act, tally] of Object.entries(tallies)) {
    if (tally.last) byAct[act] = { ...tally, last: runOf(tally.last) };
  }
  return byAct;
}

/** The context that is selected, or the lab's first where none is, or one that it no longer has. */
const selectedContext = ({ context }: StudentRecord, { contexts }: LabPack): string =>
  contexts.find(({ id }) => id === context)?.id ?? contexts[0].id;

/**
 * @param edition the constants that the course uses now
 * @param prior what the lab reads of others' records
 */
export const progressOf = (
  record: StudentRecord,
  pack: LabPack,
  edition: string,
  prior: Prior = {},
): Progress => {
  // Field by field: each turn folds its record two or three times.
  const { answers, committed, completedAt } = decidedBy(record.decisions, pack);
  return {
    answers,
    committed,
    context: selectedContext(record, pack),
    edition,
    prior,
    runs: runsOf(record),
    ...(completedAt !== undefined && { completedAt }),
  };
};
