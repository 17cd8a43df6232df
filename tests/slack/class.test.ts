/** A class on Slack: who may what, a post that is everybody's, files in and out, and an app that is taken away. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchFile, fileOrigins } from '../../adapters/slack/file-in.ts';
import type { Call } from '../../commands/assistant.ts';
import { UPLOAD_LIMITS } from '../../src/course/files.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import { openBackend } from '../../src/store/open-backend.ts';
import { TEST_KEY } from '../support/key.ts';
import { openSlack } from './open-slack.ts';
import { type Shown, SlackServer, TEAM, wordsOf } from './slack-server.ts';
import { Student } from './student.ts';

const PEOPLE = new Map<string, object>([
  [
    'U0PROF',
    {
      team_id: TEAM,
      is_admin: true,
      tz: 'America/New_York',
      locale: 'en-US',
      profile: { display_name: 'Prof. Byron', email: 'byron@uni.example' },
    },
  ],
  [
    'U0ADA',
    {
      team_id: TEAM,
      tz: 'Europe/London',
      profile: { display_name: 'Ada <!channel>', email: 'mira.aldersey@example.edu' },
    },
  ],
  ['U0BEN', { team_id: TEAM, profile: { real_name: 'Ben' } }],
]);

let open: Awaited<ReturnType<typeof openSlack>>;
let heard: Call[];
let prof: Student;
let ada: Student;
let ben: Student;

async function start(options: Parameters<typeof openSlack>[1] = {}): Promise<void> {
  const server = await SlackServer.start();
  server.people = PEOPLE;
  heard = [];
  const backend = await openBackend('memory:');
  const store = new RecordStore(backend, PACKS, { key: TEST_KEY });
  open = await openSlack('http', { server, heard, backend, store, now: () => new Date(), ...options });
  [prof, ada, ben] = ['U0PROF', 'U0ADA', 'U0BEN'].map((id) => new Student(server, id)) as [
    Student,
    Student,
    Student,
  ];
}

beforeEach(() => start());
afterEach(async () => {
  await open.close();
  expect(open.server.problems).toEqual([]);
});

const lastActor = () => heard.at(-1)?.actor;

/** Assigns the first lab in the class's channel, and gives back what stands there. */
async function assigned(): Promise<Shown> {
  await prof.say('/assign due in 6 days lab quadratic');
  const answer = await prof.press('Post it here');
  const [post] = open.server.conversation('C0CLASS');
  if (!post) throw new Error(`nothing was posted: ${wordsOf(answer)}`);
  return { ...post, via: 'chat.postMessage', to: 'C0CLASS', replaced: false };
}

/** What somebody is shown by what they do, once there is as much of it. */
async function shownTo(student: Student, count: number, deed: () => Promise<unknown>): Promise<Shown[]> {
  const inbox = open.server.inbox(student.id);
  const before = inbox.length;
  await deed();
  await open.server.until(() => inbox.length >= before + count);
  return inbox.slice(before);
}

const dropped = (student: Student, files: readonly object[], text = '') =>
  open.server.deliver(
    'events_api',
    student.eventPayload({
      type: 'message',
      subtype: 'file_share',
      channel_type: 'im',
      channel: `D${student.id}`,
      text,
      files,
    }),
  );

describe('who speaks', () => {
  it('is told as the workspace knows them, with the channel where there is one', async () => {
    await prof.say('/lab');
    expect(lastActor()).toEqual({
      platform: 'slack',
      workspace: TEAM,
      user: 'U0PROF',
      role: 'instructor',
      name: 'Prof. Byron',
      email: 'byron@uni.example',
      locale: 'en-US',
      zone: 'America/New_York',
      channel: 'C0CLASS',
    });
    await ada.say('/lab', 'mention');
    expect(lastActor()).toMatchObject({ role: 'student', zone: 'Europe/London', channel: 'C0CLASS' });
    await ada.say('/lab', 'direct');
    expect(lastActor()).not.toHaveProperty('channel');
    await ada.home();
    expect(lastActor()).not.toHaveProperty('channel');
    expect(open.server.calls.filter((call) => call === 'users.info')).toHaveLength(2);
  });

  it('is a student where the app may not ask, and the turn goes on', async () => {
    open.server.people = undefined;
    expect(wordsOf(await prof.say('/assign due in 6 days'))).toMatch(/instructor/i);
    expect(lastActor()).toMatchObject({ user: 'U0PROF', role: 'student' });
    expect(wordsOf(await ada.say('/lab'))).toContain('Quadratic Wall');
  });

  it('may be staff by a user group that the course names', async () => {
    open.server.groups = [{ id: 'S0TAS', users: ['U0BEN'] }];
    await assigned();
    await prof.say('/class settings staff <!subteam^S0TAS|@tas> assistant');
    expect(wordsOf(await ben.say('/class'))).toContain('Quadratic Wall');
    expect(lastActor()).toMatchObject({ user: 'U0BEN', role: 'student', groups: ['S0TAS'] });
    expect(wordsOf(await ada.say('/class'))).not.toContain('Quadratic Wall');
  });

  it('is refused what they may not do, also by a button that was not meant for them', async () => {
    expect(wordsOf(await ada.say('/assign due in 6 days'))).toMatch(/instructor/i);
    expect(wordsOf(await ada.say('/class'))).not.toContain('Stuck');
    const preview = await prof.say('/assign due in 6 days lab quadratic');
    ada.last = preview;
    expect(wordsOf(await ada.press('Post it here'))).toContain('another student');
    expect(open.server.conversation('C0CLASS')).toEqual([]);
  });
});

describe('a homework in its channel', () => {
  it('is started by anybody: answered to them alone, the post as it was, and one direct message that stays', async () => {
    const post = await assigned();
    const standing = structuredClone(open.server.conversation('C0CLASS'));
    const shown = await shownTo(ada, 2, () =>
      open.server.deliver('interactive', ada.pressPayload(ada.button('Start', post))),
    );
    expect(lastActor()).toMatchObject({ user: 'U0ADA', role: 'student', channel: 'C0CLASS' });
    const privately = shown.find(({ via }) => via === 'response_url');
    expect(privately).toMatchObject({ to: 'U0ADA', replaced: false });
    expect(open.server.conversation('C0CLASS')).toEqual(standing);
    const direct = shown.find(({ via }) => via === 'chat.postMessage');
    expect(direct && wordsOf(direct)).toContain('You have started');
    expect(open.server.conversation('DU0ADA')[0]).toHaveProperty('metadata.event_payload.id');

    // Its own answer is hers alone; the direct message stays where she goes on from it.
    const lock = privately && ben.pressPayload(ben.button('Act I', privately));
    const [refused] = await shownTo(ben, 1, () => open.server.deliver('interactive', lock ?? {}));
    expect(refused && wordsOf(refused)).toContain('another student');
    const going = direct && ada.pressPayload(ada.button('Continue', direct), undefined, 'direct');
    const [next] = await shownTo(ada, 1, () => open.server.deliver('interactive', going ?? {}));
    expect(next).toMatchObject({ via: 'chat.postMessage', to: 'DU0ADA', replaced: false });
    expect(next && wordsOf(next)).toContain('Act I');
    expect(open.server.conversation('DU0ADA').map((message) => wordsOf(message))).toContain(
      wordsOf(direct ?? post),
    );
  });

  it('says at Start where somebody can’t be written to', async () => {
    const post = await assigned();
    open.server.fail('chat.postMessage', { error: 'messages_tab_disabled' });
    const [shown] = await shownTo(ada, 1, () =>
      open.server.deliver('interactive', ada.pressPayload(ada.button('Start', post))),
    );
    expect(shown && wordsOf(shown)).toMatch(/can’t write to you/);
  });

  it('is answered by the next private way where the response_url is gone, and in its thread', async () => {
    const post = await assigned();
    open.server.fail('response_url', { status: 404 });
    const press = ada.pressPayload(ada.button('What do I owe?', post), undefined, 'thread');
    const [shown] = await shownTo(ada, 1, () => open.server.deliver('interactive', press));
    expect(shown).toMatchObject({ via: 'chat.postEphemeral', to: 'U0ADA', thread: '7.7' });
  });

  it('says that the app is not in the channel, where it is not', async () => {
    await prof.say('/assign due in 6 days lab quadratic');
    open.server.fail('chat.postMessage', { error: 'channel_not_found' });
    expect(wordsOf(await prof.press('Post it here'))).not.toContain('*Posted*');
    expect(open.server.conversation('C0CLASS')).toEqual([]);
  });

  it('names people as words, whatever they call themselves', async () => {
    await assigned();
    await ada.say('/lab lab quadratic');
    const shown = await prof.say('/class student <@U0ADA|ada>');
    expect(wordsOf(shown)).toContain('Ada &lt;!channel&gt;');
  });
});

describe('a file that is dropped into a direct message', () => {
  const EXPORT = readFileSync(resolve('tests/fixtures/gradebook/canvas.csv'));
  const csv = (name = 'grades.csv', more: object = {}) => ({
    id: 'F1',
    name,
    size: 100,
    url_private_download: open.server.fileUrl(name),
    ...more,
  });
  const drop = async (files: readonly object[], text = '') => {
    const [shown] = await shownTo(prof, 1, () => dropped(prof, files, text));
    return shown ? wordsOf(shown) : '';
  };

  it('is `/grades canvas` by itself, and goes with the line that is written beside it', async () => {
    await assigned();
    open.server.downloads.set('grades.csv', { headers: { 'content-type': 'text/csv' }, body: EXPORT });
    const said = await drop([csv()]);
    expect(said).toContain('Canvas');
    expect(heard.at(-1)?.file).toEqual({ name: 'grades.csv', bytes: EXPORT });
    await drop([{ ...csv('screenshot.png') }, csv()], 'grades moodle');
    expect(heard.at(-1)?.file?.name).toBe('grades.csv');
  });

  it('that comes back, matched by address, goes to their own direct messages and never to the channel', async () => {
    await assigned();
    await ada.say('/predict lab quadratic');
    await ada.say('/predict A');
    open.server.downloads.set('grades.csv', { body: EXPORT, headers: { 'content-type': 'text/csv' } });
    await drop([csv()]);
    const before = open.server.shared.length;
    await prof.say('/grades canvas');
    await prof.press('A new one');
    const answer = await prof.press('Also who is not done');
    const [file] = open.server.shared.slice(before);
    expect(file?.channel).toBe('DU0PROF');
    expect(file?.title).toMatch(/\.csv$/);
    expect(wordsOf(answer)).toContain('in your direct messages with me');
    expect(file?.bytes.toString('utf8')).toContain('"Aldersey, Mira",91234');
    expect(wordsOf(answer)).not.toContain('91234');
    expect(open.server.shared.every(({ channel }) => channel === 'DU0PROF')).toBe(true);
  });

  it.each([
    ['larger than it says', { body: Buffer.alloc(UPLOAD_LIMITS.bytes + 1, 'a') }, {}, 'larger than 2 MB'],
    ['as large as it says', { body: 'a,b' }, { size: UPLOAD_LIMITS.bytes + 1 }, 'larger than 2 MB'],
    [
      'on another host',
      { body: 'a,b' },
      { url_private_download: 'https://evil.example/a.csv' },
      'from Slack itself only',
    ],
    [
      'on this machine',
      { body: 'a,b' },
      { url_private_download: 'file:///etc/passwd' },
      'from Slack itself only',
    ],
    [
      'on a host that looks like it',
      { body: 'a,b' },
      { url_private_download: 'https://files.slack.com@evil.example/a.csv' },
      'from Slack itself only',
    ],
    ['redirected', { status: 302, headers: { location: 'https://files.slack.com/x.csv' } }, {}, 'files:read'],
    [
      'a log-in page',
      { body: '<!doctype html>', headers: { 'content-type': 'text/html; charset=utf-8' } },
      {},
      'files:read',
    ],
    ['without an address', { body: 'a,b' }, { url_private_download: undefined }, 'files:read'],
    ['not there any more', { status: 404 }, {}, 'did not hand over'],
    ['not a CSV', { body: 'a,b' }, { name: 'grades.xlsx' }, '.csv files only'],
  ])('and is %s is refused in a sentence, and nothing is kept of it', async (_, download, more, sentence) => {
    await assigned();
    const before = heard.length;
    open.server.downloads.set('grades.csv', download);
    expect(await drop([csv('grades.csv', more)])).toContain(sentence);
    expect(heard).toHaveLength(before);
  });

  it('that Slack does not hand over in time is a sentence too', async () => {
    open.server.intercept = (method) => (method === 'files' ? 'hang' : undefined);
    const source = { token: 'xoxb-test', origins: fileOrigins(open.server.apiUrl), timeoutMs: 200 };
    const file = { name: 'grades.csv', size: 3, url: open.server.fileUrl('grades.csv') };
    await expect(fetchFile(file, source)).rejects.toThrow('did not hand over');
    expect(fileOrigins(undefined)).toEqual(new Set(['https://files.slack.com']));
  });

  it('of another kind beside a line is left alone', async () => {
    const [shown] = await shownTo(ada, 1, () => dropped(ada, [csv('me.png')], 'lab'));
    expect(shown && wordsOf(shown)).toContain('Quadratic Wall');
    expect(open.server.downloaded).toEqual([]);
  });
});

describe('a form from a button', () => {
  it('of the class says “Send”, and where it does not open the line that can be typed', async () => {
    await assigned();
    await ada.say('/lab lab quadratic');
    await ada.say('/mydata');
    const form = await ada.open('Delete');
    expect(form.submit.text).toBe('Send');
    open.server.fail('views.open', { error: 'expired_trigger_id' });
    const [instead] = await shownTo(ada, 1, () =>
      open.server.deliver('interactive', ada.pressPayload(ada.button('Delete'))),
    );
    expect(instead && wordsOf(instead)).toMatch(
      /If no form has opened, type it instead, for example `\/mydata delete/,
    );
  });
});

describe('the app', () => {
  it('says that it is there at the start, and that it was removed, by either of Slack’s two events', async () => {
    await open.close();
    const [back, removed]: [string[], string[]] = [[], []];
    await start({
      onBack: async (team) => void back.push(team),
      onRemoved: async (team) => void removed.push(team),
    });
    expect(back).toEqual([TEAM]);
    const event = (body: object) => open.server.deliver('events_api', prof.eventPayload(body));
    await event({ type: 'tokens_revoked', tokens: { oauth: ['U0ADA'], bot: [] } });
    await event({ type: 'app_mention', channel: 'C0CLASS', text: '<@U0BOT> lab' });
    expect(removed).toEqual([]);
    await event({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0BOT'] } });
    await event({ type: 'app_uninstalled' });
    await open.slack.close();
    expect(removed).toEqual([TEAM, TEAM]);
  });
});
