/** Students at Discord: the whole lab by slash commands and by buttons, in a server and in a direct message. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DIRECT_MESSAGES } from '../../adapters/discord/actor.ts';
import { problemsOf } from '../../adapters/discord/limits.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import { studentId } from '../../src/messages/actor.ts';
import { loadFrom } from '../support/stores.ts';
import { type OpenDiscord, openDiscord } from './open-discord.ts';
import { openapiPresent, openapiProblems } from './openapi.ts';
import { buttonsOf, EPHEMERAL, type Person } from './person.ts';
import { GUILD_ID, type Shown, wordsOf } from './protocol.ts';

const ADA = '600000000000000001';
const BEN = '600000000000000002';
const V2 = 1 << 15;

let discord: OpenDiscord;

beforeEach(async () => {
  discord = await openDiscord();
});

afterEach(async () => {
  await discord.close();
  // Every request of every test here.
  expect(discord.server.problems).toEqual([]);
});

const decisionsOf = async (user: string, workspace: string) => {
  const student = studentId({ platform: 'discord', workspace, user });
  const { record } = await loadFrom(discord.lab.store, student);
  return record?.decisions.map(({ decision }) => decision.kind) ?? [];
};

/** What a student types from the welcome to the takeaways. */
const TYPED: readonly (readonly [string, Readonly<Record<string, string | number | boolean>>?])[] = [
  ['lab', { name: 'quadratic' }],
  ['predict'],
  ['predict', { answer: 'B' }],
  ['seq', { tokens: 65_536, heads: 16 }],
  ['reflect'],
  ['reflect', { answer: 'A' }],
  ['seq', { tokens: 8_000, commit: true }],
  ['device', { device: 'edge' }],
  ['predict'],
  ['predict', { answer: 'C' }],
  ['depth', { layers: 64, width: 512 }],
  ['reflect'],
  ['reflect', { answer: 'D' }],
  ['depth', { layers: 16, commit: true }],
];

const PRESSED = [
  'Act I: the question',
  'Lock C',
  'Run 4K',
  'Reflect on Act I',
  'B',
  'Commit 4,096 tokens',
  'Next: Act II',
  'Switch to edge',
  'Next: Act II',
  'Lock D',
  'Run 4 layers',
  'Reflect on Act II',
  'A',
  'Commit 4x1440',
];

async function byTyping(person: Person): Promise<Shown> {
  let shown: Shown | undefined;
  for (const [name, options] of TYPED) shown = await person.type(name, options);
  return shown as Shown;
}

async function byButtons(person: Person): Promise<Shown> {
  let shown = await person.type('lab', { name: 'quadratic' });
  for (const label of PRESSED) shown = await person.press(shown, label);
  return shown;
}

describe.each([
  ['a server', { guild: GUILD_ID }, GUILD_ID],
  ['a direct message', { guild: undefined }, DIRECT_MESSAGES],
] as const)('in %s', (_, where, workspace) => {
  it('a student completes the lab by typing, and another by buttons, interleaved', async () => {
    const [typed, pressed] = await Promise.all([
      byTyping(discord.person(ADA, where)),
      byButtons(discord.person(BEN, where)),
    ]);
    expect(wordsOf(typed)).toContain('What you take away');
    expect(wordsOf(pressed)).toContain('What you take away');
    const locks = (kinds: readonly string[]) => kinds.filter((kind) => kind === 'locked');
    for (const user of [ADA, BEN]) {
      const kinds = await decisionsOf(user, workspace);
      expect(locks(kinds)).toHaveLength(2);
      expect(kinds.filter((kind) => kind === 'committed')).toHaveLength(2);
      expect(kinds.at(-1)).toBe('completed');
    }
  });
});

it.runIf(openapiPresent)('holds every body against Discord’s OpenAPI document', async () => {
  await discord.person(ADA).type('lab', { name: 'quadratic' });
  expect(discord.server.requests.length).toBeGreaterThan(0);
  expect(discord.server.problems).toEqual([]);
  const tooMuch = { type: 4, data: { components: [{ type: 17, components: [] }] } };
  expect(openapiProblems('POST', '/interactions/1/token/callback', tooMuch)).not.toEqual([]);
  expect(openapiProblems('POST', '/nowhere', {})).not.toEqual([]);
});

it.skipIf(openapiPresent)(
  'SKIPPED: Discord’s OpenAPI document is not at hand, so bodies were not held against it',
  () => {
    console.warn(
      'no ../shared/platforms/discord-openapi.json: request bodies are held against our own table only',
    );
  },
);

describe('an answer', () => {
  it('is private, version 2, pings nobody, within limits, and its chart says what it shows', async () => {
    const ada = discord.person(ADA);
    await ada.type('predict', { lab: 'quadratic' });
    await ada.type('predict', { answer: 'A' });
    const { token } = ada.send('seq', { tokens: 4_096 });
    const shown = await discord.server.shown(token);
    expect(shown.flags).toBe(V2 | EPHEMERAL);
    expect(problemsOf({ components: shown.components, files: [] })).toEqual([]);
    expect(wordsOf(shown)).toContain('4,096 tokens, 12 heads');
    const [callback] = discord.server.answersTo(token);
    expect(callback?.body).toMatchObject({ type: 4, data: { allowed_mentions: { parse: [] } } });
    expect(JSON.stringify(callback?.body)).toContain('https://quickchart.io/chart?');
  });

  it('to a button changes the message of the button', async () => {
    const ada = discord.person(ADA);
    const welcome = await ada.type('lab', { name: 'quadratic' });
    const [question] = buttonsOf(welcome);
    const { token } = ada.sendPress(welcome, question?.custom_id ?? '');
    await discord.server.shown(token);
    expect(discord.server.answersTo(token)[0]?.body).toMatchObject({
      type: 7,
      data: { attachments: [], allowed_mentions: { parse: [] } },
    });
  });

  it('attaches the chart that is drawn here', async () => {
    await discord.close();
    discord = await openDiscord({ charts: createChartHost('embedded') });
    const ada = discord.person(ADA);
    await ada.type('predict', { lab: 'quadratic' });
    await ada.type('predict', { answer: 'A' });
    const shown = await ada.type('seq', { tokens: 4_096 });
    expect(shown.files).toHaveLength(1);
    expect([...(shown.files[0]?.bytes.slice(1, 4) ?? [])]).toEqual([...Buffer.from('PNG')]);
    expect(JSON.stringify(shown.components)).toContain(`attachment://${shown.files[0]?.name}`);
  });

  it('hands over the export as a file, and as text where files are not allowed', async () => {
    await byTyping(discord.person(ADA));
    const file = await discord.person(ADA).type('ledger', { what: 'export' });
    expect(JSON.parse(Buffer.from(file.files[0]?.bytes ?? []).toString())).toMatchObject({
      history: [{ chapter: 6 }],
    });
    const text = await discord
      .person(ADA, { guild: GUILD_ID, appPermissions: '0' })
      .type('ledger', { what: 'export' });
    expect(text.files).toEqual([]);
    expect(wordsOf(text)).toContain('"chapter": 6');
    expect(wordsOf(text)).toContain('“Attach Files”');
  });

  it('says the finding in words where pictures are not allowed', async () => {
    const ada = discord.person(ADA, { guild: GUILD_ID, appPermissions: '0' });
    await ada.type('predict', { lab: 'quadratic' });
    await ada.type('predict', { answer: 'A' });
    const shown = await ada.type('seq', { tokens: 4_096 });
    expect(JSON.stringify(shown.components)).not.toContain('quickchart.io');
    expect(wordsOf(shown)).toContain('“Embed Links”');
  });

  it('to a mistake says what is allowed, and shows a person’s words as they were typed', async () => {
    const shown = await discord.person(ADA).type('device', { device: '**moon** <@1> @everyone' });
    expect(wordsOf(shown)).toContain('\\*\\*moon\\*\\* \\<\\@1> \\@everyone');
    expect(wordsOf(shown)).toContain('Nothing was recorded');
  });
});

describe('a command in an answer', () => {
  it('is written as Discord takes it, also in the help, which says nothing of typed lines', async () => {
    const ada = discord.person(ADA);
    await ada.type('predict', { lab: 'quadratic' });
    expect(wordsOf(await ada.type('predict', { answer: 'A' }))).toContain('`/seq tokens:32768`');
    const help = wordsOf(await ada.type('lab', { name: 'help' }));
    expect(help).toContain('/depth layers:16');
    expect(help).not.toMatch(/width=512|taken in your workspace/);
    const [button] = buttonsOf(await ada.type('device', { device: 'nowhere' })).filter(({ label }) =>
      label.startsWith('All commands'),
    );
    const { token } = ada.sendPress(await ada.type('lab', { name: 'quadratic' }), button?.custom_id ?? '');
    const pressed = wordsOf(await discord.server.shown(token));
    expect(pressed).toContain('a field of its own');
    expect(pressed).not.toContain('width=512');
  });
});

describe('autocomplete', () => {
  it('offers round numbers, and first what was typed', async () => {
    const ada = discord.person(ADA);
    expect(await ada.complete('seq', 'tokens', '')).toHaveLength(6);
    expect((await ada.complete('seq', 'tokens', '48k'))[0]).toEqual({ name: '49,152 tokens', value: 49_152 });
    expect(await ada.complete('seq', 'tokens', 'what')).toEqual([]);
  });
});

describe('another student’s button', () => {
  it('is refused in private, and nothing is recorded', async () => {
    const question = await discord.person(ADA).type('predict', { lab: 'quadratic' });
    const [lock] = buttonsOf(question);
    const ben = discord.person(BEN);
    const { token } = ben.sendPress(question, lock?.custom_id ?? '');
    expect(wordsOf(await discord.server.shown(token))).toContain('another student');
    expect(discord.server.answersTo(token)[0]?.body).toMatchObject({
      type: 4,
      data: { flags: V2 | EPHEMERAL },
    });
    expect(await decisionsOf(BEN, GUILD_ID)).toEqual([]);
    expect(await decisionsOf(ADA, GUILD_ID)).toEqual([]);
  });

  it('of an older version says how to go on', async () => {
    const ada = discord.person(ADA);
    const question = await ada.type('predict', { lab: 'quadratic' });
    const { token } = ada.sendPress(question, '0:something/else');
    expect(wordsOf(await discord.server.shown(token))).toContain('another version');
  });
});

describe('workspaces', () => {
  it('are kept apart by server; direct messages belong to the course’s server where one is configured', async () => {
    const ada = discord.person(ADA);
    await ada.type('predict', { lab: 'quadratic' });
    await ada.type('predict', { answer: 'A' });
    const there = await discord.person(ADA, { guild: undefined }).type('predict', { lab: 'quadratic' });
    expect(wordsOf(there)).toContain('Lock A');
    await discord.close();
    discord = await openDiscord({ guildId: GUILD_ID });
    const inServer = discord.person(ADA);
    await inServer.type('predict', { lab: 'quadratic' });
    await inServer.type('predict', { answer: 'A' });
    expect(
      wordsOf(await discord.person(ADA, { guild: undefined }).type('predict', { lab: 'quadratic' })),
    ).toContain('already');
  });
});

describe('a button of the version before', () => {
  it('goes on meaning the lab that there was', async () => {
    const ada = discord.person(ADA);
    const welcome = await ada.type('lab', { name: 'quadratic' });
    await ada.type('predict');
    await ada.type('lab', { name: 'tail' });
    const [old] = buttonsOf(welcome);
    const owner = old?.custom_id.split(':')[1];
    const { token } = ada.sendPress(welcome, `1:${owner}:/predict B act 1`);
    expect(wordsOf(await discord.server.shown(token))).toContain('Locked: B');
    expect(await decisionsOf(ADA, GUILD_ID)).toEqual(['locked']);
  });
});
