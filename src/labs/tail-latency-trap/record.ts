/** The lab's own keys in the record that other labs of the course read: what a student committed, where they committed it. */

import type { Value } from '../../messages/request.ts';
import type { Progress, Run } from '../lab.ts';
import { ACT1 } from './act1.ts';
import { ACT2 } from './act2.ts';
import { fleetOf, known, loadOf } from './inputs.ts';

type Values = Readonly<Record<string, Value>>;

function loadRecord(design: Run): Values {
  const metrics = ACT1.instrument.evaluate(design.input, design);
  return {
    utilization_target_pct: known(metrics, 'utilisation') * 100,
    p99_at_target_ms: known(metrics, 'p99_ms'),
    // A queue that settles lets out what comes in.
    throughput_at_target_qps: loadOf(design.input).qps,
  };
}

function fleetRecord(design: Run): Values {
  const metrics = ACT2.instrument.evaluate(design.input, design);
  const { batch, replicas } = fleetOf(design.input);
  return {
    cost_per_million_queries_usd: known(metrics, 'cost_per_million'),
    batch,
    replicas,
    act2_result: known(metrics, 'p99_ms'),
  };
}

export function record({ committed }: Pick<Progress, 'committed'>): Values {
  const [load, fleet] = [committed[ACT1.id], committed[ACT2.id]];
  return { ...(load && loadRecord(load)), ...(fleet && fleetRecord(fleet)) };
}
