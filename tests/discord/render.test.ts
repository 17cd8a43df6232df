/** Every reply that the lab can give, within Discord's limits, in every channel; and the wire bytes of the main ones. */

import { beforeAll, describe, expect, it } from 'vitest';
import { declared } from '../../adapters/discord/commands.ts';
import { customIds } from '../../adapters/discord/custom-id.ts';
import { commandProblems, flatten, LIMITS, problemsOf } from '../../adapters/discord/limits.ts';
import { type DiscordMessage, text } from '../../adapters/discord/message.ts';
import { type RenderContext, render } from '../../adapters/discord/render.ts';
import { type ChartHost, createChartHost } from '../../src/charts/chart-host.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { everyReply, type NamedReply } from '../support/every-reply.ts';
import { openTestLab } from '../support/lab.ts';

const hosted = createChartHost('https://quickchart.io');
/** Bytes of the right kind; drawing a thousand charts is another test's work. */
const attached: ChartHost = {
  image: async () => ({ kind: 'png', bytes: new Uint8Array(90_000) }),
  draw: async () => new Uint8Array(90_000),
};
const context = (charts: ChartHost, may: boolean): RenderContext => ({
  charts,
  customId: customIds('600000000000000006'),
  may: { attachFiles: may, embedLinks: may },
});

const labelsOf = (message: DiscordMessage): string[] =>
  flatten(message.components).flatMap((each) => ('label' in each ? [each.label] : []));

describe('every reply', () => {
  let replies: readonly NamedReply[];
  beforeAll(async () => {
    replies = await everyReply();
  });

  it.each([
    ['with addresses', hosted, true],
    ['with attachments', attached, true],
    ['where it may do nothing but write', hosted, false],
  ] as const)('is within the limits %s, with all its buttons', async (_, charts, may) => {
    expect(replies.length).toBeGreaterThan(500);
    for (const { name, reply } of replies) {
      const message = await render(reply, context(charts, may));
      expect(problemsOf(message), name).toEqual([]);
      const wanted = reply.parts.flatMap((part) =>
        part.kind === 'choices' ? part.choices.map(({ label }) => label) : [],
      );
      expect(labelsOf(message), name).toEqual(wanted);
    }
  });
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

describe('the declared commands', () => {
  it.each(['global', 'guild'] as const)('are within the limits (%s), and offer nothing internal', (scope) => {
    for (const command of declared(scope)) {
      expect(commandProblems(command), command.name).toEqual([]);
      expect(JSON.stringify(command)).not.toContain('commit');
    }
    expect(declared(scope)).toMatchSnapshot();
  });
});

describe('on the wire', () => {
  it.each([
    ['welcome', ['/lab']],
    ['question', ['/predict']],
    ['locked', ['/predict', '/predict A']],
    ['run', ['/predict', '/predict A', '/seq 64k']],
    ['ledger', ['/predict', '/predict A', '/ledger']],
    ['mistake', ['/seq **bold** <@1>']],
  ])('%s', async (_, lines) => {
    const lab = await openTestLab();
    let reply: Reply | undefined;
    for (const line of lines) reply = await lab.say('ada', line);
    expect(await render(reply as Reply, context(hosted, true))).toMatchSnapshot();
  });
});
