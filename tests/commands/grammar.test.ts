/** The grammar that every platform shares, and the declarations that everything else is made from. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Command, publicOptions } from '../../commands/grammar/command.ts';
import { completeOption } from '../../commands/grammar/complete.ts';
import { usage } from '../../commands/grammar/lines.ts';
import { commandsFor } from '../../commands/index.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import type { Knob, LabPack } from '../../src/labs/lab.ts';
import { ROLES } from '../../src/messages/actor.ts';
import type { Input, Request, Value } from '../../src/messages/request.ts';
import { UserError } from '../../src/messages/user-error.ts';
import { wordsOf } from '../support/lab.ts';
import { COIN_TOSS } from '../support/tiny-pack.ts';

const ALL = [...PACKS, COIN_TOSS];
const commands = commandsFor(ALL);

const run = (lab: string, instrument: string, input: Input, more: object = {}): Request =>
  ({ kind: 'run', lab, instrument, input, ...more }) as Request;
const seq = (tokens: number, heads?: number, more = {}): Request =>
  run('quadratic-wall', 'seq', { tokens, ...(heads !== undefined && { heads }) }, more);
const depth = (layers: number, width?: number, more = {}): Request =>
  run('quadratic-wall', 'depth', { layers, ...(width !== undefined && { width }) }, more);

describe('typed lines', () => {
  it.each<[string, Request]>([
    ['/lab', { kind: 'labs' }],
    ['LAB', { kind: 'labs' }],
    ['/lab start', { kind: 'start' }],
    ['/lab tail latency', { kind: 'start', lab: 'tail-latency-trap' }],
    ['/lab 06', { kind: 'start', lab: 'quadratic-wall' }],
    ['/lab 6', { kind: 'start', lab: 'quadratic-wall' }],
    ['/lab WALL', { kind: 'start', lab: 'quadratic-wall' }],
    ['/lab coin', { kind: 'start', lab: 'coin-toss' }],
    ['/lab help', { kind: 'help' }],
    ['/predict', { kind: 'predict' }],
    ['/predict b', { kind: 'predict', answer: 'b' }],
    ['/predict 8.33', { kind: 'predict', answer: '8.33' }],
    ['/predict 8.33 usd per million', { kind: 'predict', answer: '8.33 usd per million' }],
    ['/predict no change', { kind: 'predict', answer: 'no change' }],
    ['/predict answer=d', { kind: 'predict', answer: 'd' }],
    ['/predict D act 2', { kind: 'predict', answer: 'D', act: 2 }],
    ['/predict D lab tail', { kind: 'predict', answer: 'D', lab: 'tail-latency-trap' }],
    ['B', { kind: 'answer', answer: 'B' }],
    ['4x', { kind: 'answer', answer: '4x' }],
    ['8.33', { kind: 'answer', answer: '8.33' }],
    ['/seq 65536', seq(65_536)],
    ['/seq 64k', seq(65_536)],
    ['/seq 64 k', seq(65_536)],
    ['/seq 64 k heads 16', seq(65_536, 16)],
    ['/seq 65536 tokens', seq(65_536)],
    ['/seq 1e5', seq(100_000)],
    ['/seq 8_333', seq(8333)],
    ['/seq 8000 commit', seq(8000, undefined, { commit: true })],
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
    ['/depth 64x512', depth(64, 512)],
    ['/depth 64×512 commit', depth(64, 512, { commit: true })],
    ['/depth 64, 512', depth(64, 512)],
    ['/depth 64 width = 512', depth(64, 512)],
    ['/load 50 commit', run('tail-latency-trap', 'load', { qps: 50 }, { commit: true })],
    ['/fleet 8x3', run('tail-latency-trap', 'fleet', { batch: 8, replicas: 3 })],
    [
      '/toss 5 loaded stake 1.5k twice',
      run('coin-toss', 'toss', { tosses: 5, bias: 'loaded', stake: 1500, twice: true }),
    ],
    ['/toss 5 stake 0.5', run('coin-toss', 'toss', { tosses: 5, stake: 0.5 })],
    ['/device EDGE', { kind: 'context', context: 'edge', lab: 'quadratic-wall' }],
    ['/context edge', { kind: 'context', context: 'edge' }],
    ['/device', { kind: 'context', lab: 'quadratic-wall' }],
    ['/promise relaxed', { kind: 'context', context: 'relaxed', lab: 'tail-latency-trap' }],
    ['/reflect a', { kind: 'reflect', answer: 'a' }],
    ['/math', { kind: 'math' }],
    ['/math 2', { kind: 'math', act: 2 }],
    ['/ledger', { kind: 'ledger', what: 'show' }],
    ['/ledger Export', { kind: 'ledger', what: 'export' }],
    ['/ledger export lab tail', { kind: 'ledger', what: 'export', lab: 'tail-latency-trap' }],
  ])('%s', (line, request) => {
    expect(commands.parseLine(line)).toEqual(request);
  });

  it.each([
    ['', 'empty', '/lab help'],
    ['/seqq 4k', 'no command seqq', '/lab help'],
    ['/seq', 'needs tokens', '/seq 32k'],
    ['/seq banana', 'can’t read banana as a number of tokens', '/seq 4k'],
    ['/seq 64kb', 'can’t read 64kb', '/seq 64k'],
    ['/seq 511', '511 is too small', '/seq 512'],
    ['/seq 131073', '131,073 is too large', '/seq 128k'],
    ['/seq 64.3', '64.3 is too small', '/seq 512'],
    ['/seq 600.5', 'not a whole number', '/seq 601'],
    ['/seq -64', 'too small', '/seq 512'],
    ['/seq 32k heads 96', '96 is too large', '/seq 32k heads 32'],
    ['/seq 4k heads', 'heads needs a value', '/seq'],
    ['/seq 4k 4 4k', 'don’t know what to do with 4k', '/seq'],
    ['/seq 4k tokens 8k', 'given twice', '/seq'],
    ['/seq 4k width=64', 'no option width', '/seq'],
    ['/depth 101', '101 is too large', '/depth 100'],
    ['/depth 64 width 63', '63 is too small', '/depth 64 width 64'],
    ['/load 90%', 'can’t read 90% as a number of requests per second', '/load 90'],
    ['/load 0.9', '0.9 is too small', '/load 1'],
    ['/toss 5 stake 0.7', '0.7 is not a multiple of 0.5', '/toss 5 stake 0.5'],
    ['/toss 5 heavy', 'heavy is no bias', '/toss 5 bias fair'],
    ['/device moon', 'choose cloud or edge', '/device cloud'],
    ['/lab moon', 'no lab moon', 'The labs are'],
    ['/lab the', 'could be', 'another word'],
    ['/ledger burn', 'choose show, export or verify', '/ledger show'],
    [`/seq ${'9'.repeat(400)}`, 'at most 300', '/lab help'],
  ])(
    '%s is answered with what is wrong first, and an example with the person’s own values',
    (line, says, example) => {
      let caught: unknown;
      try {
        commands.parseLine(line);
      } catch (error) {
        caught = error;
      }
      expect(caught).toBeInstanceOf(UserError);
      expect((caught as UserError).message).toContain(says);
      expect((caught as UserError).message).toContain(example);
    },
  );

  it('never cut a letter in two where they repeat what was typed', () => {
    const family = '👩‍👩‍👧‍👦';
    try {
      commands.parseLine(`/seq ${family.repeat(20)}`);
      expect.unreachable();
    } catch (error) {
      const shown = (error as UserError).message;
      expect(shown.isWellFormed()).toBe(true);
      expect(shown.split('…')[0]?.endsWith(family)).toBe(true);
    }
  });

  it('never throw anything but a sentence for a person, and never repeat more than a little of what was typed', () => {
    const word = fc.oneof(
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
        '/toss',
        'twice',
      ),
      fc.string({ unit: 'grapheme' }),
    );
    const line = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc.array(word, { maxLength: 8 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(line, (typed) => {
        try {
          commands.parseLine(typed);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect((error as UserError).message.length).toBeLessThan(700);
          expect((error as UserError).message.isWellFormed() || !typed.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

const act = fc.option(fc.integer({ min: 1, max: Math.max(...ALL.map(({ acts }) => acts.length)) }), {
  nil: undefined,
});
const lab = fc.option(fc.constantFrom(...ALL.map(({ id }) => id)), { nil: undefined });
const answer = fc.option(fc.constantFrom('A', 'F', '8.33', 'no change'), { nil: undefined });
const present = (all: Record<string, unknown>): Request =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as Request;

/** A random value of a knob; absent now and then where it may be. */
function anyValue(knob: Knob): fc.Arbitrary<Value | undefined> {
  switch (knob.kind) {
    case 'number': {
      const steps = Math.round((knob.max - knob.min) / knob.step);
      const value = fc
        .integer({ min: 0, max: steps })
        .map((n) => Number((knob.min + n * knob.step).toFixed(6)));
      return knob.default === undefined ? value : fc.option(value, { nil: undefined });
    }
    case 'choice':
      return fc.option(fc.constantFrom(...knob.choices.map((each) => each.value)), { nil: undefined });
    case 'flag':
      return fc.constantFrom(true, undefined);
  }
}

const anyRunOf = (pack: LabPack, index: number): fc.Arbitrary<Request> => {
  const { instrument } = pack.acts[index] as LabPack['acts'][number];
  const values = fc.record(Object.fromEntries(instrument.knobs.map((knob) => [knob.name, anyValue(knob)])));
  return fc
    .tuple(values, fc.boolean(), fc.constantFrom(index + 1, undefined))
    .map(([input, commit, number]) =>
      present({
        kind: 'run',
        lab: pack.id,
        instrument: instrument.id,
        input: present(input),
        act: number,
        commit: commit || undefined,
      }),
    );
};

/** Every instrument of every pack, with random values of all its knobs. */
const anyRun = fc.oneof(...ALL.flatMap((pack) => pack.acts.map((_, index) => anyRunOf(pack, index))));
const anyContext = fc.constantFrom(
  ...ALL.flatMap(({ id, contexts }) =>
    contexts.map((context): Request => ({ kind: 'context', context: context.id, lab: id })),
  ),
);
const anyRequest: fc.Arbitrary<Request> = fc.oneof(
  fc.constantFrom<Request>({ kind: 'labs' }, { kind: 'start' }, { kind: 'help' }),
  fc.constantFrom(...ALL.map(({ id }): Request => ({ kind: 'start', lab: id }))),
  fc
    .tuple(fc.constantFrom('show', 'export', 'verify'), lab)
    .map(([what, id]) => present({ kind: 'ledger', what, lab: id })),
  fc
    .tuple(fc.constantFrom('predict', 'reflect'), answer, lab, act)
    .map(([kind, typed, id, number]) => present({ kind, answer: typed, lab: id, act: number })),
  fc.tuple(act, lab).map(([number, id]) => present({ kind: 'math', act: number, lab: id })),
  anyRun,
  anyContext,
);

describe('lines for buttons', () => {
  it('stand for exactly the request they were made from', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        expect(commands.parseLine(commands.buttonLine(request))).toEqual(request);
      }),
      { numRuns: 3000 },
    );
  });

  it('are short enough for a Discord custom id with a version and an owner before them', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        expect(commands.buttonLine(request).length).toBeLessThanOrEqual(100 - '2:0123456789:'.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('leave out what people are not offered when they are shown to people', () => {
    expect(commands.lineFor({ kind: 'predict', answer: 'B', act: 2 })).toBe('/predict B');
    expect(commands.lineFor({ kind: 'reflect', act: 1 })).toBe('/reflect');
    expect(commands.lineFor(seq(65_536, 16, { commit: true }))).toBe('/seq 64k heads 16 commit');
  });

  it('that people would type ask for the same', () => {
    fc.assert(
      fc.property(anyRun, (request) => {
        const { act: _, ...typed } = request as Request & { act?: number };
        expect(commands.parseLine(commands.lineFor(request))).toEqual(typed);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('forms', () => {
  it('take options by name, as a platform sends them', () => {
    expect(commands.parseForm('seq', { tokens: 65_536, heads: 16 })).toEqual(seq(65_536, 16));
    expect(commands.parseForm('seq', { tokens: '64k' })).toEqual(seq(65_536));
    expect(commands.parseForm('seq', { tokens: 4096, commit: false })).toEqual(seq(4096));
    expect(() => commands.parseForm('seq', {})).toThrow(UserError);
    expect(() => commands.parseForm('seq', { tokens: 3 })).toThrow('too small');
    expect(() => commands.parseForm('gone', {})).toThrow(UserError);
  });
});

describe('declarations', () => {
  const each = commands.offered.map((command) => [command.name, command] as [string, Command]);

  it('have names of their own, an instrument’s among all packs', () => {
    const names = commands.offered.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const owners = new Map<string, string>();
    for (const pack of ALL) {
      for (const { instrument } of pack.acts) {
        expect(owners.get(instrument.id) ?? pack.id, instrument.id).toBe(pack.id);
        owners.set(instrument.id, pack.id);
      }
    }
    const taken = commandsFor([]).offered.map(({ name }) => name);
    for (const name of owners.keys()) expect(taken).not.toContain(name);
  });

  it.each(each)('/%s has an example that works and words that fit every platform', (_, command) => {
    expect(() => commands.parseLine(command.example)).not.toThrow();
    expect(command.name).toMatch(/^[a-z]{1,32}$/);
    expect(command.description.length).toBeLessThanOrEqual(100);
    const required = command.options.map((option) => option.required);
    expect(required, 'required ones first').toEqual([...required].sort((a, b) => Number(b) - Number(a)));
    const names = command.options.map(({ name }) => name);
    expect(new Set(names).size, 'options’ names').toBe(names.length);
    for (const option of command.options) {
      expect(option.description.length).toBeLessThanOrEqual(100);
      if (option.type !== 'number') continue;
      const parse = (value: number) => () =>
        commands.parseForm(command.name, { ...exampleValues(command), [option.name]: value });
      for (const value of option.suggestions ?? []) expect(parse(value)).not.toThrow();
      expect(parse(option.min - option.step)).toThrow(UserError);
      expect(parse(option.max + option.step)).toThrow(UserError);
    }
  });

  const exampleValues = (command: Command): Input =>
    command.values(commands.parseLine(command.example)) ?? {};

  it('leave a word that looks like two numbers alone where a name is meant', () => {
    for (const draft of ['3x567k', '45x47h', '2x4']) {
      const line = commands.buttonLine({ kind: 'assign', step: 'post', draft });
      expect(commands.parseLine(line)).toEqual({ kind: 'assign', step: 'post', draft });
    }
  });

  it('list every command in the help, and nothing that is internal', () => {
    const words = wordsOf(commands.help('line', 'instructor'));
    for (const command of commands.offered) expect(words).toContain(usage(command));
    for (const command of commands.offered) {
      for (const { name, internal } of command.options) {
        if (internal) expect(usage(command)).not.toContain(name);
      }
    }
    expect(words).toContain('width=512');
  });

  it.each(ROLES)('list to a %s what that role may use', (role) => {
    const words = wordsOf(commands.help('line', role));
    for (const command of commands.offered) {
      const may = ROLES.indexOf(role) >= ROLES.indexOf(command.role ?? 'student');
      expect(words.includes(usage(command)), command.name).toBe(may);
    }
  });

  it('say nothing of a typed line where options are fields of a form', () => {
    expect(wordsOf(commands.help('form', 'student'))).not.toMatch(/width=512|reaches/);
  });

  it('of a course with one lab never ask which', () => {
    const alone = commandsFor([COIN_TOSS] as readonly LabPack[]);
    for (const command of alone.offered) {
      expect(publicOptions(command).map(({ name }) => name)).not.toContain('lab');
    }
  });
});

describe('completion', () => {
  const option = (command: string, name: string) => {
    const found = commands.named(command)?.options.find((each) => each.name === name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  };
  const tokens = option('seq', 'tokens');

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
    ['64k (65,536 tokens)', 65_536],
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

  it('offers labs by any part of their title', () => {
    const name = option('lab', 'name');
    expect(completeOption(name, 'latency').map(({ value }) => value)).toEqual(['tail-latency-trap']);
    expect(completeOption(name, '').map(({ value }) => value)).toEqual(
      expect.arrayContaining(ALL.map(({ id }) => id)),
    );
  });
});
