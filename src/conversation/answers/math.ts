/** `/math`: the governing equations of an act, once its reflection is answered. */

import { actName, actNumber } from '../../labs/find.ts';
import type { Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { next } from '../next.ts';
import type { Turn } from '../turn.ts';

export function math(turn: Turn, request: Request & { kind: 'math' }): readonly Part[] {
  const { pack } = turn;
  const reflected = pack.acts.filter((each) => turn.answer(each.reflection) !== undefined);
  const act = request.act === undefined ? (reflected.at(-1) ?? pack.acts[0]) : turn.act(request.act);
  if (!reflected.includes(act)) {
    return [
      {
        kind: 'callout',
        tone: 'info',
        title: `The equations of ${actName(pack, act)} come last`,
        text: `They open when you have predicted, run and reflected in ${actName(pack, act)}.`,
      },
      next(turn),
    ];
  }
  return [
    { kind: 'heading', text: `${actName(pack, act)} · ${act.title}: the equations` },
    ...act.equations(turn.progress),
    next(
      turn,
      reflected
        .filter((other) => other !== act)
        .map((other) => ({
          label: `Equations of ${actName(pack, other)}`,
          request: { kind: 'math', lab: pack.id, act: actNumber(pack, other) },
        })),
    ),
  ];
}
