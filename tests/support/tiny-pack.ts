/** A small lab, as a course would add one: a folder's worth of data and pure functions, and a line in a list of packs. */

import type { LabPack, Setting } from '../../src/labs/lab.ts';
import type { Input } from '../../src/messages/request.ts';
import { command, say } from '../../src/messages/rich-text.ts';

const ID = 'coin-toss';

const tossesOf = ({ tosses }: Input): number => (typeof tosses === 'number' ? tosses : 1);
const biasOf = ({ bias = 'fair' }: Input): number => (bias === 'loaded' ? 0.75 : 0.5);
/** The chance of heads every time. */
const chance = (input: Input): number => biasOf(input) ** tossesOf(input);
const limit = ({ context }: Setting): number => (context === 'strict' ? 0.25 : 0.01);

/** One numeric act, with a word, a switch, a decimal and a searched boundary. */
export const COIN_TOSS: LabPack = {
  id: ID,
  volume: 1,
  chapter: 99,
  title: 'Lab 99 · Coin Toss',
  description: 'How fast a run of heads becomes rare.',
  welcome: [{ kind: 'text', text: 'Say how rare a run of heads is, then toss.' }],
  contextNoun: 'table',
  contexts: [
    { id: 'loose', name: 'the loose table', card: [{ kind: 'text', text: 'You play at the loose table.' }] },
    {
      id: 'strict',
      name: 'the strict table',
      card: [{ kind: 'text', text: 'You play at the strict table.' }],
    },
  ],
  editions: [{ id: 'one', description: 'the only one' }],
  reads: [{ as: 'wall', volume: 1, chapter: 6, key: 'seq_len_chosen', fallback: 7 }],
  acts: [
    {
      id: 'act1',
      title: 'A run of heads',
      stakeholder: { name: 'Gambler', message: () => 'I will get heads every time. How likely is that?' },
      about: 'strict',
      prediction: {
        kind: 'number',
        id: 'act1_prediction',
        prompt: () => 'Three tosses of a fair coin: the chance of heads every time?',
        unit: 'percent',
        min: 0.1,
        max: 100,
        whole: false,
        answer: () => chance({ tosses: 3 }) * 100,
        tolerance: { difference: 0.5 },
        beliefs: [
          {
            id: 'added',
            from: 30,
            to: 60,
            misconception: 'chances add up',
            feedback: () => 'Chances of independent tosses multiply.',
          },
        ],
        feedback: () => 'Each toss halves what is left.',
      },
      instrument: {
        id: 'toss',
        description: 'Toss a coin and see the chance of heads every time',
        example: { tosses: 5 },
        knobs: [
          {
            kind: 'number',
            name: 'tosses',
            description: 'how often',
            unit: 'tosses',
            min: 1,
            max: 40,
            step: 1,
          },
          {
            kind: 'choice',
            name: 'bias',
            description: 'the coin',
            choices: [
              { value: 'fair', label: 'A fair coin' },
              { value: 'loaded', label: 'A loaded coin' },
            ],
            default: 'fair',
          },
          {
            kind: 'number',
            name: 'stake',
            description: 'what you bet',
            unit: 'USD',
            min: 0.5,
            max: 2000,
            step: 0.5,
            suffixes: { k: 1000 },
            default: (input) => tossesOf(input) * 2,
            suggestions: [1, 1000],
          },
          { kind: 'flag', name: 'twice', description: 'with two coins' },
        ],
        opening: [{ tosses: 2 }, { tosses: 9 }],
        evaluate: (input) => ({
          chance: chance(input) ** (input.twice === true ? 2 : 1),
          stake: typeof input.stake === 'number' ? input.stake : null,
        }),
        verdicts: [
          {
            id: 'too-rare',
            tone: 'warning',
            holds: ({ chance: value }, _, setting) => (value ?? 0) < limit(setting),
            limitBroken: true,
            wallHit: true,
            committable: false,
            title: () => 'Too rare to bet on',
            message: (_, __, setting) =>
              say`Under ${limit(setting) * 100}% nobody bets here; try ${command({ kind: 'run', lab: ID, instrument: 'toss', input: { tosses: 1 } })}.`,
          },
          {
            id: 'fine',
            tone: 'success',
            holds: () => true,
            limitBroken: false,
            wallHit: false,
            committable: true,
            title: () => 'A bet',
            message: ({ chance: value }) => `It happens ${((value ?? 0) * 100).toFixed(3)}% of the time.`,
          },
        ],
        boundary: {
          knob: 'tosses',
          label: (value) => `The last bet: ${value} tosses`,
          good: ({ chance: value }, setting) => (value ?? 0) >= limit(setting),
          direction: 'good-below',
        },
        chart: {
          title: () => 'Chance of heads every time',
          x: { knob: 'tosses', label: 'Tosses', scale: 'linear' },
          y: { label: 'Chance', scale: 'log' },
          samples: () => [1, 40],
          lines: [
            {
              label: () => 'This coin',
              look: { style: 'solid', colour: 'main' },
              y: ({ chance: value }) => value ?? null,
            },
          ],
          limits: [
            { label: () => 'The table’s limit', look: { style: 'dotted', colour: 'limit-a' }, at: limit },
          ],
          you: (_, input) => `You: ${tossesOf(input)} tosses`,
          finding: ({ chance: value }, input) =>
            `${tossesOf(input)} tosses come out heads with a chance of ${value}.`,
        },
        readout: ({ chance: value }) => [
          { kind: 'metrics', items: [{ label: 'Chance', value: String(value), note: 'heads every time' }] },
        ],
        echo: (input) => `${tossesOf(input)} tosses, ${input.bias ?? 'fair'}`,
        short: (input) => `${tossesOf(input)} tosses`,
        suggestions: (_, input) => [{ tosses: Math.min(40, tossesOf(input) + 1) }],
        design: (input) => `${tossesOf(input)} tosses`,
      },
      reveal: () => [{ kind: 'text', text: `Three tosses: ${chance({ tosses: 3 }) * 100}%.` }],
      reflection: {
        kind: 'choice',
        id: 'act1_reflection',
        prompt: () => 'Why does it fall so fast?',
        options: [
          {
            id: 'multiply',
            text: 'Chances multiply.',
            claim: 'multiply',
            correct: true,
            feedback: () => 'Yes.',
          },
          { id: 'add', text: 'Chances add.', claim: 'add', correct: false, feedback: () => 'They multiply.' },
        ],
      },
      equations: () => [{ kind: 'formula', lines: ['P = pⁿ'] }],
      decision: {
        prompt: () => 'How many tosses would you bet on?',
        response: ({ input }) => `${tossesOf(input)} tosses? You are on.`,
      },
    },
  ],
  takeaways: ({ prior }) => [{ kind: 'text', text: `Runs of luck end. Lab 06 said ${prior.wall}.` }],
  record: ({ committed }) => (committed.act1 ? { tosses: tossesOf(committed.act1.input) } : {}),
};
