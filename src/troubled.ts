/** Records that were met and do not hold: each told in the log once, and counted for whoever looks at the health. */

import type { Component } from './health.ts';
import type { Trouble } from './ledger/trouble.ts';
import type { Logger } from './log.ts';

/** One that does not hold is no reason to start again: it is said, and everybody else is answered. */
export function troubledLedgers(log: Pick<Logger, 'error'>): Component & { note(trouble: Trouble): void } {
  const keys = new Set<string>();
  return {
    name: 'ledgers',
    note({ key, kind, reason }) {
      if (keys.has(key)) return;
      keys.add(key);
      log.error({ key, kind, reason }, 'a ledger does not hold: nothing more is recorded on it');
    },
    health: async () =>
      keys.size === 0 ? 'ok' : `${keys.size} ${keys.size === 1 ? 'does' : 'do'} not hold; the log names them`,
    close: async () => undefined,
  };
}
