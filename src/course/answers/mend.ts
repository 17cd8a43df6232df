/** `/class mend` and `/class anew`: an instructor decides how a student goes on whose ledger does not hold. */

import { randomBytes } from 'node:crypto';
import type { LabPack } from '../../labs/lab.ts';
import { receipt } from '../../ledger/chain.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import type { ClassRequest } from '../../messages/request.ts';
import { code, command, say, strong } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { auditRow } from '../audit-row.ts';
import { homeworkOf } from '../class-data.ts';
import { type LedgerGiven, notHolding, provenWords } from '../insight/ledger.ts';
import { counted } from '../insight/words.ts';
import { ledgersOf } from '../ledgers.ts';
import { isDecidable, keepable, mendLedger } from '../mending.ts';
import { mentionOf } from '../people.ts';
import { tell } from '../tell.ts';
import { lineOf, type Visit } from '../visit.ts';
import { callout, momentIn } from '../words.ts';
import { type Meant, meant } from './exceptions.ts';

type What = 'mend' | 'anew';

interface Decided extends LedgerGiven {
  /** As it is shown. */
  readonly name: string;
}

const packOf = (visit: Visit, request: ClassRequest): LabPack =>
  visit.packs.find(({ id }) => id === request.lab) ?? homeworkOf(visit, request).pack;

const about = (what: What, { student }: Meant, { id: lab }: LabPack) =>
  ({ kind: 'class', what, who: mentionOf(student), lab }) as const;

/** @throws {UserError} where there is nothing to decide */
async function toDecide(visit: Visit, { student, name }: Meant, pack: LabPack): Promise<Decided> {
  const { store, packs } = visit;
  const of = { student, lab: pack.id };
  const [ledger] = await ledgersOf(store, packs, [of]);
  const shown = strong(name);
  if (!ledger)
    throw new UserError(say`${shown} has no ledger in ${pack.title}, so there is nothing to decide.`);
  if ('record' in ledger) {
    throw new UserError(
      say`The ledger of ${shown} in ${pack.title} holds, so nothing was changed: only one that does not hold is decided about. Its receipt is ${code(receipt(ledger.record))}.`,
    );
  }
  const { trouble } = ledger;
  if (!isDecidable(trouble)) {
    throw new UserError(
      say`The ledger of ${shown} in ${pack.title} is no damaged one: ${trouble.reason}. Nothing was changed; they go on once the program is up to date.`,
    );
  }
  return { student, name, pack, trouble, proven: keepable(store, ledger, of) };
}

const showThem = ({ view }: Visit, { student }: Meant, pack: LabPack): readonly Choice[] =>
  (view?.assignments ?? [])
    .filter(({ lab }) => lab === pack.id)
    .slice(-1)
    .map(({ id }) => ({
      label: 'Show them',
      request: { kind: 'class', what: 'student', who: mentionOf(student), assignment: id },
    }));

const KEPT_AS_IT_IS =
  'What is stored now is copied first, sign for sign, and their ledger says for ever that you decided this.';

function preview(visit: Visit, what: What, decided: Decided): readonly Part[] {
  const { name, pack, proven } = decided;
  const keeps = what === 'mend' && proven;
  const last = proven?.decisions.at(-1)?.at;
  const zone = visit.view?.course.zone;
  return [
    { kind: 'heading', text: keeps ? 'Keep what holds?' : 'Begin it anew?' },
    { kind: 'text', text: [name] },
    callout('danger', 'Their ledger does not hold', say`${notHolding(decided)} ${provenWords(decided)}`),
    {
      kind: 'text',
      text:
        keeps && last !== undefined
          ? say`They go on after ${strong(counted(keeps.decisions.length, 'decision'))}, the last of ${momentIn(new Date(last), zone)}, with the runs that it covers; what came after is not counted and can be done again. ${KEPT_AS_IT_IS}`
          : say`They begin ${pack.title} with nothing done${proven ? ', though what is proven could be kept' : ''}. ${KEPT_AS_IT_IS}`,
    },
    {
      kind: 'choices',
      choices: [
        keeps
          ? {
              label: `Keep the ${counted(keeps.decisions.length, 'decision')}`,
              request: { ...about('mend', decided, pack), step: 'yes' },
              emphasis: 'primary',
            }
          : { label: 'Begin anew', request: { ...about('anew', decided, pack), step: 'yes' } },
        ...(keeps ? [{ label: 'Begin anew…', request: about('anew', decided, pack) }] : []),
        ...(!keeps && proven
          ? [
              {
                label: `Keep the ${counted(proven.decisions.length, 'decision')}…`,
                request: about('mend', decided, pack),
              },
            ]
          : []),
        ...showThem(visit, decided, pack),
      ],
    },
  ];
}

async function decide(visit: Visit, what: What, decided: Decided): Promise<readonly Part[]> {
  const { store, packs, course, now, view } = visit;
  const { student, name, pack, proven } = decided;
  const keep = what === 'mend';
  const words = (record: Parameters<typeof receipt>[0]): string =>
    `${keep ? `${counted(record.decisions.length - 1, 'decision')} kept` : 'begun anew'}, receipt ${receipt(record)}`;
  const record = await mendLedger(store, packs, {
    student,
    pack,
    keep,
    now,
    seed: randomBytes(16).toString('hex'),
    audit: (before, after) =>
      auditRow(
        course,
        lineOf(visit, keep ? 'kept what holds of a ledger' : 'had a ledger begun anew', {
          subject: student,
          before,
          after: words(after),
        }),
      ),
  });
  // Somebody else was quicker, or the row became another meanwhile: what is there now is said.
  if (!record) return preview(visit, what, await toDecide(visit, decided, pack));
  const assignment = view?.assignments.findLast(({ lab }) => lab === pack.id);
  const did =
    keep && proven
      ? `${counted(record.decisions.length - 1, 'decision')} of it hold and are kept: you go on after them`
      : 'you begin it anew';
  const told = assignment
    ? await tell(visit, student, assignment, 'ledger', [
        {
          kind: 'text',
          text: say`Your ledger of ${strong(pack.title)} did not hold, and an instructor has decided: ${did}. What was stored is kept as it was.`,
        },
      ])
    : 'Tell them.';
  return [
    callout('success', `${name} can go on`, say`${pack.title}: ${words(record)}. ${told}`),
    {
      kind: 'choices',
      choices: [...showThem(visit, decided, pack), { label: 'Log', request: { kind: 'class', what: 'log' } }],
    },
  ];
}

/** @throws {UserError} where it is nobody, or their ledger holds */
export async function mend(visit: Visit, request: ClassRequest, what: What): Promise<readonly Part[]> {
  const pack = packOf(visit, request);
  if (request.who === undefined) {
    throw new UserError(say`Whose ledger? Mention them: ${command({ kind: 'class', what, who: '@ada' })}.`);
  }
  const decided = await toDecide(visit, await meant(visit, request.who), pack);
  if (what === 'mend' && request.step === 'yes' && !decided.proven) {
    throw new UserError(
      say`${provenWords(decided)} Nothing was changed; begin it anew: ${command(about('anew', decided, pack))}.`,
    );
  }
  return request.step === 'yes' ? decide(visit, what, decided) : preview(visit, what, decided);
}
