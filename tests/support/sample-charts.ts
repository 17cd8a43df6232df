/** Charts of bars as a class view would have them: long options, stages, times with a median, two series, and nothing yet. */

import type { BarsChart } from '../../src/charts/chart.ts';

const students = [{ label: 'Students', colour: 'main' }] as const;

/** Four options of 120 characters. */
export const OPTIONS: BarsChart = {
  kind: 'bars',
  title: 'Act I: first locks of 31 students',
  finding:
    '12 of 31 (39%) say that memory grows with the square, which is right; 14 (45%) say that it grows like a list.',
  orientation: 'horizontal',
  categories: [
    [
      'It doubles, because every new token adds one more row to what is kept, and a list twice as long takes twice the memory.',
      14,
      '14 (45%)',
    ],
    [
      'It quadruples, because each token is scored against each token, so that twice the tokens make four times the scores, up.',
      12,
      '12 (39%)',
    ],
    [
      'It grows eightfold, because the width of each head has to grow together with the context that the head is looking over.',
      4,
      '4 (13%)',
    ],
    [
      'It stays the same, because only the positions grow and the weights of the network are what the memory of a GPU is for…',
      1,
      '1 (3%)',
    ],
  ].map(([label, value, note], index) => ({
    label: String(label),
    values: [Number(value)],
    note: String(note),
    ...(index === 1 && { right: true }),
  })),
  series: students,
  unit: 'students',
};

export const STAGES: BarsChart = {
  kind: 'bars',
  title: 'Where the class is: Lab 06 · The Quadratic Wall',
  finding:
    '31 of 42 have locked Act I, 17 are complete; the largest gap is between running Act II and reflecting on it (9).',
  orientation: 'horizontal',
  categories: (
    [
      ['Act I locked', 31],
      ['Act I run', 30],
      ['Act I reflected', 28],
      ['Act II locked', 27],
      ['Act II run', 26],
      ['Act II reflected', 17],
      ['Complete', 17],
    ] as const
  ).map(([label, value]) => ({ label, values: [value], note: `${value} of 42` })),
  series: students,
  unit: 'students',
  max: 42,
};

export const TIMES: BarsChart = {
  kind: 'bars',
  title: 'Time on task of 17 who are complete',
  finding: 'Half took 27 to 45 minutes, the median 34; 2 took over 90.',
  orientation: 'vertical',
  x: 'minutes on task',
  categories: [
    ['10–20', 1],
    ['20–30', 4],
    ['30–40', 5],
    ['40–50', 3],
    ['50–60', 1],
    ['60–70', 1],
    ['70–80', 0],
    ['80–90', 0],
    ['90+', 2],
  ].map(([label, value]) => ({ label: String(label), values: [Number(value)] })),
  series: students,
  unit: 'students',
  mark: { at: 1.9, label: 'Median 34 min' },
};

export const TWO: BarsChart = {
  kind: 'bars',
  title: 'Sure against right',
  finding: 'Of 20 who were sure, 9 were wrong in Act I and 6 in Act II.',
  orientation: 'vertical',
  categories: [
    ['A guess', 20, 33, '5 and 6'],
    ['Fairly', 40, 50, '10 and 12'],
    ['Sure', 55, 70, '20 and 20'],
  ].map(([label, first, second, note]) => ({
    label: String(label),
    values: [Number(first), Number(second)],
    note: `n ${note}`,
  })),
  series: [
    { label: 'Act I', colour: 'main' },
    { label: 'Act II', colour: 'comparison' },
  ],
  unit: '% right',
  max: 100,
};

/** Both acts, lying, with a right answer and a line across. */
export const LYING_TWO: BarsChart = {
  ...TWO,
  title: 'Two series, lying, with a right answer and a line across it',
  finding: 'Those who were fairly sure were right in 40% and 50% of their answers.',
  orientation: 'horizontal',
  categories: TWO.categories.map((each, index) => ({ ...each, ...(index === 1 && { right: true }) })),
  mark: { at: 1.5, label: 'Half' },
};

/** Before anybody has begun. */
export const EMPTY: BarsChart = {
  ...STAGES,
  title: 'Nobody yet',
  finding: 'None of 42 has begun.',
  categories: STAGES.categories.map(({ label }) => ({ label, values: [0], note: '0 of 42' })),
};

export const SAMPLE_BARS: readonly BarsChart[] = [OPTIONS, STAGES, TIMES, TWO, LYING_TWO, EMPTY];
