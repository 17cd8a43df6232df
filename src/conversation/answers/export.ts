/** `/ledger export`: the file that the course's other labs read, with every complete lab of a volume in it. */

import { designRecord } from '../../labs/design-record.ts';
import { actName } from '../../labs/find.ts';
import type { Act } from '../../labs/lab.ts';
import { head, receipt, receiptDigits } from '../../ledger/chain.ts';
import { type Chapter, exportLedger, LEDGER_MEDIA_TYPE } from '../../ledger/export.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { code, say, strong } from '../../messages/rich-text.ts';
import { next } from '../next.ts';
import type { Turn } from '../turn.ts';

type What = (Request & { kind: 'ledger' })['what'];

const LABELS: Readonly<Record<What, string>> = {
  show: 'Show ledger',
  export: 'Export ledger',
  verify: 'Verify chain',
};

export const ledgerChoice = (turn: Turn, what: What): Choice => ({
  label: LABELS[what],
  request: { kind: 'ledger', what, lab: turn.pack.id },
});

/** What a complete lab hands to the others; undefined while it is not complete. */
export function chapterOf({
  pack,
  progress,
  record,
}: Pick<Turn, 'pack' | 'progress' | 'record'>): Chapter | undefined {
  const { completedAt } = progress;
  return completedAt === undefined
    ? undefined
    : {
        chapter: pack.chapter,
        design: { ...designRecord(pack, progress), receipt: receiptDigits(head(record)) },
        completedAt,
      };
}

/** The designs that are still missing from a lab that was completed before its acts ended with one. */
const openDecisions = ({ pack, progress }: Turn): readonly Act[] =>
  pack.acts.filter(({ id, decision }) => decision && !progress.committed[id]);

const MERGE = [
  'import json',
  'rows = json.load(open("FILE"))["history"]',
  'for row in rows: ledger.save(chapter=row["chapter"], design=row["design"])',
];

/** The file beside it, which proves itself to whoever grades. */
const evidenceParts = ({ evidence }: Turn): readonly Part[] =>
  evidence
    ? [
        {
          kind: 'text',
          text: say`${strong('Evidence:')} ${code(evidence.name)} has every decision with its hash, and your newest runs, signed. Hand it in where your course asks for it: anyone can check that nothing in it was changed since, without asking this bot.`,
        },
        { kind: 'file', ...evidence, mediaType: LEDGER_MEDIA_TYPE },
      ]
    : [];

export function exported(turn: Turn): readonly Part[] {
  const { pack, record, otherChapters } = turn;
  const own = chapterOf(turn);
  const [first, ...rest] = [...otherChapters, ...(own ? [own] : [])].sort((a, b) => a.chapter - b.chapter);
  if (!first) {
    return [
      {
        kind: 'callout',
        tone: 'info',
        title: 'Nothing for the other labs yet',
        text: say`Only complete labs go into the file that the course’s other labs read, and ${pack.title} is not complete yet. What you have decided is safe here. Receipt: ${code(receipt(record))}.`,
      },
      ...evidenceParts(turn),
      next(turn, [ledgerChoice(turn, 'verify')]),
    ];
  }
  const name = `ledger-volume-${pack.volume}.json`;
  const chapters = [first, ...rest].map(({ chapter }) => chapter);
  const missing = own ? openDecisions(turn) : [];
  return [
    {
      kind: 'text',
      text: say`${strong(chapters.length === 1 ? `Chapter ${chapters[0]}` : `Chapters ${chapters.join(', ')}`)} of volume ${pack.volume}, in the form that the course’s other labs read. ${own ? '' : `${pack.title} is not complete yet, so it is not in it. `}Receipt of ${pack.title}: ${code(receipt(record))}.`,
    },
    ...(missing.length === 0
      ? []
      : [
          {
            kind: 'text',
            text: `You completed this lab when its acts did not end with an answer yet, so the file says none for ${missing.map((act) => actName(pack, act)).join(' and ')}. Commit one and export again if another lab asks for it.`,
          } as const,
        ]),
    {
      kind: 'file',
      name,
      mediaType: LEDGER_MEDIA_TYPE,
      content: exportLedger([first, ...rest]),
    },
    {
      kind: 'text',
      text: say`The notebooks keep theirs in ${code('~/.mlsys/ledger.json')}, newer ones in ${code(`~/.mlsys/ledger_vol${pack.volume}.json`)}. Don’t copy this file over it: that would erase your other chapters. In a notebook, where ${code('ledger')} is there already, these lines merge it:`,
    },
    { kind: 'formula', lines: MERGE.map((line) => line.replace('FILE', name)) },
    ...evidenceParts(turn),
    next(turn, [ledgerChoice(turn, 'verify')]),
  ];
}
