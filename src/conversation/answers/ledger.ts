/** `/ledger`: where the student stands with a receipt, and the check of the chain. */

import { actName } from '../../labs/find.ts';
import type { Act } from '../../labs/lab.ts';
import { receipt, receiptWords } from '../../ledger/chain.ts';
import type { Metric, Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { code, plain, say, strong } from '../../messages/rich-text.ts';
import { entryWords } from '../entry-words.ts';
import { next } from '../next.ts';
import { moment, named } from '../question.ts';
import { type Stage, stageOf } from '../stage.ts';
import type { Turn } from '../turn.ts';
import { exported, ledgerChoice } from './export.ts';
import { verified } from './verify.ts';

/** The newest decisions that a table on a phone has room for; the export has everything that counts. */
const DECISIONS_SHOWN = 12;

const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  predict: 'not locked',
  run: 'locked',
  reflect: 'explored',
  decide: 'reflected',
  done: 'complete',
};

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
            columns: ['#', 'When', 'Decision', 'Hash'],
            rows: record.decisions
              .map((entry, index) => [
                String(index + 1),
                moment(entry.at),
                entryWords(pack, entry, record.decisions[index + 1], (question, answer) =>
                  plain(named(turn, question, answer)),
                ),
                receiptWords(entry.hash),
              ])
              .slice(-DECISIONS_SHOWN),
          } as const,
          {
            kind: 'text',
            text: say`${hidden > 0 ? `The ${hidden} earlier ones are in the chain too. ` : ''}${strong('Receipt:')} ${code(receipt(record))}. It changes with every decision and run, and with any change to an earlier one: note it down, and ask about it later.`,
          } as const,
        ]),
    next(turn, [
      ledgerChoice(turn, 'verify'),
      ...(progress.completedAt !== undefined ? [] : [ledgerChoice(turn, 'export')]),
    ]),
  ];
}

export function ledger(turn: Turn, request: Request & { kind: 'ledger' }): readonly Part[] {
  switch (request.what) {
    case 'show':
      return show(turn);
    case 'export':
      return exported(turn);
    case 'verify':
      return verified(turn, request.receipt);
  }
}
