/** Discord's limits, the declared commands within them, and the wire bytes of the main replies. */

import { describe, expect, it } from 'vitest';
import { declared } from '../../adapters/discord/commands.ts';
import { customIds } from '../../adapters/discord/custom-id.ts';
import { commandProblems, LIMITS, problemsOf } from '../../adapters/discord/limits.ts';
import { type DiscordMessage, text } from '../../adapters/discord/message.ts';
import type { RenderContext } from '../../adapters/discord/pieces.ts';
import { render } from '../../adapters/discord/render.ts';
import { type ChartHost, createChartHost } from '../../src/charts/chart-host.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { openTestLab } from '../support/lab.ts';

const hosted = createChartHost('https://quickchart.io');
const context = (charts: ChartHost, may: boolean): RenderContext => ({
  charts,
  customId: customIds('600000000000000006'),
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

describe('the declared commands', () => {
  it.each(['everywhere', 'server', 'direct-messages'] as const)(
    'are within the limits (%s), and offer nothing internal',
    (reach) => {
      for (const command of declared(reach)) {
        expect(commandProblems(command), command.name).toEqual([]);
        expect(JSON.stringify(command)).not.toContain('commit');
      }
      expect(declared(reach)).toMatchSnapshot();
    },
  );
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
