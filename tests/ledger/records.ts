/** A record as tests store it. */

import { decide } from '../../src/ledger/chain.ts';
import { newRecord } from '../../src/ledger/new-record.ts';
import type { StudentRecord } from '../../src/ledger/record.ts';
import { withMacs } from '../../src/ledger/seal.ts';
import { TEST_KEY } from '../support/key.ts';

export const NOW = new Date('2026-11-23T19:00:00.000Z');
export const LAB = 'quadratic-wall';

/** With one decision, as it is stored. */
export const recordOf = (student: string, lab = LAB): StudentRecord =>
  withMacs(
    decide(
      newRecord({ lab, student, seed: 'ab'.repeat(16), now: NOW }),
      { kind: 'locked', question: 'act1_prediction', option: 'linear' },
      NOW,
      'notebook',
    ),
    TEST_KEY,
  );
