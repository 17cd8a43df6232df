/** The key that tests seal with. */

import { ledgerKey } from '../../src/ledger/ledger-key.ts';

/** What it is made of, as a key's file holds it. */
export const TEST_SECRET = 'a key for tests, of forty signs at least';
export const TEST_KEY = ledgerKey(TEST_SECRET);

/** A chain's state where a test does not ask about it. */
export const SOME_CHAIN = { decisions: 1, runs: 0, last: '3f2a'.repeat(16), head: '3f2a'.repeat(16) };
