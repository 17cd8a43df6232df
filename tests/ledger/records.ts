/** A record as tests store it. */

import { decide } from '../../src/ledger/chain.ts';
import { newRecord, type StudentRecord } from '../../src/ledger/record.ts';

export const NOW = new Date('2026-11-23T19:00:00.000Z');
export const LAB = 'quadratic-wall';

/** With one decision. */
export const recordOf = (student: string): StudentRecord =>
  decide(
    newRecord({ lab: LAB, student, seed: 'ab'.repeat(16), now: NOW }),
    { kind: 'locked', question: 'act1_prediction', option: 'linear' },
    NOW,
    'notebook',
  );
