/** The lab's own keys of the record that other labs of the course read: the notebook's, each with its repaired meaning. */

import type { Value } from '../../messages/request.ts';
import type { Progress } from '../lab.ts';
import { ACT1, attentionShape, QUADRATIC } from './act1.ts';
import { ACT2, networkShape } from './act2.ts';
import { longestContext, MODEL } from './physics/attention.ts';
import { tokenLatency, WIDER_UP_TO_LAYERS } from './physics/depth-width.ts';
import { wallSetting } from './setting.ts';

const UNANSWERED = 'unanswered';

const REGIME = { memory: 'bandwidth', compute: 'compute', dispatch: 'dispatch' } as const;

/** The committed shape, with the latency of the device and the constants that it was committed under. */
function shapeKeys(design: Progress['committed'][string] | undefined): Record<string, Value> {
  if (!design) return { depth_width_decision: UNANSWERED, act2_decision: UNANSWERED };
  const shape = networkShape(design.input);
  const { device, edition } = wallSetting(design);
  const { totalMs, bottleneck } = tokenLatency(shape, device, edition);
  return {
    depth_width_decision: `${shape.layers}x${shape.width}`,
    act2_decision: shape.layers <= WIDER_UP_TO_LAYERS ? 'wider' : 'deeper',
    act2_result: totalMs,
    act2_context: device,
    bottleneck_regime_chosen: REGIME[bottleneck],
    depth: shape.layers,
    width: shape.width,
  };
}

/** The first lock of Act I was the square. */
function understood({ answers }: Progress): boolean {
  const locked = answers[ACT1.prediction.id];
  return locked !== undefined && 'option' in locked && locked.option === QUADRATIC;
}

export function designRecord(progress: Progress): Readonly<Record<string, Value>> {
  const promised = progress.committed[ACT1.id];
  return {
    ...(promised && { seq_len_chosen: attentionShape(promised.input).tokens }),
    quadratic_oom_triggered: progress.runs[ACT1.id]?.wallHit ?? false,
    quadratic_scaling_understood: understood(progress),
    max_seq_len_80gb: longestContext(MODEL.defaultHeads, 'cloud'),
    max_seq_len_16gb: longestContext(MODEL.defaultHeads, 'edge'),
    ...shapeKeys(progress.committed[ACT2.id]),
  };
}
