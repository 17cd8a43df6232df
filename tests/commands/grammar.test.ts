/** The grammar that every platform shares, and the declarations that everything else is made from. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../commands/grammar/command.ts';
import { completeOption } from '../../commands/grammar/complete.ts';
import { help } from '../../commands/grammar/help.ts';
import { lineFor } from '../../commands/grammar/line.ts';
import { parseForm, parseLine, usage } from '../../commands/grammar/parse.ts';
import { COMMANDS, publicOptions } from '../../commands/index.ts';
import type { Request } from '../../src/messages/request.ts';
import { UserError } from '../../src/messages/user-error.ts';
import { wordsOf } from '../support/lab.ts';

const seq = (tokens: number, heads?: number): Request => ({
  kind: 'run',
  instrument: 'seq',
  input: { tokens, ...(heads !== undefined && { heads }) },
});
const depth = (layers: number, width?: number): Request => ({
  kind: 'run',
  instrument: 'depth',
  input: { layers, ...(width !== undefined && { width }) },
});

describe('typed lines', () => {
  it.each<[string, Request]>([
    ['/lab', { kind: 'start' }],
    ['LAB', { kind: 'start' }],
    ['/lab help', { kind: 'help' }],
    ['/predict', { kind: 'predict' }],
    ['/predict b', { kind: 'predict', choice: 'B' }],
    ['/predict (C)', { kind: 'predict', choice: 'C' }],
    ['/predict choice=d', { kind: 'predict', choice: 'D' }],
    ['/predict D act 2', { kind: 'predict', choice: 'D', act: 2 }],
    ['/seq 65536', seq(65_536)],
    ['/seq 64k', seq(65_536)],
    ['  /SEQ   64K  ', seq(65_536)],
    ['seq 64k', seq(65_536)],
    ['/ seq 64k', seq(65_536)],
    ['/seq 65,536 heads 16', seq(65_536, 16)],
    ['/seq 64k 16', seq(65_536, 16)],
    ['/seq heads 16 tokens 64k', seq(65_536, 16)],
    ['/seq tokens:64k heads:16', seq(65_536, 16)],
    ['/seq 1.5k', seq(1536)],
    ['/seq 100K', seq(102_400)],
    ['/lab seq 64k', seq(65_536)],
    ['help', { kind: 'help' }],
    ['/Help', { kind: 'help' }],
    ['start', { kind: 'start' }],
    ['/lab /seq 64k', seq(65_536)],
    ['/lab lab help', { kind: 'help' }],
    ['/depth 64 width 512', depth(64, 512)],
    ['/depth 64 512', depth(64, 512)],
    ['/depth 64, 512', depth(64, 512)],
    ['/depth 64', depth(64)],
    ['/depth 64 width=512', depth(64, 512)],
    ['/depth 64 width = 512', depth(64, 512)],
    [
      '/depth 64 WIDTH 512 commit',
      { kind: 'run', instrument: 'depth', input: { layers: 64, width: 512 }, commit: true },
    ],
    ['/context EDGE', { kind: 'context', device: 'edge' }],
    ['/reflect a', { kind: 'reflect', choice: 'A' }],
    ['/math', { kind: 'math' }],
    ['/math 2', { kind: 'math', act: 2 }],
    ['/ledger', { kind: 'ledger', what: 'show' }],
    ['/ledger Export', { kind: 'ledger', what: 'export' }],
  ])('%s', (line, request) => {
    expect(parseLine(line)).toEqual(request);
  });

  it.each([
    ['', 'empty'],
    ['/seqq 4k', 'no command seqq'],
    ['/seq', 'needs tokens'],
    ['/seq banana', 'can’t read banana'],
    ['/seq 511', '511 is too small'],
    ['/seq 131073', '131,073 is too large'],
    ['/seq 64.3', 'not a whole number'],
    ['/seq -64', 'too small'],
    ['/seq 4k heads 33', '33 is too large'],
    ['/seq 4k heads', 'heads needs a value'],
    ['/seq 4k 4k 4k', 'don’t know what to do with 4k'],
    ['/seq 4k tokens 8k', 'given twice'],
    ['/seq 4k width=64', 'no option width'],
    ['/depth 101', '101 is too large'],
    ['/depth 64 width 63', '63 is too small'],
    ['/context moon', 'choose cloud or edge'],
    ['/predict E', 'choose A, B, C or D'],
    ['/ledger burn', 'choose show, export or verify'],
    [`/seq ${'9'.repeat(400)}`, 'at most 300'],
  ])('%s is answered with what is allowed and an example', (line, says) => {
    let caught: unknown;
    try {
      parseLine(line);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(UserError);
    expect((caught as UserError).message).toContain(says);
    expect((caught as UserError).message, 'an example that works').toMatch(
      /\/(lab|seq|depth|context|predict|ledger)/,
    );
  });

  it('never throws anything but a sentence for a person, and never repeats more than a little of what was typed', () => {
    const words = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc
        .array(
          fc.oneof(
            fc.constantFrom(
              '/seq',
              'seq',
              '/depth',
              'heads',
              'width=',
              '=',
              '64k',
              'A',
              '/lab',
              'commit',
              ':',
              ',',
            ),
            fc.string(),
          ),
          { maxLength: 8 },
        )
        .map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(words, (line) => {
        try {
          parseLine(line);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect((error as UserError).message.length).toBeLessThan(400);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

const act = fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined });
const letter = fc.option(fc.constantFrom('A', 'B', 'C', 'D'), { nil: undefined });
const given = <T extends Record<string, unknown>>(all: T): T =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T;
const anyRequest: fc.Arbitrary<Request> = fc.oneof(
  fc.constantFrom<Request>(
    { kind: 'start' },
    { kind: 'help' },
    { kind: 'context', device: 'edge' },
    { kind: 'context', device: 'cloud' },
  ),
  fc.constantFrom('show', 'export', 'verify').map((what) => ({ kind: 'ledger', what }) as Request),
  fc.tuple(letter, act).map(([choice, number]) => given({ kind: 'predict', choice, act: number }) as Request),
  fc.tuple(letter, act).map(([choice, number]) => given({ kind: 'reflect', choice, act: number }) as Request),
  act.map((number) => given({ kind: 'math', act: number }) as Request),
  fc
    .tuple(
      fc.integer({ min: 512, max: 131_072 }),
      fc.option(fc.integer({ min: 1, max: 32 }), { nil: undefined }),
    )
    .map(([tokens, heads]) => seq(tokens, heads)),
  fc
    .tuple(
      fc.integer({ min: 2, max: 100 }),
      fc.option(fc.integer({ min: 64, max: 4096 }), { nil: undefined }),
      fc.boolean(),
    )
    .map(
      ([layers, width, commit]) =>
        ({ ...depth(layers, width), ...(commit && { commit: true as const }) }) as Request,
    ),
);

describe('lines for buttons', () => {
  it('stand for exactly the request they were made from', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        expect(parseLine(lineFor(request, { internal: true }))).toEqual(request);
      }),
      { numRuns: 2000 },
    );
  });

  it('are short enough for a Discord custom id with a version and an owner before them', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        expect(lineFor(request, { internal: true }).length).toBeLessThanOrEqual(60);
      }),
    );
  });

  it('leave out what people are not offered when they are shown to people', () => {
    expect(lineFor({ kind: 'predict', choice: 'B', act: 2 })).toBe('/predict B');
    expect(lineFor({ kind: 'reflect', act: 1 })).toBe('/reflect');
  });
});

describe('forms', () => {
  it('take options by name, as a platform sends them', () => {
    expect(parseForm('seq', { tokens: 65_536, heads: 16 })).toEqual(seq(65_536, 16));
    expect(parseForm('seq', { tokens: '64k' })).toEqual(seq(65_536));
    expect(() => parseForm('seq', {})).toThrow(UserError);
    expect(() => parseForm('seq', { tokens: 3 })).toThrow('too small');
    expect(() => parseForm('gone', {})).toThrow(UserError);
  });
});

describe('declarations', () => {
  const each = COMMANDS.map((command) => [command.name, command] as [string, Command]);

  it('are the public interface', () => {
    expect(COMMANDS.map(usage)).toEqual([
      '/lab [what]',
      '/predict [choice]',
      '/seq tokens [heads]',
      '/depth layers [width]',
      '/context device',
      '/reflect [choice]',
      '/math [act]',
      '/ledger [what]',
    ]);
  });

  it.each(each)('/%s has an example that works and words that fit every platform', (_, command) => {
    expect(() => parseLine(command.example)).not.toThrow();
    expect(command.name).toMatch(/^[a-z]{1,32}$/);
    expect(command.description.length).toBeLessThanOrEqual(100);
    const required = command.options.map((option) => option.required);
    expect(required, 'required ones first').toEqual([...required].sort((a, b) => Number(b) - Number(a)));
    for (const option of command.options) {
      expect(option.description.length).toBeLessThanOrEqual(100);
      if (option.type === 'integer') {
        for (const { value } of option.suggestions ?? [])
          expect(option.schema.safeParse(value).success).toBe(true);
        expect(option.schema.safeParse(option.min - 1).success).toBe(false);
        expect(option.schema.safeParse(option.max + 1).success).toBe(false);
      }
    }
  });

  it('list every command in the help, and nothing that is internal', () => {
    const words = wordsOf(help('line'));
    for (const command of COMMANDS) expect(words).toContain(usage(command));
    expect(words).not.toContain('commit');
    expect(words).toContain('width=512');
  });

  it('say nothing of a typed line where options are fields of a form', () => {
    expect(wordsOf(help('form'))).not.toMatch(/width=512|\/lab seq/);
  });
});

describe('completion', () => {
  const [tokens] = publicOptions(COMMANDS.find(({ name }) => name === 'seq') as Command);
  if (tokens?.type !== 'integer') throw new Error('tokens is a number');

  it('offers round numbers, then what was typed, parsed', () => {
    expect(completeOption(tokens, '').map(({ value }) => value)).toEqual([
      4096, 8192, 32_768, 65_536, 102_400, 131_072,
    ]);
    expect(completeOption(tokens, '64').map(({ value }) => value)).toEqual([65_536, 512]);
    expect(completeOption(tokens, '7k')[0]).toEqual({ label: '7,168 tokens', value: 7168 });
    expect(completeOption(tokens, '64k')).toEqual([{ label: '65,536 tokens', value: 65_536 }]);
    expect(completeOption(tokens, 'banana')).toEqual([]);
  });

  it.each([
    ['64 k', 65_536],
    ['100 000', 100_000],
    ['64K (65,536 tokens)', 65_536],
    ['65,536 tokens', 65_536],
    ['131,072 tokens, the most', 131_072],
  ])('reads %s', (typed, value) => {
    expect(completeOption(tokens, typed)[0]?.value).toBe(value);
  });

  it('offers the bound that a number is beyond, and nothing for half a thousand', () => {
    expect(completeOption(tokens, '200k')).toEqual([{ label: '131,072 tokens, the most', value: 131_072 }]);
    expect(completeOption(tokens, '7')).toEqual([{ label: '512 tokens, the least', value: 512 }]);
    expect(completeOption(tokens, '65,5')).toEqual([]);
  });
});
