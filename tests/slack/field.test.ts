/** Forms for a moment and a file in Slack: picked or typed, uploaded, and what is said where there can be no form. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionId, readActionId } from '../../adapters/slack/action-id.ts';
import { modalProblems } from '../../adapters/slack/limits.ts';
import { modal } from '../../adapters/slack/modal.ts';
import type { Call } from '../../commands/assistant.ts';
import { DUE_FIELD, ROSTER_FIELD, standing } from '../../src/course/fields.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { TEST_KEY } from '../support/key.ts';
import { tickingClock } from '../support/lab.ts';
import { openSlack } from './open-slack.ts';
import { SlackServer, TEAM, wordsOf } from './slack-server.ts';
import { Student } from './student.ts';

const EXPORT = readFileSync(resolve('tests/fixtures/gradebook/canvas.csv'));
const ABOUT = { line: '/assign ?', place: { kind: 'home' } } as const;

let open: Awaited<ReturnType<typeof openSlack>>;
let heard: Call[];
let prof: Student;

beforeEach(async () => {
  const server = await SlackServer.start();
  server.scopes = ['files:read'];
  server.people = new Map([
    ['U0PROF', { team_id: TEAM, is_admin: true, tz: 'America/New_York', profile: {} }],
  ]);
  heard = [];
  const backend = await openBackend('memory:');
  const store = new RecordStore(backend, PACKS, { key: TEST_KEY });
  // A Monday: the clock of the class is that of the program.
  open = await openSlack('http', { server, heard, backend, store, now: tickingClock() });
  prof = new Student(server, 'U0PROF');
});

afterEach(async () => {
  await open.close();
  expect(open.server.problems).toEqual([]);
});

const secondsAt = (iso: string): number => Date.parse(iso) / 1_000;
const FRIDAY = '2026-11-27T23:59:00-05:00';

describe('a moment', () => {
  beforeEach(() => prof.say('/assign due Fri 23:59 lab quadratic'));

  it('is picked, from what stands now, in the person’s own clock, and words can be typed beside it', async () => {
    const form = await prof.open('Another date');
    expect(form).toMatchObject({
      title: { text: 'When is it due?' },
      blocks: [
        {
          optional: true,
          element: { type: 'datetimepicker', initial_date_time: secondsAt(FRIDAY) },
        },
        { optional: true, hint: { text: DUE_FIELD.hint }, element: { type: 'plain_text_input' } },
      ],
    });
    const sunday = secondsAt('2026-11-29T12:00:00-05:00');
    const shown = await prof.submit(form, { seconds: sunday });
    expect(shown).toMatchObject({ via: 'response_url', replaced: true });
    expect(wordsOf(shown)).toContain('Sunday 29 November 2026, 12:00 (New York, UTC−5)');
    // And from there on.
    expect(await prof.open('Another date')).toMatchObject({
      blocks: [{ element: { initial_date_time: sunday } }, {}],
    });
  });

  it('that is typed counts, though the picker shows another', async () => {
    const form = await prof.open('Another date');
    const shown = await prof.submit(form, { text: '4 Dec 18:00' });
    expect(wordsOf(shown)).toContain('Friday 4 December 2026, 18:00 (New York, UTC−5)');
  });

  it('that is neither picked nor typed is a sentence, and the draft stands', async () => {
    const shown = await prof.submit(await prof.open('Another date'), { seconds: null });
    expect(wordsOf(shown)).toContain('No time was given');
  });

  it('may be the end of late work, and the points are asked for beside it: all of them stay', async () => {
    await prof.submit(await prof.open('Late work until'), {
      seconds: secondsAt('2026-11-29T23:59:00-05:00'),
    });
    await prof.submit(await prof.open('Other points'), '12');
    const shown = await prof.submit(await prof.open('Late work until'), { text: 'Mon 12:00 30%' });
    const words = wordsOf(shown);
    expect(words).toContain('Friday 27 November 2026, 23:59');
    expect(words).toContain('*12 points*');
    expect(words).toContain('counts 30% until Mon 30 Nov, 12:00');
    // A picker gives no share, so the one that was given stays.
    const picked = await prof.submit(await prof.open('Late work until'), {
      seconds: secondsAt('2026-12-01T12:00:00-05:00'),
    });
    expect(wordsOf(picked)).toContain('counts 30% until Tue 1 Dec, 12:00');
  });

  it('of points that are none keeps what was drawn up', async () => {
    const preview = prof.last;
    const shown = await prof.submit(await prof.open('Other points'), 'plenty');
    expect(wordsOf(shown)).toContain('I can’t read *plenty* as a number of points');
    expect(wordsOf(await prof.press('Allow late work', preview))).toContain('counts 50%');
  });
});

describe('a file', () => {
  const file = (more: object = {}) => ({
    id: 'F1',
    name: 'grades.csv',
    size: EXPORT.byteLength,
    url_private_download: open.server.fileUrl('grades.csv'),
    ...more,
  });

  beforeEach(async () => {
    open.server.downloads.set('grades.csv', { headers: { 'content-type': 'text/csv' }, body: EXPORT });
    await prof.say('/assign due Fri 23:59 lab quadratic');
    await prof.press('Post it here');
  });

  it.each(['/grades', '/grades canvas'])(
    'is uploaded in a form from %s, and is what came with it',
    async (line) => {
      await prof.say(line);
      const form = await prof.open('Upload the export');
      expect(form).toMatchObject({
        blocks: [{ element: { type: 'file_input', filetypes: ['csv'], max_files: 1 } }],
      });
      const shown = await prof.submit(form, { file: file() });
      expect(wordsOf(shown)).toContain('Which column is it?');
      expect(heard.at(-1)?.file).toEqual({ name: 'grades.csv', bytes: EXPORT });
      // Remembered from then on.
      expect(wordsOf(await prof.say('/grades'))).toContain('is remembered');
      expect(await prof.open('Upload a newer export')).toMatchObject({ title: { text: ROSTER_FIELD.title } });
    },
  );

  it.each([
    ['without a file', {}, 'No file came with this'],
    ['with another kind of file', { file: { name: 'grades.xlsx' } }, '.csv files only'],
    [
      'with a file that lies elsewhere',
      { file: { name: 'grades.csv', url_private_download: 'https://evil.example/grades.csv' } },
      'from Slack itself only',
    ],
    ['with one that the app may not read', { file: { name: 'grades.csv' } }, 'files:read'],
  ])('form %s is answered with a sentence', async (_, given, sentence) => {
    await prof.say('/grades canvas');
    const shown = await prof.submit(await prof.open('Upload the export'), given);
    expect(wordsOf(shown)).toContain(sentence);
    expect(wordsOf(await prof.say('/grades canvas'))).toContain('no export of Canvas yet');
  });

  it.each([
    ['may not read files', [], true, /no permission `files:read`.*on the lab’s own page/s],
    ['may perhaps not', [], false, /drop the exported \.csv file .* write `\/grades canvas` beside it/s],
  ])('has no form where the app %s, and what to do instead is said', async (_, scopes, tells, sentence) => {
    await prof.say('/grades canvas');
    open.server.scopes = scopes;
    open.server.tellsScopes = tells;
    expect(wordsOf(await prof.press('Upload the export'))).toMatch(sentence);
    expect(open.server.forms).toEqual([]);
  });
});

describe('a button’s id', () => {
  it.each([
    ['theirs', 'U0PROF', false],
    ['of a message that stays', 'U0PROF', true],
    ['everybody’s', '*', true],
  ])('that is %s carries the moment that its form begins with', (_, owner, stays) => {
    const stands = '2026-11-28T04:59:00.000Z';
    const marked = readActionId(actionId(owner, 3, { stays, stands }), 'U0PROF');
    expect(marked).toEqual({ kind: 'theirs', version: 2, stays, stands });
    expect(readActionId(actionId(owner, 3, { stays }), 'U0PROF')).not.toHaveProperty('stands');
  });
});

describe('a form', () => {
  it('within Slack’s limits is made of every kind of field', () => {
    for (const field of [DUE_FIELD, standing(DUE_FIELD, { instant: FRIDAY }), ROSTER_FIELD])
      expect(modalProblems(modal(field, ABOUT, 'U0PROF'))).toEqual([]);
    const far = standing(DUE_FIELD, { instant: '+010000-01-01T00:00:00Z' });
    expect(() => modal(far, ABOUT, 'U0PROF')).toThrow('a UNIX time of 12 characters');
  });
});
