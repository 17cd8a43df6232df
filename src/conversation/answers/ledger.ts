/** `/ledger`: where the student stands with a receipt, the file to take away, and the check of the chain. */

import type { Act } from '../../labs/lab.ts';
import { head, receipt, verify } from '../../ledger/chain.ts';
import { exportLedger, LEDGER_MEDIA_TYPE } from '../../ledger/export.ts';
import type { Decision } from '../../ledger/record.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { code, plain, say, strong } from '../../messages/rich-text.ts';
import { next } from '../next.ts';
import { moment, named } from '../question.ts';
import { actName, stageOf } from '../standing.ts';
import type { Turn } from '../turn.ts';

const VERIFY: Choice = { label: 'Verify chain', request: { kind: 'ledger', what: 'verify' } };
const EXPORT: Choice = { label: 'Export ledger', request: { kind: 'ledger', what: 'export' } };
const SHOW: Choice = { label: 'Show ledger', request: { kind: 'ledger', what: 'show' } };

/** The newest decisions that a table on a phone has room for; the export has everything that counts. */
const DECISIONS_SHOWN = 12;

const STAGE_WORDS = {
  predict: 'not locked',
  explore: 'locked',
  reflect: 'explored',
  done: 'complete',
} as const;

function describe(turn: Turn, decision: Decision): string {
  const about = (question: string): { act: Act; what: 'prediction' | 'reflection' } | undefined => {
    for (const act of turn.lab.acts) {
      if (act.prediction.id === question) return { act, what: 'prediction' };
      if (act.reflection.id === question) return { act, what: 'reflection' };
    }
    return undefined;
  };
  switch (decision.kind) {
    case 'locked':
    case 'reflected': {
      const found = about(decision.question);
      if (!found) return `${decision.kind} ${decision.question}: ${decision.option}`;
      const words = plain(named(turn, found.act[found.what], decision.option));
      return `${actName(found.act)} ${found.what}: ${words}`;
    }
    case 'context':
      return `Device: ${decision.device}`;
    case 'committed': {
      const act = turn.lab.acts.find(({ instrument }) => instrument.id === decision.instrument);
      return `Design: ${act?.instrument.design?.(decision.input) ?? decision.instrument}`;
    }
    case 'completed':
      return 'Lab complete';
  }
}

function show(turn: Turn): readonly Part[] {
  const { progress, record, lab } = turn;
  const runs = Object.values(progress.runs).reduce((sum, { count }) => sum + count, 0);
  const hidden = record.decisions.length - DECISIONS_SHOWN;
  return [
    { kind: 'heading', text: `${lab.title}: your ledger` },
    {
      kind: 'metrics',
      items: [
        ...lab.acts.map((act) => ({
          label: actName(act),
          value: STAGE_WORDS[stageOf(act, progress)],
          note: act.title,
        })),
        {
          label: 'Context',
          value: progress.device,
          note: lab.devices.find(({ id }) => id === progress.device)?.name ?? '',
        },
        ...lab.hud(progress),
        { label: 'Runs', value: String(runs), note: 'explorations so far' },
      ],
    },
    ...(record.decisions.length === 0
      ? [{ kind: 'text', text: 'No decision is recorded yet: your first lock will be the first.' } as const]
      : [
          {
            kind: 'table',
            columns: ['#', 'When', 'Decision'],
            rows: record.decisions
              .map((entry, index) => [String(index + 1), moment(entry.at), describe(turn, entry.decision)])
              .slice(-DECISIONS_SHOWN),
          } as const,
          {
            kind: 'text',
            text: say`${hidden > 0 ? `The ${hidden} earlier ones are in the chain too. ` : ''}${strong('Receipt:')} ${code(receipt(record))}. It changes with every decision, and with any change to an earlier one: note it down and compare.`,
          } as const,
        ]),
    next(turn, [VERIFY, ...(progress.completedAt ? [] : [EXPORT])]),
  ];
}

function exported(turn: Turn): readonly Part[] {
  const { lab, record, progress } = turn;
  const check = verify(record);
  return [
    {
      kind: 'text',
      text: progress.completedAt
        ? say`Your ledger, in the form that the other labs of the course read. Receipt: ${code(receipt(record))}.`
        : say`Your ledger so far, in the form that the other labs of the course read. The lab is not complete yet. Receipt: ${code(receipt(record))}.`,
    },
    ...(check.intact ? [] : [broken(check.brokenAt)]),
    {
      kind: 'file',
      name: `${lab.id}-ledger.json`,
      mediaType: LEDGER_MEDIA_TYPE,
      content: exportLedger(record, lab.chapter, lab.designRecord(progress)),
    },
    next(turn, [VERIFY]),
  ];
}

const broken = (at: number): Part => ({
  kind: 'callout',
  tone: 'danger',
  title: 'The chain is broken',
  text: `Decision ${at} is not what was written at the time: it, or something before it, was changed outside this program. Tell your instructor, and show an earlier receipt if you have one.`,
});

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
    next(turn, [SHOW]),
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
