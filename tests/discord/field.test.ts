/** Forms for a moment and a file in Discord: typed in words, uploaded into the form, and what is said where none opens. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modal } from '../../adapters/discord/modal.ts';
import { DUE_FIELD, LATE_FIELD, POINTS_FIELD, ROSTER_FIELD } from '../../src/course/fields.ts';
import { type OpenDiscord, openDiscord } from './open-discord.ts';
import { type File, MANAGE_GUILD, type Person } from './person.ts';
import { error, GUILD_ID, type Shown, wordsOf } from './protocol.ts';

const STAFF = '600000000000000009';
const TEXT_INPUT = 4;
const FILE_UPLOAD = 19;

const EXPORT = Buffer.from(
  [
    'Student,ID,SIS User ID,SIS Login ID,Section,Lab 06 (88123)',
    '    Points Possible,,,,,6',
    '"Example, Ada",91234,00012345,ada,S-01,',
    '',
  ].join('\n'),
);

let discord: OpenDiscord;
let instructor: Person;
let preview: Shown;

beforeEach(async () => {
  discord = await openDiscord();
  instructor = discord.person(STAFF, { guild: GUILD_ID, permissions: MANAGE_GUILD });
  preview = await instructor.type('assign', { due: 'in 6 days', zone: 'New York', lab: 'quadratic' });
});

afterEach(async () => {
  await discord.close();
  // Forms too are held against Discord's OpenAPI document.
  expect(discord.server.problems).toEqual([]);
});

const served = (bytes: Uint8Array = EXPORT): string => {
  discord.server.attachments.set('/attachments/1/grades.csv', { bytes });
  return new URL('/attachments/1/grades.csv', discord.server.apiUrl).href;
};

describe('a moment', () => {
  it('is given in words: Discord’s forms have no picker', async () => {
    const form = await instructor.open(preview, 'Another date');
    expect(form).toMatchObject({
      title: DUE_FIELD.title,
      components: [{ description: DUE_FIELD.hint, component: { type: TEXT_INPUT } }],
    });
    const shown = await instructor.fill(preview, form, 'in 7 days 18:00');
    expect(wordsOf(shown)).toContain('18:00 (New York');
  });

  it('of late work and the points change what was drawn up, which is then what is posted', async () => {
    const late = await instructor.fill(
      preview,
      await instructor.open(preview, 'Late work until'),
      'in 9 days 40%',
    );
    expect(wordsOf(late)).toContain('counts 40% until');
    const points = await instructor.fill(late, await instructor.open(late, 'Other points'), '12');
    expect(wordsOf(points)).toContain('**12 points**');
    expect(wordsOf(points)).toContain('counts 40% until');
    // The preview before is no longer what would be posted.
    expect(wordsOf(await instructor.press(preview, 'Post it here'))).toContain('no longer what you drew up');
    expect(wordsOf(await instructor.press(points, 'Post it here'))).toContain('**Posted**');
  });
});

describe('a file', () => {
  let asking: Shown;
  const file = (more: Partial<File> = {}): File => ({
    filename: 'grades.csv',
    url: served(),
    size: EXPORT.length,
    ...more,
  });

  beforeEach(async () => {
    await instructor.press(preview, 'Post it here');
    asking = await instructor.type('grades', { form: 'canvas' });
  });

  it('is uploaded into the form', async () => {
    const form = await instructor.open(asking, 'Upload the export');
    expect(form).toMatchObject({
      title: ROSTER_FIELD.title,
      components: [{ component: { type: FILE_UPLOAD, required: true, max_values: 1, file_types: ['.csv'] } }],
    });
    const shown = await instructor.fill(asking, form, file());
    expect(wordsOf(shown)).toContain('Which column is it?');
    expect(wordsOf(await instructor.type('grades'))).toContain('is remembered');
  });

  it('says itself whose export it is, where nobody was asked', async () => {
    const overview = await instructor.type('grades');
    const form = await instructor.open(overview, 'Upload the export');
    expect(wordsOf(await instructor.fill(overview, form, file()))).toContain('for Canvas');
  });

  it.each<[string, Partial<File>, string]>([
    ['of another host', { url: 'https://example.org/grades.csv' }, 'could not get'],
    ['of another kind', { filename: 'grades.xlsx' }, '.csv files only'],
  ])('%s is refused in a sentence, and nothing is kept', async (_, more, sentence) => {
    const form = await instructor.open(asking, 'Upload the export');
    const shown = await instructor.fill(asking, form, file(more));
    expect(wordsOf(shown)).toContain(sentence);
    expect(wordsOf(await instructor.type('grades', { form: 'canvas' }))).toContain('no export of Canvas yet');
  });

  it('has the command with its attachment in its place, where the form does not open', async () => {
    discord.server.fault = ({ body }) =>
      (body as { type?: number } | undefined)?.type === 9
        ? error(400, 50_035, 'Invalid Form Body')
        : undefined;
    const said = wordsOf(await instructor.press(asking, 'Upload the export'));
    expect(said).toContain('If no form has opened');
    expect(said).toContain('roster:grades.csv');
  });
});

describe('a form', () => {
  it('is within Discord’s limits for every kind of field', () => {
    for (const field of [DUE_FIELD, LATE_FIELD, POINTS_FIELD, ROSTER_FIELD])
      expect(modal(field, '2:0000000000:/assign').components).toHaveLength(1);
  });
});
