/** Replies with bars and times, in every place of a reply that words may stand, for adapters to hold their renderers against. */

import { noteOf } from '../../src/charts/chart.ts';
import { type Reply, reply } from '../../src/messages/reply.ts';
import { type RichText, say, strong, time } from '../../src/messages/rich-text.ts';
import type { NamedReply } from './every-reply.ts';
import { OPTIONS, SAMPLE_BARS, TIMES } from './sample-charts.ts';

/** Friday 27 November 2026, 23:59 in New York, which is another day in UTC. */
export const DUE = '2026-11-28T04:59:00.000Z';
const ZONE = 'America/New_York';

/** In words for everybody, on the reader's clock where that is known, and what somebody may type that looks like either. */
export const DUE_TEXT: RichText = say`Due ${time(DUE, 'full', ZONE)}, ${time(DUE, 'relative', ZONE)}; in UTC ${time(DUE, 'short')}. ${strong('Not')} a time: <!date^1^{date}|typed> <t:1:F>.`;

const everywhere: Reply = reply(
  { kind: 'heading', text: 'Lab 06 · The Quadratic Wall' },
  { kind: 'text', text: DUE_TEXT },
  { kind: 'callout', tone: 'info', title: 'Due', text: say`Not after ${time(DUE, 'full', ZONE)}.` },
  { kind: 'callout', tone: 'quote', text: say`It closes ${time(DUE, 'relative')}.` },
  {
    kind: 'table',
    columns: ['step', 'when'],
    rows: [
      ['Act I locked', [time('2026-11-26T22:14:09.123Z', 'short', ZONE)]],
      [[time(DUE, 'short')], say`on time, before ${time(DUE, 'short', ZONE)}`],
    ],
  },
  {
    kind: 'choices',
    prompt: say`Move it to ${time('2026-11-30T17:00:00.000Z', 'full', ZONE)}?`,
    choices: [
      {
        label: 'See the labs',
        request: { kind: 'labs' },
        detail: say`before ${time(DUE, 'relative', ZONE)}`,
      },
    ],
  },
);

/** Longer than a message of Discord and than a section of Slack, so that both break it, and times stand at every length. */
const long: Reply = reply({
  kind: 'text',
  text: Array.from({ length: 80 }, (_, n) => [
    `Step ${'x'.repeat(n % 17)} number ${n} was done on `,
    time(new Date(Date.parse(DUE) - n * 3_600_000).toISOString(), 'full', ZONE),
    '. ',
  ]).flat(),
});

export const DATA_REPLIES: readonly NamedReply[] = [
  { name: 'times everywhere', reply: everywhere },
  { name: 'times at length', reply: long },
  ...SAMPLE_BARS.map((chart) => ({
    name: `bars: ${chart.title}`,
    reply: reply(
      { kind: 'chart', chart },
      {
        kind: 'table',
        columns: ['', chart.unit],
        rows: chart.categories.map((each) => [each.label, noteOf(each)]),
      },
    ),
  })),
];

/** A class view in small, for the snapshots of what is sent. */
export const CLASS_VIEW: Reply = reply(
  { kind: 'text', text: say`Lab 06 is due ${time(DUE, 'full', ZONE)}, ${time(DUE, 'relative', ZONE)}.` },
  { kind: 'chart', chart: OPTIONS },
  { kind: 'chart', chart: TIMES },
);
