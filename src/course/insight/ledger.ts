/** A ledger that does not hold, as staff see it: what is wrong, what stands, and the ways on. */

import { standsParts } from '../../conversation/trouble.ts';
import type { LabPack } from '../../labs/lab.ts';
import type { Proven } from '../../ledger/mend.ts';
import type { Trouble } from '../../ledger/trouble.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import { type RichText, say, strong } from '../../messages/rich-text.ts';
import type { Troubled } from '../ledgers.ts';
import { isDecidable } from '../mending.ts';
import { mentionOf } from '../people.ts';
import { callout } from '../words.ts';
import { forInstructors, type Looking } from './asks.ts';
import { counted } from './words.ts';

/** More names in one callout are a list of the class. */
const NAMED = 5;

/** Somebody whose ledger does not hold. */
export interface TroubledName extends Troubled {
  /** As it may be shown. */
  readonly name: string;
  readonly pack: LabPack;
}

/** One student's, with what of it an instructor may keep. */
export interface LedgerGiven {
  readonly student: string;
  readonly pack: LabPack;
  readonly trouble: Trouble;
  readonly proven: Proven | undefined;
}

const mendRequest = (what: 'mend' | 'anew', student: string, { id: lab }: LabPack) =>
  ({ kind: 'class', what, who: mentionOf(student), lab }) as const;

/** The two ways on; each shows what it would do before it is done. */
export const mendChoices = ({ student, pack, proven }: LedgerGiven): readonly Choice[] => [
  ...(proven
    ? [
        {
          label: `Keep the ${counted(proven.decisions.length, 'decision')}…`,
          request: mendRequest('mend', student, pack),
        },
      ]
    : []),
  { label: 'Begin anew…', request: mendRequest('anew', student, pack) },
];

/** `1 decision is proven from the beginning and can be kept`. */
export const provenWords = ({ proven, trouble: { stands } }: LedgerGiven): string => {
  if (!proven) return 'No decision of it is proven from the beginning, so there is nothing to go on from.';
  const count = proven.decisions.length;
  const more = stands.length - count;
  return `${counted(count, 'decision')} ${count === 1 ? 'is' : 'are'} proven from the beginning without a gap${
    more > 0
      ? `; ${counted(more, 'later one')} ${more === 1 ? 'proves itself' : 'prove themselves'}, but not what came before`
      : ''
  }.`;
};

export const notHolding = ({ pack, trouble: { reason } }: Pick<LedgerGiven, 'pack' | 'trouble'>): RichText =>
  say`${strong(pack.title)}: ${reason}.`;

/** In the view of one student. */
export function ledgerParts(looking: Looking, given: LedgerGiven): readonly Part[] {
  const { trouble, pack } = given;
  if (!isDecidable(trouble)) {
    return [
      callout(
        'warning',
        'This version can’t read their ledger',
        say`${notHolding(given)} Nothing is lost, and there is nothing to decide: they go on once the program is up to date.`,
      ),
    ];
  }
  const choices = forInstructors(looking, ...mendChoices(given));
  return [
    callout(
      'danger',
      'Their ledger does not hold',
      say`${notHolding(given)} Nothing more is recorded on it, and it gives no grade, until ${
        choices.length > 0 ? 'you decide' : 'an instructor decides'
      } how they go on. ${provenWords(given)} An earlier receipt or evidence file of theirs shows what there was.`,
    ),
    ...standsParts(trouble, pack, 'These decisions prove themselves:'),
    ...(choices.length > 0 ? [{ kind: 'choices', choices } as const] : []),
  ];
}

/** What there is for the whole class: how many, whose, and where to look at each. Undefined where all hold. */
export interface LedgersNotice {
  readonly title: string;
  readonly text: RichText;
  readonly choices: readonly Choice[];
}

const lookAt = ({ data, role }: Looking, { name, student, pack }: TroubledName): readonly Choice[] => {
  const who = mentionOf(student);
  if (pack.id === data.pack.id && data.members.some((member) => member.student === student))
    return [
      { label: name, request: { kind: 'class', what: 'student', assignment: data.assignment.id, who } },
    ];
  // Of a lab that is not looked at there is no view of a student: what is wrong stands above the decision.
  return forInstructors(
    { data, role },
    { label: `${name}, ${pack.title}`, request: mendRequest('mend', student, pack) },
  );
};

export function ledgersNotice(looking: Looking, all: readonly TroubledName[]): LedgersNotice | undefined {
  if (all.length === 0) return undefined;
  const named = all.slice(0, NAMED);
  const names = named.map(({ name, pack }) =>
    pack.id === looking.data.pack.id ? name : `${name} in ${pack.title}`,
  );
  const more = all.length - named.length;
  return {
    title: `${counted(all.length, 'ledger')} ${all.length === 1 ? 'does' : 'do'} not hold`,
    text: say`${[names.join(', ')]}${more > 0 ? ` and ${more} more` : ''}. Nothing more is recorded on ${
      all.length === 1 ? 'it' : 'them'
    } and no grade is given until an instructor decides.`,
    choices: named.flatMap((each) => lookAt(looking, each)),
  };
}

export const noticeParts = (notice: LedgersNotice | undefined): readonly Part[] =>
  notice
    ? [
        callout('danger', notice.title, notice.text),
        ...(notice.choices.length > 0 ? [{ kind: 'choices', choices: notice.choices } as const] : []),
      ]
    : [];
