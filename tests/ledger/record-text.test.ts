/** A record's text is what JSON makes of the record, whichever way the record came about. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/ledger/chain.ts';
import { alreadyExplored, explore } from '../../src/ledger/explorations.ts';
import { EXPLORATIONS_KEPT, type StudentRecord } from '../../src/ledger/record.ts';
import { readRecord, writeRecord } from '../../src/ledger/record-text.ts';
import { LAB, NOW, recordOf } from './records.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('decide' as const), device: fc.string() }),
  fc.record({
    kind: fc.constant('explore' as const),
    // One of them seldom, so that its last run grows old and is kept.
    instrument: fc.constantFrom('seq', 'seq', 'seq', 'seq', 'depth'),
    tokens: fc.nat(),
    delivery: fc.string({ unit: 'binary' }),
  }),
  // A record that was stored and read again has lost what it knew of its own text.
  fc.record({ kind: fc.constant('reread' as const) }),
);

function after(
  record: StudentRecord,
  what: typeof step extends fc.Arbitrary<infer S> ? S : never,
): StudentRecord {
  switch (what.kind) {
    case 'decide':
      return decide(record, { kind: 'context', device: what.device }, NOW, 'notebook');
    case 'explore': {
      const { instrument, tokens, delivery } = what;
      const run = {
        at: NOW.toISOString(),
        instrument,
        input: { tokens },
        device: 'edge',
        edition: 'notebook',
        delivery,
      };
      return explore(record, run, { limitBroken: false, wallHit: false });
    }
    case 'reread': {
      const read = readRecord(writeRecord(record), LAB, record.student);
      if (!('record' in read)) throw new Error(read.unusable);
      return read.record;
    }
  }
}

describe('the text of a record', () => {
  it('is its JSON after any steps, with each instrument’s last run among the kept', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 2 * EXPLORATIONS_KEPT }), (steps) => {
        const records = [recordOf('test:one:ada')];
        for (const each of steps) records.push(after(records.at(-1) as StudentRecord, each));
        // Also of those that others followed.
        for (const record of records) expect(JSON.parse(writeRecord(record))).toEqual(record);
        const last = records.at(-1) as StudentRecord;
        for (const { delivery } of last.explorations) expect(alreadyExplored(last, delivery)).toBe(true);
        expect(alreadyExplored(last, '"delivery":"')).toBe(false);
        expect(alreadyExplored(last, 'never "delivered"')).toBe(false);
        expect(last.explorations.length).toBeLessThanOrEqual(EXPLORATIONS_KEPT);
        for (const instrument of Object.keys(last.tallies)) {
          expect(last.explorations.some((run) => run.instrument === instrument)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
