/** Whatever one sign of a stored record becomes, it is found; what is proven goes on, and nothing else does. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PACKS } from '../../src/labs/catalogue.ts';
import { decide, verify } from '../../src/ledger/chain.ts';
import { ledgerKey } from '../../src/ledger/ledger-key.ts';
import { begunAnew, keptFrom, type Mending, provenIn } from '../../src/ledger/mend.ts';
import { actOfPacks } from '../../src/ledger/reader.ts';
import type { StudentRecord } from '../../src/ledger/record.ts';
import { readRecord, recordText } from '../../src/ledger/record-json.ts';
import { countOf } from '../../src/ledger/runs.ts';
import { withMacs } from '../../src/ledger/seal.ts';
import type { Trouble } from '../../src/ledger/trouble.ts';
import { TEST_KEY } from '../support/key.ts';
import { edit, edited, history, recordAfter, STUDENT, step, stepped } from './histories.ts';
import { LAB, NOW } from './records.ts';

const OF = { lab: LAB, student: STUDENT };
const read = (text: string, key = TEST_KEY) => readRecord(text, { ...OF, actOf: actOfPacks(PACKS) }, key);

function troubleOf(text: string): Trouble {
  const reading = read(text);
  if ('record' in reading) throw new Error('it holds');
  return reading.trouble;
}

const LATER = new Date(NOW.getTime() + 3_600_000);
const mending: Mending = { reason: 'it was cut', setAside: [], edition: 'notebook', now: LATER };

/** What a stored text of a record is made of: where each decision lies, and where whose record it is and since when. */
function partsOf(record: StudentRecord, text: string) {
  const lies = (part: string) => ({ from: text.indexOf(part), to: text.indexOf(part) + part.length });
  const { seed, startedAt } = record;
  return {
    decisions: withMacs(record, TEST_KEY).decisions.map((entry) => lies(JSON.stringify(entry))),
    identity: lies(JSON.stringify({ seed, startedAt }).slice(1, -1)),
  };
}

const isIn = (at: number, { from, to }: { readonly from: number; readonly to: number }): boolean =>
  from <= at && at < to;

describe('a stored record of which one sign is another', () => {
  it('is found, and every decision but the one that was touched stands', () => {
    fc.assert(
      fc.property(history, edit, (record, change) => {
        const text = recordText(record, TEST_KEY);
        const damaged = edited(text, change);
        fc.pre(damaged.text !== text);
        const { decisions } = partsOf(record, text);
        const untouched = withMacs(record, TEST_KEY).decisions.filter(
          (_, index) => !isIn(damaged.at, decisions[index] ?? { from: 0, to: 0 }),
        );
        expect(troubleOf(damaged.text).stands).toEqual(untouched);
      }),
      { numRuns: 300 },
    );
  });

  it('goes on from the decisions before the one that was touched, and no others', () => {
    fc.assert(
      fc.property(history, edit, fc.array(step, { maxLength: 25 }), (record, change, more) => {
        const text = recordText(record, TEST_KEY);
        const damaged = edited(text, change);
        fc.pre(damaged.text !== text);
        const { decisions, identity } = partsOf(record, text);
        const touched = decisions.findIndex((part) => isIn(damaged.at, part));
        const count = isIn(damaged.at, identity) ? 0 : touched < 0 ? decisions.length : touched;
        const proven = provenIn(troubleOf(damaged.text), damaged.text, OF, TEST_KEY);
        expect(proven?.decisions ?? []).toEqual(withMacs(record, TEST_KEY).decisions.slice(0, count));
        if (!proven) return;
        const kept = keptFrom(proven, mending);
        expect(kept.decisions.at(-1)).toMatchObject({
          at: LATER.toISOString(),
          activeMs: proven.decisions.at(-1)?.activeMs,
          decision: { kind: 'mended', kept: count, reason: 'it was cut' },
        });
        expect(countOf(kept.tallies)).toBe(proven.decisions.at(-1)?.ran?.count);
        // It is a record as any other: it holds as it is stored, and after whatever comes next.
        const after = [kept, more.reduce((sum, each, index) => stepped(sum, each, 4_000 + index), kept)];
        for (const each of after)
          expect(read(recordText(each, TEST_KEY))).toEqual({ record: withMacs(each, TEST_KEY) });
      }),
      { numRuns: 200 },
    );
  });
});

describe('runs of a record that is mended', () => {
  const lock = { kind: 'decide', question: 'act1_prediction', number: 1 } as const;
  const run = { kind: 'run', act: 'act1', tokens: 4096, wall: false } as const;
  const record = recordAfter([lock, run, run, lock, run]);
  /** As somebody with the database and without the key changes it. */
  const changed = (change: (json: { tallies: StudentRecord['tallies'] } & StudentRecord) => void): string => {
    const { seal, ...json } = JSON.parse(recordText(record, TEST_KEY));
    change(json);
    return JSON.stringify({ ...json, seal });
  };
  const mended = (text: string): StudentRecord => {
    const proven = provenIn(troubleOf(text), text, OF, TEST_KEY);
    if (!proven) throw new Error('nothing is proven');
    return keptFrom(proven, mending);
  };

  it('are kept as far as the last decision covers them', () => {
    const text = changed((json) => {
      json.shown = ['act2_prediction'];
    });
    const { runs, tallies, shown } = mended(text);
    expect(runs).toEqual(record.runs.slice(0, 2));
    expect(tallies).toMatchObject({ act1: { count: 2, last: record.runs[1] } });
    expect(shown).toEqual(['act1_prediction']);
  });

  it('are their number alone where one of them is not what was run', () => {
    const text = changed((json) => {
      json.runs[0] = { ...json.runs[0], input: { tokens: 1 } } as StudentRecord['runs'][number];
    });
    const kept = mended(text);
    expect(kept.runs).toEqual([]);
    expect(kept.tallies).toEqual({ 'set-aside': { count: 2, limitBroken: false, wallHit: false } });
    expect(verify(kept)).toEqual({ intact: true });
  });
});

describe('a record that nothing is proven of', () => {
  const record = recordAfter([{ kind: 'decide', question: 'act1_prediction', number: 1 }]);

  it('is not gone on from: without codes, under another key’s, or somebody else’s', () => {
    const bare = { ...record, decisions: record.decisions.map(({ mac: _, ...entry }) => entry) };
    const other = ledgerKey('another key for tests, of forty signs or so');
    const theirs = recordText({ ...record, student: 'test:one:ben' }, TEST_KEY);
    const forged = decide(bare, { kind: 'completed' }, NOW, 'notebook');
    for (const text of [JSON.stringify(bare), JSON.stringify(forged), recordText(record, other), theirs, ''])
      expect(provenIn(troubleOf(text), text, OF, TEST_KEY), text).toBeUndefined();
  });

  it('is begun anew under a decision that says so', () => {
    const setAside = [{ key: 'quarantine:one', at: NOW.toISOString(), reason: 'it was cut' }];
    const anew = begunAnew({ ...OF, seed: 'cd'.repeat(16) }, { ...mending, setAside });
    expect(anew).toMatchObject({
      startedAt: LATER.toISOString(),
      setAside,
      decisions: [{ decision: { kind: 'mended', kept: 0, reason: 'it was cut' } }],
    });
    expect(read(recordText(anew, TEST_KEY))).toEqual({ record: withMacs(anew, TEST_KEY) });
  });
});
