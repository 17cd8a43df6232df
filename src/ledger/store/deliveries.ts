/** Deliveries that were taken up: a redelivered event is answered once, whichever process it is delivered to. */

import { LRUCache } from 'lru-cache';

export interface Deliveries {
  /** True the first time an id is claimed, and false for as long as a platform may deliver it again. */
  claim(id: string): Promise<boolean>;
}

/** Platforms redeliver within minutes; Slack's last retry comes after about five, and a button lives for thirty. */
export const REMEMBERED_MS = 60 * 60_000;

/** Claims of one process: enough where it alone answers. */
export function deliveriesHere(): Deliveries {
  const claimed = new LRUCache<string, true>({ max: 100_000, ttl: REMEMBERED_MS });
  return {
    claim: async (id) => {
      if (claimed.has(id)) return false;
      claimed.set(id, true);
      return true;
    },
  };
}
