/** Slack's limits, and the wire bytes of the main replies. */

import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../adapters/slack/limits.ts';
import { linkedPictures, noPictures } from '../../adapters/slack/pictures.ts';
import { render } from '../../adapters/slack/render.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { openTestLab } from '../support/lab.ts';

const charts = createChartHost('https://quickchart.io');

describe('the limits table', () => {
  const button = (id: string, label = 'x') =>
    ({
      type: 'button',
      text: { type: 'plain_text', text: label, emphasis: false, emoji: false },
      action_id: id,
      value: '/lab',
    }) as const;

  it.each([
    ['no blocks', { text: 'x', blocks: [] }],
    [
      'an action id twice',
      { text: 'x', blocks: [{ type: 'actions', elements: [button('a'), button('a')] } as const] },
    ],
    [
      'a label of 76',
      { text: 'x', blocks: [{ type: 'actions', elements: [button('a', 'x'.repeat(76))] } as const] },
    ],
    [
      'a fallback of 0',
      {
        text: '',
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x', verbatim: true } } as const],
      },
    ],
    [
      'a section of 3001',
      {
        text: 'x',
        blocks: [
          { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001), verbatim: true } } as const,
        ],
      },
    ],
  ])('refuses %s', (_, message) => {
    expect(problemsOf(message)).not.toEqual([]);
  });
});

describe('on the wire', () => {
  it.each([
    ['welcome', ['/lab']],
    ['question', ['/predict']],
    ['locked', ['/predict', '/predict A']],
    ['run', ['/predict', '/predict A', '/seq 64k']],
    ['ledger', ['/predict', '/predict A', '/ledger']],
    ['mistake', ['/seq <@U1> & co']],
  ])('%s', async (_, lines) => {
    const lab = await openTestLab();
    let reply: Reply | undefined;
    for (const line of lines) reply = await lab.say('ada', line);
    const picture = (await linkedPictures(reply as Reply, charts)) ?? noPictures;
    expect(render(reply as Reply, { user: 'U0ADA', picture })).toMatchSnapshot();
  });
});
