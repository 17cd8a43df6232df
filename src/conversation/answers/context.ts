/** Which of the lab's contexts runs are judged in. It is no decision: a committed run names its own. */

import { typedInput } from '../../labs/instrument.ts';
import type { Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { command, say, strong } from '../../messages/rich-text.ts';
import { shortened } from '../../messages/shortened.ts';
import { UserError } from '../../messages/user-error.ts';
import { next, runRequest } from '../next.ts';
import type { Turn } from '../turn.ts';

export function context(turn: Turn, request: Request & { kind: 'context' }): readonly Part[] {
  const { pack } = turn;
  const { contexts, contextNoun } = pack;
  const before = turn.progress.context;
  const wanted = request.context ?? before;
  const selected = contexts.find(({ id }) => id === wanted.toLowerCase());
  if (!selected) {
    const ids = contexts.map(({ id }) => id).join(' or ');
    throw new UserError(
      say`${strong(shortened(wanted))} is no ${contextNoun} of ${pack.title}: choose ${ids}, for example ${command({ kind: 'context', lab: pack.id, context: contexts[0].id })}.`,
    );
  }
  const isSame = selected.id === before;
  if (!isSame) turn.selectContext(selected.id);
  const act = turn.currentAct;
  const last = turn.progress.runs[act.id]?.last;
  const others = contexts
    .filter(({ id }) => id !== selected.id && request.context === undefined)
    .map(({ id }) => ({
      label: `Switch to ${id}`,
      request: { kind: 'context', context: id, lab: pack.id } as const,
    }));
  return [
    ...(isSame && request.context !== undefined
      ? [{ kind: 'text', text: `That ${contextNoun} was selected already; nothing was changed.` } as const]
      : []),
    ...selected.card,
    next(turn, [
      ...(last && !isSame
        ? [
            {
              label: 'Run the last one here',
              request: runRequest(turn, act, typedInput(act.instrument, last.input, turn.setting)),
            },
          ]
        : []),
      ...others,
    ]),
  ];
}
