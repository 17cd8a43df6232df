/** `/class`: the class at a glance, its parts behind buttons, one student, and what staff do about it. */

import type { LabPack } from '../../labs/lab.ts';
import { receiptWords } from '../../ledger/chain.ts';
import { pointName } from '../../ledger/receipts.ts';
import type { Part } from '../../messages/reply.ts';
import type { ClassRequest } from '../../messages/request.ts';
import { code, command, say } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { classData, homeworkOf } from '../class-data.ts';
import { type LedgerGiven, ledgerParts, type TroubledName } from '../insight/ledger.ts';
import {
  finishParts,
  type Looking,
  type OverviewGiven,
  overviewParts,
  type RosterCounts,
  stuckParts,
  studentParts,
  sureParts,
  timeParts,
  waitingParts,
} from '../insight/views.ts';
import { ledgersOf, noteTrouble } from '../ledgers.ts';
import type { ClassData, Member } from '../members.ts';
import { keepable } from '../mending.ts';
import { memberNamed } from '../people.ts';
import { type Owned, receiptOwner } from '../receipt-owner.ts';
import { reminderCounts } from '../reminder-counts.ts';
import { keptRoster, matched } from '../roster-match.ts';
import { troubledNames } from '../troubled-names.ts';
import type { Visit } from '../visit.ts';
import { momentIn } from '../words.ts';
import { extendStuck, nudgeStuck } from './class-acts.ts';
import { log } from './log.ts';
import { mend } from './mend.ts';
import { hide, results, reveal } from './reveal.ts';
import { settings } from './settings.ts';

async function rosterCounts(visit: Visit, data: ClassData): Promise<RosterCounts | undefined> {
  const kept = await keptRoster(visit);
  if (!kept) return undefined;
  const match = await matched(visit, kept.roster, data.members);
  const rows = kept.roster.students.length;
  return {
    rows,
    notLinked: data.members.length - match.matched.length,
    neverSeen: match.rowsWithoutPerson.length,
  };
}

/** What the overview is made from, beside the class itself. */
export async function overviewGiven(visit: Visit, looking: Looking): Promise<OverviewGiven> {
  const { data } = looking;
  const roster = await rosterCounts(visit, data);
  const outs = await visit.store.outs(visit.course);
  const gone = await visit.store.gone(visit.course, data.pack.id);
  const troubled = await troubledNames(visit.store, visit.packs, { id: visit.course, course: data.course });
  const isHere = ({ student }: TroubledName): boolean =>
    looking.section === undefined || data.members.some((member) => member.student === student);
  return {
    ...looking,
    ...(roster && { roster }),
    ...(gone && { gone }),
    reminders: reminderCounts(outs, data.assignment.id),
    troubled: troubled.filter(isHere),
  };
}

function whoIs(data: ClassData, who: string | undefined): Member {
  if (who !== undefined) return memberNamed(data.members, who);
  const [example] = data.members;
  throw new UserError(
    say`Which student? Mention them, or type their name, pseudonym or receipt: ${command({ kind: 'class', what: 'student', who: example?.name ?? '@ada' })}.`,
  );
}

/** A receipt that was shown to staff, found. */
const receiptPart = ({ digits, point }: Owned, { assignment }: ClassData): Part => ({
  kind: 'callout',
  tone: 'success',
  title: 'The receipt is genuine',
  text: say`${code(receiptWords(digits))} is this student’s receipt of ${pointName(point)}, ${momentIn(new Date(point.at), assignment.due.zone, 'full')}: intact since.`,
});

/** Of one that does not hold, what is wrong; it is then noted for whoever looks at the class. */
async function ledgerOf(
  { store, packs }: Visit,
  { student }: Member,
  pack: LabPack,
): Promise<LedgerGiven | undefined> {
  const of = { student, lab: pack.id };
  const [ledger] = await ledgersOf(store, packs, [of]);
  if (!ledger || 'record' in ledger) return undefined;
  const { trouble } = ledger;
  await noteTrouble(store, { ...of, trouble });
  return { student, pack, trouble, proven: keepable(store, ledger, of) };
}

async function student(visit: Visit, seen: Looking, who: string | undefined): Promise<readonly Part[]> {
  // Beside a mention a section is more than a button can carry, and one student’s need none.
  const { section: _, ...looking } = seen;
  const { data } = looking;
  const owned = who === undefined ? undefined : await receiptOwner(visit.store, data, who);
  const member = owned?.member ?? whoIs(data, who);
  const outs = await visit.store.outs(visit.course);
  const written = [...outs.values()]
    .filter((out) => out.student === member.student && out.assignment === data.assignment.id)
    .map(({ kind, state, since }) => ({ kind, state, at: new Date(since) }))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  await visit.note('looked at a student', { subject: member.student });
  const ledger = await ledgerOf(visit, member, data.pack);
  const row = member.person?.row;
  return [
    ...(owned ? [receiptPart(owned, data)] : []),
    ...(ledger ? ledgerParts(looking, ledger) : []),
    ...studentParts({
      ...looking,
      member,
      written,
      ...(row !== undefined && { link: say`row ${code(row)}` }),
    }),
  ];
}

export async function classView(visit: Visit, request: ClassRequest): Promise<readonly Part[]> {
  const { what = 'overview' } = request;
  if (what === 'settings') return settings(visit, request.who);
  if (what === 'log') return log(visit);
  if (what === 'results') return results(visit, homeworkOf(visit, request), request.question);
  const { section, ...whole } = request;
  // What is shown to students is always of the whole class.
  const data = await classData(visit, what === 'reveal' || what === 'hide' ? whole : request);
  const looking: Looking = {
    data,
    role: visit.role,
    ...(section !== undefined && { section }),
  };
  switch (what) {
    case 'overview':
      return request.who === undefined
        ? overviewParts(await overviewGiven(visit, looking))
        : student(visit, looking, request.who);
    case 'stuck':
      return stuckParts(looking);
    case 'waiting':
      return waitingParts(looking);
    case 'student':
      return student(visit, looking, request.who);
    case 'time':
      return timeParts(looking);
    case 'finish':
      return finishParts(looking);
    case 'sure':
      return sureParts(looking);
    case 'nudge':
      return nudgeStuck(visit, data, request.who);
    case 'mend':
    case 'anew':
      return mend(visit, request, what);
    case 'extend':
      return extendStuck(visit, data, request);
    case 'reveal':
      return reveal(visit, data, request);
    case 'hide':
      return hide(visit, data, request);
  }
}
