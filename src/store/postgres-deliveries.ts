/** Deliveries in Postgres: a row each, without an end of its lease once it is done, swept when nobody sends it again. */

import type pg from 'pg';
import { type Deliveries, LEASE_MS, REMEMBERED_MS } from './deliveries.ts';

/** Rows of versions without leases have no end of one either: they read as done, and ours do there. */
export const CREATE_DELIVERIES = `
  CREATE TABLE IF NOT EXISTS lab_deliveries (
    id text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), leased_until timestamptz
  );
  DO $$ BEGIN
    -- ADD COLUMN IF NOT EXISTS would wait for every claim that runs, and keep new ones waiting, before it looks.
    IF NOT EXISTS (
      SELECT FROM pg_attribute WHERE attrelid = 'lab_deliveries'::regclass AND attname = 'leased_until'
    ) THEN ALTER TABLE lab_deliveries ADD COLUMN leased_until timestamptz; END IF;
  END $$;`;

const OLD = `now() - interval '${REMEMBERED_MS} milliseconds'`;
const LEASE_END = `now() + interval '${LEASE_MS} milliseconds'`;

const CLAIM = `INSERT INTO lab_deliveries (id, leased_until) VALUES ($1, ${LEASE_END})
  ON CONFLICT (id) DO UPDATE SET at = now(), leased_until = EXCLUDED.leased_until
  WHERE lab_deliveries.leased_until < now() OR lab_deliveries.at < ${OLD}`;
const IS_DONE = 'SELECT FROM lab_deliveries WHERE id = $1 AND leased_until IS NULL';
const RENEW = `UPDATE lab_deliveries SET leased_until = ${LEASE_END} WHERE id = $1 AND leased_until IS NOT NULL`;
const DONE = `INSERT INTO lab_deliveries (id) VALUES ($1)
  ON CONFLICT (id) DO UPDATE SET at = now(), leased_until = NULL`;
export const SWEEP_DELIVERIES = `DELETE FROM lab_deliveries WHERE at < ${OLD}`;

export function postgresDeliveries(pool: pg.Pool): Deliveries {
  const changed = async (query: string, id: string): Promise<number> =>
    (await pool.query(query, [id])).rowCount ?? 0;
  return {
    claim: async (id) => {
      if ((await changed(CLAIM, id)) === 1) return 'mine';
      return (await changed(IS_DONE, id)) === 1 ? 'done' : 'elsewhere';
    },
    renew: async (id) => {
      await changed(RENEW, id);
    },
    done: async (id) => {
      await changed(DONE, id);
    },
  };
}
