/** What staff are shown: the views of a class, one student, and who may be written to. */

import { describe, expect, it } from 'vitest';
import { noNudge, nudgeable } from '../../../src/course/insight/nudges.ts';
import {
  finishParts,
  overviewParts,
  stuckParts,
  studentParts,
  sureParts,
  timeParts,
  waitingParts,
} from '../../../src/course/insight/views.ts';
import type { Member } from '../../../src/course/members.ts';
import type { Person } from '../../../src/course/rows.ts';
import { PACKS } from '../../../src/labs/catalogue.ts';
import type { LabPack } from '../../../src/labs/lab.ts';
import type { Role } from '../../../src/messages/actor.ts';
import { type Part, reply } from '../../../src/messages/reply.ts';
import {
  assignmentOf,
  classOf,
  type Did,
  DUE,
  HOUR,
  memberOf,
  personNamed,
  randomClass,
  studentKey,
} from '../../support/class.ts';
import { choicesOf, partsOf, wordsOf } from '../../support/lab.ts';

const [WALL] = PACKS as readonly [LabPack];
const NOW = new Date(DUE.getTime() - 30 * HOUR);
const words = (parts: readonly Part[]): string => wordsOf(reply(...parts));
const labels = (parts: readonly Part[]): string[] => choicesOf(reply(...parts)).map(({ label }) => label);

const quietFor = (hoursAgo: number, acts: readonly Did[], person?: Person, name = 'Ada'): Member =>
  memberOf(
    name,
    {
      startedAt: new Date(NOW.getTime() - (hoursAgo + 2) * HOUR),
      lastAt: new Date(NOW.getTime() - hoursAgo * HOUR),
      minutes: 12,
      acts,
    },
    person,
  );

const DONE: readonly Did[] = [
  { lock: 'linear', sure: 3, runs: 4, wall: true, reflect: 'tiling', decided: true },
  { lock: 'wider', runs: 2, reflect: 'sequential', decided: true },
];

describe('the overview', () => {
  const members = [
    quietFor(2, DONE),
    quietFor(30, [{ lock: 'linear', runs: 3 }, {}], undefined, 'Ben'),
    memberOf('Cyd', undefined),
  ];
  const data = classOf(WALL, members, { now: NOW });
  const given = {
    data,
    role: 'instructor' as Role,
    roster: { rows: 5, notLinked: 2, neverSeen: 1 },
    reminders: [{ kind: '48 h', sent: 2, closed: 1, unknown: 0 }],
  };

  it('says who is where, what was believed, and what was sent', () => {
    const said = words(overviewParts(given));
    for (const fact of [
      'Lab 06 · The Quadratic Wall · due in 1 day 6 h',
      'All sections: 3 enrolled, 5 on the roster, 2 not linked.',
      'Complete 1 · under way 0 · stuck 1 · not started 1 (+1 on the roster never seen).',
      '0 of 2 (0%) say 4×, which is right; 2 (100%) say 2×: memory grows like a list.',
      'Reflection right, after a wrong prediction: Act I 1 of 1 (100%), Act II 0 of 0; after a right one: Act I 0 of 0, Act II 1 of 1 (100%).',
      'Wrong among the locks that were sure: Act I 1 of 1, Act II 0 of 0.',
      'Time on task: median 12 min (middle half 12 to 12); 0 of 1 over 90.',
      'Reminders: 48 h: 2 sent, 1 could not be written to, 0 unknown.',
    ])
      expect(said).toContain(fact);
  });

  it('draws the class and the first locks of each act, each with its table', () => {
    const parts = overviewParts(given);
    expect(partsOf(reply(...parts), 'chart')).toHaveLength(1 + WALL.acts.length);
    parts.forEach((part, at) => {
      if (part.kind === 'chart') expect(parts[at + 1]?.kind).toBe('table');
    });
  });

  it('carries the assignment and the section on every button', () => {
    const choices = choicesOf(reply(...overviewParts({ ...given, section: 'C1' })));
    expect(choices.map(({ label }) => label)).toEqual([
      'Stuck: 1',
      'Not started: 1',
      'Time on task',
      'When they finished',
      'Sure against right',
      'Reveal…',
      'Grades',
      'Settings',
    ]);
    for (const { request } of choices) expect(request).toHaveProperty('assignment', 'a1b2c3');
    for (const { request } of choices) if (request.kind === 'class') expect(request.section).toBe('C1');
  });

  it('offers assistants nothing that they may not do', () => {
    expect(labels(overviewParts({ ...given, role: 'assistant' }))).toEqual([
      'Stuck: 1',
      'Not started: 1',
      'Time on task',
      'When they finished',
      'Sure against right',
    ]);
  });

  it('of an empty class draws nothing', () => {
    const parts = overviewParts({ ...given, data: classOf(WALL, [], { now: NOW }) });
    expect(partsOf(reply(...parts), 'chart')).toEqual([]);
    expect(words(parts)).toContain('Nobody has pressed Start');
  });

  it('after the deadline says so', () => {
    const late = { ...data, now: new Date(DUE.getTime() + 3 * HOUR) };
    const said = words(overviewParts({ ...given, data: late }));
    expect(said).toContain('was due 3 h ago');
    expect(said).toContain(
      'stuck 0 · not started 1 (+1 on the roster never seen) · stopped, excused or past the deadline 1',
    );
  });
});

describe('those who are stuck', () => {
  it('are listed with their step, the quiet, runs and minutes, and what can be done', () => {
    const data = classOf(WALL, [quietFor(30, [{ lock: 'linear', runs: 3 }, {}])], { now: NOW });
    const parts = stuckParts({ data, role: 'instructor' });
    expect(words(parts)).toContain('Ada | Act I: reflect | 1 day 6 h ago | 3 runs | 12 min');
    expect(labels(parts)).toEqual(['Nudge all 1', 'Extend all 1 by a day', 'Overview']);
    expect(labels(stuckParts({ data, role: 'assistant' }))).toEqual(['Nudge all 1', 'Overview']);
  });

  it('include those who circle, once', () => {
    const circling = quietFor(1, [{ lock: 'linear', runs: 15 }, {}]);
    const said = words(stuckParts({ data: classOf(WALL, [circling], { now: NOW }), role: 'assistant' }));
    expect(said).toContain('Circling: 1');
    const late = { now: new Date(DUE.getTime() - 3 * HOUR) };
    const both = memberOf('Ada', {
      startedAt: NOW,
      lastAt: new Date(DUE.getTime() - 6 * HOUR),
      minutes: 5,
      acts: [{ lock: 'linear', runs: 15 }, {}],
    });
    const table = partsOf(
      reply(...stuckParts({ data: classOf(WALL, [both], late), role: 'assistant' })),
      'table',
    );
    expect(table.flatMap(({ rows }) => rows)).toHaveLength(1);
  });

  it('are as many as a message holds, with word of the others', () => {
    const all = Array.from({ length: 400 }, (_, at) =>
      quietFor(30, [{ lock: 'linear' }, {}], undefined, `u${at}`),
    );
    const parts = stuckParts({ data: classOf(WALL, all, { now: NOW }), role: 'instructor' });
    const rows = partsOf(reply(...parts), 'table').flatMap((part) => part.rows);
    expect(words(parts)).toContain(`And ${400 - rows.length} more`);
    expect(JSON.stringify(parts)).toContain(JSON.stringify({ kind: 'grades', form: 'detail' }));
  });
});

describe('a nudge', () => {
  const stuck = (changes: Partial<Person>) => {
    const member = quietFor(30, [{ lock: 'linear' }, {}], personNamed('Ada', changes));
    return noNudge(classOf(WALL, [member], { now: NOW }), member);
  };
  const hoursAgo = (hours: number): string => new Date(NOW.getTime() - hours * HOUR).toISOString();

  it('goes to whoever is stuck, reachable, has not stopped it and was not written to for a day', () => {
    expect(stuck({})).toBeUndefined();
    expect(stuck({ reminders: 'stopped' })).toBe('stopped');
    expect(stuck({ reach: 'closed' })).toBe('not reachable');
    expect(stuck({ remindedAt: hoursAgo(23.9) })).toBe('written to lately');
    expect(stuck({ remindedAt: hoursAgo(24) })).toBeUndefined();
    const { direct: _, ...unopened } = personNamed('Ada');
    const member = quietFor(30, [{ lock: 'linear' }, {}], unopened);
    expect(noNudge(classOf(WALL, [member], { now: NOW }), member)).toBe('not reachable');
  });

  it('goes to nobody else', () => {
    const done = quietFor(30, DONE);
    const busy = quietFor(1, [{ lock: 'linear' }, {}], undefined, 'Ben');
    const waiting = memberOf('Cyd', undefined);
    const excused = quietFor(30, [{ lock: 'linear' }, {}], undefined, 'Dot');
    const assignment = {
      ...assignmentOf(WALL),
      exceptions: { [studentKey('Dot')]: { excused: true, by: 'p', at: NOW.toISOString() } as const },
    };
    const data = classOf(WALL, [done, busy, waiting, excused], { now: NOW, assignment });
    expect(data.members.map((member) => noNudge(data, member))).toEqual(Array(4).fill('not stuck'));
    expect(nudgeable(data)).toEqual([]);
  });
});

describe('one student', () => {
  const late = {
    ...assignmentOf(WALL),
    late: {
      percent: 50,
      until: { wall: '2026-11-29T23:59', zone: 'America/New_York', instant: '2026-11-30T04:59:00.000Z' },
    },
  };
  const member = memberOf('Ada', {
    startedAt: new Date(DUE.getTime() - 8 * HOUR),
    lastAt: new Date(DUE.getTime() + 8 * HOUR),
    minutes: 34,
    acts: DONE,
  });
  const data = classOf(WALL, [member], { assignment: late, now: new Date(DUE.getTime() + 9 * HOUR) });
  const parts = studentParts({
    data,
    role: 'instructor',
    member,
    written: [{ kind: '48 h', state: 'sent', at: new Date('2026-11-26T02:00:00.000Z') }],
  });

  it('is shown with every step, what counts, and why', () => {
    const said = words(parts);
    for (const fact of [
      'Act I: lock a prediction | Fri 27 Nov 2026, 17:59 New York | on time',
      '| late',
      '6 of 8 points (4 on time + 4 late at 50% = 6 of 8)',
      'Act I: prediction | 2× | memory grows like a list | Sure',
      'Act I: reflection | tiles | right',
      'Runs: Act I 4, Act II 2. Time on task: 34 min.',
      '48 h: sent, Wed 25 Nov 2026, 21:00 New York',
      'Not linked to a row',
    ])
      expect(said).toContain(fact);
  });

  it('offers an extension, an excuse and the gradebook to instructors', () => {
    expect(labels(parts)).toEqual(['Extend…', 'Excuse', 'Link to row…', 'Overview']);
    expect(labels(studentParts({ data, role: 'assistant', member, written: [] }))).toEqual(['Overview']);
    for (const { request } of choicesOf(reply(...parts)))
      expect(request).toHaveProperty('assignment', data.assignment.id);
  });

  it('who is stuck can be nudged, or it is said why not', () => {
    const view = (person: Person) => {
      const stuck = quietFor(30, [{ lock: 'linear' }, {}], person);
      return studentParts({
        data: classOf(WALL, [stuck], { now: NOW }),
        role: 'assistant',
        member: stuck,
        written: [],
        link: 'linked as L…, A.',
      });
    };
    expect(labels(view(personNamed('Ada')))).toEqual(['Nudge', 'Overview']);
    const stopped = view(personNamed('Ada', { reminders: 'stopped' }));
    expect(labels(stopped)).toEqual(['Overview']);
    expect(words(stopped)).toContain('They stopped reminders');
    expect(words(stopped)).toContain('Gradebook: linked as L…, A.');
  });

  it('who has not begun is shown too', () => {
    const waiting = memberOf('Jon', undefined);
    const said = words(
      studentParts({
        data: classOf(WALL, [waiting], { now: NOW }),
        role: 'assistant',
        member: waiting,
        written: [],
      }),
    );
    expect(said).toContain('Has joined, and has not begun.');
    expect(said).toContain('0 of 8 points so far (8 not done = 0 of 8)');
  });
});

describe('names that students chose', () => {
  it('are plain words of one line, no longer than a row, that turn nothing about', () => {
    const data = randomClass(WALL, 400, { names: 'awkward' });
    const looking = { data, role: 'instructor' as Role };
    const [first] = data.members;
    if (!first) throw new Error('an empty class');
    const views = [
      overviewParts({ ...looking, reminders: [] }),
      stuckParts(looking),
      waitingParts(looking),
      ...data.members.slice(0, 24).map((member) => studentParts({ ...looking, member, written: [] })),
      timeParts(looking),
      finishParts(looking),
      sureParts(looking),
    ];
    for (const parts of views) {
      const text = JSON.stringify(parts);
      expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u);
      expect(text).not.toMatch(/n{33}|\*{33}|&{33}/);
      // On no button, in no heading, and nothing of theirs in the letters of code.
      for (const part of parts) {
        if (part.kind === 'heading') expect(part.text).not.toContain('everyone');
        if (part.kind === 'choices')
          for (const { label } of part.choices) expect(label).not.toMatch(/everyone|channel|nnn/);
      }
      expect(text).not.toMatch(/"(?:code|strong)":"[^"]*(?:everyone|channel)/);
    }
  });
});
