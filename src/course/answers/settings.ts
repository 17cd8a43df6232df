/** `/class settings`: every setting with its value and where it comes from; `/class settings reminders 72h 24h` changes one. */

import type { Part } from '../../messages/reply.ts';
import { code, command, say, strong } from '../../messages/rich-text.ts';
import { shortened } from '../../messages/shortened.ts';
import { readDuration } from '../../time/duration.ts';
import { place, readZone } from '../../time/zone.ts';
import type { Course } from '../rows.ts';
import { BOUNDS, DIGEST_AT, settingsOf } from '../settings.ts';
import { lineOf, type Visit } from '../visit.ts';
import { callout, hoursWords } from '../words.ts';
import { changedStaff, readStaff, staffLine, wrong } from './settings-staff.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const OFF = /^(?:off|none|no)$/i;

function wholeNumber(
  text: string,
  { min, max }: { min: number; max: number },
  what: string,
  example: string,
): number {
  const value = Number(text.trim().replace(/ ?days?$/i, ''));
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw wrong(
    say`${strong(shortened(text))} is no ${what}: it is a whole number from ${min} to ${max.toLocaleString('en-US')}.`,
    example,
  );
}

/** `22-8`, `22:00 to 08:00`. */
function readQuiet(text: string): NonNullable<Course['quiet']> {
  if (OFF.test(text.trim())) return 'off';
  const [, from, to] = /^(\d{1,2})(?::00)?\s*(?:-|–|to|until)?\s*(\d{1,2})(?::00)?$/i.exec(text.trim()) ?? [];
  const hours = [Number(from), Number(to)] as const;
  if (from !== undefined && to !== undefined && hours.every((hour) => hour <= 23) && hours[0] !== hours[1]) {
    return [hours[0], hours[1]];
  }
  throw wrong(
    say`I can’t read ${strong(shortened(text))} as quiet hours: two different hours of the course’s clock from 0 to 23, or off.`,
    'quiet 22-8',
  );
}

/** `Mon Wed 08:30`, `after-deadline`, `off`. */
function readDigest(text: string): NonNullable<Course['digest']> {
  const said = text.trim();
  if (OFF.test(said)) return 'off';
  if (/^(?:after[- ]deadline|default)$/i.test(said)) return 'after-deadline';
  const words = said.split(/[\s,]+/);
  const at = words.find((word) => /^\d{1,2}:\d{2}$/.test(word));
  const names = words.filter((word) => word !== at);
  const days = names.map(
    (word) => DAYS.findIndex((day) => word.toLowerCase().startsWith(day.toLowerCase())) + 1,
  );
  const [first, ...rest] = [...new Set(days)].sort();
  const [hour = 0, minute = 0] = at?.split(':').map(Number) ?? [];
  if (first === undefined || days.includes(0) || hour > 23 || minute > 59) {
    throw wrong(
      say`I can’t read ${strong(shortened(text))} as the times of a digest: days of the week with a time, after-deadline, or off.`,
      'digest Mon Wed 08:30',
    );
  }
  return { days: [first, ...rest], at: (at ?? DIGEST_AT).padStart(5, '0') };
}

type Change = (course: Course, text: string, visit: Visit) => Course;

const without = <K extends keyof Course>(course: Course, key: K): Course => {
  const { [key]: _, ...rest } = course;
  return rest as Course;
};

/** `daily`, `deadlines`, `off`. */
function readCheckpoints(text: string): NonNullable<Course['checkpoints']> {
  const said = text.trim().toLowerCase();
  if (OFF.test(said)) return 'off';
  if (said === 'daily' || said === 'deadlines') return said;
  throw wrong(
    say`${strong(shortened(text))} is not when checkpoints may be posted: daily, deadlines, or off.`,
    'checkpoints deadlines',
  );
}

const yesOrNo = (text: string, example: string): boolean => {
  if (/^(?:on|yes)$/i.test(text.trim())) return true;
  if (OFF.test(text.trim())) return false;
  throw wrong(say`${strong(shortened(text))} is neither on nor off.`, example);
};

const CHANGES: Readonly<Record<string, Change>> = {
  zone: (course, text) => ({ ...course, zone: readZone(text) }),
  reminders: (course, text) => ({
    ...course,
    reminders: OFF.test(text.trim()) ? [] : [...readDuration(text)],
  }),
  quiet: (course, text) => ({ ...course, quiet: readQuiet(text) }),
  digest: (course, text) => ({ ...course, digest: readDigest(text) }),
  pseudonyms: (course, text) => ({ ...course, pseudonyms: yesOrNo(text, 'pseudonyms on') }),
  checkpoints: (course, text) => ({ ...course, checkpoints: readCheckpoints(text) }),
  retention: (course, text) => ({
    ...course,
    retentionDays: wholeNumber(text, BOUNDS.retentionDays, 'number of days', 'retention 365'),
  }),
  minimum: (course, text) => ({
    ...course,
    revealMin: wholeNumber(text, BOUNDS.revealMin, 'minimum', 'minimum 10'),
  }),
  staff: (course, text, { actor }) => ({
    ...course,
    staff: changedStaff(readStaff(text), course.staff, actor),
  }),
};

const KEYS: Readonly<Record<string, keyof Course>> = {
  reminders: 'reminders',
  quiet: 'quiet',
  digest: 'digest',
  pseudonyms: 'pseudonyms',
  checkpoints: 'checkpoints',
  retention: 'retentionDays',
  minimum: 'revealMin',
};

const digestWords = (digest: NonNullable<Course['digest']>): string => {
  if (digest === 'off') return 'off';
  if (digest === 'after-deadline') return `${DIGEST_AT} the morning after the deadline`;
  return `${digest.days.map((day) => DAYS[day - 1]).join(', ')} at ${digest.at}`;
};

/** How often each is posted; all are stored. */
const CHECKPOINT_WORDS = {
  daily: 'posted at each deadline, and daily while homework is open',
  deadlines: 'posted at each deadline',
  off: 'kept, and not posted',
} as const;

const staffWords = ({ staff }: Course): string => {
  const all = [
    ...Object.entries(staff.users).map(([id, role]) => `<@${id}> ${role}`),
    ...Object.entries(staff.groups).map(([id, role]) => `group ${id} ${role}`),
  ];
  return all.length === 0 ? 'whoever the platform takes for one' : all.join(', ');
};

/** Each setting as it is typed, its value in words, and whether it was chosen. */
function rows(course: Course): readonly (readonly [name: string, value: string, source: string])[] {
  const { reminders, quiet, digest, pseudonyms, checkpoints, retentionDays, revealMin } = settingsOf(course);
  const hour = (value: number): string => `${String(value).padStart(2, '0')}:00`;
  return [
    [
      'zone',
      course.zone === undefined ? 'not chosen yet' : place(course.zone),
      course.zone ? 'course' : 'default',
    ],
    ['staff', staffWords(course), Object.keys(course.staff.users).length > 0 ? 'course' : 'default'],
    [
      'reminders',
      reminders.value.length === 0 ? 'off' : `${hoursWords(reminders.value)} before`,
      reminders.source,
    ],
    [
      'quiet',
      quiet.value === 'off' ? 'off' : `${hour(quiet.value[0])} to ${hour(quiet.value[1])}`,
      quiet.source,
    ],
    ['digest', digestWords(digest.value), digest.source],
    ['pseudonyms', pseudonyms.value ? 'on: no names are stored' : 'off', pseudonyms.source],
    ['checkpoints', CHECKPOINT_WORDS[checkpoints.value], checkpoints.source],
    ['retention', `${retentionDays.value} days after the last deadline`, retentionDays.source],
    ['minimum', `results are shown from ${revealMin.value} students on`, revealMin.source],
  ];
}

const EMPTY: Course = { schema: 1, secret: '0'.repeat(64), staff: { users: {}, groups: {} } };

const table = (course: Course): Part => ({
  kind: 'table',
  columns: ['Setting', 'Value', 'From'],
  rows: rows(course).map(([name, value, source]) => [[code(name)], value, source]),
});

/** From now on no name is stored; those that were are taken away. */
async function forgetNames({ store, course }: Visit): Promise<void> {
  for (const [student, { name, email }] of await store.people(course)) {
    if (name === undefined && email === undefined) continue;
    await store.changePerson(student, (person) => {
      if (!person) return undefined;
      const { name: _, email: __, ...rest } = person;
      return rest;
    });
  }
}

export async function settings(visit: Visit, typed: string | undefined): Promise<readonly Part[]> {
  const { store, course: id, view } = visit;
  if (typed === undefined || typed.trim() === '') {
    return [
      { kind: 'heading', text: 'Settings of this course' },
      table(view?.course ?? EMPTY),
      {
        kind: 'text',
        text: say`Change one by its name: ${command({ kind: 'class', what: 'settings', who: 'reminders 72h 24h 3h' })}, ${command({ kind: 'class', what: 'settings', who: 'quiet off' })}, ${command({ kind: 'class', what: 'settings', who: 'staff @ta assistant' })}; ${code('default')} as its value puts it back.`,
      },
    ];
  }
  const [, name = '', value = ''] = /^(\S+)\s*(.*)$/s.exec(typed.trim()) ?? [];
  const change = Object.hasOwn(CHANGES, name.toLowerCase()) ? CHANGES[name.toLowerCase()] : undefined;
  if (!change) {
    throw wrong(
      say`There is no setting ${strong(shortened(name))}. There are ${Object.keys(CHANGES).join(', ')}.`,
      'reminders 48h 6h',
    );
  }
  const key = KEYS[name.toLowerCase()];
  let before = '';
  const wordsOf = (course: Course): string =>
    rows(course).find(([each]) => each === name.toLowerCase())?.[1] ?? '';
  const next = (course: Course): Course => {
    before = wordsOf(course);
    const after =
      key !== undefined && value.trim().toLowerCase() === 'default'
        ? without(course, key)
        : change(course, value, visit);
    // Whoever makes the course is its instructor in direct messages too, where platforms name none.
    const { users } = after.staff;
    return view && (visit.actor.role === 'instructor' || Object.keys(users).length > 0)
      ? after
      : { ...after, staff: { ...after.staff, users: { ...users, [visit.actor.user]: 'instructor' } } };
  };
  const changed = await store.changeCourse(id, next, ({ staff }, after) =>
    lineOf(
      visit,
      `set ${name.toLowerCase()}`,
      name.toLowerCase() === 'staff'
        ? staffLine(id, readStaff(value), staff)
        : { before, after: wordsOf(after) },
    ),
  );
  // Also where it was on already: a process that ended in between has left some.
  if (changed.pseudonyms && key === 'pseudonyms') await forgetNames(visit);
  return [
    callout(
      'success',
      'Changed',
      say`${code(name.toLowerCase())}: ${strong(wordsOf(changed))}. It was: ${before}.`,
    ),
    table(changed),
  ];
}
