/** Every reply that the lab can give, within Slack's limits; and the wire bytes of the main ones. */

import { beforeAll, describe, expect, it } from 'vitest';
import { homeView } from '../../adapters/slack/home.ts';
import { blocksProblems, LIMITS, problemsOf } from '../../adapters/slack/limits.ts';
import { linkedPictures, noPictures } from '../../adapters/slack/pictures.ts';
import { render } from '../../adapters/slack/render.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { everyReply, type NamedReply } from '../support/every-reply.ts';
import { openTestLab } from '../support/lab.ts';
import { buttonsOf } from './slack-server.ts';

const charts = createChartHost('https://quickchart.io');

describe('every reply', () => {
  let replies: readonly NamedReply[];
  beforeAll(async () => {
    replies = await everyReply();
  });

  it('is within the limits, with pictures and without, and says something to those who see no blocks', async () => {
    expect(replies.length).toBeGreaterThan(500);
    for (const { name, reply } of replies) {
      const linked = await linkedPictures(reply, charts);
      expect(linked, name).toBeDefined();
      for (const picture of [linked ?? noPictures, noPictures]) {
        const message = render(reply, { user: 'U0ADA', picture });
        expect(problemsOf(message), name).toEqual([]);
        expect(message.text.length, name).toBeGreaterThan(10);
        expect(JSON.stringify(message), `${name}: markup that somebody typed`).not.toMatch(/<[@!#]/);
      }
    }
  });

  it('fits App Home', () => {
    for (const { reply } of replies.filter(({ name }) => name.endsWith('/ledger'))) {
      expect(blocksProblems(homeView(reply, 'U0ADA').blocks, LIMITS.viewBlocks)).toEqual([]);
    }
  });

  it('keeps every button of the reply', () => {
    for (const { name, reply } of replies) {
      const wanted = reply.parts.flatMap((part) =>
        part.kind === 'choices' ? part.choices.map(({ label }) => label) : [],
      );
      expect(
        buttonsOf(render(reply, { user: 'U0ADA', picture: noPictures })).map(({ text }) => text.text),
        name,
      ).toEqual(wanted);
    }
  });
});

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
