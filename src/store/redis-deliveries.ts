/** Deliveries in Redis: a key each, which ends by itself. */

import { type Deliveries, LEASE_MS, REMEMBERED_MS } from './deliveries.ts';
import { answered, type Client } from './redis-client.ts';

const LEASED = 'leased';
/** What versions without leases wrote for every delivery that they took up: it reads as done, and so does ours there. */
const DONE = '1';

const keyOf = (id: string): string => `delivery:${id}`;

const RENEW_UNLESS_DONE = `if redis.call('GET', KEYS[1]) == '${DONE}' then return 0 end
redis.call('SET', KEYS[1], '${LEASED}', 'PX', ARGV[1])
return 1`;

export function redisDeliveries(client: Client): Deliveries {
  return {
    claim: async (id) => {
      const lease = client.set(keyOf(id), LEASED, {
        condition: 'NX',
        expiration: { type: 'PX', value: LEASE_MS },
      });
      if ((await answered(lease)) === 'OK') return 'mine';
      // A lease that has ended since is claimed at the next look.
      const state = await answered(client.get(keyOf(id)));
      return state === null || state === LEASED ? 'elsewhere' : 'done';
    },
    renew: async (id) => {
      await answered(client.eval(RENEW_UNLESS_DONE, { keys: [keyOf(id)], arguments: [String(LEASE_MS)] }));
    },
    done: async (id) => {
      await answered(client.set(keyOf(id), DONE, { expiration: { type: 'PX', value: REMEMBERED_MS } }));
    },
  };
}
