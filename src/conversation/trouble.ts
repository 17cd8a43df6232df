/** The answer where a stored record does not hold: what is wrong, what stands, and who decides. Nothing is recorded. */

import { optionOf } from '../labs/judging.ts';
import type { LabPack } from '../labs/lab.ts';
import { receiptWords } from '../ledger/chain.ts';
import type { Trouble } from '../ledger/trouble.ts';
import { exact } from '../messages/format.ts';
import type { Part } from '../messages/reply.ts';
import { plain, type RichText, say, strong } from '../messages/rich-text.ts';
import { entryWords, type NameAnswer } from './entry-words.ts';
import { wayForward } from './mistake.ts';
import { moment } from './question.ts';

/** Without a letter: those are ordered by a seed that may be damaged too. */
const nameOf: NameAnswer = (question, answer) =>
  question.kind === 'number'
    ? 'number' in answer
      ? `${exact(answer.number)} ${question.unit}`
      : ''
    : plain(optionOf(question, answer)?.text ?? '');

export const troubleNotice = ({ kind, reason }: Trouble, { title }: LabPack): Part =>
  kind === 'newer'
    ? {
        kind: 'callout',
        tone: 'danger',
        title: 'This version can’t read your ledger',
        text: say`${strong(title)}: ${reason}. Nothing was changed, and nothing is lost: you go on where you were once the program is up to date. Tell your instructor.`,
      }
    : {
        kind: 'callout',
        tone: 'danger',
        title: 'Your ledger does not hold',
        text: say`${strong(title)}: ${reason}. Nothing more is recorded on it, and what is stored is kept as it is. An instructor decides how you go on: tell yours, and show an earlier receipt or your evidence file if you have one.`,
      };

/** The newest of them that a table on a phone has room for. */
const STANDS_SHOWN = 12;

/** @param pack the lab whose record it is */
export const standsParts = ({ stands }: Trouble, pack: LabPack, words: RichText): readonly Part[] =>
  stands.length === 0
    ? []
    : [
        { kind: 'text', text: words },
        {
          kind: 'table',
          columns: ['When', 'Decision', 'Hash'],
          rows: stands
            .map((entry, index) => [
              moment(entry.at),
              entryWords(pack, entry, stands[index + 1], nameOf),
              receiptWords(entry.hash),
            ])
            .slice(-STANDS_SHOWN),
        },
      ];

/** @param pack the lab whose record it is */
export const troubleParts = (trouble: Trouble, pack: LabPack): readonly Part[] => [
  troubleNotice(trouble, pack),
  ...standsParts(trouble, pack, 'These decisions prove themselves, and stand:'),
  wayForward,
];
