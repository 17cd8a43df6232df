/** The class on Discord: roles, a post that everybody may press, direct messages, pickers and files, over the real client. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UPLOAD_LIMITS } from '../../src/course/files.ts';
import { studentId } from '../../src/messages/actor.ts';
import { loadFrom } from '../support/stores.ts';
import type { Posted } from './channels.ts';
import { type OpenDiscord, openDiscord } from './open-discord.ts';
import { buttonOf, buttonsOf, CHANNEL, EPHEMERAL, type File, MANAGE_GUILD, type Person } from './person.ts';
import { GUILD_ID, type Shown, wordsOf } from './protocol.ts';

const STAFF = '600000000000000009';
const ADA = '600000000000000001';
const BEN = '600000000000000002';
const V2 = 1 << 15;
const STRING = 3;

let discord: OpenDiscord;
let instructor: Person;
let ada: Person;

beforeEach(async () => {
  discord = await openDiscord();
  instructor = discord.person(STAFF, { guild: GUILD_ID, permissions: MANAGE_GUILD });
  ada = discord.person(ADA);
});

afterEach(async () => {
  await discord.close();
  expect(discord.server.problems).toEqual([]);
});

const typesTo = (token: string): unknown[] =>
  discord.server.answersTo(token).map(({ body }) => (body as { type?: number }).type ?? 'edit');

/** A homework that is posted in the channel. */
async function assigned(): Promise<Posted> {
  const preview = await instructor.type('assign', { due: 'in 6 days', zone: 'New York', lab: 'quadratic' });
  await instructor.press(preview, 'Post it here');
  const [post] = discord.server.channels.in(CHANNEL);
  if (!post) throw new Error('nothing was posted');
  return post;
}

/** The only direct message to somebody. */
function letterTo(user: string): Posted {
  const [letter] = discord.server.channels.in(discord.server.channels.direct.get(user) ?? '');
  if (!letter) throw new Error(`nothing was written to ${user}`);
  return letter;
}

const hasRecord = async (user: string, workspace = GUILD_ID): Promise<boolean> => {
  const student = studentId({ platform: 'discord', workspace, user });
  return (await loadFrom(discord.lab.store, student)).record !== undefined;
};

/** What the bot keeps of the servers that it is in. */
const course = (roles: readonly object[]) => ({
  id: GUILD_ID,
  name: 'course',
  owner_id: STAFF,
  unavailable: false,
  member_count: 3,
  roles,
  channels: [],
  members: [],
  emojis: [],
});

describe('the role', () => {
  it('of who may manage the server is instructor, and of others it is not', async () => {
    expect(wordsOf(await instructor.type('assign', { due: 'in 6 days', zone: 'New York' }))).toContain('Lab');
    const refused = await ada.type('assign', { due: 'in 6 days' });
    expect(wordsOf(refused)).toContain('Nothing was recorded');
    expect(refused.flags).toBe(V2 | EPHEMERAL);
  });

  it('is asked for again at each press: a button is no right', async () => {
    // Who made the course stays its instructor, by their id; a colleague is one by the server's word alone.
    await instructor.type('assign', { due: 'in 6 days', zone: 'New York' });
    const colleague = discord.person(BEN, { guild: GUILD_ID, permissions: MANAGE_GUILD });
    const preview = await colleague.type('assign', { due: 'in 6 days' });
    const demoted = discord.person(BEN);
    expect(wordsOf(await demoted.press(preview, 'Post it here'))).toContain('Nothing was recorded');
    expect(discord.server.channels.in(CHANNEL)).toEqual([]);
  });

  it.each([
    ['cold', false],
    ['warm', true],
  ])('comes from a role of the server too, with %s caches', async (_, warm) => {
    const TA = '220000000000000002';
    if (warm) {
      const role = { name: 'TA', color: 0, hoist: false, position: 1, permissions: '0', managed: false };
      discord.server.emit(
        'GUILD_CREATE',
        course([
          { ...role, id: TA },
          { ...role, id: GUILD_ID, name: '@everyone', position: 0 },
        ]),
      );
    }
    await assigned();
    const assistant = discord.person(BEN, { guild: GUILD_ID, roles: [TA] });
    expect(wordsOf(await assistant.type('class'))).toContain('Nothing was recorded');
    await instructor.type('class', { what: 'settings', set: `staff <@&${TA}> assistant` });
    expect(wordsOf(await assistant.type('class'))).not.toContain('Nothing was recorded');
    expect(wordsOf(await ada.type('class'))).toContain('Nothing was recorded');
  });
});

describe('a post', () => {
  it('is started by anybody who presses, is answered privately, and stays as it is', async () => {
    const post = await assigned();
    expect(buttonsOf(post).every(({ custom_id: id }) => id.startsWith('2:*:'))).toBe(true);
    for (const user of [ADA, BEN]) {
      const press = discord.person(user).sendPress(post, buttonOf(post, 'Start').custom_id);
      const shown = await discord.server.shown(press.token);
      expect(shown.flags).toBe(V2 | EPHEMERAL);
      expect(typesTo(press.token)).toEqual([4]);
      expect(await hasRecord(user)).toBe(true);
    }
    expect(discord.server.channels.in(CHANNEL)).toHaveLength(1);
    expect(wordsOf(post)).not.toContain(ADA);
  });

  it('gives buttons of their own to whoever pressed it', async () => {
    const post = await assigned();
    const begun = await ada.press(post, 'Start');
    const [own] = buttonsOf(begun);
    const { token } = discord.person(BEN).sendPress(begun, own?.custom_id ?? '');
    expect(wordsOf(await discord.server.shown(token))).toContain('another student');
  });

  it('pressed while the store is slow is deferred privately, and stays as it is', async () => {
    await discord.close();
    discord = await openDiscord({ deferMs: 0 });
    instructor = discord.person(STAFF, { guild: GUILD_ID, permissions: MANAGE_GUILD });
    const post = await assigned();
    const { token } = discord.person(ADA).sendPress(post, buttonOf(post, 'Start').custom_id);
    const shown = await discord.server.shown(token);
    expect(typesTo(token)).toEqual([5, 'edit']);
    expect(shown.flags).toBe(V2 | EPHEMERAL);
  });
});

describe('a direct message', () => {
  it('is written at Start, once, and its buttons know the server', async () => {
    const post = await assigned();
    await ada.press(post, 'Start');
    await ada.press(post, 'Start');
    const channel = discord.server.channels.direct.get(ADA) ?? '';
    expect(discord.server.channels.in(channel)).toHaveLength(1);
    const letter = letterTo(ADA);
    expect(letter.body).toMatchObject({ enforce_nonce: true, allowed_mentions: { parse: [] } });
    expect(String(letter.nonce).length).toBeLessThanOrEqual(25);
    const there = discord.person(ADA, { guild: undefined, channel });
    const going = await there.press(letter, 'Continue');
    expect(wordsOf(going)).toContain('Quadratic');
    // And from there on: the answers to a press carry the server on.
    await there.press(going, 'Lock A');
    const locked = await loadFrom(
      discord.lab.store,
      studentId({ platform: 'discord', workspace: GUILD_ID, user: ADA }),
    );
    expect(locked.record?.decisions).toHaveLength(1);
  });

  it('that is pressed stays: the answer is beside it, and only the reader sees it', async () => {
    const post = await assigned();
    await ada.press(post, 'Start');
    const letter = letterTo(ADA);
    const there = discord.person(ADA, { guild: undefined });
    const { token } = there.sendPress(letter, buttonOf(letter, 'Stop reminders').custom_id);
    const shown = await discord.server.shown(token);
    expect(typesTo(token)).toEqual([4]);
    expect(shown.flags).toBe(V2 | EPHEMERAL);
    expect(wordsOf(shown)).toContain('Reminders stopped');
  });

  it('is nobody’s in a server: its buttons mean nothing there', async () => {
    const post = await assigned();
    await ada.press(post, 'Start');
    const letter = letterTo(ADA);
    const elsewhere = discord.person(BEN, { guild: '200000000000000009' });
    expect(wordsOf(await elsewhere.press(letter, 'Stop reminders'))).toContain('another student');
  });

  it('that names no server is about the one in which its author spoke last', async () => {
    const post = await assigned();
    await ada.press(post, 'Start');
    const owed = await discord.person(ADA, { guild: undefined }).type('owed');
    expect(wordsOf(owed)).toContain('Quadratic');
    expect(buttonsOf(owed)[0]?.custom_id).toContain(`2:@${GUILD_ID}:`);
    const stranger = await discord.person(BEN, { guild: undefined }).type('owed');
    expect(wordsOf(stranger)).toContain('Nothing is assigned here');
  });

  it('that is closed is said at Start', async () => {
    discord.server.channels.closed.add(ADA);
    const shown = await ada.press(await assigned(), 'Start');
    expect(wordsOf(shown)).toContain('I can’t write to you directly');
    expect(await hasRecord(ADA)).toBe(true);
  });
});

describe('a line that no button has room for', () => {
  it('outlives the question for the clock all the same', async () => {
    const due = 'Friday at 23:59 in the evening, please';
    const late = 'the Sunday after that one at 23:59 50%';
    const asked = await instructor.type('assign', { due, late, points: 10 });
    expect(wordsOf(asked)).toContain('Which clock do you mean?');
    const [, clock = ''] = /\[(\d\d:\d\d New York)\]/.exec(wordsOf(asked)) ?? [];
    expect(wordsOf(await instructor.press(asked, clock))).toContain('Friday at 23:59 in the evening');
  });
});

describe('somebody chosen from Discord’s list', () => {
  it('is the student that is meant', async () => {
    await ada.press(await assigned(), 'Start');
    const shown = await instructor.type('assign', { for: { user: ADA }, due: 'in 9 days' });
    expect(wordsOf(shown)).not.toContain('Nothing was recorded');
    const owed = wordsOf(await ada.type('owed'));
    expect(owed).toContain('more time than the class');
  });
});

describe('a name', () => {
  it.each(['@everyone', '<!channel>', '\u202Edrow', '`code`', '**bold**', 'x'.repeat(32)])(
    '%j is shown as it is, and nobody is called by it',
    async (nick) => {
      const post = await assigned();
      const named = discord.person(ADA, { guild: GUILD_ID, nick, globalName: 'A. Student' });
      await named.press(post, 'Start');
      const { token } = instructor.send('class', { what: 'student', who: { user: ADA } });
      const shown = await discord.server.shown(token);
      const said = wordsOf(shown);
      expect(said).toMatch(new RegExp(nick.replace('\u202E', '').slice(0, 5).replace(/[^\w]/g, '.{1,3}')));
      for (const act of [/(?<!\\)@everyone/, /(?<!\\)<!/, /\u202E/, /(?<!\\)`code/, /\*\*\*\*bold/])
        expect(said).not.toMatch(act);
      for (const { body } of discord.server.answersTo(token))
        expect(body).toMatchObject({ data: { allowed_mentions: { parse: [] } } });
    },
  );

  it('is the one in the server, else the one everywhere, else the account’s', async () => {
    const post = await assigned();
    const called = async (id: string, where: object) => {
      await discord.person(id, { guild: GUILD_ID, ...where }).press(post, 'Start');
      return wordsOf(await instructor.type('class', { what: 'student', who: { user: id } }));
    };
    expect(await called('610000000000000001', { nick: 'Nia', globalName: 'Global' })).toContain('Nia');
    expect(await called('610000000000000002', { globalName: 'Global' })).toContain('Global');
    expect(await called('610000000000000003', {})).toContain('person-610000000000000003');
  });
});

describe('autocomplete', () => {
  it('echoes a date as it will be read, by the course’s clock', async () => {
    await assigned();
    const offered = await instructor.complete('assign', 'due', 'in 6 days', STRING);
    expect(offered).toEqual([
      { name: expect.stringMatching(/20\d\d, .*New York/), value: expect.stringMatching(/^@\d+$/) },
    ]);
    expect(await instructor.complete('assign', 'due', 'no date', STRING)).toEqual([]);
  });

  it('finds a clock by its city', async () => {
    const offered = await instructor.complete('assign', 'zone', 'kolk', STRING);
    expect(JSON.stringify(offered)).toContain('Asia/Kolkata');
    expect((await instructor.complete('assign', 'zone', 'a', STRING)).length).toBeLessThanOrEqual(25);
  });
});

describe('a file', () => {
  const EXPORT = [
    'Student,ID,SIS User ID,SIS Login ID,Section,Lab 06 (88123)',
    '    Points Possible,,,,,6',
    '"Example, Ada",91234,00012345,ada,S-01,',
    '',
  ].join('\n');

  const served = (path: string, bytes: Uint8Array, more: object = {}): string => {
    discord.server.attachments.set(path, { bytes, ...more });
    return new URL(path, discord.server.apiUrl).href;
  };
  const grades = (url: string, size: number, filename = 'grades.csv'): Promise<Shown> => {
    const roster: File = { filename, url, size };
    return instructor.type('grades', { form: 'canvas', roster });
  };

  it('is fetched and read', async () => {
    await assigned();
    const bytes = Buffer.from(EXPORT);
    const shown = await grades(served('/attachments/1/grades.csv', bytes), bytes.length);
    expect(wordsOf(shown)).toContain('Which column is it?');
    expect(wordsOf(shown)).toContain('[Lab 06');
    expect(shown.flags).toBe(V2 | EPHEMERAL);
  });

  it('that comes back is private', async () => {
    await ada.press(await assigned(), 'Start');
    const shown = await instructor.type('grades', { form: 'detail' });
    expect(shown.files.map(({ name }) => name)).toEqual([expect.stringMatching(/\.csv$/)]);
    expect(shown.flags).toBe(V2 | EPHEMERAL);
  });

  const large = new Uint8Array(UPLOAD_LIMITS.bytes + 1).fill(65);

  it.each<[string, () => string, number, string]>([
    ['that says it is too large', () => served('/large.csv', large), large.length, 'too large'],
    ['that is larger than it says', () => served('/large.csv', large), 10, 'too large'],
    [
      'that is somewhere else by a redirect',
      () => {
        served('/other.csv', Buffer.from(EXPORT));
        return served('/moved.csv', new Uint8Array(), { status: 302, headers: { Location: '/other.csv' } });
      },
      10,
      'could not get',
    ],
    ['that is not there', () => new URL('/nothing.csv', discord.server.apiUrl).href, 10, 'could not get'],
    ['of another host', () => 'https://example.org/grades.csv', 10, 'could not get'],
    ['of a host with a like name', () => 'https://cdn.discordapp.com.example.org/a.csv', 10, 'could not get'],
    ['of Discord’s without encryption', () => 'http://cdn.discordapp.com/a.csv', 10, 'could not get'],
    ['of this machine', () => 'file:///etc/hostname', 10, 'could not get'],
    ['of another port of this machine', () => 'http://127.0.0.1:9/a.csv', 10, 'could not get'],
  ])('%s is refused in one sentence, and nothing is kept', async (_, address, size, sentence) => {
    await assigned();
    const shown = await grades(address(), size);
    expect(wordsOf(shown)).toContain(sentence);
    expect(wordsOf(shown)).toContain('Nothing was recorded');
    // No roster is remembered.
    expect(wordsOf(await instructor.type('grades'))).toContain('comes back with one column filled');
  });

  it.each([
    ['a workbook', 'grades.xlsx', Buffer.from(EXPORT), '.csv files only'],
    ['a zip archive called .csv', 'grades.csv', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'zip archive'],
    ['nothing at all', 'grades.csv', Buffer.alloc(0), 'empty'],
  ])('that is %s is refused', async (_, filename, bytes, sentence) => {
    await assigned();
    expect(wordsOf(await grades(served('/a', bytes), bytes.length, filename))).toContain(sentence);
  });
});
