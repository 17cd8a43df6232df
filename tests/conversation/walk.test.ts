/** One student's way through the labs, and what may not happen on it. */

import { beforeEach, describe, expect, it } from 'vitest';
import { PACKS } from '../../src/labs/catalogue.ts';
import { verify } from '../../src/ledger/chain.ts';
import { recordKey } from '../../src/ledger/keys.ts';
import { RUNS_KEPT } from '../../src/ledger/record.ts';
import { recordText } from '../../src/ledger/record-json.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { TEST_KEY } from '../support/key.ts';
import { choice, choicesOf, letterOf, openTestLab, partsOf, type TestLab } from '../support/lab.ts';

const WALL = 'quadratic-wall';
const TAIL = 'tail-latency-trap';

let lab: TestLab;
const say = (line: string, delivery?: string) => lab.say('ada', line, delivery);
const wordsOf = (reply: Reply) => lab.words(reply);
const decisionsOf = async (id = WALL) =>
  (await lab.record('ada', id)).decisions.map(({ decision }) => decision);

beforeEach(async () => {
  lab = await openTestLab();
});

/** Locks the prediction that says this. */
async function lock(wording: string) {
  return say(`/predict ${letterOf(await say('/predict lab quadratic'), wording)}`);
}

async function finishActOne() {
  await lock('2×');
  await say('/seq 64k');
  await say('/reflect');
  await say('/reflect A');
  return say('/seq 8000 commit');
}

async function finish() {
  await finishActOne();
  await lock('The wide one');
  await say('/depth 16');
  await say('/reflect');
  await say('/reflect B');
  return say('/depth 16 commit');
}

describe('what was not meant', () => {
  it('locks nothing: a mistake in a lab makes it the one that is answered next', async () => {
    await say('/predict lab quadratic');
    await say('/predict lab tail');
    expect(wordsOf(await say('/predict E lab quadratic'))).toContain('no answer to this question');
    await say('/predict B');
    expect(await decisionsOf(WALL)).toHaveLength(1);
    expect(await decisionsOf(TAIL)).toHaveLength(0);
  });

  it('locks nothing: the same delivery again answers no question that it only showed', async () => {
    await say('/lab quadratic');
    expect(wordsOf(await say('/predict B', 'once'))).toContain('Nothing is locked yet');
    expect(wordsOf(await say('/predict B', 'once'))).toContain('Nothing is locked yet');
    expect(await decisionsOf(WALL)).toEqual([]);
    expect(wordsOf(await say('/predict B', 'twice'))).toContain('Locked: B');
  });

  it('locks nothing: the example for a lab that is not known only shows the question', async () => {
    const [, example = ''] = /Try (\/predict[^.]*)\./.exec(wordsOf(await say('/predict B lab latncy'))) ?? [];
    expect(example).toMatch(/^\/predict lab /);
    await say(example);
    await say(example);
    expect(await decisionsOf(WALL)).toEqual([]);
    await expect(decisionsOf(TAIL)).rejects.toThrow('no record');
  });
});

describe('the way through', () => {
  it('goes by typing from the list of labs to the takeaways', async () => {
    const list = wordsOf(await say('/lab'));
    expect(list).toContain('Lab 06 · The Quadratic Wall | not started');
    expect(list).toContain('Lab 13 · The Tail Latency Trap | not started');
    const welcome = await say('/lab quadratic');
    expect(wordsOf(welcome)).toContain('lock a prediction');
    expect(choice(welcome, 'Act I: the question').request).toEqual({ kind: 'predict', lab: WALL, act: 1 });
    const done = await finish();
    expect(wordsOf(done)).toContain('Lab complete');
    expect(wordsOf(done)).toContain('What you take away');
    expect(wordsOf(done)).toContain('625×');
    expect(wordsOf(await say('/lab'))).toContain('Lab 06 · The Quadratic Wall | complete');
  });

  it('goes by buttons alone', async () => {
    let reply = await say('/lab');
    for (const label of [
      'Start: Lab 06',
      'Act I: the question',
      'Lock C',
      'Run 100K',
      'Reflect on Act I',
      'B',
      'Run 8,333',
      'Commit 8,333',
      'Next: Act II',
      'Switch to edge',
      'Next: Act II',
      'Lock D',
      'Run 4 layers',
      'Reflect on Act II',
      'A',
      'Commit 4x1440',
    ]) {
      const found = choicesOf(reply).some((each) => each.label.startsWith(label));
      // What is offered beside a commit depends on the last run: run it as one would type it.
      reply = found
        ? await lab.press('ada', choice(reply, label))
        : await say(label === 'Run 8,333' ? '/seq 8333' : '/nonsense');
    }
    expect(wordsOf(reply)).toContain('What you take away');
    expect((await decisionsOf()).map(({ kind }) => kind)).toEqual([
      'locked',
      'reflected',
      'committed',
      'locked',
      'reflected',
      'committed',
      'completed',
    ]);
    expect(verify(await lab.record('ada'))).toEqual({ intact: true });
  });

  it('ends every reply with something to do', async () => {
    for (const line of [
      '/lab',
      '/lab help',
      '/lab quadratic',
      '/predict',
      '/predict a',
      '/seq 4k',
      '/seq x',
      '/device edge',
      '/device',
      '/reflect',
      '/reflect a',
      '/seq 3000 commit',
      '/seq 100k commit',
      '/math',
      '/ledger',
      '/ledger export',
      '/ledger verify',
      '/nonsense',
      'hello',
    ]) {
      expect(choicesOf(await say(line)).length, line).toBeGreaterThan(0);
    }
  });
});

describe('several labs', () => {
  it('are kept apart, and a line without one means the last', async () => {
    await say('/lab quadratic');
    await say('/predict');
    await say('/lab tail latency');
    await say('/predict');
    await say('/predict A');
    expect(await decisionsOf(TAIL)).toHaveLength(1);
    expect(await decisionsOf(WALL)).toHaveLength(0);
    await say('/predict B lab wall');
    expect(await decisionsOf(WALL)).toHaveLength(1);
    expect(wordsOf(await say('/predict C'))).toContain('already locked');
    await say('/load 50');
    expect(wordsOf(await say('/ledger'))).toContain('Lab 13 · The Tail Latency Trap: your ledger');
    expect(wordsOf(await say('/seq 4k'))).toContain('4,096 tokens');
    expect(wordsOf(await say('/ledger'))).toContain('Lab 06 · The Quadratic Wall: your ledger');
  });

  it('have buttons that never answer for another lab', async () => {
    const wall = await say('/predict lab quadratic');
    await say('/predict lab tail');
    await lab.press('ada', choice(wall, 'Lock A'));
    expect(await decisionsOf(WALL)).toHaveLength(1);
    expect(await decisionsOf(TAIL)).toHaveLength(0);
  });

  it('are asked for where none was begun', async () => {
    for (const line of ['/predict', '/ledger', '/math', '/lab start', '/context edge']) {
      expect(wordsOf(await say(line)), line).toContain('Your labs');
    }
    await expect(lab.record('ada')).rejects.toThrow();
  });

  it('are exported together, the complete ones of a volume', async () => {
    await finish();
    await say('/lab tail latency');
    const [file] = partsOf(await say('/ledger export'), 'file');
    expect(file?.name).toBe('ledger-volume-1.json');
    expect(JSON.parse(file?.content ?? '').history.map((row: { chapter: number }) => row.chapter)).toEqual([
      6,
    ]);
    await finishTail();
    const reply = await say('/ledger export lab quadratic');
    const { history } = JSON.parse(partsOf(reply, 'file')[0]?.content ?? '');
    expect(history.map((row: { chapter: number; step: number }) => [row.chapter, row.step])).toEqual([
      [6, 6],
      [13, 13],
    ]);
  });
});

async function finishTail() {
  for (const line of ['/predict', '/predict A', '/load 50', '/reflect', '/reflect A', '/load 50 commit'])
    await say(line);
  for (const line of ['/predict', '/predict 5.56', '/fleet 8 3', '/reflect', '/reflect A']) await say(line);
  return say('/fleet 8 3 commit');
}

describe('a question that takes a number', () => {
  async function toQuestion() {
    for (const line of [
      '/predict lab tail',
      '/predict A',
      '/load 50',
      '/reflect',
      '/reflect A',
      '/load 50 commit',
    ])
      await say(line);
    return say('/predict');
  }

  it('asks for it by a field, and by typing', async () => {
    const [button] = choicesOf(await toQuestion());
    expect(button?.field).toMatchObject({ title: 'Your prediction' });
    expect(
      lab.assistant.fieldOf(lab.assistant.commands.buttonLine(button?.request ?? { kind: 'labs' })),
    ).toEqual(button?.field);
    if (button) await lab.press('ada', button, '5.56');
    expect((await decisionsOf(TAIL)).at(-1)).toEqual({
      kind: 'locked',
      question: 'act2_prediction',
      number: 5.56,
    });
  });

  it.each(['8.33', '$8.33', '8.33 USD', '8.33 usd per million queries', '/predict 8.33'])(
    'takes %s while it is open',
    async (typed) => {
      await toQuestion();
      expect(wordsOf(await say(typed))).toContain('Locked');
      expect((await decisionsOf(TAIL)).at(-1)).toMatchObject({ number: 8.33 });
    },
  );

  it.each([
    ['0.01', '0.01 is too small'],
    ['5000', '5000 is too large'],
    ['B', 'B can’t be read as a number'],
    ['/predict cheap', 'cheap can’t be read as a number'],
    ['/predict 8 usd or 9 usd', '8 usd or 9 usd can’t be read as a number'],
    ['/predict 8 usd per hour', '8 usd per hour can’t be read as a number'],
    ['/predict 90%', '90% can’t be read as a number'],
  ])('answers %s with what it takes, and records nothing', async (typed, says) => {
    await toQuestion();
    const before = (await decisionsOf(TAIL)).length;
    const words = wordsOf(await say(typed));
    expect(words).toContain(says);
    expect(words).toContain('0.1 to 1,000 USD');
    expect(words).toContain('for example /predict');
    expect(await decisionsOf(TAIL)).toHaveLength(before);
  });

  it('is overlaid with what was computed, and names the belief behind a number', async () => {
    await toQuestion();
    await say('5.56');
    const words = wordsOf(await say('/fleet 8 3'));
    expect(words).toContain('You predicted 5.56 USD per million queries; it is 8.333');
    expect(words).toMatch(/off by 1\.5×/);
  });
});

describe('a bare answer', () => {
  it.each(['b', 'B', '(B)', 'B.', 'B)'])('%s locks while the question is open', async (typed) => {
    await say('/predict lab quadratic');
    expect(wordsOf(await say(typed))).toContain('Locked: B');
  });

  it.each(['4x', '4×', '4', 'no change', 'No change.'])('%s is the option that says so', async (typed) => {
    await say('/predict lab quadratic');
    expect(wordsOf(await say(typed))).toContain('Locked: ');
    const [decision] = await decisionsOf();
    expect(decision).toMatchObject({ option: typed.startsWith('4') ? 'quadratic' : 'same' });
  });

  it('answers the reflection too, and nothing where no question is open', async () => {
    expect(wordsOf(await say('B'))).toContain('no question is open');
    await lock('4×');
    expect(wordsOf(await say('C'))).toContain('no question is open');
    await say('/seq 4k');
    await say('/reflect');
    await say('C');
    expect((await decisionsOf()).at(-1)?.kind).toBe('reflected');
  });

  it('that is none of the letters says which there are', async () => {
    await say('/predict lab quadratic');
    const words = wordsOf(await say('E'));
    expect(words).toContain('E is no answer to this question, which has the options A, B, C, D');
    expect(words).toContain('/predict B');
    expect(await decisionsOf()).toEqual([]);
  });
});

describe('the first lock', () => {
  it('does not lock a question that was never shown', async () => {
    const reply = await say('/predict B lab quadratic');
    expect(wordsOf(reply)).toContain('Nothing is locked yet');
    expect(choicesOf(reply).map(({ label }) => label)).toEqual(['Lock A', 'Lock B', 'Lock C', 'Lock D']);
    expect(await decisionsOf()).toEqual([]);
  });

  it('stands for ever, and a second try says when it was made', async () => {
    await say('/predict lab quadratic');
    await say('/predict B');
    const [first] = (await lab.record('ada')).decisions;
    const again = await say('/predict C');
    expect(wordsOf(again)).toContain('already');
    expect(wordsOf(again)).toContain('2026-11-23 19:00 UTC');
    expect((await lab.record('ada')).decisions).toEqual([first]);
  });

  it('of an old button never answers a newer question', async () => {
    const question = await say('/predict lab quadratic');
    await finishActOne();
    await say('/predict');
    const reply = await lab.press('ada', choice(question, 'Lock A'));
    expect(wordsOf(reply)).toContain('Act I is already locked');
    expect((await decisionsOf()).filter(({ kind }) => kind === 'locked')).toHaveLength(1);
  });
});

describe('gates', () => {
  it.each([
    '/seq 64k',
    '/depth 4',
    '/reflect lab quadratic',
    '/math lab quadratic',
    '/math 1 lab quadratic',
    '/math 2 lab quadratic',
    '/seq 4k commit',
  ])('%s is closed at the start', async (line) => {
    const reply = await say(line);
    expect(partsOf(reply, 'chart')).toEqual([]);
    expect(partsOf(reply, 'metrics')).toEqual([]);
    expect(partsOf(reply, 'formula')).toEqual([]);
    expect(choice(reply, 'Act I: the question')).toBeDefined();
  });

  it('opens Act II only when Act I is done, its answer among it', async () => {
    await lock('4×');
    await say('/seq 4k');
    expect(wordsOf(await say('/depth 4'))).toContain('Act II is not open yet');
    await say('/reflect');
    const reflected = await say('/reflect A');
    expect(wordsOf(reflected)).toContain('Next: your answer to the VP of Product.');
    expect(wordsOf(await say('/depth 4'))).toContain('Act II is not open yet');
    const committed = await say('/seq 8000 commit');
    expect(choice(committed, 'Next: Act II').request).toEqual({ kind: 'predict', lab: WALL, act: 2 });
    expect(wordsOf(await say('/depth 4'))).toContain('Your prediction comes first');
  });

  it('asks for a run before the reflection', async () => {
    await lock('4×');
    expect(wordsOf(await say('/reflect'))).toContain('One run first');
  });

  it('keeps the takeaways until the end', async () => {
    await finishActOne();
    for (const line of ['/lab start', '/ledger', '/ledger export']) {
      expect(wordsOf(await say(line))).not.toContain('What you take away');
    }
  });
});

describe('the reveal', () => {
  it.each([
    ['2×', 'You predicted 2×; it is 4×, off by 2×'],
    ['4×', 'You predicted 4×, and that is right'],
    ['8×', 'You predicted 8×; it is 4×, off by 2×'],
    ['No change', 'You predicted no change; it is 4×, off by 4×'],
  ])('after a prediction of %s', async (wording, revealed) => {
    await lock(wording);
    expect(wordsOf(await say('/seq 32k'))).toContain(revealed);
    expect(wordsOf(await say('/seq 32k'))).not.toContain('You predicted');
    expect(wordsOf(await say('/lab start'))).toContain(revealed);
  });

  it.each(['The deep one', 'The wide one', 'Neither', 'It depends'])(
    'of Act II after %s',
    async (wording) => {
      await finishActOne();
      await say('/device edge');
      await lock(wording);
      const reply = wordsOf(await say('/depth 64'));
      expect(reply).toContain('4 layers take 1.977 ms and 64 layers 2.217 ms');
      expect(reply).toContain('+0.24 ms, 1.121×');
    },
  );
});

describe('reflection', () => {
  it('records the first answer and explains every option', async () => {
    await lock('4×');
    await say('/seq 4k');
    await say('/reflect');
    const feedback = new Set<string>();
    for (const letter of ['A', 'B', 'C', 'D']) feedback.add(wordsOf(await say(`/reflect ${letter} act 1`)));
    expect(feedback.size).toBe(4);
    expect((await decisionsOf()).filter(({ kind }) => kind === 'reflected')).toHaveLength(1);
    expect(wordsOf(await say('/reflect C act 1'))).toContain('your recorded answer stands');
  });
});

describe('the answer to the person who asked', () => {
  beforeEach(async () => {
    await lock('4×');
    await say('/seq 64k');
    await say('/reflect');
    await say('/reflect A');
  });

  it('is refused with the limit and the way back where the run breaks one', async () => {
    const words = wordsOf(await say('/seq 100k commit'));
    expect(words).toContain('Not committed');
    expect(words).toContain('80 GB');
    expect(words).toContain('/seq 8333');
    expect((await decisionsOf()).filter(({ kind }) => kind === 'committed')).toEqual([]);
  });

  it('is confirmed in two lines, and the person answers with the student’s own numbers', async () => {
    const reply = await say('/seq 8000 commit');
    expect(reply.parts.map(({ kind }) => kind)).toEqual(['callout', 'callout', 'choices']);
    expect(wordsOf(reply)).toContain('Committed: 8,000 tokens');
    expect(wordsOf(reply)).toContain('NVIDIA H100');
    const [, answer] = partsOf(reply, 'callout');
    expect(answer).toMatchObject({ tone: 'quote', title: 'VP of Product' });
    expect(JSON.stringify(answer)).toContain('8,000');
  });

  it('is committed by its button, once, and carries its own device', async () => {
    const run = await say('/seq 8000');
    const button = choice(run, 'Commit 8,000');
    await lab.press('ada', button);
    expect(wordsOf(await lab.press('ada', button))).toContain('is already your answer');
    await say('/device edge');
    await say('/seq 3000 commit');
    await say('/device cloud');
    const committed = (await decisionsOf()).filter(({ kind }) => kind === 'committed');
    expect(committed).toMatchObject([
      { act: 'act1', instrument: 'seq', input: { tokens: 8000, heads: 12 }, context: 'cloud' },
      { act: 'act1', instrument: 'seq', input: { tokens: 3000, heads: 12 }, context: 'edge' },
    ]);
    expect(wordsOf(await say('/ledger'))).toContain('3,000 tokens edge');
  });

  it('is no second run of what was just run', async () => {
    await say('/seq 8000');
    const { tallies } = await lab.record('ada');
    await say('/seq 8000 commit');
    expect((await lab.record('ada')).tallies).toEqual(tallies);
  });
});

describe('runs', () => {
  it('echo what was understood', async () => {
    await lock('4×');
    expect(wordsOf(await say('/SEQ 65,536 Heads=16'))).toContain('65,536 tokens, 16 heads');
  });

  it('are counted once for one delivery', async () => {
    await lock('4×');
    await say('/seq 4k', 'delivery-1');
    const again = await say('/seq 4k', 'delivery-1');
    expect(wordsOf(again)).toContain('You predicted 4×');
    await say('/seq 4k', 'delivery-2');
    expect((await lab.record('ada')).tallies.act1?.count).toBe(2);
  });

  it('remember that the wall was found, though the run is no longer kept', async () => {
    await lock('4×');
    await say('/seq 128k');
    for (let run = 0; run < 60; run++) await say(`/seq ${600 + run}`);
    const record = await lab.record('ada');
    expect(record.runs).toHaveLength(RUNS_KEPT);
    expect(record.tallies.act1).toMatchObject({ count: 61, limitBroken: true, wallHit: true });
    expect(wordsOf(await say('/ledger'))).toContain('The wall found');
  });

  it('of bad input record nothing', async () => {
    await lock('4×');
    const before = JSON.stringify(await lab.record('ada'));
    for (const line of [
      '/seq',
      '/seq 100',
      '/seq 1m',
      '/seq 4.5',
      '/seq 4k heads 40',
      '/seq 4k 4 4k',
      '/seq tokens',
      '/seq 4k width=3',
    ]) {
      expect(wordsOf(await say(line)), line).toContain('/seq');
    }
    expect(JSON.stringify(await lab.record('ada'))).toBe(before);
  });
});

describe('the ledger', () => {
  it('is exported as every version of the course’s notebooks reads it', async () => {
    await finish();
    const reply = await say('/ledger export');
    const [file] = partsOf(reply, 'file');
    const exported = JSON.parse(file?.content ?? '');
    expect(Object.keys(exported)).toEqual(['track', 'history', 'last_updated']);
    expect(exported.history).toHaveLength(1);
    expect(exported.history[0]).toMatchObject({ chapter: 6, step: 6 });
    const { design } = exported.history[0];
    expect(design).toMatchObject({
      context: 'cloud',
      seq_len_chosen: 8000,
      act1_prediction: 'linear',
      act1_correct: false,
      quadratic_scaling_understood: false,
      act2_prediction: 'wider',
      quadratic_oom_triggered: true,
      depth_width_decision: '16x720',
      act2_decision: 'wider',
      act2_context: 'cloud',
      edition: 'notebook',
      completed: true,
      max_seq_len_80gb: 8333,
      max_seq_len_16gb: 3726,
      depth: 16,
      width: 720,
      constraint_hit: true,
    });
    expect(design.act2_result).toBeCloseTo(0.0743, 3);
    expect(['bandwidth', 'compute', 'dispatch']).toContain(design.bottleneck_regime_chosen);
    expect(Object.values(design)).not.toContain(null);
    const words = wordsOf(reply);
    expect(words).toContain('~/.mlsys/ledger.json');
    expect(words).toContain('~/.mlsys/ledger_vol1.json');
    expect(words).toContain('ledger.save(chapter=');
  });

  it('of a lab that is not complete exports nothing', async () => {
    await finishActOne();
    const reply = await say('/ledger export');
    expect(partsOf(reply, 'file')).toEqual([]);
    expect(wordsOf(reply)).toContain('Nothing for the other labs yet');
  });

  it('gives a receipt that every decision and run changes, and nothing else does', async () => {
    const receipt = async () => /Receipt: ([0-9a-f ]+)\./.exec(wordsOf(await say('/ledger')))?.[1] ?? 'none';
    await lock('4×');
    const locked = await receipt();
    await say('/device edge');
    expect(await receipt()).toBe(locked);
    await say('/seq 4k');
    const ran = await receipt();
    expect(ran).not.toBe(locked);
    await say('/reflect');
    await say('/reflect a');
    const reflected = await receipt();
    expect(reflected).not.toBe(ran);
    await say('/seq 2000 commit');
    expect(await receipt()).not.toBe(reflected);
    expect(wordsOf(await say('/ledger verify'))).toContain('All 3 decisions');
    const asked = async (typed: string) => wordsOf(await say(`/ledger verify ${typed}`));
    expect(await asked(locked)).toMatch(
      /is the receipt of decision 1, .*intact since\. 2 decisions came after/,
    );
    expect(await asked(ran.replaceAll(' ', ''))).toContain('is the receipt of run 1, ');
    expect(await asked(reflected)).toContain('is the receipt of decision 2, ');
    expect(await asked('0123456789abcdef')).toContain('Not a receipt of this ledger');
    expect(await asked('abc')).toContain('is no receipt');
    expect(await asked('quadratic')).toContain('The chain is intact');
    expect(await asked('nonsense')).toContain('There is no lab');
  });

  it('says which decision was changed by somebody else', async () => {
    await finish();
    const record = await lab.record('ada');
    const [first, ...rest] = record.decisions;
    if (first?.decision.kind !== 'locked') throw new Error('the first decision is a lock');
    const changed = {
      ...record,
      decisions: [{ ...first, decision: { ...first.decision, option: 'quadratic' } }, ...rest],
    };
    const rows = new Map([[recordKey(record.lab, record.student), recordText(changed, TEST_KEY)]]);
    const store = new RecordStore(keyvBackend(rows), PACKS, { key: TEST_KEY });
    const reread = await openTestLab({ store });
    for (const line of ['/ledger verify', '/ledger export', '/seq 5k']) {
      const words = wordsOf(await reread.say('ada', line));
      expect(words, line).toContain('Your ledger does not hold');
      expect(words, line).toContain('decision 1 is not what was written');
    }
  });
});

describe('the tail latency trap', () => {
  it('goes through whole, with its own record', async () => {
    await say('/lab tail latency');
    const done = await finishTail();
    expect(wordsOf(done)).toContain('Lab complete');
    const [file] = partsOf(await say('/ledger export'), 'file');
    const { design } = JSON.parse(file?.content ?? '').history[0];
    expect(design).toMatchObject({
      context: 'interactive',
      act2_prediction: 5.56,
      act2_correct: false,
      act2_decision: '8x3',
      batch: 8,
      replicas: 3,
      throughput_at_target_qps: 50,
    });
    expect(design.act2_result).toBeCloseTo(70.3, 1);
  });

  it('refuses a fleet that misses its promise, with the way back', async () => {
    await say('/lab tail latency');
    await finishTail();
    const words = wordsOf(await say('/fleet 8 6 commit'));
    expect(words).toContain('Not committed');
    expect(words).toMatch(/\/fleet 8/);
  });
});
