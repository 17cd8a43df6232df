/** One student's way through the lab, and what may not happen on it. */

import { beforeEach, describe, expect, it } from 'vitest';
import { verify } from '../../src/ledger/chain.ts';
import { choice, choicesOf, letterOf, openTestLab, partsOf, type TestLab, wordsOf } from '../support/lab.ts';
import { saveTo } from '../support/stores.ts';

let lab: TestLab;
const say = (line: string, delivery?: string) => lab.say('ada', line, delivery);

beforeEach(async () => {
  lab = await openTestLab();
});

/** Locks the prediction that says this. */
async function lock(wording: string) {
  return say(`/predict ${letterOf(await say('/predict'), wording)}`);
}

async function finishActOne() {
  await lock('2×');
  await say('/seq 64k');
  await say('/reflect');
  return say('/reflect A');
}

async function finish() {
  await finishActOne();
  await lock('The wide one');
  await say('/depth 16');
  await say('/reflect');
  return say('/reflect B');
}

describe('the way through', () => {
  it('goes by typing from the welcome to the takeaways', async () => {
    const welcome = await say('/lab');
    expect(wordsOf(welcome)).toContain('lock a prediction');
    expect(choice(welcome, 'Act I: the question').request).toEqual({ kind: 'predict', act: 1 });
    const done = await finish();
    expect(wordsOf(done)).toContain('What you take away');
    expect(wordsOf(done)).toContain('625×');
    expect(wordsOf(done)).toContain('8,333 tokens on the H100');
  });

  it('goes by buttons alone', async () => {
    let reply = await say('/lab');
    for (const label of [
      'Act I: the question',
      'Lock C',
      'Run 100K',
      'Reflect on Act I',
      'B',
      'Next: Act II',
      'Switch to the edge',
      'Next: Act II',
      'Lock D',
      'Run 4 layers',
      'Commit 4x1440',
      'Reflect on Act II',
      'A',
    ]) {
      reply = await lab.press('ada', choice(reply, label));
    }
    expect(wordsOf(reply)).toContain('What you take away');
    const { decisions } = await lab.record('ada');
    expect(decisions.map(({ decision }) => decision.kind)).toEqual([
      'locked',
      'reflected',
      'context',
      'locked',
      'committed',
      'reflected',
      'completed',
    ]);
    expect(verify(await lab.record('ada'))).toEqual({ intact: true });
  });

  it('ends every reply with something to do', async () => {
    for (const line of [
      '/lab',
      '/lab help',
      '/predict',
      '/predict a',
      '/seq 4k',
      '/seq x',
      '/context edge',
      '/reflect',
      '/reflect a',
      '/math',
      '/ledger',
      '/ledger export',
      '/ledger verify',
      '/nonsense',
    ]) {
      expect(choicesOf(await say(line)).length, line).toBeGreaterThan(0);
    }
  });
});

describe('the first lock', () => {
  it('does not lock a question that was never shown', async () => {
    const reply = await say('/predict B');
    expect(wordsOf(reply)).toContain('Nothing is locked yet');
    expect(choicesOf(reply).map(({ label }) => label)).toEqual(['Lock A', 'Lock B', 'Lock C', 'Lock D']);
    expect((await lab.record('ada')).decisions).toEqual([]);
  });

  it('stands for ever, and a second try says when it was made', async () => {
    await say('/predict');
    await say('/predict B');
    const [first] = (await lab.record('ada')).decisions;
    const again = await say('/predict C');
    expect(wordsOf(again)).toContain('already');
    expect(wordsOf(again)).toContain('2026-11-23 19:00 UTC');
    expect((await lab.record('ada')).decisions).toEqual([first]);
  });

  it('of an old button never answers a newer question', async () => {
    const question = await say('/predict');
    await finishActOne();
    await say('/predict');
    const reply = await lab.press('ada', choice(question, 'Lock A'));
    expect(wordsOf(reply)).toContain('Act I is already locked');
    expect(
      (await lab.record('ada')).decisions.filter(({ decision }) => decision.kind === 'locked'),
    ).toHaveLength(1);
  });
});

describe('gates', () => {
  it.each(['/seq 64k', '/depth 4', '/reflect', '/math', '/math 1', '/math 2'])(
    '%s is closed at the start',
    async (line) => {
      const reply = await say(line);
      expect(partsOf(reply, 'chart')).toEqual([]);
      expect(partsOf(reply, 'metrics')).toEqual([]);
      expect(partsOf(reply, 'formula')).toEqual([]);
      expect(choice(reply, 'Act I: the question')).toBeDefined();
    },
  );

  it('opens Act II only when Act I is done', async () => {
    await lock('4×');
    await say('/seq 4k');
    expect(wordsOf(await say('/depth 4'))).toContain('Act II is not open yet');
    await say('/reflect');
    expect(choice(await say('/reflect A'), 'Next: Act II').request).toEqual({ kind: 'predict', act: 2 });
    expect(wordsOf(await say('/depth 4'))).toContain('Your prediction comes first');
  });

  it('asks for a run before the reflection', async () => {
    await lock('4×');
    expect(wordsOf(await say('/reflect'))).toContain('One run first');
  });

  it('keeps the takeaways until the end', async () => {
    await finishActOne();
    for (const line of ['/lab', '/ledger', '/ledger export']) {
      expect(wordsOf(await say(line))).not.toContain('What you take away');
    }
  });
});

describe('the reveal', () => {
  it.each([
    ['2×', 'You predicted 2×; it is 4×, off by 2×'],
    ['4×', 'You predicted 4×, and it is 4×'],
    ['8×', 'You predicted 8×; it is 4×, off by 2×'],
    ['No change', 'You predicted no change (1×); it is 4×, off by 4×'],
  ])('after a prediction of %s', async (wording, revealed) => {
    await lock(wording);
    expect(wordsOf(await say('/seq 32k'))).toContain(revealed);
    expect(wordsOf(await say('/seq 32k'))).not.toContain('You predicted');
    expect(wordsOf(await say('/lab'))).toContain(revealed);
  });

  it.each(['The deep one', 'The wide one', 'Neither', 'It depends'])(
    'of Act II after %s',
    async (wording) => {
      await finishActOne();
      await say('/context edge');
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
    const answers = (await lab.record('ada')).decisions.filter(
      ({ decision }) => decision.kind === 'reflected',
    );
    expect(answers).toHaveLength(1);
    expect(wordsOf(await say('/reflect C act 1'))).toContain('your recorded answer stands');
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
    expect((await lab.record('ada')).tallies.seq?.count).toBe(2);
  });

  it('remember that the wall was found, though the run is no longer kept', async () => {
    await lock('4×');
    await say('/seq 128k');
    for (let run = 0; run < 60; run++) await say(`/seq ${600 + run}`);
    const record = await lab.record('ada');
    expect(record.explorations).toHaveLength(50);
    expect(record.tallies.seq).toEqual({ count: 61, limitBroken: true, wallHit: true });
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
      '/seq 4k 4 4',
      '/seq tokens',
      '/seq 4k width=3',
    ]) {
      expect(wordsOf(await say(line)), line).toContain('/seq');
    }
    expect(JSON.stringify(await lab.record('ada'))).toBe(before);
  });
});

describe('the ledger', () => {
  it('is exported as the course’s notebooks read it', async () => {
    await finish();
    const [file] = partsOf(await say('/ledger export'), 'file');
    const exported = JSON.parse(file?.content ?? '');
    expect(Object.keys(exported)).toEqual(['track', 'current_chapter', 'history', 'last_updated']);
    expect(exported.history[0].chapter).toBe(6);
    expect(exported.history[0].design).toMatchObject({
      context: 'cloud',
      seq_len_chosen: 65_536,
      act1_prediction: 'linear',
      act1_correct: false,
      act2_prediction: 'wider',
      quadratic_oom_triggered: true,
      depth_width_decision: '16x720',
      act2_decision: 'wider',
      constraint_hit: true,
    });
    expect(exported.history[0].design.act2_result).toBeCloseTo(0.0743, 3);
  });

  it('is exported before the end with what is unanswered said so', async () => {
    const [file] = partsOf(await say('/ledger export'), 'file');
    expect(JSON.parse(file?.content ?? '').history[0].design).toEqual({
      context: 'cloud',
      seq_len_chosen: null,
      act1_prediction: 'unanswered',
      act1_correct: false,
      act1_reflection: 'unanswered',
      quadratic_oom_triggered: false,
      act2_prediction: 'unanswered',
      act2_reflection: 'unanswered',
      depth_width_decision: 'unanswered',
      act2_result: null,
      act2_decision: 'unanswered',
      constraint_hit: false,
    });
  });

  it('gives a receipt that every decision changes, and verifies', async () => {
    const receipts = new Set<string>();
    await say('/predict');
    for (const line of ['/predict a', '/context edge', '/context cloud']) {
      await say(line);
      receipts.add(/Receipt: ([0-9a-f ]+)\./.exec(wordsOf(await say('/ledger')))?.[1] ?? 'none');
    }
    expect(receipts.size).toBe(3);
    expect(receipts).not.toContain('none');
    expect(wordsOf(await say('/ledger verify'))).toContain('All 3 decisions');
  });

  it('says which decision was changed by somebody else', async () => {
    await finish();
    const record = await lab.record('ada');
    const [first, ...rest] = record.decisions;
    if (first?.decision.kind !== 'locked') throw new Error('the first decision is a lock');
    await saveTo(lab.store, {
      ...record,
      decisions: [{ ...first, decision: { ...first.decision, option: 'quadratic' } }, ...rest],
    });
    expect(wordsOf(await say('/ledger verify'))).toContain('Decision 1 is not what was written');
    expect(wordsOf(await say('/ledger export'))).toContain('The chain is broken');
  });
});
