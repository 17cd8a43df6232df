/** Everything that is known of a class at a moment: pure functions of its summaries, exceptions and the time. */

import type { ClassData } from '../members.ts';
import {
  type AfterPrediction,
  type Calibration,
  calibrationOf,
  rightAfterWrong,
  sureAndWrong,
} from './learning.ts';
import { type Distribution, distributionOf, type Misconception, misconceptionsOf } from './locks.ts';
import { type Lateness, latenessOf, type RunsOfAct, runsByAct, type TimeOnTask, timeOnTask } from './pace.ts';
import {
  type Begun,
  type Circling,
  circlingOf,
  type Standing,
  standingsOf,
  stepCounts,
  stuckOf,
} from './standing.ts';

export interface ClassMetrics {
  readonly enrolled: number;
  /** They add up to {@link enrolled}. */
  readonly standings: Readonly<Record<Standing, number>>;
  readonly steps: ReturnType<typeof stepCounts>;
  readonly stuck: readonly Begun[];
  readonly circling: readonly Circling[];
  /** By act. */
  readonly firstLocks: readonly (Distribution & { readonly misconceptions: readonly Misconception[] })[];
  readonly afterPrediction: readonly AfterPrediction[];
  readonly sureAndWrong: ReturnType<typeof sureAndWrong>;
  readonly calibration: readonly Calibration[];
  readonly time: TimeOnTask;
  readonly lateness: Lateness;
  readonly runs: readonly RunsOfAct[];
}

export function metricsOf(data: ClassData): ClassMetrics {
  return {
    enrolled: data.members.length,
    standings: standingsOf(data),
    steps: stepCounts(data),
    stuck: stuckOf(data),
    circling: circlingOf(data),
    firstLocks: data.pack.acts.map((act) => {
      const distribution = distributionOf(data, act.prediction.id);
      return { ...distribution, misconceptions: misconceptionsOf(distribution) };
    }),
    afterPrediction: rightAfterWrong(data),
    sureAndWrong: sureAndWrong(data),
    calibration: calibrationOf(data),
    time: timeOnTask(data),
    lateness: latenessOf(data),
    runs: runsByAct(data),
  };
}
