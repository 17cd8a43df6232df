/** Discord's limits, the declared commands within them, and the wire bytes of the main replies. */

import { describe, expect, it } from 'vitest';
import { declared } from '../../adapters/discord/commands.ts';
import type { RenderContext } from '../../adapters/discord/components.ts';
import { customIds } from '../../adapters/discord/custom-id.ts';
import { commandProblems, LIMITS, problemsOf } from '../../adapters/discord/limits.ts';
import { type DiscordMessage, text } from '../../adapters/discord/message.ts';
import { modal } from '../../adapters/discord/modal.ts';
import { render } from '../../adapters/discord/render.ts';
import { commandsFor } from '../../commands/index.ts';
import { type ChartHost, createChartHost } from '../../src/charts/chart-host.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { CLASS_VIEW } from '../support/data-replies.ts';
import { COURSE } from '../support/every-reply.ts';
import { openTestLab } from '../support/lab.ts';
import { openapiPresent, openapiProblems } from './openapi.ts';

const commands = commandsFor(COURSE);

const hosted = createChartHost('https://quickchart.io');
const context = (charts: ChartHost, may: boolean): RenderContext => ({
  charts,
  commands,
  customId: customIds('600000000000000006', commands),
  may: { attachFiles: may, embedLinks: may },
});

describe('the limits table', () => {
  it.each<[string, DiscordMessage]>([
    ['no components', { components: [], files: [] }],
    ['an empty text', { components: [text('')], files: [] }],
    ['4,001 characters', { components: [text('x'.repeat(LIMITS.textCharacters + 1))], files: [] }],
    ['41 components', { components: Array.from({ length: 41 }, () => text('x')), files: [] }],
  ])('refuses %s', (_, message) => {
    expect(problemsOf(message)).not.toEqual([]);
  });
});

describe('a form', () => {
  const field = { title: 'T'.repeat(45), label: 'L'.repeat(45), hint: 'h'.repeat(100), example: '1' };
  const problems = (data: object) =>
    openapiProblems('POST', '/interactions/1/token/callback', { type: 9, data });

  it('is as long as Discord takes it', () => {
    expect(problems(modal(field, 'i'.repeat(100)))).toEqual([]);
  });

  it.each([
    ['title', { ...field, title: `${field.title}T` }, 'i'],
    ['label', { ...field, label: `${field.label}L` }, 'i'],
    ['hint', { ...field, hint: `${field.hint}h` }, 'i'],
    ['label', { ...field, label: '' }, 'i'],
    ['custom id', field, 'i'.repeat(101)],
  ])('is refused with a %s that is not', (_, refused, id) => {
    expect(() => modal(refused, id)).toThrow(RangeError);
  });

  it.runIf(openapiPresent)('is refused by Discord’s document where it is by ours', () => {
    const fits = modal(field, 'i');
    expect(problems({ ...fits, title: `${field.title}T` })).not.toEqual([]);
    expect(problems({ ...fits, components: [{ ...fits.components[0], label: '' }] })).not.toEqual([]);
  });
});

describe('the declared commands', () => {
  it.each(['everywhere', 'server', 'direct-messages'] as const)(
    'are within the limits (%s), and offer nothing internal',
    (reach) => {
      const made = declared(reach, commands);
      expect(made.map(({ name }) => name)).toEqual(commands.offered.map(({ name }) => name));
      for (const command of made) {
        expect(commandProblems(command), command.name).toEqual([]);
        const internal = commands.named(command.name)?.options.filter((option) => option.internal) ?? [];
        const names = command.options?.map(({ name }) => name) ?? [];
        for (const { name } of internal) expect(names).not.toContain(name);
      }
      // One of each kind of option, so that a reviewer can read what is sent.
      expect(made.find(({ name }) => name === 'toss')).toMatchSnapshot();
      expect(made.find(({ name }) => name === 'predict')).toMatchSnapshot();
      expect(made.find(({ name }) => name === 'assign')).toMatchSnapshot();
      expect(made.find(({ name }) => name === 'grades')).toMatchSnapshot();
    },
  );
});

describe('on the wire', () => {
  it.each([
    ['welcome', ['/lab quadratic']],
    ['question', ['/predict lab quadratic']],
    ['locked', ['/predict lab quadratic', '/predict A']],
    ['run', ['/predict lab quadratic', '/predict A', '/seq 64k']],
    ['ledger', ['/predict lab quadratic', '/predict A', '/ledger']],
    ['mistake', ['/seq **bold** <@1>']],
  ])('%s', async (_, lines) => {
    const lab = await openTestLab();
    let reply: Reply | undefined;
    for (const line of lines) reply = await lab.say('ada', line);
    expect(await render(reply as Reply, context(hosted, true))).toMatchSnapshot();
  });

  it.each([
    ['pictures', true],
    ['words alone', false],
  ])('a class view with bars and times, in %s', async (_, may) => {
    expect(await render(CLASS_VIEW, context(hosted, may))).toMatchSnapshot();
  });
});
