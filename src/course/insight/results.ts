/**
 * What students may see of the class: one question's first answers, coarse enough that nobody can be told from them, and
 * frozen when they are revealed, so that no later lock moves a bar.
 */

import { z } from 'zod';
import type { BarsChart } from '../../charts/chart.ts';
import { integer } from '../../messages/format.ts';
import type { Part } from '../../messages/reply.ts';
import type { ClassData } from '../members.ts';
import { BOUNDS, settingsOf } from '../settings.ts';
import { type Answered, distributionOf } from './locks.ts';
import { actWords } from './words.ts';

/** Shares are told in steps of so many percent. */
const STEP = 5;
/** Outside of these no share is told: small groups, and all but small groups. */
const LOWEST = 10;
const HIGHEST = 90;
/** The number of students is rounded down to a multiple of this. */
const TENS = 10;

const shareSchema = z.union([
  z.number().int().multipleOf(STEP).min(LOWEST).max(HIGHEST),
  z.literal(['under', 'over']),
]);

const barSchema = z.strictObject({
  label: z.string(),
  share: shareSchema,
  right: z.literal(true).exactOptional(),
  misconception: z.string().exactOptional(),
});

const resultsSchema = z.strictObject({
  schema: z.literal(1),
  question: z.string(),
  /** `Act I`. */
  act: z.string(),
  /** Rounded down to tens. */
  n: z.number().int().nonnegative(),
  /** For who has not reflected: nothing tells which is right. */
  unmarked: z.array(barSchema.pick({ label: true, share: true })),
  /** For who has. */
  marked: z.array(barSchema),
});

export type Results = Readonly<z.infer<typeof resultsSchema>>;
type Bar = Results['marked'][number];

/** Too few have answered for any of it to be shown; so many. For staff alone. */
export interface TooFew {
  readonly tooFew: number;
}

function coarse(count: number, n: number): Bar['share'] {
  const percent = (count / n) * 100;
  if (percent < LOWEST) return 'under';
  if (percent > HIGHEST) return 'over';
  return Math.round(percent / STEP) * STEP;
}

/** Numbers near the right one are among all others that no belief leads to: a bar of their own would mark them. */
function withoutMark(
  answers: readonly Answered[],
  isNumber: boolean,
): readonly Pick<Answered, 'label' | 'count'>[] {
  if (!isNumber) return answers;
  const named = answers.filter(({ misconception }) => misconception !== undefined);
  const others = answers.filter(({ misconception }) => misconception === undefined);
  return [...named, { label: 'another number', count: others.reduce((sum, { count }) => sum + count, 0) }];
}

/**
 * @param question its id
 * @throws {RangeError} when the lab has no such question
 */
export function resultsOf(data: ClassData, question: string): Results | TooFew {
  const { act, question: asked, n, answers } = distributionOf(data, question);
  const least = Math.max(BOUNDS.revealMin.min, settingsOf(data.course).revealMin.value);
  if (n < least) return { tooFew: n };
  return {
    schema: 1,
    question,
    act: actWords(data, act),
    n: Math.floor(n / TENS) * TENS,
    unmarked: withoutMark(answers, asked.kind === 'number').map(({ label, count }) => ({
      label,
      share: coarse(count, n),
    })),
    marked: answers.map(
      ({ label, count, right, misconception }): Bar => ({
        label,
        share: coarse(count, n),
        ...(right && { right }),
        ...(misconception !== undefined && { misconception }),
      }),
    ),
  };
}

/** As it is kept with the assignment. */
export const resultsText = (results: Results): string => JSON.stringify(results);

/** @throws when the text is no such results */
export const readResults = (text: string): Results => resultsSchema.parse(JSON.parse(text));

const shareWords = (share: Bar['share']): string =>
  share === 'under' ? `under ${LOWEST}%` : share === 'over' ? `over ${HIGHEST}%` : `${share}%`;

/** In the middle of what is not told. */
const height = (share: Bar['share']): number =>
  share === 'under' ? LOWEST / 2 : share === 'over' ? (HIGHEST + 100) / 2 : share;

function findingOf({ act, n }: Results, bars: readonly Bar[]): string {
  const [most] = bars.toSorted((a, b) => height(b.share) - height(a.share));
  const right = bars.find((bar) => bar.right && bar !== most);
  const said = ({ label, share, right: isRight }: Bar): string =>
    `${shareWords(share)} ${label}${isRight ? ', which is right' : ''}`;
  const who = n === 0 ? 'fewer than ten' : `${integer(n)} or more`;
  return `${act}: of ${who} who locked, ${[most, right].flatMap((bar) => (bar ? [said(bar)] : [])).join('; ')}.`;
}

/**
 * @param viewer whether who looks has answered the act's reflection; who has not locked the question is shown nothing,
 * which is the caller's to see to
 */
export function resultsParts(
  results: Results,
  { reflected }: { readonly reflected: boolean },
): readonly Part[] {
  const bars: readonly Bar[] = reflected ? results.marked : results.unmarked;
  const chart: BarsChart = {
    kind: 'bars',
    title: `${results.act}: what the class locked`,
    finding: findingOf(results, bars),
    orientation: 'horizontal',
    categories: bars.map(({ label, share, right }) => ({
      label,
      values: [height(share)],
      note: shareWords(share),
      ...(right && { right }),
    })),
    series: [{ label: 'Share', colour: 'main' }],
    unit: '% of the class',
    max: 100,
  };
  return [
    { kind: 'chart', chart },
    {
      kind: 'table',
      columns: reflected ? ['First lock', 'share', 'what it is'] : ['First lock', 'share'],
      rows: bars.map(({ label, share, right, misconception }) => [
        label,
        shareWords(share),
        ...(reflected ? [right ? 'right' : (misconception ?? '')] : []),
      ]),
    },
    {
      kind: 'text',
      text: `Shares are rounded to ${STEP}%, as they were when your instructor revealed them.${reflected ? '' : ' Which of them is right you see here once you have reflected.'}`,
    },
  ];
}
