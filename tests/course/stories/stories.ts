/** The stories of a class (S1 to S9 of the design, and two more), told once and played on every platform. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStrictly, textsOf } from '../../support/rfc4180.ts';
import type { OpenStage, Seen, Stage } from './stage.ts';
import { goOn, lock } from './walk.ts';

/** Monday, 9:00 in New York. */
const MONDAY = new Date('2026-11-23T14:00:00.000Z');
/** Friday 23:59 in New York. */
const DUE = new Date('2026-11-28T04:59:00.000Z');
const HOUR = 3_600_000;

/** Signs that turn the words after them about. */
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/;

const hoursBeforeDue = (hours: number): Date => new Date(DUE.getTime() - hours * HOUR);

const ROSTER = `Student,ID,SIS User ID,SIS Login ID,Section,Lab 06 (88123)
    Points Possible,,,,,8
"Lovelace, Ada",91234,00012345,ada.login,CS249-01,
"Hall, Ben",91235,00012346,ben.login,CS249-01,
"Jones, Cleo",91236,00012347,cleo.login,CS249-01,
`;

export function tellStories(name: string, open: OpenStage): void {
  describe(`a class on ${name}`, () => {
    let stage: Stage;
    beforeEach(async () => {
      stage = await open(MONDAY);
    });
    afterEach(() => stage.close());

    /** Assigns by one command and the presses that it asks for; what the instructor did is counted. */
    async function assign(line = '/assign due Fri 23:59'): Promise<{ post: Seen; acts: number }> {
      let acts = 1;
      let shown = await stage.say('prof', line);
      if (/Which clock/.test(shown.words)) {
        const clock = shown.buttons.find((label) => label.includes('New York'));
        shown = await stage.press('prof', shown, clock ?? '');
        acts += 1;
      }
      expect(shown.words).toContain('Friday 27 November 2026, 23:59 (New York, UTC−5)');
      await stage.press('prof', shown, 'Post it here');
      const post = (await stage.posts()).at(-1);
      if (!post) throw new Error('nothing was posted');
      return { post, acts: acts + 1 };
    }

    it('S1: one command makes a homework, with reminders and a grade file', async () => {
      const { post, acts } = await assign();
      expect(acts).toBeLessThanOrEqual(3);
      expect(post.buttons).toEqual(['Start', 'What do I owe?']);
      const ada = await stage.press('ada', post, 'Start');
      expect(ada.words).toContain('I’ll remind you by direct message 48 h and 6 h before');
      expect((await stage.inbox('ada')).length, 'one message at once').toBe(1);
      await stage.press('ben', post, 'Start');
      const done = await goOn(stage, 'ada', ada);
      expect(done.words).toMatch(/handed in/);
      // 48 hours before is at night, so it came the evening before; a bot that was down then waits for the morning.
      await stage.pass(hoursBeforeDue(47));
      expect((await stage.inbox('ben')).length, 'nothing at night').toBe(1);
      await stage.pass(hoursBeforeDue(39));
      await stage.pass(hoursBeforeDue(5));
      expect((await stage.inbox('ada')).length, 'who is done is not reminded').toBe(1);
      expect((await stage.inbox('ben')).length, 'start and two reminders').toBe(3);
      expect((await stage.inbox('ben')).at(-1)?.words).toMatch(/8 steps left/);
      const [counted] = await stage.posts();
      expect(counted?.words).toContain('1 of 2 complete');

      await stage.pass(new Date(DUE.getTime() + HOUR));
      await stage.say('ada', '/mydata link ada.login');
      const none = await stage.say('prof', '/grades canvas');
      expect(none.words).toMatch(/no export of Canvas yet/);
      let grades = await stage.say('prof', '/grades canvas', {
        file: { name: 'export.csv', content: ROSTER },
      });
      expect(grades.words).toContain('Which column is it?');
      await stage.say('ada', '/mydata link ada.login');
      grades = await stage.press('prof', grades, 'Lab 06');
      await stage.say('ada', '/mydata link 00012345');
      await stage.say('ben', '/mydata link ben.login');
      grades = await stage.say('prof', '/grades canvas');
      const [file] = grades.files;
      expect(file?.name).toMatch(/^lab-06-canvas-2026-11-\d\d\.csv$/);
      const table = textsOf(readStrictly(file?.content ?? ''));
      expect(new Set(table.map(({ length }) => length)).size, 'equal widths').toBe(1);
      const rows = Object.fromEntries(table.slice(2).map((row) => [row[1], row.at(-1)]));
      expect(rows).toEqual({ '91234': '8', '91235': '0' });
      expect(grades.words).toMatch(/Jones, Cleo/);
    });

    it('S2: late work counts in part, and an extension has its own deadline', async () => {
      const { post } = await assign('/assign due Fri 23:59 late Sun 23:59 50%');
      const ada = await stage.press('ada', post, 'Start');
      await stage.press('ben', post, 'Start');
      await lock(stage, 'ada', ada);
      await stage.say('prof', `/assign for ${stage.mention('ben')} due Mon 30 Nov 12:00`);
      expect((await stage.inbox('ben')).at(-1)?.words).toMatch(/more time/);
      await stage.pass(new Date(DUE.getTime() + HOUR));
      expect((await stage.say('ada', '/owed')).words).toMatch(/deadline has passed.*counts 50%/s);
      expect((await stage.say('ben', '/owed')).words).toMatch(/more time than the class/);
      await goOn(stage, 'ada', await stage.say('ada', '/lab start'));
      const student = await stage.say('prof', `/class student ${stage.mention('ada')}`);
      expect(student.words).toContain('1 on time + 7 late at 50% = 4.5 of 8');
      await goOn(stage, 'ben', await stage.say('ben', '/lab quadratic'));
      expect((await stage.say('prof', `/class student ${stage.mention('ben')}`)).words).toContain(
        '8 on time = 8 of 8',
      );
    });

    it('S3: an excuse takes the homework away from one student', async () => {
      const { post } = await assign();
      await stage.press('ada', post, 'Start');
      await stage.say('prof', `/assign for ${stage.mention('ada')} excused`);
      expect((await stage.say('ada', '/owed')).words).toMatch(/You owe nothing.*excused/s);
      await stage.say('ada', '/mydata');
      await stage.pass(hoursBeforeDue(47));
      expect((await stage.inbox('ada')).map(({ words }) => words).join('\n')).not.toMatch(/steps left/);
      await stage.pass(new Date(DUE.getTime() + HOUR));
      let grades = await stage.say('prof', '/grades canvas', {
        file: { name: 'export.csv', content: ROSTER },
      });
      await stage.say('ada', '/mydata link ada.login');
      grades = await stage.press('prof', grades, 'Lab 06');
      expect(
        textsOf(readStrictly(grades.files[0]?.content ?? ''))
          .at(-1)
          ?.at(-1),
      ).toBe('EX');
      const removed = await stage.press(
        'prof',
        await stage.say('prof', `/assign for ${stage.mention('ada')}`),
        'Remove',
      );
      expect(removed.words).toMatch(/as for everybody/);
    });

    it('S4: who is stuck is seen, and nudged once a day', async () => {
      const { post } = await assign();
      await stage.say('prof', `/class settings staff ${stage.mention('ta')} assistant`);
      await lock(stage, 'ada', await stage.press('ada', post, 'Start'));
      await stage.pass(new Date(MONDAY.getTime() + 30 * HOUR));
      const overview = await stage.say('ta', '/class');
      expect(overview.buttons).toContain('Stuck: 1');
      const stuck = await stage.press('ta', overview, 'Stuck: 1');
      expect(stuck.words).toMatch(/ada|Ada/);
      const nudged = await stage.press('ta', stuck, 'Nudge');
      expect(nudged.words).toMatch(/1 student written to/);
      expect((await stage.inbox('ada')).length).toBe(2);
      const again = await stage.say('ta', '/class nudge');
      expect(again.words).toMatch(/Nobody was written to/);
      expect((await stage.inbox('ada')).length).toBe(2);
    });

    it('S5: results are shown after one’s own lock and the reveal, and never of a few', async () => {
      const { post } = await assign();
      await stage.say('prof', '/class settings minimum 5');
      const people = ['ada', 'ben', 'cleo', 'dov'];
      for (const who of people) await lock(stage, who, await stage.press(who, post, 'Start'));
      expect((await stage.say('prof', '/class reveal')).words).toMatch(/Too few/);
      expect((await stage.say('ada', '/class results')).words).toMatch(/Nothing is revealed/);
      await lock(stage, 'eve', await stage.press('eve', post, 'Start'));
      const preview = await stage.say('prof', '/class reveal');
      await stage.press('prof', preview, 'Reveal to those who have locked');
      const announced = (await stage.posts()).at(-1);
      if (!announced) throw new Error('it was not announced');
      expect(announced.words).not.toMatch(/%/);
      const late = await stage.press('fay', announced, 'Show me');
      expect(late.words).toMatch(/Lock first/);
      expect(late.words).not.toMatch(/%/);
      const shown = await stage.press('ada', announced, 'Show me');
      expect(shown.words).toMatch(/what the class predicted/i);
      await lock(stage, 'fay', await stage.press('fay', post, 'Start'), 'B');
      expect((await stage.press('ada', announced, 'Show me')).words, 'frozen').toBe(shown.words);
      await stage.say('prof', '/class hide');
      expect((await stage.press('ada', announced, 'Show me')).words).toMatch(/Nothing is revealed/);
    });

    it('S6: a student finds their own row, and nobody else’s', async () => {
      const { post } = await assign();
      await stage.press('ada', post, 'Start');
      await stage.press('ben', post, 'Start');
      expect((await stage.say('ada', '/mydata link ada.login')).words).toMatch(/no free row/);
      await stage.say('prof', '/grades canvas', { file: { name: 'export.csv', content: ROSTER } });
      const wrong = await stage.say('ada', '/mydata link nobody');
      expect(wrong.words).toMatch(/no free row/);
      const owed = await stage.say('ada', '/owed');
      const linked = await stage.press('ada', owed, 'Link me to the gradebook', 'ada.login');
      expect(linked.words).toMatch(/Lovelace, Ada/);
      const taken = await stage.say('ben', '/mydata link ada.login');
      expect(taken.words, 'no word about whose it is').toBe(wrong.words);
    });

    it('S7: a student takes their data away and deletes it', async () => {
      const { post } = await assign();
      await lock(stage, 'ada', await stage.press('ada', post, 'Start'));
      await lock(stage, 'ben', await stage.press('ben', post, 'Start'));
      const [file] = (await stage.say('ada', '/mydata download')).files;
      const data = JSON.parse(file?.content ?? '{}');
      expect(Object.keys(data.records)).toEqual(['quadratic-wall']);
      const asked = await stage.say('ada', '/mydata delete');
      expect(asked.words).toMatch(/can’t be brought back.*still owe/s);
      expect((await stage.say('ada', '/mydata delete please')).words).toMatch(/nothing was deleted/);
      expect((await stage.press('ada', asked, 'Delete everything', 'DELETE')).words).toMatch(/Deleted/);
      expect((await stage.say('ben', '/ledger verify')).words).toMatch(/intact/);
      expect((await stage.say('prof', '/class')).words).toMatch(/1 student deleted their data/);
    });

    it('S8: an assistant sees the class, and decides nothing', async () => {
      const { post } = await assign();
      await stage.press('ada', post, 'Start');
      await stage.say('prof', `/class settings staff ${stage.mention('ta')} assistant`);
      expect((await stage.say('ta', '/class')).words).toMatch(/Lab 06/);
      for (const line of [
        '/assign due Mon 12:00',
        '/grades canvas',
        '/class reveal',
        '/class log',
        '/class settings quiet off',
        '/class extend',
      ]) {
        expect((await stage.say('ta', line)).words, line).toMatch(/Only instructors/);
      }
      for (const line of ['/class', '/class stuck', '/class settings', '/grades', '/assign']) {
        expect((await stage.say('ada', line)).words, line).toMatch(/Only instructors/);
      }
    });

    it('S9: the instructor gets a digest the morning after', async () => {
      const { post } = await assign();
      await goOn(stage, 'ada', await stage.press('ada', post, 'Start'));
      await stage.press('ben', post, 'Start');
      const inbox = (await stage.inbox('prof')).length;
      // 8:05 in New York.
      await stage.pass(new Date('2026-11-28T13:05:00.000Z'));
      await stage.pass(new Date('2026-11-28T13:06:00.000Z'));
      const digests = (await stage.inbox('prof')).slice(inbox);
      expect(digests.length).toBe(1);
      expect(digests[0]?.words).toMatch(/Complete 1 of 2/);
    });

    it('S10: whom no direct message reaches is told at Start, and the channel at most once a wave', async () => {
      const { post } = await assign();
      const start = async (who: string): Promise<string> => (await stage.press(who, post, 'Start')).words;
      const closed = /I can’t write to you directly/;
      stage.shut('ada');
      const begun = await start('ada');
      expect(begun).toMatch(closed);
      expect(begun).not.toMatch(/I’ll remind you/);
      expect(await start('ada'), 'as closed as before').toMatch(closed);
      expect((await stage.say('ada', '/owed')).words).toMatch(closed);
      for (const who of ['ben', 'cleo', 'dov']) expect(await start(who)).toMatch(/I’ll remind you/);
      for (const who of ['ben', 'cleo']) stage.shut(who);

      /** Beside the homework's own post, and the checkpoints'. */
      const lines = async (): Promise<readonly Seen[]> =>
        (await stage.posts()).slice(1).filter(({ words }) => !words.startsWith('Checkpoint'));
      await stage.pass(hoursBeforeDue(50));
      await stage.pass(hoursBeforeDue(39));
      const [line, ...more] = await lines();
      expect(line?.words).toMatch(/Some reminders of Lab 06.* could not be delivered/);
      expect(more.length, 'once, for two of them').toBe(0);
      for (const who of ['ada', 'ben', 'cleo']) {
        expect(line?.words).not.toContain(stage.mention(who));
        expect(line?.words).not.toMatch(new RegExp(`\\b${who}\\b`, 'i'));
      }
      expect((await stage.say('prof', '/class')).words).toMatch(/48 ?h: 1 sent, 2 could not be written to/);
      stage.shut('dov');
      await stage.pass(hoursBeforeDue(5.5));
      await stage.pass(hoursBeforeDue(4));
      expect((await lines()).length, 'once for each wave').toBe(2);
      const written = await Promise.all(
        ['ada', 'ben', 'cleo', 'dov'].map(async (who) => (await stage.inbox(who)).length),
      );
      expect(written, 'at Start, and one reminder').toEqual([0, 1, 1, 2]);

      const turnOn = async (): Promise<string> =>
        (await stage.press('ada', await stage.say('ada', '/owed'), 'Turn reminders on')).words;
      expect(await turnOn()).toMatch(closed);
      stage.reopen('ada');
      expect(await turnOn()).toMatch(/Reminders are on/);
      expect((await stage.inbox('ada')).length, 'to see that it arrives').toBe(1);
      expect(await start('ben')).toMatch(closed);
      stage.reopen('ben');
      expect(await start('ben')).toMatch(/No reminder is left to come/);
      expect((await stage.inbox('ben')).length).toBe(2);
      expect(await start('ben'), 'and is not written to again').toMatch(/No reminder is left to come/);
      expect((await stage.inbox('ben')).length).toBe(2);
    });

    it('S11: a name is words alone, whatever stands in it', async () => {
      const { post } = await assign();
      const names: readonly (readonly [name: string, shown: string])[] = [
        ['@everyone', '@everyone'],
        ['<!channel> & co', '<!channel> & co'],
        ['`rm -rf`', '`rm -rf`'],
        ['**b** _i_ [a](https://a.test)', '**b** _i_ [a](https://a.test)'],
        ['\u202Eflipped\u2066', 'flipped'],
        ['x'.repeat(200), `${'x'.repeat(32)}…`],
      ];
      const people = ['ada', 'ben', 'cleo', 'dov', 'eve', 'fay'];
      const students = names.map(([name, shown], at) => ({ who: people[at] ?? '', name, shown }));
      for (const { who, name } of students) {
        stage.rename(who, name);
        await lock(stage, who, await stage.press(who, post, 'Start'));
      }
      await stage.pass(new Date(MONDAY.getTime() + 30 * HOUR));
      const stuck = await stage.say('prof', '/class stuck');
      const inert = ({ words }: Seen, shown: string): void => {
        expect(words).toContain(shown);
        expect(words).not.toMatch(DIRECTIONS);
        expect(words).not.toContain('x'.repeat(33));
      };
      for (const { who, shown } of students) {
        inert(stuck, shown);
        inert(await stage.say('prof', `/class student ${stage.mention(who)}`), shown);
        inert(await stage.say('prof', `/assign for ${stage.mention(who)} due Mon 12:00`), shown);
      }
      const log = await stage.say('prof', '/class log');
      for (const { shown } of students) inert(log, shown);
      for (const label of stuck.buttons)
        expect(label, 'no name is on a button').toMatch(/^(Nudge|Extend|Overview)/);
    });
  });
}
