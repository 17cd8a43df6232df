/** A run made the student's answer to the person who asked: two lines, or the limit that stands against it and the way back. */

import { actName, contextName } from '../../labs/find.ts';
import { commitRefusal } from '../../labs/instrument.ts';
import type { Act, Evaluated } from '../../labs/lab.ts';
import { receipt } from '../../ledger/chain.ts';
import { COMMITS_KEPT } from '../../ledger/record.ts';
import type { Part } from '../../messages/reply.ts';
import { code, say } from '../../messages/rich-text.ts';
import { isCommitFull, isStanding } from '../next.ts';
import type { Turn } from '../turn.ts';
import { completion } from './complete.ts';

const refused = (title: string, text: Part & { kind: 'callout' }): readonly Part[] => [{ ...text, title }];

export function commit(turn: Turn, act: Act, run: Evaluated): readonly Part[] {
  const { instrument, decision, stakeholder } = act;
  const { setting, pack } = turn;
  const name = instrument.design(run.input);
  const where = contextName(pack, setting.context);
  const info = { kind: 'callout', tone: 'info' } as const;
  if (!decision) {
    return refused('Nothing to commit', {
      ...info,
      text: `${actName(pack, act)} asks for no answer of that kind: the run stands, and nothing was committed.`,
    });
  }
  const refusal = commitRefusal(act, run, setting);
  if (refusal !== undefined) {
    return refused(`Not committed: ${name}`, { kind: 'callout', tone: 'warning', text: refusal });
  }
  if (isStanding(turn, act, run.input)) {
    return refused(`${name} is already your answer`, {
      ...info,
      text: `Your answer to the ${stakeholder.name} stands as it was: ${name}, ${where}.`,
    });
  }
  if (isCommitFull(turn, act)) {
    return refused('Not committed: changed too often', {
      ...info,
      text: `Your ledger keeps ${COMMITS_KEPT} answers of an act, and these are used up. The last one stands.`,
    });
  }
  turn.decide({
    kind: 'committed',
    act: act.id,
    instrument: instrument.id,
    input: run.input,
    context: setting.context,
    ...(Object.keys(setting.prior).length > 0 && { prior: setting.prior }),
  });
  return [
    {
      kind: 'callout',
      tone: 'success',
      title: `Committed: ${name}`,
      text: say`With the ${pack.contextNoun} ${where}. Your receipt is ${code(receipt(turn.record))}. Another commit later replaces it; the ledger keeps both.`,
    },
    { kind: 'callout', tone: 'quote', title: stakeholder.name, text: decision.response(run, setting) },
    ...completion(turn),
  ];
}
