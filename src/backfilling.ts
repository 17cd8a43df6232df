/** The backfill beside the running program: started last, tried again while the store is away, stopped with the rest. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Component } from './health.ts';
import type { LabPack } from './labs/lab.ts';
import { backfill } from './ledger/backfill.ts';
import type { LedgerKey } from './ledger/ledger-key.ts';
import type { Logger } from './log.ts';
import type { Backend } from './store/backend.ts';

/** After a failure of the store. */
const AGAIN_MS = 60_000;

export interface BackfillOptions {
  readonly backend: Backend;
  readonly packs: readonly LabPack[];
  readonly ledgerKey: LedgerKey;
  readonly log: Pick<Logger, 'info' | 'error'>;
  readonly againMs?: number;
}

export function startBackfill({
  backend,
  packs,
  ledgerKey,
  log,
  againMs = AGAIN_MS,
}: BackfillOptions): Component {
  const stop = new AbortController();
  const { signal } = stop;
  let health = 'looking through older records';
  /** True once there is nothing left to do. */
  const look = async (): Promise<boolean> => {
    try {
      const rebuilt = await backfill(backend, packs, ledgerKey, signal);
      if (rebuilt) log.info(rebuilt, 'older records were summed up for the class');
      health = 'ok';
      return true;
    } catch (error) {
      if (!signal.aborted)
        log.error({ err: error }, 'older records were not all summed up; it is tried again');
      return signal.aborted;
    }
  };
  const work = async (): Promise<void> => {
    while (!(await look())) await sleep(againMs, undefined, { signal }).catch(() => undefined);
  };
  const running = work();
  return {
    name: 'summaries',
    health: async () => health,
    close: async () => {
      stop.abort();
      await running;
    },
  };
}
