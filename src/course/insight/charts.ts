/** The two charts that every class view begins with: where the class is, and what it believed at first. */

import type { BarsChart, Chart } from '../../charts/chart.ts';
import type { Act } from '../../labs/lab.ts';
import { integer } from '../../messages/format.ts';
import type { Part } from '../../messages/reply.ts';
import type { ClassData } from '../members.ts';
import { type Answered, type Distribution, distributionOf } from './locks.ts';
import { completedAt, stepCounts } from './standing.ts';
import { actWords, doingWords, doneWords, ofWords, percentWords, shareWords } from './words.ts';

/** A chart with the table of the same numbers, for whoever does not see it. */
export interface Pictured {
  readonly chart: Chart;
  readonly table: Part & { readonly kind: 'table' };
}

export const STUDENTS: BarsChart['series'] = [{ label: 'Students', colour: 'main' }];

/** A picture has room for so many bars; of a longer lab it shows each act's last step, and the table all. */
const MOST_BARS = 12;

/** The step that lost the most, from the second on: who has not begun is counted elsewhere. */
function largestGap(steps: ReturnType<typeof stepCounts>) {
  const gaps = steps.slice(1).map((to, index) => {
    const from = steps[index] ?? to;
    return { from: from.step, to: to.step, lost: from.done - to.done };
  });
  return gaps.toSorted((a, b) => b.lost - a.lost)[0];
}

export function progressChart(data: ClassData): Pictured {
  const { pack, members } = data;
  const n = members.length;
  const steps = stepCounts(data);
  const all = steps.map(({ step }) => step);
  const complete = members.filter(({ summary }) => completedAt(all, summary)).length;
  const gap = largestGap(steps);
  const [first] = steps;
  const bars =
    steps.length < MOST_BARS ? steps : steps.filter(({ step }, at) => steps[at + 1]?.step.act !== step.act);
  const told = [
    ...(first && first.done > 0
      ? [`${ofWords({ count: first.done, n })} have ${doneWords(pack, first.step)}`]
      : []),
    `${complete === 0 ? 'nobody' : integer(complete)} ${complete > 1 ? 'are' : 'is'} complete`,
  ].join(', ');
  const lost =
    gap && gap.lost > 0
      ? `; the largest gap is between ${doingWords(pack, gap.from)} and ${doingWords(pack, gap.to)} (${integer(gap.lost)})`
      : '';
  return {
    chart: {
      kind: 'bars',
      title: `Where the class is: ${pack.title}`,
      finding:
        first && first.done > 0 ? `${told}${lost}.` : `Nobody of ${integer(n)} has locked a prediction yet.`,
      orientation: 'horizontal',
      categories: [
        ...bars.map(({ step, done }) => ({ label: step.name, values: [done], note: integer(done) })),
        { label: 'Complete', values: [complete], note: integer(complete) },
      ],
      series: STUDENTS,
      unit: 'students',
      max: Math.max(1, n),
    },
    table: {
      kind: 'table',
      columns: ['Step', 'done', 'fewer than before'],
      rows: [
        ...steps.map(({ step, done }, at) => {
          const lostHere = (steps[at - 1]?.done ?? n) - done;
          return [step.name, ofWords({ count: done, n }), lostHere > 0 ? `${integer(lostHere)} fewer` : ''];
        }),
        ['Complete', ofWords({ count: complete, n }), ''],
      ],
    },
  };
}

const plural = (count: number): string => (count === 1 ? 'says' : 'say');

/** `12 of 31 (39%) say 4×, which is right`, for each right option. */
const rightWords = ({ question, answers, n }: Distribution): readonly string[] =>
  answers
    .filter(({ right }) => right)
    .map(({ count, label }) => {
      const share = shareWords({ count, n });
      return question.kind === 'number'
        ? `${share} ${count === 1 ? 'is' : 'are'} right`
        : `${share} ${plural(count)} ${label}, which is right`;
    });

/** `14 (45%) say 2×: memory grows like a list`: the commonest wrong answer that has a name. */
function wrongWords({ answers, n }: Distribution): readonly string[] {
  const [most] = answers
    .filter(({ right, count, misconception }) => !right && misconception !== undefined && count > 0)
    .toSorted((a, b) => b.count - a.count);
  if (!most) return [];
  const share = percentWords({ count: most.count, n });
  return [`${integer(most.count)} (${share}) ${plural(most.count)} ${most.label}: ${most.misconception}`];
}

const believed = ({ label, misconception }: Answered): string =>
  misconception === undefined ? label : `${label}: ${misconception}`;

/** The share of first answers to one question, each wrong one with the misconception's name. */
export function locksChart(data: ClassData, act: Act): Pictured {
  const distribution = distributionOf(data, act.prediction.id);
  const { n, answers } = distribution;
  const name = actWords(data, act);
  const told = [...rightWords(distribution), ...wrongWords(distribution)];
  return {
    chart: {
      kind: 'bars',
      title: `${name}: first locks of ${integer(n)}`,
      finding: n === 0 ? `Nobody has locked ${name} yet.` : `${told.join('; ')}.`,
      orientation: 'horizontal',
      categories: answers.map((each) => ({
        label: believed(each),
        values: [each.count],
        note:
          n === 0
            ? integer(each.count)
            : `${integer(each.count)} (${percentWords({ count: each.count, n })})`,
        ...(each.right && { right: true }),
      })),
      series: STUDENTS,
      unit: 'students',
    },
    table: {
      kind: 'table',
      columns: [`${name}: first lock`, 'students', 'share', 'misconception'],
      rows: answers.map(({ label, count, right, misconception }) => [
        label,
        ofWords({ count, n }),
        percentWords({ count, n }),
        right ? 'right' : (misconception ?? 'no belief that has a name'),
      ]),
    },
  };
}
