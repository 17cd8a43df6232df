/** What instructors get in the morning: where the class is, what to take up in class, and who needs a look. */

import { actName } from '../labs/find.ts';
import type { LabPack } from '../labs/lab.ts';
import type { Part } from '../messages/reply.ts';
import { type Reply, reply } from '../messages/reply.ts';
import { command, type RichText, say, strong } from '../messages/rich-text.ts';
import { dueAt, dueWords, stillAgrees } from '../time/due.ts';
import { instantsOf } from '../time/wall.ts';
import type { CourseStore, CourseView } from './course-store.ts';
import { metricsOf } from './insight/metrics.ts';
import { ofWords, shareWords } from './insight/words.ts';
import { type ClassData, readMembers } from './members.ts';
import { purgeAt } from './retention.ts';
import type { Assignment } from './rows.ts';
import { troubledNames } from './troubled-names.ts';
import { plural } from './words.ts';

/** More than the two commonest is no plan for a debrief. */
const MISCONCEPTIONS = 2;
/** More names are a list. */
const NAMED = 5;
/** Retention is announced so long before identities go. */
const ANNOUNCED_MS = 15 * 24 * 60 * 60_000;

const text = (words: RichText): Part => ({ kind: 'text', text: words });

/** The two commonest beliefs of each act, with what the lab answers to them. */
function beliefs(data: ClassData): readonly Part[] {
  const { pack } = data;
  return metricsOf(data).firstLocks.flatMap(({ act, question, misconceptions }) =>
    misconceptions.slice(0, MISCONCEPTIONS).map(({ misconception, count, n }) => {
      const setting = {
        context: act.about ?? pack.contexts[0].id,
        edition: pack.editions[0].id,
        prior: Object.fromEntries(pack.reads.map(({ as, fallback }) => [as, fallback])),
      };
      const held = question.kind === 'choice' ? question.options : question.beliefs;
      const feedback = held.find((each) => each.misconception === misconception)?.feedback(setting) ?? '';
      return text(
        say`${strong(`${actName(pack, act)}: ${shareWords({ count, n })} hold that ${misconception}.`)} ${feedback}`,
      );
    }),
  );
}

/** A zone whose rules have changed since: nothing moves by itself. */
function clockWords({ due }: Assignment): readonly Part[] {
  if (stillAgrees(due)) return [];
  const [instant] = instantsOf(due.wall, due.zone);
  const now = instant ? dueWords(dueAt(instant, due.zone)) : 'a time that does not exist there';
  return [
    text(
      say`${strong('The rules of the course’s clock have changed')} since this was assigned: ${due.wall.replace('T', ' ')} there is ${now} now. The deadline stays at the moment it was; assign again to move it.`,
    ),
  ];
}

export async function digestReply(
  store: CourseStore,
  packs: readonly LabPack[],
  view: CourseView,
  assignment: Assignment,
  now: Date,
): Promise<Reply | undefined> {
  const pack = packs.find(({ id }) => id === assignment.lab);
  if (!pack) return undefined;
  const members = await readMembers(store, view, pack.id);
  if (members.length === 0) return undefined;
  const data: ClassData = { course: view.course, assignment, pack, now, members };
  const { standings, stuck, sureAndWrong } = metricsOf(data);
  const sure = sureAndWrong.filter(({ wrong }) => wrong.n > 0);
  const troubled = await troubledNames(store, packs, view);
  const ends = purgeAt(view);
  const isEnding = ends.getTime() - now.getTime() < ANNOUNCED_MS;
  return reply(
    { kind: 'heading', text: `${assignment.title}: this morning` },
    text(
      say`Complete ${strong(String(standings.complete))} of ${String(members.length)} · under way ${strong(String(standings['under way']))} · stuck ${strong(String(stuck.length))} · not started ${strong(String(standings['not started']))}.`,
    ),
    ...(troubled.length > 0
      ? [
          text(
            say`${strong(`${plural(troubled.length, 'ledger does', 'ledgers do')} not hold`)}: ${troubled
              .map(({ name }) => name)
              .slice(0, NAMED)
              .join(', ')}${
              troubled.length > NAMED ? ` and ${troubled.length - NAMED} more` : ''
            }. Nothing more is recorded on it until you decide: ${command({ kind: 'class' })}.`,
          ),
        ]
      : []),
    ...beliefs(data),
    ...(sure.length > 0
      ? [
          text(
            `Sure and wrong: ${sure.map(({ act, wrong }) => `${actName(pack, act)} ${ofWords(wrong)}`).join(', ')}. Errors that one was sure of are corrected best when they are named.`,
          ),
        ]
      : []),
    ...clockWords(assignment),
    ...(isEnding
      ? [
          text(
            say`${strong(`On ${ends.toISOString().slice(0, 10)} the names and answers of this course are deleted`)}; counts stay. Take the grades before, or keep them longer: ${command({ kind: 'class', what: 'settings', who: 'retention 730' })}.`,
          ),
        ]
      : []),
    {
      kind: 'choices',
      choices: [
        {
          label: 'Show the class',
          request: { kind: 'class', assignment: assignment.id },
          emphasis: 'primary',
        },
        ...(stuck.length > 0
          ? [
              {
                label: plural(stuck.length, 'student is stuck', 'students are stuck'),
                request: { kind: 'class', what: 'stuck', assignment: assignment.id },
              } as const,
            ]
          : []),
        { label: 'Grades', request: { kind: 'grades', assignment: assignment.id } },
      ],
    },
  );
}
