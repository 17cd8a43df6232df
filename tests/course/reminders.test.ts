/** Who is to be reminded: pure, at the edges of every condition. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CourseView } from '../../src/course/course-store.ts';
import type { Member } from '../../src/course/members.ts';
import { medianActiveMs, reminderReply } from '../../src/course/reminder-words.ts';
import {
  APART_MS,
  dueReminders,
  nudgeId,
  type Reminder,
  reminderOf,
  reminderTimes,
  ridOf,
} from '../../src/course/reminders.ts';
import type { Course, Person } from '../../src/course/rows.ts';
import { BOUNDS, DEFAULTS, settingsOf } from '../../src/course/settings.ts';
import type { Summary } from '../../src/ledger/summary.ts';
import { plain } from '../../src/messages/rich-text.ts';
import { dueAt } from '../../src/time/due.ts';
import { wallOf } from '../../src/time/wall.ts';
import {
  assignment,
  COURSE,
  course,
  DUE,
  HOMEWORK,
  hoursBefore,
  PACK,
  person,
  studentNamed,
  summary,
  ZONE,
} from './reminding/classroom.ts';

const view = (more: Partial<Course> = {}): CourseView => ({
  id: COURSE,
  course: course(more),
  assignments: [],
});

const ada = (more: Partial<Person> = {}, of?: Summary): Member => ({
  student: studentNamed('ada'),
  name: 'Ada',
  person: person('ada', hoursBefore(100), more),
  ...(of && { summary: of }),
});

const kinds = (found: readonly Reminder[]): readonly string[] => found.map(({ kind }) => kind);
const dueFor = (member: Member, now: Date, homework = assignment(), of = view()): readonly string[] =>
  kinds(dueReminders(of, homework, [member], now));

describe('the times of reminders', () => {
  it('are moved out of quiet hours to the evening before, and end where the next begins', () => {
    const times = reminderTimes(course(), assignment(), DUE);
    expect(times.map(({ kind, at, until }) => [kind, wallOf(at, ZONE), wallOf(until, ZONE)])).toEqual([
      ['48h', '2026-11-25T21:00', '2026-11-27T17:59'],
      ['6h', '2026-11-27T17:59', '2026-11-27T23:59'],
    ]);
  });

  it('stay where nothing is quiet', () => {
    const [first] = reminderTimes(course({ quiet: 'off' }), assignment(), DUE);
    expect(first?.at).toEqual(hoursBefore(48));
  });

  it('leave out one that another overtakes: both would be sent at 21:00', () => {
    const morning = new Date('2026-11-27T13:00:00.000Z');
    expect(kinds(reminderTimes(course({ reminders: [8, 6] }), assignment(), morning) as Reminder[])).toEqual([
      '6h',
    ]);
  });

  it('are none where reminders are off', () => {
    expect(reminderTimes(course({ reminders: [] }), assignment(), DUE)).toEqual([]);
  });

  it('never overlap, and never come after the deadline', () => {
    const hours = fc.uniqueArray(fc.integer({ min: 1, max: 336 }), { maxLength: 5 });
    const quiet = fc.oneof(
      fc.constant('off' as const),
      fc
        .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 23 }))
        .filter(([from, to]) => from !== to),
    );
    const minutes = fc.integer({ min: 0, max: 600 * 1440 });
    fc.assert(
      fc.property(hours, quiet, minutes, (reminders, of, minute) => {
        const due = new Date(Date.UTC(2026, 0, 1) + minute * 60_000);
        const times = reminderTimes(course({ reminders, quiet: of }), assignment(), due);
        for (const [index, { at, until }] of times.entries()) {
          expect(at < until).toBe(true);
          expect(until <= (times[index + 1]?.at ?? due)).toBe(true);
        }
      }),
    );
  });
});

describe('who is due', () => {
  it('is from the time on until the next one’s, and never after the deadline', () => {
    const [first, second] = reminderTimes(course(), assignment(), DUE);
    const at = (of: Date | undefined, ms: number): Date => new Date((of?.getTime() ?? Number.NaN) + ms);
    expect(dueFor(ada(), at(first?.at, -1))).toEqual([]);
    expect(dueFor(ada(), at(first?.at, 0))).toEqual(['48h']);
    expect(dueFor(ada(), at(second?.at, -1))).toEqual(['48h']);
    expect(dueFor(ada(), at(second?.at, 0))).toEqual(['6h']);
    expect(dueFor(ada(), at(DUE, -1), assignment(), view({ quiet: 'off' }))).toEqual(['6h']);
    expect(dueFor(ada(), DUE)).toEqual([]);
  });

  const now = hoursBefore(5);
  it.each<[string, Member]>([
    ['complete', ada({}, summary(hoursBefore(90), 30))],
    ['stopped', ada({ reminders: 'stopped' })],
    ['closed', ada({ reach: 'closed' })],
    [
      'written to less than four hours ago',
      ada({ remindedAt: new Date(now.getTime() - APART_MS + 1).toISOString() }),
    ],
    ['joined four hours before, or later', ada({ joinedAt: hoursBefore(10).toISOString() })],
    [
      'without a direct channel',
      { student: studentNamed('ada'), name: 'Ada', summary: summary(hoursBefore(90)) },
    ],
  ])('is not who is %s', (_, member) => {
    expect(dueFor(ada(), now)).toEqual(['6h']);
    expect(dueFor(member, now)).toEqual([]);
  });

  it('is who was written to four hours ago, or joined just before', () => {
    expect(dueFor(ada({ remindedAt: new Date(now.getTime() - APART_MS).toISOString() }), now)).toEqual([
      '6h',
    ]);
    expect(dueFor(ada({ joinedAt: new Date(hoursBefore(10).getTime() - 1).toISOString() }), now)).toEqual([
      '6h',
    ]);
  });

  it('is who was written to by a clock that ran a year ahead', () => {
    expect(dueFor(ada({ remindedAt: hoursBefore(-8_760).toISOString() }), now)).toEqual(['6h']);
  });

  it('is nobody who is excused, and an extension has its own times and ids', () => {
    const by = studentNamed('teacher');
    const at = hoursBefore(50).toISOString();
    const excused = assignment({ exceptions: { [studentNamed('ada')]: { excused: true, by, at } } });
    expect(dueFor(ada(), now, excused)).toEqual([]);
    const due = new Date(DUE.getTime() + 72 * 3_600_000);
    const extended = assignment({ exceptions: { [studentNamed('ada')]: { due: dueAt(due, ZONE), by, at } } });
    expect(dueFor(ada(), now, extended)).toEqual([]);
    expect(dueFor(ada(), hoursBefore(5, due), extended)).toEqual(['6h']);
    const ids = [assignment(), extended].map(
      (each) => reminderOf(course(), each, studentNamed('ada'), '6h')?.rid,
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('waits for the morning where a process comes back at night, if the morning is in time', () => {
    const night = new Date('2026-11-26T08:00:00.000Z');
    expect(wallOf(night, ZONE)).toBe('2026-11-26T03:00');
    expect(dueFor(ada(), night)).toEqual([]);
    expect(dueFor(ada(), night, assignment(), view({ quiet: 'off' }))).toEqual(['48h']);
    expect(dueFor(ada(), new Date('2026-11-26T13:00:00.000Z'))).toEqual(['48h']);
    // Due at 07:00: no morning is left.
    const early = assignment({ due: dueAt(new Date('2026-11-27T12:00:00.000Z'), ZONE) });
    expect(dueFor(ada(), new Date('2026-11-27T08:00:00.000Z'), early)).toEqual(['6h']);
  });

  it('may be written to early, by the next kind alone', () => {
    const [, second] = reminderTimes(course(), assignment(), DUE);
    const before = new Date((second?.at.getTime() ?? 0) - 60_000);
    expect(dueReminders(view(), assignment(), [ada()], before, 60_000).map(({ kind }) => kind)).toEqual([
      '6h',
    ]);
  });
});

describe('ids', () => {
  it('are twelve hexadecimal digits, unlike for unlike messages', () => {
    const ids = new Set(
      ['a', 'b'].flatMap((of) =>
        ['48h', '6h'].flatMap((kind) => [DUE, hoursBefore(1)].map((due) => ridOf(of, kind, String(due)))),
      ),
    );
    expect(ids.size).toBe(8);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/);
    expect(ridOf('ab', 'c')).not.toBe(ridOf('a', 'bc'));
  });

  it('are one nudge for a day of the course’s calendar', () => {
    const nudge = (at: string): string => nudgeId(course(), assignment(), studentNamed('ada'), new Date(at));
    // Midnight in New York is 05:00 UTC.
    expect(nudge('2026-11-27T04:59:00Z')).toBe(nudge('2026-11-26T05:00:00Z'));
    expect(nudge('2026-11-27T05:00:00Z')).not.toBe(nudge('2026-11-27T04:59:00Z'));
  });
});

describe('what a reminder says', () => {
  const say = (of: Summary | undefined, wholeMs?: number): string => {
    const { parts } = reminderReply({
      assignment: assignment(),
      pack: PACK,
      student: studentNamed('ada'),
      summary: of,
      wholeMs,
      zone: ZONE,
    });
    const [text] = parts;
    return text?.kind === 'text' ? plain(text.text) : '';
  };

  it('is when it is due and what is left', () => {
    expect(say(undefined)).toBe(
      'Lab 06 · The Quadratic Wall is due Fri 27 Nov 2026, 23:59 New York. You have 8 steps left.',
    );
    expect(say(summary(hoursBefore(60)), 30 * 60_000)).toBe(
      'Lab 06 · The Quadratic Wall is due Fri 27 Nov 2026, 23:59 New York. You have 7 steps left, about 30 minutes.',
    );
  });

  it('has buttons to go on and to stop', () => {
    const { parts } = reminderReply({
      assignment: assignment(),
      pack: PACK,
      student: studentNamed('ada'),
      summary: summary(hoursBefore(60)),
      wholeMs: undefined,
      zone: ZONE,
    });
    const choices = parts.flatMap((part) => (part.kind === 'choices' ? part.choices : []));
    expect(choices.map(({ label, request }) => [label, request])).toEqual([
      ['Continue', { kind: 'start', lab: PACK.id }],
      ['Stop reminders', { kind: 'owed', what: 'stop', assignment: HOMEWORK }],
    ]);
  });

  it('tells no time unless five have finished', () => {
    const finished = [10, 50, 20, 40, 30].map((minutes) => ({ summary: summary(hoursBefore(90), minutes) }));
    expect(medianActiveMs(finished.slice(1))).toBeUndefined();
    expect(medianActiveMs([...finished.slice(1), { summary: summary(hoursBefore(90)) }])).toBeUndefined();
    expect(medianActiveMs(finished)).toBe(30 * 60_000);
    expect(medianActiveMs([...finished, { summary: summary(hoursBefore(90), 60) }])).toBe(35 * 60_000);
  });
});

describe('settings', () => {
  it('are the defaults until somebody chooses, and say which', () => {
    const settings = settingsOf(course());
    expect(Object.values(settings).map(({ source }) => source)).toEqual(
      Object.keys(DEFAULTS).map(() => 'default'),
    );
    const values = Object.entries(settings).map(([name, { value }]) => [name, value]);
    expect(Object.fromEntries(values)).toEqual(DEFAULTS);
    expect(settingsOf(course({ reminders: [3, 72] })).reminders).toEqual({
      value: [72, 3],
      source: 'course',
    });
    expect(settingsOf(course({ pseudonyms: false })).pseudonyms).toEqual({ value: false, source: 'course' });
  });

  it('have defaults within their bounds', () => {
    for (const [name, { min, max }] of Object.entries(BOUNDS)) {
      const value = DEFAULTS[name as keyof typeof BOUNDS];
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
    }
  });
});
