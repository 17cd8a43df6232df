/** The steps of a lab that credit is given for, and when a student took each. */

import { actName } from '../labs/find.ts';
import type { LabPack } from '../labs/lab.ts';
import type { ActSummary, Summary } from '../ledger/summary.ts';

/** What is done in an act, in this order. */
export type StepKind = 'lock' | 'run' | 'reflect' | 'decide';

export interface Step {
  /** Counted from 0. */
  readonly act: number;
  readonly kind: StepKind;
  /** `Act II: reflect`. */
  readonly name: string;
}

const WORDS: Readonly<Record<StepKind, string>> = {
  lock: 'lock a prediction',
  run: 'run the simulator',
  reflect: 'reflect',
  decide: 'answer who asked',
};

export const stepsOf = (pack: LabPack): readonly Step[] =>
  pack.acts.flatMap((act, index) =>
    (['lock', 'run', 'reflect', ...(act.decision ? ['decide' as const] : [])] as const).map((kind) => ({
      act: index,
      kind,
      name: `${actName(pack, act)}: ${WORDS[kind]}`,
    })),
  );

const TIMES: Readonly<Record<StepKind, (act: ActSummary) => Date | undefined>> = {
  lock: ({ lock }) => lock?.at,
  run: ({ run }) => run?.firstAt,
  reflect: ({ reflect }) => reflect?.at,
  decide: ({ decide }) => decide?.at,
};

/** When the step was taken; undefined where it was not. */
export const stepAt = (summary: Summary | undefined, { act, kind }: Step): Date | undefined => {
  const of = summary?.acts[act];
  return of && TIMES[kind](of);
};

/** The first step that is not done; undefined where all are. */
export const nextStep = (pack: LabPack, summary: Summary | undefined): Step | undefined =>
  stepsOf(pack).find((step) => stepAt(summary, step) === undefined);

export const doneSteps = (pack: LabPack, summary: Summary | undefined): number =>
  stepsOf(pack).filter((step) => stepAt(summary, step) !== undefined).length;
