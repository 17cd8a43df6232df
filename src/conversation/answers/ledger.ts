/** `/ledger`: where the student stands with a receipt, and the check of the chain. */

import { actName, questionWithId } from '../../labs/find.ts';
import type { Act, Answer } from '../../labs/lab.ts';
import { head, receipt, verify } from '../../ledger/chain.ts';
import { wasUnasked } from '../../ledger/progress.ts';
import type { Entry } from '../../ledger/record.ts';
import type { Metric, Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { code, plain, say, strong } from '../../messages/rich-text.ts';
import { next } from '../next.ts';
import { moment, named } from '../question.ts';
import { type Stage, stageOf } from '../stage.ts';
import type { Turn } from '../turn.ts';
import { SURE_WORDS } from './confidence.ts';
import { broken, exported, ledgerChoice } from './export.ts';

/** The newest decisions that a table on a phone has room for; the export has everything that counts. */
const DECISIONS_SHOWN = 12;

const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  predict: 'not locked',
  run: 'locked',
  reflect: 'explored',
  decide: 'reflected',
  done: 'complete',
};

/** `Act I prediction`; the question's id where the lab has it no more. */
function questionName(turn: Turn, id: string): string {
  const { act, what } = questionWithId(turn.pack, id) ?? {};
  return act ? `${actName(turn.pack, act)} ${what}` : id;
}

function answered(turn: Turn, id: string, answer: Answer): string {
  const { question } = questionWithId(turn.pack, id) ?? {};
  return question ? `${questionName(turn, id)}: ${plain(named(turn, question, answer))}` : id;
}

function describe(turn: Turn, entry: Entry, after: Entry | undefined): string {
  const { acts } = turn.pack;
  const { decision } = entry;
  switch (decision.kind) {
    case 'locked':
    case 'reflected':
      return answered(turn, decision.question, decision);
    case 'context':
      return `Context: ${decision.device}`;
    case 'committed': {
      const act = acts.find(({ id, instrument }) =>
        'act' in decision ? id === decision.act : instrument.id === decision.instrument,
      );
      const name = act?.instrument.design(decision.input) ?? decision.instrument;
      if ('act' in decision)
        return `${act ? actName(turn.pack, act) : decision.act} answer: ${name} (${decision.context})`;
      return wasUnasked(entry, after) ? `Last run at completion: ${name}` : `Answer: ${name}`;
    }
    case 'confidence':
      return `${questionName(turn, decision.question)}: ${SURE_WORDS[decision.sure]}`;
    case 'completed':
      return 'Lab complete';
  }
}

function designMetric(turn: Turn, act: Act): Metric[] {
  if (!act.decision) return [];
  const design = turn.progress.committed[act.id];
  return [
    {
      label: `Answer to the ${act.stakeholder.name}`,
      value: design ? act.instrument.design(design.input) : '—',
      note: design ? design.context : 'not committed yet',
    },
  ];
}

function show(turn: Turn): readonly Part[] {
  const { progress, record, pack } = turn;
  const runs = Object.values(record.tallies).reduce((sum, { count }) => sum + count, 0);
  const hidden = record.decisions.length - DECISIONS_SHOWN;
  return [
    { kind: 'heading', text: `${pack.title}: your ledger` },
    {
      kind: 'metrics',
      items: [
        ...pack.acts.map((act) => ({
          label: actName(pack, act),
          value: STAGE_WORDS[stageOf(act, progress)],
          note: act.title,
        })),
        ...pack.acts.flatMap((act) => designMetric(turn, act)),
        ...(pack.statusMetrics?.(progress) ?? []),
        { label: 'Runs', value: String(runs), note: 'so far' },
      ],
    },
    ...(record.decisions.length === 0
      ? [{ kind: 'text', text: 'No decision is recorded yet: your first lock will be the first.' } as const]
      : [
          {
            kind: 'table',
            columns: ['#', 'When', 'Decision'],
            rows: record.decisions
              .map((entry, index) => [
                String(index + 1),
                moment(entry.at),
                describe(turn, entry, record.decisions[index + 1]),
              ])
              .slice(-DECISIONS_SHOWN),
          } as const,
          {
            kind: 'text',
            text: say`${hidden > 0 ? `The ${hidden} earlier ones are in the chain too. ` : ''}${strong('Receipt:')} ${code(receipt(record))}. It changes with every decision, and with any change to an earlier one: note it down and compare.`,
          } as const,
        ]),
    next(turn, [
      ledgerChoice(turn, 'verify'),
      ...(progress.completedAt !== undefined ? [] : [ledgerChoice(turn, 'export')]),
    ]),
  ];
}

function verified(turn: Turn): readonly Part[] {
  const { record } = turn;
  const check = verify(record);
  const count = record.decisions.length;
  return [
    check.intact
      ? {
          kind: 'callout',
          tone: 'success',
          title: 'The chain is intact',
          text: say`${count === 1 ? 'The one decision' : `All ${count} decisions`} recomputed, each over the one before: every hash is the one that was written. Head: ${code(head(record))}`,
        }
      : broken(check.brokenAt),
    next(turn, [ledgerChoice(turn, 'show')]),
  ];
}

export function ledger(turn: Turn, request: Request & { kind: 'ledger' }): readonly Part[] {
  switch (request.what) {
    case 'show':
      return show(turn);
    case 'export':
      return exported(turn);
    case 'verify':
      return verified(turn);
  }
}
