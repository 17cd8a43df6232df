/** A decision of the chain as a line of a table. */

import { actName, questionWithId } from '../labs/find.ts';
import type { Answer, LabPack, Question } from '../labs/lab.ts';
import { wasUnasked } from '../ledger/progress.ts';
import type { Entry } from '../ledger/record.ts';
import { SURE_WORDS } from './answers/confidence.ts';

/** How an answer is called. */
export type NameAnswer = (question: Question, answer: Answer) => string;

/** `Act I prediction`; the question's id where the lab has it no more. */
function questionName(pack: LabPack, id: string): string {
  const { act, what } = questionWithId(pack, id) ?? {};
  return act ? `${actName(pack, act)} ${what}` : id;
}

/** @param after the decision after it */
export function entryWords(
  pack: LabPack,
  entry: Entry,
  after: Entry | undefined,
  nameOf: NameAnswer,
): string {
  const { decision } = entry;
  switch (decision.kind) {
    case 'locked':
    case 'reflected': {
      const { question } = questionWithId(pack, decision.question) ?? {};
      const name = questionName(pack, decision.question);
      return question ? `${name}: ${nameOf(question, decision)}` : name;
    }
    case 'context':
      return `Context: ${decision.device}`;
    case 'committed': {
      const act = pack.acts.find(({ id, instrument }) =>
        'act' in decision ? id === decision.act : instrument.id === decision.instrument,
      );
      const name = act?.instrument.design(decision.input) ?? decision.instrument;
      if ('act' in decision)
        return `${act ? actName(pack, act) : decision.act} answer: ${name} (${decision.context})`;
      return wasUnasked(entry, after) ? `Last run at completion: ${name}` : `Answer: ${name}`;
    }
    case 'confidence':
      return `${questionName(pack, decision.question)}: ${SURE_WORDS[decision.sure]}`;
    case 'completed':
      return 'Lab complete';
    case 'mended':
      return decision.kept === 0
        ? `An instructor had this ledger begun anew: ${decision.reason}`
        : `An instructor kept the decisions before this: ${decision.reason}`;
  }
}
