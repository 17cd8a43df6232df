/**
 * Every act that concerns the class, with whom it is for: the table of the instructors' guide, and what the tests of
 * authorization go through. An act that is added to the requests and not here does not compile.
 */

import { needOf } from '../../src/course/answer.ts';
import { ROLES, type Role } from '../../src/messages/actor.ts';
import type {
  AssignRequest,
  ClassView,
  CourseRequest,
  GradeForm,
  MydataRequest,
  OwedRequest,
} from '../../src/messages/request.ts';

/** What there is to act on. */
export interface Ground {
  readonly assignment: string;
  /** The instructor’s, which moves the assignment’s deadline. */
  readonly draft: string;
  readonly question: string;
}

export interface Act {
  /** In the guide. */
  readonly what: string;
  /** As it is typed, or the button’s label. */
  readonly as: string;
  readonly request: (ground: Ground) => CourseRequest;
  /** The file that comes with it. */
  readonly file?: 'canvas' | 'moodle';
  /** What the log says of it, for staff’s acts that change something and for what leaves. */
  readonly log?: {
    readonly act: string;
    readonly about: 'a student' | 'the homework' | 'the course';
    readonly before?: true;
    readonly after?: true;
  };
}

type AssignAct = NonNullable<AssignRequest['step']> | 'draw up' | 'extend' | 'excuse' | 'look' | 'clock';

const FOR_BEN = '<@ben>';
const FOR_ADA = '<@ada>';
/** Whose ledger does not hold. */
const FOR_GIL = '<@gil>';

const ASSIGN: Readonly<Record<AssignAct, Act>> = {
  'draw up': {
    what: 'draw up a homework, and look at it',
    as: '/assign due Fri 23:59',
    request: () => ({ kind: 'assign', due: 'Fri 23:59' }),
  },
  post: {
    what: 'post it',
    as: '[Post it here]',
    request: ({ draft }) => ({ kind: 'assign', step: 'post', draft }),
    log: { act: 'assigned', about: 'the homework', after: true },
  },
  late: {
    what: 'allow late work in what was drawn up',
    as: '[Allow late work]',
    request: ({ draft }) => ({ kind: 'assign', step: 'late', draft }),
  },
  change: {
    what: 'change the date, late work or points of what was drawn up',
    as: '[Another date], [Late work until], [Other points]',
    request: ({ draft }) => ({ kind: 'assign', step: 'change', draft, points: 10 }),
  },
  drop: {
    what: 'drop what was drawn up',
    as: '[Don’t]',
    request: ({ draft }) => ({ kind: 'assign', step: 'drop', draft }),
  },
  separate: {
    what: 'draw up a second one of the same lab',
    as: '[Assign it a second time]',
    request: ({ draft }) => ({ kind: 'assign', step: 'separate', draft }),
  },
  move: {
    what: 'move its deadline',
    as: '[Move it to …]',
    request: ({ draft }) => ({ kind: 'assign', step: 'move', draft }),
    log: { act: 'moved the deadline', about: 'the homework', before: true, after: true },
  },
  section: {
    what: 'post it in another channel too',
    as: '[The same, for this channel too]',
    request: ({ draft }) => ({ kind: 'assign', step: 'section', draft }),
    log: { act: 'assigned in another channel', about: 'the homework', after: true },
  },
  close: {
    what: 'take it back',
    as: '[Take it back]',
    request: ({ assignment }) => ({ kind: 'assign', step: 'close', assignment }),
    log: { act: 'took back', about: 'the homework', before: true },
  },
  clock: {
    what: 'choose the course’s clock',
    as: '/assign zone Berlin',
    request: () => ({ kind: 'assign', due: 'Sat 23:59', zone: 'Berlin' }),
    log: { act: 'set zone', about: 'the course', before: true, after: true },
  },
  look: {
    what: 'see what one student was given',
    as: '/assign for @ada',
    request: ({ assignment }) => ({ kind: 'assign', assignment, for: FOR_ADA }),
  },
  extend: {
    what: 'give one student more time',
    as: '/assign for @ada due Mon 12:00',
    request: ({ assignment }) => ({ kind: 'assign', assignment, for: FOR_ADA, due: 'Mon 12:00' }),
    log: { act: 'extended', about: 'a student', before: true, after: true },
  },
  excuse: {
    what: 'excuse one student',
    as: '/assign for @ada excused',
    request: ({ assignment }) => ({ kind: 'assign', assignment, for: FOR_ADA, excused: true }),
    log: { act: 'excused', about: 'a student', before: true, after: true },
  },
  undo: {
    what: 'take an extension or excuse away',
    as: '[Remove]',
    request: ({ assignment }) => ({ kind: 'assign', assignment, for: FOR_BEN, step: 'undo' }),
    log: { act: 'removed an exception', about: 'a student', before: true, after: true },
  },
};

const view = (what: ClassView) => () => ({ kind: 'class', what }) as const;

const CLASS: Readonly<Record<ClassView | 'settings change' | 'staff', Act>> = {
  overview: { what: 'see where the class is', as: '/class', request: view('overview') },
  stuck: { what: 'see who is stuck', as: '/class stuck', request: view('stuck') },
  waiting: { what: 'see who has not started', as: '/class waiting', request: view('waiting') },
  time: { what: 'see the time on task', as: '/class time', request: view('time') },
  finish: { what: 'see when they finished', as: '/class finish', request: view('finish') },
  sure: { what: 'see sure against right', as: '/class sure', request: view('sure') },
  student: {
    what: 'look at one student',
    as: '/class student @ada',
    request: () => ({ kind: 'class', what: 'student', who: FOR_ADA }),
    log: { act: 'looked at a student', about: 'a student' },
  },
  nudge: {
    what: 'write to those who are stuck, once a day and student',
    as: '/class nudge',
    request: view('nudge'),
    log: { act: 'nudged', about: 'a student', after: true },
  },
  extend: {
    what: 'give all who are stuck a day more',
    as: '/class extend',
    request: () => ({ kind: 'class', what: 'extend', step: 'yes' }),
    log: { act: 'extended', about: 'a student', before: true, after: true },
  },
  reveal: {
    what: 'reveal class results to students',
    as: '/class reveal',
    request: ({ question }) => ({ kind: 'class', what: 'reveal', question, step: 'yes' }),
    log: { act: 'revealed', about: 'the homework', after: true },
  },
  hide: {
    what: 'hide them again',
    as: '/class hide',
    request: view('hide'),
    log: { act: 'hid', about: 'the homework', after: true },
  },
  results: {
    what: 'see revealed results, after one’s own lock',
    as: '[Show me]',
    request: ({ question }) => ({ kind: 'class', what: 'results', question }),
  },
  settings: { what: 'see the settings', as: '/class settings', request: view('settings') },
  'settings change': {
    what: 'change a setting',
    as: '/class settings quiet off',
    request: () => ({ kind: 'class', what: 'settings', who: 'quiet off' }),
    log: { act: 'set quiet', about: 'the course', before: true, after: true },
  },
  staff: {
    what: 'make somebody staff, or no longer',
    as: '/class settings staff @ada assistant',
    request: () => ({ kind: 'class', what: 'settings', who: 'staff <@ada> assistant' }),
    log: { act: 'set staff', about: 'a student', before: true, after: true },
  },
  mend: {
    what: 'keep what holds of a damaged ledger',
    as: '/class mend @gil',
    request: () => ({ kind: 'class', what: 'mend', who: FOR_GIL, step: 'yes' }),
    log: { act: 'kept what holds of a ledger', about: 'a student', before: true, after: true },
  },
  anew: {
    what: 'have a damaged ledger begun anew',
    as: '/class anew @gil',
    request: () => ({ kind: 'class', what: 'anew', who: FOR_GIL, step: 'yes' }),
    log: { act: 'had a ledger begun anew', about: 'a student', before: true, after: true },
  },
  log: {
    what: 'read the log',
    as: '/class log',
    request: view('log'),
    log: { act: 'read the log', about: 'the course' },
  },
};

const GRADES: Readonly<Record<GradeForm | 'choose' | 'upload' | 'link', Act>> = {
  choose: { what: 'see which files there are', as: '/grades', request: () => ({ kind: 'grades' }) },
  upload: {
    what: 'give the gradebook’s export',
    as: '/grades with the file',
    request: () => ({ kind: 'grades' }),
    file: 'canvas',
    log: { act: 'gave a roster', about: 'the course', after: true },
  },
  canvas: {
    what: 'take grades for Canvas',
    as: '/grades canvas',
    request: () => ({ kind: 'grades', form: 'canvas', column: '88123' }),
    log: { act: 'took grades for canvas', about: 'the homework', after: true },
  },
  moodle: {
    what: 'take grades for Moodle',
    as: '/grades moodle',
    request: () => ({ kind: 'grades', form: 'moodle', column: 'new' }),
    file: 'moodle',
    log: { act: 'took grades for moodle', about: 'the homework', after: true },
  },
  detail: {
    what: 'take everything as CSV',
    as: '/grades detail',
    request: () => ({ kind: 'grades', form: 'detail' }),
    log: { act: 'took everything as CSV', about: 'the homework' },
  },
  jsonl: {
    what: 'take the decisions, by pseudonym',
    as: '/grades jsonl',
    request: () => ({ kind: 'grades', form: 'jsonl' }),
    log: { act: 'took decisions as JSON lines', about: 'the homework' },
  },
  link: {
    what: 'say who is which row',
    as: '/grades canvas link 91234=@ada',
    request: () => ({ kind: 'grades', form: 'canvas', column: '88123', link: '91234=<@ada>' }),
    log: { act: 'linked to the gradebook', about: 'a student', after: true },
  },
};

const OWED: Readonly<Record<NonNullable<OwedRequest['what']> | 'show', Act>> = {
  show: { what: 'see what one owes', as: '/owed', request: () => ({ kind: 'owed' }) },
  join: {
    what: 'start',
    as: '[Start]',
    request: ({ assignment }) => ({ kind: 'owed', what: 'join', assignment }),
  },
  stop: { what: 'stop reminders', as: '/owed stop', request: () => ({ kind: 'owed', what: 'stop' }) },
  on: { what: 'turn them on', as: '/owed on', request: () => ({ kind: 'owed', what: 'on' }) },
};

const MYDATA: Readonly<Record<NonNullable<MydataRequest['what']> | 'show', Act>> = {
  show: { what: 'see what is held about oneself', as: '/mydata', request: () => ({ kind: 'mydata' }) },
  download: {
    what: 'take it away',
    as: '/mydata download',
    request: () => ({ kind: 'mydata', what: 'download' }),
  },
  link: {
    what: 'link oneself to a row of the gradebook',
    as: '/mydata link ada@uni.example',
    request: () => ({ kind: 'mydata', what: 'link', with: 'ada.login' }),
    log: { act: 'linked to the gradebook', about: 'a student', after: true },
  },
  delete: {
    what: 'delete it',
    as: '/mydata delete DELETE',
    request: () => ({ kind: 'mydata', what: 'delete', with: 'DELETE' }),
  },
};

/** By the kind of their request. */
export const ACTS: Readonly<Record<CourseRequest['kind'], Readonly<Record<string, Act>>>> = {
  assign: ASSIGN,
  class: CLASS,
  grades: GRADES,
  owed: OWED,
  mydata: MYDATA,
};

export const ALL_ACTS: readonly Act[] = Object.values(ACTS).flatMap((acts) => Object.values(acts));

const NOWHERE: Ground = { assignment: 'a', draft: 'd', question: 'q' };

/** Who may do it, at least: what the course itself decides by. */
export const leastRole = ({ request }: Act): Role => needOf(request(NOWHERE)).role;

/** What one does about oneself, in whatever role. */
export const isOwn = (act: Act): boolean => {
  const { kind } = act.request(NOWHERE);
  return kind === 'owed' || kind === 'mydata';
};

/** Rows of the guide: the act, as it is asked for, each role, and the log’s words. */
export const actRows = (): readonly (readonly string[])[] =>
  ALL_ACTS.map((act) => [
    act.what,
    act.as.startsWith('[') ? act.as.replaceAll(/[[\]]/g, '**') : `\`${act.as}\``,
    ...ROLES.map((role) =>
      ROLES.indexOf(role) < ROLES.indexOf(leastRole(act)) ? '–' : isOwn(act) ? 'own' : '✓',
    ),
    act.log ? act.log.act : '',
  ]);
