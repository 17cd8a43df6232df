/** `/math`: the governing equations of an act, once its reflection is answered. */

import type { Act } from '../../labs/lab.ts';
import type { Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { next } from '../next.ts';
import { actName, stageOf } from '../standing.ts';
import type { Turn } from '../turn.ts';

export function math(turn: Turn, request: Request & { kind: 'math' }): readonly Part[] {
  const done = turn.lab.acts.filter((act) => stageOf(act, turn.progress) === 'done');
  const act: Act = request.act === undefined ? (done.at(-1) ?? turn.lab.acts[0]) : turn.act(request.act);
  if (!done.includes(act)) {
    return [
      {
        kind: 'callout',
        tone: 'info',
        title: `The equations of ${actName(act)} come last`,
        text: `They open when you have predicted, run and reflected in ${actName(act)}.`,
      },
      next(turn),
    ];
  }
  const others = done.filter((other) => other !== act);
  return [
    ...act.equations(turn.progress),
    next(
      turn,
      others.map((other) => ({
        label: `Equations of ${actName(other)}`,
        request: { kind: 'math', act: other.number },
      })),
    ),
  ];
}
