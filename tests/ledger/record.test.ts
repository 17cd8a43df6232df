/** Records: what any steps leave of the runs, what is bounded, and what the first version's rows become. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import { decide, receipt, verify } from '../../src/ledger/chain.ts';
import { recordKey } from '../../src/ledger/keys.ts';
import { progressOf } from '../../src/ledger/progress.ts';
import { actOfPacks } from '../../src/ledger/reader.ts';
import { COMMITS_KEPT, RUNS_KEPT, type StudentRecord } from '../../src/ledger/record.ts';
import { readRecord, recordText } from '../../src/ledger/record-json.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import { isRunKnown, withRun } from '../../src/ledger/runs.ts';
import { withMacs } from '../../src/ledger/seal.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { TEST_KEY } from '../support/key.ts';
import { actorNamed, choicesOf, openTestLab, partsOf } from '../support/lab.ts';
import { openTestStore } from '../support/stores.ts';
import { LAB, NOW, recordOf } from './records.ts';

const step = fc.oneof(
  fc.record({
    kind: fc.constant('decide' as const),
    number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  }),
  fc.record({
    kind: fc.constant('run' as const),
    // One of them seldom, so that its last run grows old and is kept.
    act: fc.constantFrom('act1', 'act1', 'act1', 'act1', 'act2'),
    tokens: fc.nat(),
    delivery: fc.string({ unit: 'binary' }),
  }),
  fc.record({ kind: fc.constant('reread' as const) }),
);

function after(
  record: StudentRecord,
  what: typeof step extends fc.Arbitrary<infer S> ? S : never,
): StudentRecord {
  switch (what.kind) {
    case 'decide':
      return decide(record, { kind: 'locked', question: 'q', number: what.number }, NOW, 'notebook');
    case 'run': {
      const { act, tokens, delivery } = what;
      const run = {
        at: NOW.toISOString(),
        act,
        instrument: 'seq',
        input: { tokens },
        context: 'edge',
        edition: 'notebook',
        delivery,
      };
      return withRun(record, { ...run, limitBroken: false, wallHit: false });
    }
    case 'reread': {
      const read = readRecord(
        recordText(record, TEST_KEY),
        { lab: LAB, student: record.student, actOf: actOfPacks(PACKS) },
        TEST_KEY,
      );
      if (!('record' in read)) throw new Error(read.trouble.reason);
      return read.record;
    }
  }
}

describe('a record', () => {
  it('keeps each act’s last run, reads back as it was, and its chain holds', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 2 * RUNS_KEPT }), (steps) => {
        const last = steps.reduce(after, recordOf('test:one:ada'));
        expect(after(last, { kind: 'reread' })).toEqual(withMacs(last, TEST_KEY));
        expect(verify(last)).toEqual({ intact: true });
        for (const { delivery } of last.runs) expect(isRunKnown(last, delivery)).toBe(true);
        expect(isRunKnown(last, 'never "delivered"')).toBe(false);
        expect(last.runs.length).toBeLessThanOrEqual(RUNS_KEPT);
        for (const [act, tally] of Object.entries(last.tallies)) expect(tally.last?.act).toBe(act);
      }),
      { numRuns: 60 },
    );
  });

  it('never has a decision before the one before it, though the clock was set back', () => {
    const first = recordOf('test:one:ada');
    const later = decide(first, { kind: 'completed' }, new Date(NOW.getTime() - 3_600_000), 'notebook');
    expect(later.decisions.map(({ at }) => at)).toEqual([NOW.toISOString(), NOW.toISOString()]);
    expect(verify(later)).toEqual({ intact: true });
  });

  it('stays small whatever a student repeats: contexts are no decisions, commits are bounded', async () => {
    const lab = await openTestLab();
    const say = (line: string) => lab.say('ada', line);
    await say('/predict lab quadratic');
    await say('/predict A');
    for (let n = 0; n < 300; n++) await say(`/device ${n % 2 ? 'cloud' : 'edge'}`);
    expect((await lab.record('ada')).decisions).toHaveLength(1);
    for (let n = 0; n < COMMITS_KEPT + 20; n++) await say(`/seq ${1000 + n} commit`);
    const record = await lab.record('ada');
    expect(record.decisions).toHaveLength(1 + COMMITS_KEPT);
    expect(JSON.stringify(record).length).toBeLessThan(25_000);
    await say('/reflect');
    await say('/reflect A');
    const labels = choicesOf(await say('/seq 2222')).map(({ label }) => label);
    expect(labels.filter((label) => label.startsWith('Commit'))).toEqual([]);
  });

  it('takes the same answer again where the course has changed its constants', async () => {
    const store = await openTestStore();
    const before = await openTestLab({ store, edition: 'notebook' });
    await before.say('ada', '/predict lab quadratic');
    await before.say('ada', '/predict A');
    expect(before.words(await before.say('ada', '/seq 3000 commit'))).toContain('Committed: 3,000');
    expect(before.words(await before.say('ada', '/seq 3000 commit'))).toContain('already your answer');
    const after = await openTestLab({ store, edition: 'datasheet' });
    expect(after.words(await after.say('ada', '/seq 3000 commit'))).toContain('Committed: 3,000');
    expect((await after.record('ada')).decisions.map(({ edition }) => edition)).toEqual([
      'notebook',
      'notebook',
      'datasheet',
    ]);
  });
});

interface Old {
  readonly stage: string;
  readonly user: string;
  readonly receipt: string;
  readonly row: {
    readonly student: string;
    readonly decisions: readonly unknown[];
    readonly explorations: readonly { readonly instrument: string; readonly device: string }[];
    readonly tallies: Readonly<Record<string, unknown>>;
  };
  readonly buttons: readonly { readonly label: string; readonly line: string }[];
}

/** The acts of the first version's two instruments. */
const ACTS: Readonly<Record<string, string>> = { seq: 'act1', depth: 'act2' };

/** Rows that the first version wrote, with the receipt and the buttons that its students were shown. */
const OLD = JSON.parse(readFileSync('tests/fixtures/schema-1.json', 'utf8')) as readonly Old[];
const pack = PACKS.find(({ id }) => id === FIRST_LAB) as (typeof PACKS)[number];

const readAs = (text: string, student: string) =>
  readRecord(text, { lab: LAB, student, actOf: actOfPacks(PACKS) }, TEST_KEY);

const readOld = (old: Old) => readAs(JSON.stringify(old.row), old.row.student);

async function upgraded(old: Old) {
  const rows = new Map([[recordKey(LAB, old.row.student), JSON.stringify(old.row)]]);
  const lab = await openTestLab({ store: new RecordStore(keyvBackend(rows), PACKS, { key: TEST_KEY }) });
  const press = (line: string, version = 1) =>
    lab.assistant.press({ actor: actorNamed(old.user) }, { version, line });
  return { lab, press };
}

describe.each(OLD.map((old) => [old.stage, old] as const))('a row of schema 1, %s', (_, old) => {
  it('is lifted without loss: same decisions, same receipt, same chain', () => {
    const read = readOld(old);
    if (!('record' in read)) throw new Error(read.trouble.reason);
    const { record } = read;
    expect(record.decisions).toEqual(old.row.decisions);
    expect(receipt(record)).toBe(old.receipt);
    expect(verify(record)).toEqual({ intact: true });
    expect(record.runs).toEqual(
      old.row.explorations.map(({ device, ...run }) => ({
        ...run,
        act: ACTS[run.instrument],
        context: device,
      })),
    );
    expect(record.tallies).toMatchObject(
      Object.fromEntries(
        Object.entries(old.row.tallies).map(([instrument, tally]) => [ACTS[instrument], tally]),
      ),
    );
    expect(readAs(recordText(record, TEST_KEY), record.student)).toEqual({
      record: withMacs(record, TEST_KEY),
    });
  });

  it('goes on: the receipt is shown, its own buttons are answered, and the lab can be completed', async () => {
    const { lab, press } = await upgraded(old);
    expect(lab.words(await lab.say(old.user, '/ledger'))).toContain(
      old.row.decisions.length > 0 ? old.receipt : 'No decision is recorded yet',
    );
    for (const { label, line } of old.buttons) {
      const words = lab.words(await press(line));
      expect(words, `${label}: ${line}`).not.toMatch(
        /Nothing was recorded|Nothing is locked yet|no command|set aside/,
      );
      if (label.startsWith('Lock ')) expect(words).toMatch(/Locked: |already locked/);
    }
    const say = (line: string) => lab.say(old.user, line);
    for (const line of [
      '/predict act 1',
      '/predict A act 1',
      '/seq 3000 commit',
      '/reflect act 1',
      '/reflect A act 1',
    ])
      await say(line);
    for (const line of [
      '/predict act 2',
      '/predict A act 2',
      '/depth 16 commit',
      '/reflect act 2',
      '/reflect A act 2',
    ])
      await say(line);
    const record = await lab.record(old.user);
    expect(progressOf(record, pack, 'notebook').completedAt).toBeDefined();
    expect(record.decisions.slice(0, old.row.decisions.length)).toMatchObject(old.row.decisions);
    expect(verify(record)).toEqual({ intact: true });
    expect(partsOf(await say('/ledger export'), 'file')).toHaveLength(1);
  });
});

describe('a row of schema 1 with the question of Act II open and no answer in Act I', () => {
  const later = OLD.find(({ stage }) => stage === 'act2-locked') as Old;
  /** The same student a lock earlier: a chain's beginning is a chain. */
  const old: Old = { ...later, row: { ...later.row, decisions: later.row.decisions.slice(0, -1) } };

  it.each(['B', '/predict B'])('takes %s as the answer to it', async (typed) => {
    const { lab } = await upgraded(old);
    expect((await lab.say(old.user, '/ledger')).parts.length).toBeGreaterThan(0);
    expect(lab.words(await lab.say(old.user, typed))).toContain('Locked: B');
    expect((await lab.record(old.user)).decisions.at(-1)?.decision).toMatchObject({
      kind: 'locked',
      question: 'act2_prediction',
    });
  });
});

describe('what schema 1 recorded that nobody chose', () => {
  const progress = (stage: string) => {
    const old = OLD.find((each) => each.stage === stage) as Old;
    const read = readOld(old);
    if (!('record' in read)) throw new Error(read.trouble.reason);
    return progressOf(read.record, pack, 'notebook');
  };

  it('stands in the chain and is no design', () => {
    const unasked = progress('complete-unasked');
    expect(unasked.completedAt).toBeDefined();
    expect(unasked.committed).toEqual({});
  });

  it('is told apart from what was committed, which keeps the device it was committed on', () => {
    const chosen = progress('complete-committed');
    expect(chosen.committed.act2).toMatchObject({ input: { layers: 16, width: 720 }, context: 'cloud' });
    expect(chosen.context).toBe('edge');
  });
});
