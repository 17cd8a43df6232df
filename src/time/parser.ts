/** chrono, loaded when the first date is read and kept from the clock of this process. */

import type { ParsedResult } from 'chrono-node';

/** @param wallAsUtc what clocks in the reader’s zone show now, as if they were on UTC */
export type Parse = (text: string, wallAsUtc: Date) => readonly ParsedResult[];

let loading: Promise<Parse> | undefined;

/** Importing chrono takes 30 to 80 ms: too long for every start, and most processes of a lab read no date. */
export const loadParser = (): Promise<Parse> => {
  loading ??= import('chrono-node/en').then(
    (chrono): Parse =>
      (text, wallAsUtc) =>
        onUtc(() => chrono.parse(text, { instant: wallAsUtc, timezone: 0 }, { forwardDate: true })),
  );
  return loading;
};

/**
 * chrono counts on with the Date of this process, so that the host’s own changes of clocks would come in: two days on, on
 * a host in New York, half past two in the night of the change becomes half past three. The work is synchronous, so
 * nothing else sees the other TZ; changing it takes 0.02 ms. It has no effect in a worker thread, and none runs this.
 */
function onUtc<T>(work: () => T): T {
  const host = process.env.TZ;
  process.env.TZ = 'UTC';
  try {
    return work();
  } finally {
    if (host === undefined) delete process.env.TZ;
    else process.env.TZ = host;
  }
}
