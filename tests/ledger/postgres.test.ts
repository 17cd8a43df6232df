/** What a transaction in Postgres is worth: when its connection is cut, and when it can't write. */

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerStore } from '../../src/ledger/ledger-store.ts';
import { NotSavedError, UnreadableError } from '../../src/store/errors.ts';
import { SERVICES, type Service, withService } from '../support/services.ts';
import { loadFrom, openTestStore, saveTo } from '../support/stores.ts';
import { recordOf } from './records.ts';

withService('Postgres', () =>
  describe('a transaction in Postgres', () => {
    let service: Service;
    let store: LedgerStore;
    const admin = async (query: string) => {
      const client = new pg.Client(service.url);
      await client.connect();
      await client.query(query).finally(() => client.end());
    };
    beforeAll(async () => {
      service = await SERVICES.Postgres.start();
      store = await openTestStore(service.url);
    });
    afterAll(async () => {
      await store.close();
      await service.stop();
    });

    it('whose connection is cut before its commit says "not saved", and the retry works', async () => {
      const cut = store.exclusive('test:one:ada', async (held) => {
        await held.save(recordOf('test:one:ada'));
        await admin(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'`,
        );
      });
      await expect(cut).rejects.toBeInstanceOf(NotSavedError);
      expect(await loadFrom(store, 'test:one:ada')).toEqual({});
      await saveTo(store, recordOf('test:one:ada'));
    });

    it('that can’t write says so, and the tables are made by two processes at once', async () => {
      await admin('DROP TABLE lab_rows, lab_deliveries');
      await expect(loadFrom(store, 'test:one:ada')).rejects.toBeInstanceOf(UnreadableError);
      const again = await Promise.all(Array.from({ length: 4 }, () => openTestStore(service.url)));
      await saveTo(store, recordOf('test:one:ada'));
      await Promise.all(again.map((each) => each.close()));
    });
  }),
);
