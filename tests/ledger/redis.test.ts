/** What a lock in Redis is worth: when it is lost, when its holder is slow, and when it died. */

import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { studentKey } from '../../src/ledger/keys.ts';
import type { LedgerStore } from '../../src/ledger/ledger-store.ts';
import { NotSavedError, UnreadableError } from '../../src/store/errors.ts';
import { REDIS_TIMES } from '../../src/store/redis.ts';
import { SERVICES, type Service, withService } from '../support/services.ts';
import { loadFrom, openTestStore, saveTo } from '../support/stores.ts';
import { LAB, recordOf } from './records.ts';

withService('Redis', () =>
  describe('a lock in Redis', () => {
    let service: Service;
    let store: LedgerStore;
    let client: ReturnType<typeof createClient>;
    beforeAll(async () => {
      service = await SERVICES.Redis.start();
    });
    afterAll(() => service.stop());
    beforeEach(async () => {
      store = await openTestStore(service.url);
      client = createClient({ url: service.url });
      await client.connect();
    });
    afterEach(async () => {
      await store.close();
      await client.close();
    });
    const lock = `lock:${studentKey('test:one:ada')}`;

    it('that was lost refuses the write: what another process stored meanwhile stands', async () => {
      const other = await openTestStore(service.url);
      const late = store.exclusive('test:one:ada', async (held) => {
        await held.load(LAB);
        // As after a pause longer than the lock lives.
        await client.del(lock);
        await saveTo(other, recordOf('test:one:ada'));
        await held.save({ ...recordOf('test:one:ada'), shown: ['overwritten'] });
      });
      await expect(late).rejects.toBeInstanceOf(NotSavedError);
      expect(await loadFrom(store, 'test:one:ada')).toMatchObject({ record: recordOf('test:one:ada') });
      await other.close();
    });

    it('is not taken from a holder that works longer than it lives, and is gone after', async () => {
      await store.exclusive('test:one:ada', async (held) => {
        await sleep(REDIS_TIMES.lockMs + 1_000);
        expect(await client.exists(lock)).toBe(1);
        await held.save(recordOf('test:one:ada'));
      });
      expect(await client.exists(lock)).toBe(0);
    });

    it('of a process that died keeps others out until it ends, with a sentence for the student', async () => {
      await client.set(lock, 'somebody dead', { expiration: { type: 'PX', value: 60_000 } });
      await expect(loadFrom(store, 'test:one:ada')).rejects.toBeInstanceOf(UnreadableError);
      await client.set(lock, 'somebody dead', { expiration: { type: 'PX', value: 200 } });
      await saveTo(store, recordOf('test:one:ada'));
    }, 20_000);
  }),
);
