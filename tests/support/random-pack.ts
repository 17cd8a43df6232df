/** Random labs: every secret that the engine must keep is a mark that can be looked for. */

import fc from 'fast-check';
import type { Act, ChoiceQuestion, Instrument, LabPack, Question } from '../../src/labs/lab.ts';

type What = 'RESULT' | 'REVEAL' | 'FEEDBACK' | 'MATH' | 'PROMPT' | 'RESPONSE';

/** What stands in everything that must not be seen too early: of which lab and act it is. */
export const mark = (what: What | 'TAKEAWAYS', lab: string, act?: string): string =>
  `<${what}:${lab}${act === undefined ? '' : `:${act}`}>`;

interface Shape {
  /** Options of each act's prediction; 0 for a number. */
  readonly options: readonly number[];
  /** True where the act ends with a decision. */
  readonly decisions: readonly boolean[];
  /** True where all acts share one instrument. */
  readonly shared: boolean;
  readonly contexts: number;
}

const shape: fc.Arbitrary<Shape> = fc.integer({ min: 1, max: 3 }).chain((acts) =>
  fc.record({
    options: fc.array(fc.constantFrom(0, 2, 3, 6), { minLength: acts, maxLength: acts }),
    decisions: fc.array(fc.boolean(), { minLength: acts, maxLength: acts }),
    shared: fc.boolean(),
    contexts: fc.integer({ min: 1, max: 3 }),
  }),
);

function choiceQuestion(lab: string, act: string, kind: string, options: number): ChoiceQuestion {
  const made = Array.from({ length: options }, (_, n) => ({
    id: `option${n}`,
    text: `wording ${n}`,
    claim: `claim ${n}`,
    correct: n === 1,
    feedback: () => mark('FEEDBACK', lab, `${act}_${kind}`),
  }));
  return {
    kind: 'choice',
    id: `${act}_${kind}`,
    prompt: () => mark('PROMPT', lab, `${act}_${kind}`),
    options: made as never as ChoiceQuestion['options'],
  };
}

const prediction = (lab: string, act: string, options: number): Question =>
  options > 0
    ? choiceQuestion(lab, act, 'prediction', options)
    : {
        kind: 'number',
        id: `${act}_prediction`,
        prompt: () => mark('PROMPT', lab, `${act}_prediction`),
        unit: 'units',
        min: 0,
        max: 100,
        whole: false,
        answer: () => 42,
        tolerance: { factor: 1.1 },
        beliefs: [
          {
            id: 'low',
            from: 0,
            to: 10,
            misconception: 'too low',
            feedback: () => mark('FEEDBACK', lab, `${act}_prediction`),
          },
        ],
        feedback: () => mark('FEEDBACK', lab, `${act}_prediction`),
      };

function instrument(lab: string, act: string, id: string, committable: boolean): Instrument {
  const result = mark('RESULT', lab, id);
  return {
    id,
    description: 'a simulator',
    example: { n: 3 },
    knobs: [{ kind: 'number', name: 'n', description: 'a number', unit: 'things', min: 1, max: 9, step: 1 }],
    opening: [{ n: 2 }, { n: 8 }],
    evaluate: ({ n }) => ({ n: typeof n === 'number' ? n : null }),
    verdicts: [
      {
        id: 'broken',
        tone: 'danger',
        holds: ({ n }) => (n ?? 0) > 6,
        limitBroken: true,
        wallHit: true,
        committable: false,
        title: () => result,
        message: () => result,
      },
      {
        id: 'fine',
        tone: 'success',
        holds: () => true,
        limitBroken: false,
        wallHit: false,
        committable,
        title: () => result,
        message: () => result,
      },
    ],
    chart: {
      title: () => result,
      x: { knob: 'n', label: 'n', scale: 'linear' },
      y: { label: 'y', scale: 'linear' },
      samples: () => [1, 9],
      lines: [{ label: () => act, look: { style: 'solid', colour: 'main' }, y: ({ n }) => n ?? null }],
      you: () => 'you',
      finding: () => result,
    },
    readout: () => [{ kind: 'text', text: result }],
    echo: () => result,
    short: ({ n }) => `n ${n}`,
    suggestions: () => [{ n: 4 }],
    design: ({ n }) => `n${n}`,
  };
}

function actOf(lab: string, index: number, { options, decisions, shared }: Shape): Act {
  const id = `act${index + 1}`;
  return {
    id,
    title: `Part ${index + 1}`,
    stakeholder: { name: 'Somebody', message: () => 'A question.' },
    prediction: prediction(lab, id, options[index] ?? 2),
    instrument: instrument(
      lab,
      id,
      shared ? `${lab}run` : `${lab}run${'abc'[index]}`,
      decisions[index] ?? false,
    ),
    reveal: () => [{ kind: 'text', text: mark('REVEAL', lab, id) }],
    reflection: choiceQuestion(lab, id, 'reflection', 3),
    equations: () => [{ kind: 'formula', lines: [mark('MATH', lab, id)] }],
    ...(decisions[index] && {
      decision: { prompt: () => 'Decide.', response: () => mark('RESPONSE', lab, id) },
    }),
  };
}

const packOf = (id: string, made: Shape): LabPack => ({
  id,
  volume: 1,
  chapter: id.charCodeAt(0),
  title: `Lab ${id}`,
  description: 'a random lab',
  welcome: [{ kind: 'text', text: 'Welcome.' }],
  contextNoun: 'place',
  contexts: Array.from({ length: made.contexts }, (_, n) => ({
    id: `place${n}`,
    name: `Place ${n}`,
    card: [{ kind: 'text', text: `Place ${n}.` }],
  })) as never as LabPack['contexts'],
  editions: [{ id: 'one', description: 'the only one' }],
  reads: [],
  acts: made.options.map((_, index) => actOf(id, index, made)) as never as LabPack['acts'],
  takeaways: () => [{ kind: 'text', text: mark('TAKEAWAYS', id) }],
  record: () => ({}),
});

/** Two labs, `alpha` and `beta`, of any shape. */
export const twoPacks: fc.Arbitrary<readonly [LabPack, LabPack]> = fc
  .tuple(shape, shape)
  .map(([a, b]) => [packOf('alpha', a), packOf('beta', b)]);
