/** Turns, sent to the playground as its page sends them. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorOf, PERSONA_IDS, type PersonaId } from '../../adapters/playground/personas.ts';
import { BUTTON_VERSION } from '../../commands/button.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { openTestLab } from '../support/lab.ts';
import { COIN_TOSS } from '../support/tiny-pack.ts';
import { choicesOf, openPlayground, post, pressAt, sayAt, turn } from './open-playground.ts';

let playground: Awaited<ReturnType<typeof openPlayground>>;
beforeAll(async () => {
  playground = await openPlayground();
});
afterAll(() => playground.close());

const say = (persona: PersonaId, line: string, delivery?: string) =>
  sayAt(playground.address, persona, line, delivery);

describe('a turn', () => {
  it('is answered with parts, and with buttons that send the line they stand for', async () => {
    await say('student-1', '/lab quadratic');
    const parts = await say('student-1', '/predict');
    expect(choicesOf(parts).slice(0, 4)).toEqual(
      ['A', 'B', 'C', 'D'].map((letter) => ({
        version: BUTTON_VERSION,
        label: `Lock ${letter}`,
        detail: expect.anything(),
        primary: false,
        line: `/predict ${letter} lab quadratic-wall act 1`,
        shown: `/predict ${letter}`,
      })),
    );
  });

  it('has what can be typed spelled out', async () => {
    const parts = await say('student-1', '/lab');
    expect(parts.find(({ kind }) => kind === 'choices')).toMatchObject({
      prompt: expect.arrayContaining([{ line: '/lab quadratic-wall' }]),
    });
    const help = await say('student-1', '/lab help');
    expect(help.find(({ kind }) => kind === 'table')).toMatchObject({
      rows: expect.arrayContaining([[[{ code: '/lab [name]' }], expect.any(String), [{ line: '/lab' }]]]),
    });
  });

  it('is counted once when it is delivered twice', async () => {
    await say('student-2', '/lab quadratic');
    await say('student-2', '/predict');
    await say('student-2', '/predict a');
    await say('student-2', '/seq 64k', 'the-same-delivery');
    await say('student-2', '/seq 64k', 'the-same-delivery');
    const parts = await say('student-2', '/ledger');
    const metrics = parts.find((part) => part.kind === 'metrics');
    expect(metrics?.items.find(({ label }) => label === 'Runs')?.value).toBe('1');
  });

  it('shows nothing of a result before the lock', async () => {
    const text = JSON.stringify([
      await say('instructor', '/lab quadratic'),
      await say('instructor', '/seq 64k'),
      await say('instructor', '/depth 4'),
      await say('instructor', '/math'),
    ]);
    expect(text).not.toMatch(/"kind":"(chart|metrics|formula)"/);
    expect(text).not.toMatch(/ GB|8,333|625×/);
    expect(text).toContain('Your prediction comes first');
  });

  it('keeps what a person typed as words', async () => {
    const parts = await say('instructor', '/seq <b>64</b>');
    expect(JSON.stringify(parts)).toContain('"strong":"<b>64</b>"');
  });

  it.each([
    ['no JSON', '{"persona":'],
    ['no persona', { line: '/lab', delivery: 'x' }],
    ['somebody else', turn('student-3', '/lab')],
    ['an object for a line', { ...turn('student-1', ''), line: { toString: 'x' } }],
    ['no delivery', { persona: 'student-1', line: '/lab' }],
    ['an endless delivery', turn('student-1', '/lab', 'x'.repeat(65))],
    ['a claim to be the instructor', { ...turn('student-1', '/lab'), instructor: true }],
    ['a button of no version', { ...turn('student-1', '/lab'), button: {} }],
    ['a button of an actor', { ...turn('student-1', '/lab'), button: { version: 2, actor: 'x' } }],
    ['an actor of its own', { ...turn('student-1', '/lab'), actor: { platform: 'discord' } }],
  ])('with %s is refused with a sentence', async (_, body) => {
    const response = await post(playground.address, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^A turn has .*\.$/) });
  });

  it('that is too long is refused with a sentence, announced or not', async () => {
    const long = turn('student-1', 'x'.repeat(9_000));
    const announced = await post(playground.address, long);
    expect([announced.status, await announced.json()]).toEqual([
      413,
      { error: expect.stringMatching(/\.$/) },
    ]);
    const chunked = await fetch(`${playground.address}/api/turn`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: new Blob([JSON.stringify(long)]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
  });

  it('may be long enough to be told that it is too long for a command', async () => {
    const [callout] = await say('student-1', `/seq ${'9'.repeat(400)}`);
    expect(callout).toMatchObject({ kind: 'callout', title: 'Nothing was recorded' });
    expect(JSON.stringify(callout)).toContain('"405"," characters; a command has at most ","300"');
  });

  it('is said by somebody whom the server knows, and is an instructor by that alone', () => {
    const here = { platform: 'playground', workspace: 'local', channel: 'class' };
    expect(PERSONA_IDS.map((id) => actorOf(id))).toEqual([
      { ...here, user: 'student-1', name: 'Student 1', role: 'student' },
      { ...here, user: 'student-2', name: 'Student 2', role: 'student' },
      { ...here, user: 'assistant', name: 'Assistant', role: 'assistant' },
      { ...here, user: 'instructor', name: 'Instructor', role: 'instructor' },
    ]);
  });
});

describe('a button', () => {
  const press = (line: string, version: number) =>
    pressAt(playground.address, 'student-1', { line, version });

  it('of the first version is about the first lab, whichever was touched last', async () => {
    const other = await openPlayground({
      assistant: (await openTestLab({ packs: [COIN_TOSS, ...PACKS] })).assistant,
    });
    const pressFirst = (line: string) => pressAt(other.address, 'student-1', { line, version: 1 });
    await sayAt(other.address, 'student-1', '/lab coin');
    expect(JSON.stringify(await pressFirst('/lab'))).toContain('Quadratic Wall');
    await sayAt(other.address, 'student-1', '/lab coin');
    expect(JSON.stringify(await pressFirst('/predict act 1'))).toContain('Lock A');
    await other.close();
  });

  it.each([0, BUTTON_VERSION + 1])('of version %i is answered as outdated', async (version) => {
    expect(JSON.stringify(await press('/lab help', version))).toContain('from another version of the lab');
  });

  it('with a field sends what was entered, and a mistake leaves the question open', async () => {
    const { assistant } = await openTestLab({ packs: [COIN_TOSS] });
    const other = await openPlayground({ assistant });
    await sayAt(other.address, 'student-1', '/lab');
    const [field] = choicesOf(await sayAt(other.address, 'student-1', '/predict'));
    if (!field) throw new Error('no field');
    expect(field).toMatchObject({
      shown: '/predict ?',
      field: { title: 'Your prediction', label: 'percent', hint: '0.1 to 100 percent' },
    });
    const enter = async (entered: string) =>
      JSON.stringify(await pressAt(other.address, 'student-1', field, entered));
    expect(await enter('a lot')).toContain('can’t be read as a number');
    expect(await enter('12.5')).toContain('"Locked"');
    expect(await enter('50')).toContain('already locked');
    await other.close();
  });
});
