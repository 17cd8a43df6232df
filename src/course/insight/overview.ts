/** The class at a glance: who is where, what it believed at first, and what has been sent. */

import { integer } from '../../messages/format.ts';
import type { Part } from '../../messages/reply.ts';
import { type RichText, say, strong } from '../../messages/rich-text.ts';
import { shortened } from '../../messages/shortened.ts';
import { durationWords } from '../../time/duration.ts';
import { buttons, forInstructors, type Looking, look } from './asks.ts';
import { locksChart, type Pictured, progressChart } from './charts.ts';
import { ledgersNotice, noticeParts, type TroubledName } from './ledger.ts';
import { type ClassMetrics, metricsOf } from './metrics.ts';
import { LONG_MINUTES } from './pace.ts';
import { actWords, agoWords, counted, ofWords, shareWords } from './words.ts';

/** Beside the class: the gradebook's own list. */
export interface RosterCounts {
  readonly rows: number;
  /** Enrolled, and no row is known to be theirs. */
  readonly notLinked: number;
  /** On the roster, and nobody has joined as them. */
  readonly neverSeen: number;
}

/** Of one kind of reminder. */
export interface ReminderCounts {
  /** As it is read: `48 h`. */
  readonly kind: string;
  readonly sent: number;
  /** Direct messages that did not reach somebody who takes none. */
  readonly closed: number;
  /** Sent, perhaps: no answer came. */
  readonly unknown: number;
}

export interface OverviewGiven extends Looking {
  /** Absent where no gradebook was ever given. */
  readonly roster?: RosterCounts;
  readonly reminders: readonly ReminderCounts[];
  /** Students who deleted their data: in no figure but this one. */
  readonly gone?: { readonly students: number; readonly complete: number };
  /** Whose ledgers do not hold. */
  readonly troubled?: readonly TroubledName[];
}

const TITLE_LETTERS = 80;

export const pictureParts = ({ chart, table }: Pictured): readonly Part[] => [
  { kind: 'chart', chart },
  table,
];

function heading({ data: { assignment, now } }: Looking): Part {
  const leftMs = Date.parse(assignment.due.instant) - now.getTime();
  const due = leftMs >= 0 ? `due in ${durationWords(leftMs)}` : `was due ${agoWords(-leftMs)}`;
  return { kind: 'heading', text: `${shortened(assignment.title, TITLE_LETTERS)} · ${due}` };
}

function enrolledWords({ section, roster }: OverviewGiven, enrolled: number): RichText {
  const of = section === undefined ? 'All sections' : `Section ${shortened(section)}`;
  const onRoster = roster
    ? `, ${integer(roster.rows)} on the roster, ${integer(roster.notLinked)} not linked`
    : '';
  return say`${of}: ${strong(integer(enrolled))} enrolled${onRoster}.`;
}

function standingWords({ standings }: ClassMetrics, { roster }: OverviewGiven): RichText {
  const neverSeen =
    roster && roster.neverSeen > 0 ? ` (+${integer(roster.neverSeen)} on the roster never seen)` : '';
  const unfinished =
    standings.unfinished > 0
      ? say` · stopped, excused or past the deadline ${strong(integer(standings.unfinished))}`
      : '';
  return say`Complete ${strong(integer(standings.complete))} · under way ${strong(integer(standings['under way']))} · stuck ${strong(integer(standings.stuck))} · not started ${strong(integer(standings['not started']))}${neverSeen}${unfinished}.`;
}

function learningWords({ afterPrediction, sureAndWrong }: ClassMetrics, { data }: Looking): RichText {
  const list = (which: 'wrong' | 'right'): string =>
    afterPrediction.map((each) => `${actWords(data, each.act)} ${shareWords(each[which])}`).join(', ');
  const sure = sureAndWrong.map(({ act, wrong }) => `${actWords(data, act)} ${ofWords(wrong)}`).join(', ');
  return (
    `Reflection right, after a wrong prediction: ${list('wrong')}; after a right one: ${list('right')}. ` +
    `Wrong among the locks that were sure: ${sure}.`
  );
}

function timeWords({ time: { minutes, long } }: ClassMetrics): string {
  if (!minutes) return 'Time on task: nobody is complete yet.';
  const [lower, median, upper] = [minutes.lower, minutes.median, minutes.upper].map((each) => integer(each));
  return `Time on task: median ${median} min (middle half ${lower} to ${upper}); ${ofWords(long)} over ${LONG_MINUTES}.`;
}

const reminderWords = ({ reminders }: OverviewGiven): readonly string[] =>
  reminders.length === 0
    ? []
    : [
        `Reminders: ${reminders
          .map(
            ({ kind, sent, closed, unknown }) =>
              `${kind}: ${integer(sent)} sent, ${integer(closed)} could not be written to, ${integer(unknown)} unknown`,
          )
          .join('; ')}.`,
      ];

const goneWords = ({ gone }: OverviewGiven): readonly string[] =>
  gone
    ? [
        `${counted(gone.students, 'student')} deleted their data, ${integer(gone.complete)} of them complete; no other figure counts them.`,
      ]
    : [];

const circlingWords = ({ circling }: ClassMetrics): readonly string[] =>
  circling.length > 0
    ? [`${counted(circling.length, 'student')} circling: many runs of an act, and no reflection.`]
    : [];

/** What is known beside the charts: the roster, what was sent, who is gone, who circles. */
export const sideWords = (given: OverviewGiven): readonly RichText[] => [
  enrolledWords(given, given.data.members.length),
  ...reminderWords(given),
  ...goneWords(given),
  ...circlingWords(metricsOf(given.data)),
];

export function overviewParts(given: OverviewGiven): readonly Part[] {
  const { data } = given;
  const metrics = metricsOf(data);
  const { enrolled, standings, stuck, circling } = metrics;
  const words = (text: RichText): Part => ({ kind: 'text', text });
  const people = [
    ...(stuck.length > 0 || circling.length > 0
      ? [
          look(
            given,
            circling.length > 0
              ? `Stuck: ${integer(stuck.length)}, circling: ${integer(circling.length)}`
              : `Stuck: ${integer(stuck.length)}`,
            'stuck',
          ),
        ]
      : []),
    ...(standings['not started'] > 0
      ? [look(given, `Not started: ${integer(standings['not started'])}`, 'waiting')]
      : []),
  ];
  const more = [
    look(given, 'Time on task', 'time'),
    look(given, 'When they finished', 'finish'),
    look(given, 'Sure against right', 'sure'),
  ];
  const instructors = forInstructors(
    given,
    look(given, 'Reveal…', 'reveal'),
    { label: 'Grades', request: { kind: 'grades', assignment: data.assignment.id } },
    look(given, 'Settings', 'settings'),
  );
  const notice = noticeParts(ledgersNotice(given, given.troubled ?? []));
  if (enrolled === 0) {
    return [
      heading(given),
      ...notice,
      words(enrolledWords(given, enrolled)),
      words('Nobody has pressed Start or begun the lab yet: there is nothing to draw.'),
      ...buttons(instructors),
    ];
  }
  return [
    heading(given),
    ...notice,
    words(enrolledWords(given, enrolled)),
    words(standingWords(metrics, given)),
    ...pictureParts(progressChart(data)),
    ...data.pack.acts.flatMap((act) => pictureParts(locksChart(data, act))),
    words(learningWords(metrics, given)),
    words(timeWords(metrics)),
    ...reminderWords(given).map(words),
    ...goneWords(given).map(words),
    ...circlingWords(metrics).map(words),
    ...buttons([...people, ...more, ...instructors]),
  ];
}
