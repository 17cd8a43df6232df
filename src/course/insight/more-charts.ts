/** The charts behind buttons: time on task, when the class finished, and whether the sure were right. */

import type { LinesChart } from '../../charts/chart.ts';
import { integer, number } from '../../messages/format.ts';
import type { Sure } from '../../messages/request.ts';
import type { ClassData } from '../members.ts';
import { type Pictured, STUDENTS } from './charts.ts';
import { ratio, type Share } from './figures.ts';
import { calibrationOf, isEnough } from './learning.ts';
import { hoursBeforeDue, LONG_MINUTES, latenessOf, minutesOnTask, timeOnTask } from './pace.ts';
import { counted, ofWords, percentWords, shareWords } from './words.ts';

export const SURE_WORDS: Readonly<Record<Sure, string>> = { 1: 'A guess', 2: 'Fairly', 3: 'Sure' };

const TOO_FEW = 'too few';

const left = ({ count, n }: Share): number => n - count;

/** Over all acts: what is counted are locks. */
export function sureChart(data: ClassData): Pictured {
  const levels = calibrationOf(data);
  const sure = levels.find((each) => each.sure === 3)?.right ?? { count: 0, n: 0 };
  const guessed = levels.find((each) => each.sure === 1)?.right ?? { count: 0, n: 0 };
  const told = [
    isEnough(sure)
      ? `Of ${counted(sure.n, 'lock')} that were sure, ${integer(left(sure))} were wrong`
      : `Too few locks were sure to tell (${integer(sure.n)})`,
    ...(isEnough(guessed)
      ? [`of ${integer(guessed.n)} that were guesses, ${integer(guessed.count)} were right`]
      : []),
  ];
  return {
    chart: {
      kind: 'bars',
      title: 'Sure against right, over all acts',
      finding: `${told.join('; ')}.`,
      orientation: 'vertical',
      x: 'how sure the lock was',
      categories: levels.map((each) => ({
        label: SURE_WORDS[each.sure],
        values: [isEnough(each.right) ? Math.round(ratio(each.right) * 100) : 0],
        note: isEnough(each.right)
          ? `${percentWords(each.right)}, n ${integer(each.right.n)}`
          : `n ${integer(each.right.n)}: ${TOO_FEW}`,
      })),
      series: [{ label: 'Right', colour: 'main' }],
      unit: '% right',
      max: 100,
    },
    table: {
      kind: 'table',
      columns: ['How sure', 'locks', 'right', 'wrong'],
      rows: levels.map((each) => [
        SURE_WORDS[each.sure],
        integer(each.right.n),
        isEnough(each.right) ? shareWords(each.right) : TOO_FEW,
        isEnough(each.right) ? integer(left(each.right)) : TOO_FEW,
      ]),
    },
  };
}

const BIN_MINUTES = 10;
const BINS = LONG_MINUTES / BIN_MINUTES;

/** Each holds its upper end; the last is what is longer than all of them. */
function binned(minutes: readonly number[]): readonly { readonly label: string; readonly count: number }[] {
  const bin = (each: number): number => Math.min(BINS, Math.max(0, Math.ceil(each / BIN_MINUTES) - 1));
  return Array.from({ length: BINS + 1 }, (_, at) => ({
    label: at === BINS ? `${LONG_MINUTES}+` : `${at * BIN_MINUTES}–${(at + 1) * BIN_MINUTES}`,
    count: minutes.filter((each) => bin(each) === at).length,
  }));
}

/** Undefined while nobody is complete. */
export function timeChart(data: ClassData): Pictured | undefined {
  const { minutes, long } = timeOnTask(data);
  if (!minutes) return undefined;
  const [lower, median, upper] = [minutes.lower, minutes.median, minutes.upper].map(integer);
  const bins = binned(minutesOnTask(data));
  return {
    chart: {
      kind: 'bars',
      title: `Time on task of ${integer(minutes.n)} who ${minutes.n === 1 ? 'is' : 'are'} complete`,
      finding: `Half took ${lower} to ${upper} minutes, the median is ${median}; ${ofWords(long)} took over ${LONG_MINUTES}.`,
      orientation: 'vertical',
      x: 'minutes on task, pauses counted as 5 at most',
      categories: bins.map(({ label, count }) => ({ label, values: [count] })),
      series: STUDENTS,
      unit: 'students',
      mark: { at: Math.min(BINS, minutes.median / BIN_MINUTES - 0.5), label: `Median ${median} min` },
    },
    table: {
      kind: 'table',
      columns: ['Minutes on task', 'students'],
      rows: [
        ...bins.map(({ label, count }) => [label, integer(count)]),
        ['Median', `${median} min`],
        ['Middle half', `${lower} to ${upper} min`],
        [`Over ${LONG_MINUTES}`, ofWords(long)],
      ],
    },
  };
}

/** Steps of the curve: more would not be seen, and make an address longer. */
const SAMPLES = 24;

function cumulative(hours: readonly number[]): LinesChart['lines'][number]['points'] {
  const from = Math.min(...hours);
  const to = Math.max(0, ...hours);
  const samples = Array.from({ length: SAMPLES + 1 }, (_, at) =>
    at === SAMPLES ? to : from + ((to - from) * at) / SAMPLES,
  );
  return [[from, 0], ...samples.map((x) => [x, hours.filter((each) => each <= x).length] as const)];
}

const hoursWords = (hours: number): string => number(Math.abs(hours), 2);

const WINDOWS: readonly { readonly label: string; readonly from: number; readonly to: number }[] = [
  { label: 'Over 48 h before', from: 48, to: Number.POSITIVE_INFINITY },
  { label: '24 to 48 h before', from: 24, to: 48 },
  { label: '6 to 24 h before', from: 6, to: 24 },
  { label: 'In the last 6 h', from: 0, to: 6 },
];

/** Each against their own deadline. Undefined while nobody is complete. */
export function finishChart(data: ClassData): Pictured | undefined {
  const { hours, lastHours, late } = latenessOf(data);
  if (!hours) return undefined;
  const all = hoursBeforeDue(data);
  const half =
    hours.median < 0
      ? `over ${hoursWords(hours.median)} h after the deadline`
      : `in the last ${hoursWords(hours.median)} h before the deadline${late.count > 0 ? ' or after it' : ''}`;
  return {
    chart: {
      kind: 'lines',
      title: 'When they finished',
      finding:
        `Half of those complete finished ${half}; ${ofWords(lastHours)} in the last 6 h before it, ` +
        `${ofWords(late)} after it.`,
      x: { label: 'hours from the deadline (before it: below zero)', scale: 'linear' },
      y: { label: 'students who are complete', scale: 'linear', min: 0 },
      lines: [
        {
          label: 'Complete',
          style: 'solid',
          colour: 'main',
          points: cumulative(all.map((each) => -each)),
        },
        {
          label: 'Deadline',
          style: 'dotted',
          colour: 'limit-a',
          points: [
            [0, 0],
            [0, hours.n],
          ],
        },
      ],
      markers: [],
    },
    table: {
      kind: 'table',
      columns: ['Finished', 'students'],
      rows: [
        ...WINDOWS.map(({ label, from, to }, at) => [
          label,
          ofWords({
            count: all.filter(
              (each) => (at === WINDOWS.length - 1 ? each >= from : each > from) && each <= to,
            ).length,
            n: hours.n,
          }),
        ]),
        ['After the deadline', ofWords(late)],
        ['Half of them', half],
      ],
    },
  };
}
