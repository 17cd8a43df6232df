/** The views behind the overview's buttons: time on task and runs, when the class finished, how sure it was. */

import { integer } from '../../messages/format.ts';
import type { Part } from '../../messages/reply.ts';
import { buttons, type Looking, look } from './asks.ts';
import type { Pictured } from './charts.ts';
import { FEWEST_TO_CALIBRATE, sureAndWrong } from './learning.ts';
import { finishChart, sureChart, timeChart } from './more-charts.ts';
import { runsByAct } from './pace.ts';
import { actWords, ofWords, shareWords, spreadWords } from './words.ts';

const pictured = (heading: string, picture: Pictured | undefined, after: string): readonly Part[] => [
  { kind: 'heading', text: heading },
  ...(picture
    ? ([{ kind: 'chart', chart: picture.chart }, picture.table] as const)
    : [{ kind: 'text', text: 'Nobody is complete yet.' } as const]),
  { kind: 'text', text: after },
];

const back = (looking: Looking): readonly Part[] => buttons([look(looking, 'Overview', 'overview')]);

export function timeParts(looking: Looking): readonly Part[] {
  const { data } = looking;
  const runs = runsByAct(data).map(({ act, runs: spread, wall }) =>
    spread
      ? `${actWords(data, act)} ${spreadWords(spread)} of ${integer(spread.n)} who ran it, ${shareWords(wall)} found the wall`
      : `${actWords(data, act)} nobody has run`,
  );
  return [
    ...pictured('Time on task', timeChart(data), `Runs of the simulator: ${runs.join('; ')}.`),
    ...back(looking),
  ];
}

export const finishParts = (looking: Looking): readonly Part[] => [
  ...pictured(
    'When they finished',
    finishChart(looking.data),
    'Each is counted against their own deadline, an extension included.',
  ),
  ...back(looking),
];

export function sureParts(looking: Looking): readonly Part[] {
  const { data } = looking;
  const byAct = sureAndWrong(data).map(({ act, wrong }) => `${actWords(data, act)} ${ofWords(wrong)}`);
  return [
    ...pictured(
      'Sure against right',
      sureChart(data),
      `Wrong among the locks that were sure: ${byAct.join(', ')}. Saying how sure one is is voluntary; of fewer than ${FEWEST_TO_CALIBRATE} locks no share is told.`,
    ),
    ...back(looking),
  ];
}
