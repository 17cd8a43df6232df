/** What `npm run doctor` asks a store that several processes share: whether it takes writes, could lose anything, and what time it is there. */

import { isOneProcessStore } from '../src/config.ts';
import { readClock } from '../src/course/clock.ts';
import type { Backend } from '../src/store/backend.ts';
import { openBackend } from '../src/store/open-backend.ts';
import { type Check, clockFinding, type Finding } from './doctor.ts';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : '');

async function finding(url: string): Promise<Finding> {
  let store: Backend | undefined;
  try {
    store = await openBackend(url);
    const advice = await store.advice();
    const advised = advice.map((each) => each.message).join(' ');
    const refused = await store.health().then(() => undefined, reasonOf);
    if (refused !== undefined) {
      return { ok: false, message: `it answers, and takes no writes (${refused})`, fix: advised };
    }
    if (advice.some(({ urgent }) => urgent)) {
      return { ok: false, message: 'it answers, and may lose ledgers', fix: advised };
    }
    return {
      ok: true,
      message: advised === '' ? 'it answers, and keeps what it is given' : `it answers. ${advised}`,
    };
  } catch (error) {
    return { ok: false, message: 'it can’t be opened', fix: reasonOf(error) };
  } finally {
    await store?.close();
  }
}

/** Reminders go by the store's clock, which all processes share, and pause where this machine's is another. */
async function clock(url: string): Promise<Finding> {
  let store: Backend | undefined;
  try {
    store = await openBackend(url);
    const { offMs } = await readClock(store, () => new Date());
    return clockFinding(offMs, 'the store’s');
  } catch (error) {
    return { ok: false, message: 'it can’t be read', fix: reasonOf(error) };
  } finally {
    await store?.close();
  }
}

/** A file is one process's alone, and the lab may be running on it: only a server is opened. */
export const storeChecks = (url: string): Check[] =>
  isOneProcessStore(url)
    ? []
    : [
        { name: 'Store', run: () => finding(url) },
        { name: 'Store clock', run: () => clock(url) },
      ];
