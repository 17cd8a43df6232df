/** Records that were met and do not hold: each told in the log once, and counted for whoever looks at the health. */

import type { Component } from './health.ts';
import type { Trouble } from './ledger/trouble.ts';
import type { Logger } from './log.ts';

export class Troubled implements Component {
  readonly name = 'ledgers';
  readonly #log: Pick<Logger, 'error'>;
  readonly #keys = new Set<string>();

  constructor(log: Pick<Logger, 'error'>) {
    this.#log = log;
  }

  note({ key, kind, reason }: Trouble): void {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    this.#log.error({ key, kind, reason }, 'a ledger does not hold: nothing more is recorded on it');
  }

  /** One that does not hold is no reason to start again: it is said, and everybody else is answered. */
  async health(): Promise<string> {
    const { size } = this.#keys;
    return size === 0 ? 'ok' : `${size} ${size === 1 ? 'does' : 'do'} not hold; the log names them`;
  }

  async close(): Promise<void> {}
}
