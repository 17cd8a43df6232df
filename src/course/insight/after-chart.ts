/** Who was right at the reflection, after a wrong prediction and after a right one: two bars an act, of different people. */

import type { ClassData } from '../members.ts';
import type { Pictured } from './charts.ts';
import { ratio, type Share } from './figures.ts';
import { FEWEST_TO_CALIBRATE, isEnough, rightAfterWrong } from './learning.ts';
import { actWords, shareWords } from './words.ts';

const TOO_FEW = 'too few';

/** Of too few there is no bar: it would be one person's. */
const height = (share: Share): number => (isEnough(share) ? Math.round(ratio(share) * 100) : 0);

const words = (share: Share): string => (isEnough(share) ? shareWords(share) : `${TOO_FEW} (${share.n})`);

export function afterChart(data: ClassData): Pictured {
  const acts = rightAfterWrong(data);
  const told = acts
    .filter(({ wrong }) => isEnough(wrong))
    .map(({ act, wrong }) => `${actWords(data, act)} ${shareWords(wrong)}`);
  return {
    chart: {
      kind: 'bars',
      title: 'Right at the reflection',
      finding:
        told.length === 0
          ? `Fewer than ${FEWEST_TO_CALIBRATE} whose prediction was wrong have reflected in any act: too few to tell.`
          : `After a wrong prediction, right at the reflection: ${told.join('; ')}.`,
      orientation: 'horizontal',
      categories: acts.map(({ act, wrong, right }) => ({
        label: actWords(data, act),
        values: [height(wrong), height(right)],
        note: `after wrong ${words(wrong)}, after right ${words(right)}`,
      })),
      series: [
        { label: 'After a wrong prediction', colour: 'main' },
        { label: 'After a right one', colour: 'comparison' },
      ],
      unit: '% right',
      max: 100,
    },
    table: {
      kind: 'table',
      columns: ['Act', 'right after a wrong prediction', 'right after a right one'],
      rows: acts.map(({ act, wrong, right }) => [actWords(data, act), words(wrong), words(right)]),
    },
  };
}
