/** What holds of every pack in the catalogue, and of a house that knows none of them. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandsFor } from '../../commands/index.ts';
import { chartUrl, LONGEST_URL } from '../../src/charts/quickchart.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { boundaryOf, completeInput, evaluated, verdictOf } from '../../src/labs/instrument.ts';
import { isCorrect } from '../../src/labs/judging.ts';
import type { LabPack, Question, Setting } from '../../src/labs/lab.ts';
import { chartOf } from '../../src/labs/sweep.ts';
import type { Part } from '../../src/messages/reply.ts';
import { plain, type RichText } from '../../src/messages/rich-text.ts';
import { inputsOf } from '../support/inputs.ts';
import { COIN_TOSS } from '../support/tiny-pack.ts';

const ALL = [...PACKS, COIN_TOSS];
const named = ALL.map((pack) => [pack.id, pack] as const);

const settingsOf = (pack: LabPack): Setting[] =>
  pack.contexts.flatMap(({ id: context }) =>
    pack.editions.map(({ id: edition }) => ({
      context,
      edition,
      prior: Object.fromEntries(pack.reads.map(({ as, fallback }) => [as, fallback])),
    })),
  );

const textOf = (parts: readonly Part[]): string =>
  parts
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return plain(part.text);
        case 'callout':
          return `${part.title ?? ''} ${plain(part.text)}`;
        case 'formula':
          return part.lines.join(' ');
        case 'metrics':
          return part.items.map(({ label, value, note }) => `${label} ${value} ${note}`).join(' ');
        default:
          return '';
      }
    })
    .join(' ');

/** Numbers as they are read in words, without grouping. */
const numbersIn = (text: string): number[] =>
  [...text.replace(/(\d),(?=\d{3})/g, '$1').matchAll(/\d+(?:\.\d+)?/g)].map(([each]) => Number(each));

const words = (text: RichText): string => plain(text);

describe.each(named)('the pack %s', (_, pack) => {
  const settings = settingsOf(pack);
  const questions = (act: LabPack['acts'][number]): Question[] => [act.prediction, act.reflection];

  it('fits where it is shown', () => {
    // After `Continue: ` on a button of 40 characters.
    expect(pack.title.length).toBeLessThanOrEqual(30);
    expect(pack.description.length).toBeLessThanOrEqual(100);
    expect(pack.contextNoun).toMatch(/^[a-z]+$/);
    for (const act of pack.acts) {
      for (const question of questions(act)) {
        if (question.kind !== 'choice') continue;
        expect(question.options.length).toBeGreaterThanOrEqual(2);
        expect(question.options.length).toBeLessThanOrEqual(6);
        expect(
          question.options.filter(({ correct }) => correct),
          question.id,
        ).toHaveLength(1);
        const claims = question.options.map(({ claim }) => claim.toLowerCase());
        expect(new Set(claims).size, 'claims can be typed').toBe(claims.length);
      }
      expect(act.prediction.id).toBe(`${act.id}_prediction`);
      expect(act.reflection.id).toBe(`${act.id}_reflection`);
      const setting = settings[0] as Setting;
      for (const input of [...act.instrument.opening, act.instrument.example]) {
        expect(act.instrument.short(input).length).toBeLessThanOrEqual(34);
        expect(
          act.instrument.design(completeInput(act.instrument, input, setting)).length,
        ).toBeLessThanOrEqual(33);
      }
      if (act.about !== undefined) expect(pack.contexts.map(({ id }) => id)).toContain(act.about);
    }
  });

  it('judges its own right answer right, and its beliefs wrong', () => {
    for (const setting of settings) {
      for (const { prediction } of pack.acts) {
        if (prediction.kind !== 'number') continue;
        const truth = prediction.answer(setting);
        // The least is the example of what may be typed.
        expect(truth).toBeGreaterThan(prediction.min);
        expect(truth).toBeLessThanOrEqual(prediction.max);
        expect(isCorrect(prediction, { number: truth }, setting)).toBe(true);
        for (const { from, to, id } of prediction.beliefs) {
          expect(isCorrect(prediction, { number: (from + to) / 2 }, setting), id).toBe(false);
        }
      }
    }
  });

  it('gives no answer away before its lock', () => {
    for (const setting of settings) {
      const frame = [
        pack.title,
        pack.description,
        textOf(pack.welcome),
        ...pack.contexts.map(({ card }) => textOf(card)),
      ];
      for (const act of pack.acts) {
        const { prediction, instrument, stakeholder } = act;
        const secrets: number[] = [];
        if (prediction.kind === 'number') secrets.push(prediction.answer(setting));
        else
          secrets.push(
            ...prediction.options.flatMap(({ correct, implies }) => (correct && implies ? [implies] : [])),
          );
        for (const input of [...instrument.opening, instrument.example]) {
          const edge = boundaryOf(instrument, completeInput(instrument, input, setting), setting);
          if (edge !== undefined) secrets.push(edge);
        }
        const open = [
          ...frame,
          words(stakeholder.message(setting)),
          words(prediction.prompt(setting)),
          instrument.description,
          ...instrument.knobs.map(({ description }) => description),
        ];
        const shown = new Set([
          ...open.flatMap(numbersIn),
          ...instrument.knobs.flatMap((knob) => (knob.kind === 'number' ? (knob.suggestions ?? []) : [])),
          ...[...instrument.opening, instrument.example].flatMap((input) =>
            Object.values(input).filter((value) => typeof value === 'number'),
          ),
        ]);
        // Small whole numbers stand in every text: acts, layers, a factor. They are the options’ own.
        for (const secret of secrets.filter((each) => !(Number.isInteger(each) && each < 10))) {
          for (const number of shown) {
            expect(Math.abs(number - secret) / secret, `${act.id} shows ${number}`).toBeGreaterThan(0.002);
          }
        }
      }
    }
  });

  it('has every verdict reached, and a way back from each limit', { timeout: 60_000 }, () => {
    for (const act of pack.acts) {
      const { instrument } = act;
      const reached = new Set<string>();
      for (const setting of settings) {
        for (const input of inputsOf(instrument, setting)) {
          const run = evaluated(instrument, input, setting);
          const verdict = verdictOf(instrument, run, setting);
          const first = !reached.has(verdict.id);
          reached.add(verdict.id);
          if (!first) continue;
          expect(verdict.title(run.metrics, run.input, setting)).not.toBe('');
          const message = verdict.message(run.metrics, run.input, setting);
          expect(words(message)).not.toMatch(/undefined|NaN|null|Infinity/);
          if (verdict.limitBroken) {
            expect(
              Array.isArray(message) && message.some((span) => typeof span === 'object' && 'command' in span),
              verdict.id,
            ).toBe(true);
          }
          if (verdict.wallHit) expect(verdict.limitBroken).toBe(true);
          if (verdict.committable) expect(verdict.limitBroken).toBe(false);
        }
      }
      expect([...reached].sort()).toEqual(instrument.verdicts.map(({ id }) => id).sort());
    }
  });

  it('draws charts that a URL holds, with a finding of its own numbers', { timeout: 60_000 }, () => {
    for (const act of pack.acts) {
      for (const setting of settings) {
        const inputs = inputsOf(act.instrument, setting);
        for (const input of inputs.filter((_, n) => n % Math.ceil(inputs.length / 40) === 0)) {
          const run = evaluated(act.instrument, input, setting);
          const chart = chartOf(act.instrument, run, setting);
          expect(chart.finding).not.toMatch(/undefined|NaN|null|Infinity/);
          expect(chart.lines.length).toBeGreaterThan(0);
          for (const { points } of chart.lines) {
            for (const [x, y] of points) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
          }
          expect(chartUrl(chart).length, act.id).toBeLessThanOrEqual(LONGEST_URL);
        }
      }
    }
  });
});

it('a searched boundary is the last good step, whichever end is good', () => {
  const [act] = COIN_TOSS.acts;
  for (const setting of settingsOf(COIN_TOSS)) {
    for (const bias of ['fair', 'loaded']) {
      const input = completeInput(act.instrument, { tosses: 1, bias }, setting);
      const edge = boundaryOf(act.instrument, input, setting);
      const chance = bias === 'fair' ? 0.5 : 0.75;
      const limit = setting.context === 'strict' ? 0.25 : 0.01;
      expect(edge).toBe(Math.floor(Math.log(limit) / Math.log(chance) + 1e-9));
    }
  }
});

describe('the house', () => {
  it('spells no command in src: what can be typed is a span of its own', () => {
    const names = commandsFor(ALL).offered.map(({ name }) => name);
    const spelled = new RegExp(`['"\`](?:[^'"\`\\n]* )?/(?:${names.join('|')})(?:[ '"\`.,:]|$)`, 'm');
    // The program itself tells its operator what to type.
    for (const file of files('src').filter((each) => each.endsWith('.ts') && each !== 'src/main.ts')) {
      expect(codeOf(file), file).not.toMatch(spelled);
    }
    expect("'Type /seq 64k'", 'the search itself').toMatch(spelled);
  });

  const files = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? files(path) : [path];
    });
  const outside = [...files('src'), ...files('commands'), ...files('adapters')].filter(
    (file) =>
      file !== 'src/labs/catalogue.ts' &&
      !PACKS.some(({ id }) => file.startsWith(join('src/labs', id))) &&
      /\.(?:ts|tsx|html|css)$/.test(file),
  );
  /** Comments may give examples; what runs may not. */
  const codeOf = (file: string): string =>
    readFileSync(file, 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/(^|\s)\/\/.*$/gm, '');

  it.each(PACKS.map((pack) => [pack.id, pack] as const))(
    'names nothing of %s outside its folder',
    (_, pack) => {
      const [, name = pack.title] = pack.title.split(' · ');
      const names = [
        pack.id,
        name.replace(/^The /, ''),
        ...pack.acts.map(({ instrument }) => instrument.id),
        // A name of several words; one word alone, such as `edge`, is looked for as a value.
        ...pack.contexts.flatMap(({ id, name: long }) => [id, long]),
      ];
      for (const file of outside) {
        const code = codeOf(file);
        for (const each of names) {
          // As a word of a string: `load` is also what one does with a record.
          const quoted = new RegExp(`['"\`/][^'"\`\\n]*\\b${each}\\b[^'"\`\\n]*['"\`]`);
          const isWord = /^[a-z]+$/.test(each);
          const found = isWord
            ? new RegExp(`['"\`/]${each}\\b(?:['"\`]| [0-9])`).test(code)
            : quoted.test(code);
          expect(found, `${file} names “${each}”`).toBe(false);
        }
      }
    },
  );
});
