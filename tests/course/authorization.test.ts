/** Who may do what: every act, role and place from the table that the guide shows too. A refused act changes nothing. */

import { beforeAll, describe, expect, it } from 'vitest';
import { isAtLeast } from '../../src/course/roles.ts';
import type { Audit } from '../../src/course/rows.ts';
import { type Actor, ROLES, type Role } from '../../src/messages/actor.ts';
import { NotSavedError } from '../../src/store/errors.ts';
import { ACTS, type Act, ALL_ACTS, isOwn, leastRole } from '../support/acts.ts';
import { fileOf, type Made, makeGround } from './support/ground.ts';
import { ADA, COURSE, keyOf, openSeminar, PROF, person, type Seminar } from './support/seminar.ts';

const REFUSED = /Only instructors/;

let made: Made;
beforeAll(async () => {
  made = await makeGround();
});

const open = (): Seminar => openSeminar({ rows: new Map(made.rows), at: made.at });

const doIt = (seminar: Seminar, actor: Actor, act: Act) =>
  seminar.ask(actor, act.request(made.ground), fileOf(act.file));

const INSIDE: Readonly<Record<Role, Actor>> = {
  student: ADA,
  assistant: person('ta'),
  instructor: PROF,
};

/** A direct message: the platform vouches for no role and names no channel there. */
const direct = ({ channel: _, ...actor }: Actor): Actor => ({ ...actor, role: 'student' });

describe('the table of acts', () => {
  it('has an act of each kind of request, and names none twice', () => {
    for (const [kind, acts] of Object.entries(ACTS)) {
      for (const { request } of Object.values(acts)) {
        expect(request({ assignment: 'a', draft: 'd', question: 'q' }).kind).toBe(kind);
      }
    }
    expect(new Set(ALL_ACTS.map(({ what }) => what)).size).toBe(ALL_ACTS.length);
  });

  it('agrees with whom each command is offered to', () => {
    const { commands } = open().assistant;
    for (const [kind, acts] of Object.entries(ACTS)) {
      const typed = Object.values(acts).filter(({ as }) => as.startsWith('/'));
      const least = ROLES.find((role) => typed.some((act) => leastRole(act) === role));
      expect(commands.named(kind)?.role ?? 'student', kind).toBe(least);
    }
  });
});

describe.each(ROLES)('%s', (role) => {
  for (const act of ALL_ACTS) {
    const may = isAtLeast(role, leastRole(act));

    it(`${may ? 'may' : 'may not'} ${act.what}, in the channel`, async () => {
      const seminar = open();
      const words = seminar.words(await doIt(seminar, INSIDE[role], act));
      if (may) expect(words).not.toMatch(REFUSED);
      else {
        expect(words).toMatch(REFUSED);
        expect(words, 'who can').toContain('prof');
        expect(seminar.rows).toEqual(made.rows);
      }
    });

    it(`${may ? 'may' : 'may not'} ${act.what}, in a direct message, by the course’s own list`, async () => {
      const seminar = open();
      const words = seminar.words(await doIt(seminar, direct(INSIDE[role]), act));
      expect(REFUSED.test(words)).toBe(!may);
      if (!may) expect(seminar.rows).toEqual(made.rows);
    });

    it(`of another workspace, touches no row here: ${act.what}`, async () => {
      const seminar = open();
      const stranger = person(`${role}-elsewhere`, { workspace: 'elsewhere', role });
      const words = seminar.words(await doIt(seminar, stranger, act));
      const here = [...seminar.rows].filter(([key]) => !key.includes('elsewhere'));
      expect(new Map(here)).toEqual(made.rows);
      for (const name of ['prof', 'cleo', 'Lovelace']) expect(words).not.toMatch(new RegExp(`\\b${name}\\b`));
      if (!may) {
        expect(words).toMatch(REFUSED);
        expect(seminar.rows).toEqual(made.rows);
      }
    });
  }
});

describe('in a direct message', () => {
  it('nobody is staff whom only the platform names, in channels', async () => {
    const seminar = open();
    const chair = person('chair', { role: 'instructor' });
    expect(seminar.words(await seminar.say(chair, '/class'))).not.toMatch(REFUSED);
    const before = new Map(seminar.rows);
    expect(seminar.words(await seminar.say(direct(chair), '/grades detail'))).toMatch(REFUSED);
    // They are noted as what they are here; nothing else is written.
    before.delete(`person:${COURSE}/${keyOf('chair')}`);
    const after = new Map(seminar.rows);
    after.delete(`person:${COURSE}/${keyOf('chair')}`);
    expect(after).toEqual(before);
  });
});

describe('a button of staff', () => {
  for (const act of ALL_ACTS.filter((each) => leastRole(each) !== 'student')) {
    it(`carries no right: ${act.what}, after who saw it is staff no more`, async () => {
      const seminar = open();
      const colleague = person('colleague');
      await seminar.say(PROF, `/class settings staff <@colleague> ${leastRole(act)}`);
      expect(seminar.words(await seminar.say(colleague, '/class'))).not.toMatch(REFUSED);
      await seminar.say(PROF, '/class settings staff <@colleague> none');
      await seminar.say(colleague, '/owed');
      const before = new Map(seminar.rows);
      const button = { label: act.as, request: act.request(made.ground) };
      expect(seminar.words(await seminar.press(colleague, button))).toMatch(REFUSED);
      expect(seminar.rows).toEqual(before);
    });
  }
});

describe('the log', () => {
  const logOf = async (seminar: Seminar): Promise<readonly Audit[]> => seminar.store.audits(COURSE);

  const subjectOf = ({ about }: NonNullable<Act['log']>): RegExp =>
    about === 'a student' ? /^test:seminar:\w+$/ : about === 'the homework' ? /^[a-z2-9]+$/ : /^$/;

  for (const act of ALL_ACTS) {
    const { log } = act;
    it(`${log ? `says “${log.act}”` : 'says nothing'}: ${act.what}`, async () => {
      const seminar = open();
      const actor = isOwn(act) ? ADA : PROF;
      const before = await logOf(seminar);
      await doIt(seminar, actor, act);
      const lines = (await logOf(seminar)).slice(before.length);
      if (!log) {
        expect(lines).toEqual([]);
        return;
      }
      const mine = lines.filter((line) => line.act === log.act);
      expect(mine.length, lines.map((line) => line.act).join(', ')).toBeGreaterThan(0);
      for (const line of mine) {
        expect(line).toMatchObject({ by: keyOf(actor.user), role: isOwn(act) ? 'student' : 'instructor' });
        expect(line.subject ?? '').toMatch(subjectOf(log));
        expect(line.before !== undefined, 'before').toBe(log.before === true);
        expect(line.after !== undefined, 'after').toBe(log.after === true);
        if (log.before && log.after) expect(line.before).not.toBe(line.after);
      }
    });
  }

  const together = [
    ACTS.class['settings change'],
    ACTS.class.staff,
    ACTS.class.mend,
    ACTS.class.anew,
    ACTS.assign.clock,
    ACTS.assign.extend,
    ACTS.assign.excuse,
  ].flatMap((act) => act ?? []);
  it.each(together.map((act) => [act.what, act] as const))(
    'has its line with the change, or neither: %s',
    async (_, act) => {
      const failing = openSeminar({
        rows: new Map(made.rows),
        at: made.at,
        onWrite: (changes) => {
          if ([...changes.keys()].some((key) => key.startsWith('audit:'))) throw new NotSavedError('full');
        },
      });
      expect(failing.words(await doIt(failing, PROF, act))).toContain('Not saved');
      expect(failing.rows).toEqual(made.rows);
    },
  );

  it('writes no line for an act that was refused', async () => {
    const seminar = open();
    const before = await logOf(seminar);
    for (const act of ALL_ACTS) {
      if (leastRole(act) !== 'student') await doIt(seminar, ADA, act);
      seminar.at(new Date(seminar.now().getTime() + 10_000));
    }
    expect(await logOf(seminar)).toEqual(before);
  });

  it('shows students the lines about themselves, and no others', async () => {
    const seminar = open();
    for (const act of ALL_ACTS.filter(({ log }) => log?.about === 'a student')) {
      if (!isOwn(act)) await doIt(seminar, PROF, act);
    }
    const lines = (await logOf(seminar)).filter(({ subject }) => subject === keyOf('ada'));
    const shown = seminar.words(await seminar.say(ADA, '/mydata'));
    expect(shown).toContain(`${lines.length} lines of what you did, or of who looked at you`);
    const file = seminar.words(await seminar.say(ADA, '/mydata download'));
    const { log } = JSON.parse(file.slice(file.indexOf('{'))) as { log: readonly Audit[] };
    expect(log).toEqual(lines);
    expect(log.map(({ act }) => act)).toContain('looked at a student');
  });
});
