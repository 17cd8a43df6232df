/** `/mydata`: what is held about whoever asks; the file of it, their row of the gradebook, and the end of all of it. */

import { studentKey } from '../../ledger/keys.ts';
import { studentId } from '../../messages/actor.ts';
import type { Part } from '../../messages/reply.ts';
import { type MydataRequest, TO_BE_ENTERED } from '../../messages/request.ts';
import { command, say, strong } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { DELETE_FIELD, DELETE_WORD, LINK_FIELD } from '../fields.ts';
import { shownName } from '../insight/words.ts';
import { draftKey, homeKey } from '../keys.ts';
import { linkTo } from '../linking.ts';
import { findOwnRow } from '../match.ts';
import { erase, type Held, heldAbout, heldText, keysOf } from '../privacy.ts';
import { keptRoster } from '../roster-match.ts';
import { hasInstructor, withoutUser } from '../staff.ts';
import type { Visit } from '../visit.ts';
import { callout, plural } from '../words.ts';
import { isDone, owedBy } from './owed.ts';

const buttons = (): Part => ({
  kind: 'choices',
  choices: [
    { label: 'Download everything', request: { kind: 'mydata', what: 'download' }, emphasis: 'primary' },
    {
      label: 'Link me to the gradebook',
      request: { kind: 'mydata', what: 'link', with: TO_BE_ENTERED },
      field: LINK_FIELD,
    },
    {
      label: 'Delete everything',
      request: { kind: 'mydata', what: 'delete', with: TO_BE_ENTERED },
      field: DELETE_FIELD,
    },
  ],
});

/** Each kind of what is held; the file has every row. */
function list({ packs, actor }: Visit, held: Held): readonly (readonly [string, string])[] {
  const { person, own, staff, decided } = held;
  const student = studentId(actor);
  const draft = own.has(draftKey(student));
  const isHome = own.has(homeKey(actor.platform, actor.user));
  const known = person
    ? [
        person.name !== undefined && 'your name',
        person.email !== undefined && 'your e-mail',
        person.zone !== undefined && 'your time zone',
        person.section !== undefined && 'your section',
        person.direct !== undefined && 'our direct message channel',
      ].filter((each) => each !== false)
    : [];
  return [
    ...packs
      .filter(({ id }) => held.records.has(id))
      .map(
        ({ title }) =>
          [
            title,
            'your ledger: every decision with its time, the newest runs; a summary of it for the class',
          ] as const,
      ),
    ...(person ? ([['About you', known.length > 0 ? known.join(', ') : 'when you joined']] as const) : []),
    ...(own.has(studentKey(student)) || isHome
      ? ([
          [
            'Where you were last',
            [own.has(studentKey(student)) && 'which lab', isHome && 'which workspace']
              .filter((each) => each !== false)
              .join(', '),
          ],
        ] as const)
      : []),
    ...(held.links.length > 0 ? ([['Gradebook', 'which row is yours']] as const) : []),
    ...(held.messages.length > 0
      ? ([
          [
            'Messages',
            `${plural(held.messages.length, 'message')} that I sent or tried to send you: when, not what`,
          ],
        ] as const)
      : []),
    ...(held.exceptions.length > 0
      ? ([
          [
            'More time',
            held.exceptions.map(({ assignment, words }) => `${assignment.title}: ${words}`).join('; '),
          ],
        ] as const)
      : []),
    ...(held.audit.length > 0
      ? ([
          [
            'Log',
            `${plural(held.audit.length, 'line')} of what you did, or of who looked at you or changed something for you`,
          ],
        ] as const)
      : []),
    ...(held.leaves.length > 0
      ? ([
          [
            'Checkpoints',
            'how many decisions and runs your ledgers had at each, and their hashes; when you delete your data, one hash of each stays, without you',
          ],
        ] as const)
      : []),
    ...(held.setAside.length > 0
      ? ([['Set aside', `${plural(held.setAside.length, 'record')} that did not hold`]] as const)
      : []),
    ...(staff === undefined ? [] : ([['Staff', `you are listed as ${staff}`]] as const)),
    ...(draft ? ([['Draft', 'a homework that you drew up and have not posted']] as const) : []),
    ...(decided.length > 0
      ? ([
          [
            'Decided',
            `${plural(decided.length, 'row')} of homework or the gradebook that name you as who did it`,
          ],
        ] as const)
      : []),
  ];
}

async function show(visit: Visit): Promise<readonly Part[]> {
  const held = await heldAbout(visit.store, visit.packs, studentId(visit.actor));
  const rows = list(visit, held);
  const count = keysOf(studentId(visit.actor), held).length;
  return [
    { kind: 'heading', text: 'What is held about you here' },
    rows.length === 0
      ? { kind: 'text', text: 'Nothing.' }
      : { kind: 'table', columns: ['What', 'Which is'], rows: rows.map((row) => [...row]) },
    {
      kind: 'text',
      text: `${count === 0 ? '' : `These are ${plural(count, 'row')} in the store; the download has them all. `}What you and I write in the chat is kept by the platform, not here. Staff of this course see your steps, answers and grade; other students see none of it.`,
    },
    buttons(),
  ];
}

async function download(visit: Visit): Promise<readonly Part[]> {
  const student = studentId(visit.actor);
  const held = await heldAbout(visit.store, visit.packs, student);
  return [
    { kind: 'heading', text: 'Everything that is held about you' },
    {
      kind: 'text',
      text: 'One JSON file. Your ledgers are in it as they are stored, so that their chains can be checked.',
    },
    { kind: 'file', name: 'my-data.json', mediaType: 'application/json', content: heldText(student, held) },
  ];
}

/** What an instructor decided stays: a student may put right what they linked themselves. */
async function refuseOverLink({ store, course, actor }: Visit): Promise<void> {
  const row = (await store.person(studentId(actor)))?.row;
  if (row === undefined) return;
  const link = (await store.links(course)).get(encodeURIComponent(row));
  if (!link || link.how === 'self') return;
  throw new UserError(
    say`Your instructor has linked you to a row of the gradebook already, so nothing was changed. If it is not yours, tell them your receipt from ${command({ kind: 'ledger', what: 'show' })}.`,
  );
}

/** Only an exact identifier, and never a word about whether it is somebody else's. */
async function link(visit: Visit, typed: string | undefined): Promise<readonly Part[]> {
  if (typed === undefined || typed === TO_BE_ENTERED) {
    throw new UserError(
      say`Give your e-mail, login or ID number as your university writes it: ${command({ kind: 'mydata', what: 'link', with: LINK_FIELD.example })}.`,
    );
  }
  await refuseOverLink(visit);
  const kept = await keptRoster(visit);
  const row = kept && findOwnRow(kept.roster.students, typed);
  const linked = row ? await linkTo(visit, studentId(visit.actor), row.id, 'self') : 'taken';
  if (linked === 'taken') {
    return [
      callout(
        'info',
        'I found no free row for that',
        say`${kept ? '' : 'Your instructor has given no class list yet. '}Check the spelling, or ask your instructor, who can link you: tell them your receipt from ${command({ kind: 'ledger', what: 'show' })}.`,
      ),
    ];
  }
  return [
    callout(
      'success',
      'Linked',
      say`You are linked to ${strong(row ? shownName({ name: row.name, student: '' }) : 'your row')} of the gradebook. If that is not you, tell your instructor.`,
    ),
  ];
}

/** A course that nobody may change could only be deleted by its operator. */
function refuseLastInstructor({ actor, view }: Visit): void {
  const staff = view?.course.staff;
  if (!staff || actor.role === 'instructor' || staff.users[actor.user] !== 'instructor') return;
  if (hasInstructor(withoutUser(staff, actor.user))) return;
  throw new UserError(
    say`You are this course’s only instructor, so nothing was deleted. Make somebody else one first: ${command({ kind: 'class', what: 'settings', who: 'staff @colleague instructor' })}.`,
  );
}

async function remove(visit: Visit, typed: string | undefined): Promise<readonly Part[]> {
  const student = studentId(visit.actor);
  refuseLastInstructor(visit);
  const open = (await owedBy(visit, student)).filter(
    (each) => !isDone(each) && visit.now <= new Date(each.assignment.due.instant),
  );
  if (typed?.trim() !== DELETE_WORD) {
    return [
      callout(
        'warning',
        typed === undefined || typed === TO_BE_ENTERED
          ? 'This deletes everything, for good'
          : `That is not the word ${DELETE_WORD}, so nothing was deleted`,
        say`Your ledgers, your place in the class and your link to the gradebook go, and can’t be brought back. Credit that your instructor has not taken into the gradebook yet is lost, and they see only that somebody deleted their data. A receipt that you noted can’t be checked here any more; ${command({ kind: 'mydata', what: 'download' })} first, and the file can. What stands in the chat stays there.${
          open.length > 0
            ? say` ${strong(`You still owe ${open.map(({ assignment }) => assignment.title).join(', ')}`)}: you would begin it anew, with nothing done.`
            : ''
        }`,
      ),
      {
        kind: 'choices',
        prompt: say`To go on, type ${command({ kind: 'mydata', what: 'delete', with: DELETE_WORD })}.`,
        choices: [
          { label: 'Download first', request: { kind: 'mydata', what: 'download' }, emphasis: 'primary' },
          {
            label: 'Delete everything',
            request: { kind: 'mydata', what: 'delete', with: TO_BE_ENTERED },
            field: DELETE_FIELD,
          },
        ],
      },
    ];
  }
  await erase(visit.store, visit.packs, student);
  return [
    callout(
      'success',
      'Deleted',
      'Nothing is held about you here any more. If you speak to me again, you begin as somebody new.',
    ),
  ];
}

export async function mydata(visit: Visit, request: MydataRequest): Promise<readonly Part[]> {
  switch (request.what) {
    case 'download':
      return download(visit);
    case 'link':
      return link(visit, request.with);
    case 'delete':
      return remove(visit, request.with);
    default:
      return show(visit);
  }
}
