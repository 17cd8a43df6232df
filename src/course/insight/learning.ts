/** Whether wrong predictions were put right, and whether the class knew what it knew. */

import type { Act } from '../../labs/lab.ts';
import type { Sure } from '../../messages/request.ts';
import type { ClassData } from '../members.ts';
import { type Share, shareOf } from './figures.ts';
import { judgeOf } from './locks.ts';

/** A share of fewer is not told: it would be one person's. */
export const FEWEST_TO_CALIBRATE = 5;

export const SURE: readonly Sure[] = [1, 2, 3];

/** Who was right at the act's reflection. Another question than the prediction: no change of one answer. */
export interface AfterPrediction {
  readonly act: Act;
  /** Of those whose prediction was wrong and who have reflected. */
  readonly wrong: Share;
  /** Of those whose prediction was right and who have reflected. */
  readonly right: Share;
}

/** A first lock of which the student said how sure they were. */
interface SureLock {
  readonly act: Act;
  readonly sure: Sure;
  readonly right: boolean;
}

export interface Calibration {
  readonly sure: Sure;
  /** Of the locks with this much sureness, those that were right. */
  readonly right: Share;
}

const reflectedAfter = ({ pack, members }: ClassData, act: Act): AfterPrediction => {
  const prediction = judgeOf(pack, act, act.prediction);
  const reflection = judgeOf(pack, act, act.reflection);
  const both = members.flatMap(({ summary }) => {
    const predicted = prediction.kindOf(summary);
    const reflected = reflection.kindOf(summary);
    return predicted && reflected ? [{ predicted: predicted.right, reflected: reflected.right }] : [];
  });
  const among = (predicted: boolean): Share =>
    shareOf(
      both.filter((each) => each.predicted === predicted),
      ({ reflected }) => reflected,
    );
  return { act, wrong: among(false), right: among(true) };
};

export const rightAfterWrong = (data: ClassData): readonly AfterPrediction[] =>
  data.pack.acts.map((act) => reflectedAfter(data, act));

function sureLocks({ pack, members }: ClassData, acts: readonly Act[]): readonly SureLock[] {
  return acts.flatMap((act) => {
    const judge = judgeOf(pack, act, act.prediction);
    const index = pack.acts.indexOf(act);
    return members.flatMap(({ summary }): readonly SureLock[] => {
      const sure = summary?.acts[index]?.lock?.sure;
      const kind = judge.kindOf(summary);
      return sure && kind ? [{ act, sure, right: kind.right }] : [];
    });
  });
}

/** Wrong among the locks that were sure, by act. */
export const sureAndWrong = (data: ClassData): readonly { readonly act: Act; readonly wrong: Share }[] =>
  data.pack.acts.map((act) => ({
    act,
    wrong: shareOf(
      sureLocks(data, [act]).filter(({ sure }) => sure === 3),
      ({ right }) => !right,
    ),
  }));

/** Right by how sure the lock was, over all acts. */
export function calibrationOf(data: ClassData): readonly Calibration[] {
  const locks = sureLocks(data, data.pack.acts);
  return SURE.map((sure) => ({
    sure,
    right: shareOf(
      locks.filter((lock) => lock.sure === sure),
      ({ right }) => right,
    ),
  }));
}

/** True where there are enough of them for a share. */
export const isEnough = ({ n }: Share): boolean => n >= FEWEST_TO_CALIBRATE;
