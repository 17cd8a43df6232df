/** Slack's limits, and the wire bytes of the main replies. */

import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../adapters/slack/limits.ts';
import { modal, readModal } from '../../adapters/slack/modal.ts';
import { linkedPictures, noPictures } from '../../adapters/slack/pictures.ts';
import { render } from '../../adapters/slack/render.ts';
import { BUTTON_VERSION } from '../../commands/button.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import type { Field, Reply } from '../../src/messages/reply.ts';
import { CLASS_VIEW } from '../support/data-replies.ts';
import { openTestLab } from '../support/lab.ts';
import { COIN_TOSS } from '../support/tiny-pack.ts';

const USER = 'U0ADA';
const QUESTION = '/predict lab quadratic';
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
    ['labs', ['/lab']],
    ['welcome', ['/lab quadratic']],
    ['question', [QUESTION]],
    ['locked', [QUESTION, '/predict A']],
    ['run', [QUESTION, '/predict A', '/seq 64k']],
    ['ledger', [QUESTION, '/predict A', '/ledger']],
    ['mistake', ['/seq <@U1> & co']],
  ])('%s', async (_, lines) => {
    const lab = await openTestLab();
    let reply: Reply | undefined;
    for (const line of lines) reply = await lab.say('ada', line);
    const picture = (await linkedPictures(reply as Reply, charts)) ?? noPictures;
    expect(
      render(reply as Reply, { user: USER, picture, commands: lab.assistant.commands }),
    ).toMatchSnapshot();
  });

  it('a class view with bars and times, in pictures and in words', async () => {
    const { commands } = (await openTestLab()).assistant;
    const picture = (await linkedPictures(CLASS_VIEW, charts)) ?? noPictures;
    expect(render(CLASS_VIEW, { user: USER, picture, commands })).toMatchSnapshot();
    expect(render(CLASS_VIEW, { user: USER, picture: noPictures, commands })).toMatchSnapshot();
  });

  it('a form', async () => {
    const { assistant } = await openTestLab({ packs: [COIN_TOSS] });
    const line = '/predict ? lab coin-toss act 1';
    const place = {
      kind: 'button',
      channel: 'C0CLASS',
      responseUrl: 'https://hooks.slack.com/actions/T0/1/x',
      thread: undefined,
    } as const;
    const form = modal(assistant.fieldOf(line) as Field, { line, place }, USER);
    expect(form).toMatchSnapshot();
    const values = { entry: { text: { value: '12.5' } } };
    expect(readModal({ ...form, state: { values } }, USER)).toEqual({
      kind: 'theirs',
      version: BUTTON_VERSION,
      line,
      place,
      entered: '12.5',
    });
  });

  it('a form whose title is longer than Slack takes', () => {
    const field = { title: 'What do you predict, in dollars?', label: 'USD', hint: '1 to 2', example: '1' };
    const about = { line: '/predict', place: { kind: 'home' } } as const;
    expect(modal(field, about, USER).title.text).toBe('What do you predict, in…');
  });
});
