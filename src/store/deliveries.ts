/** Deliveries that were taken up: a redelivered event is answered once, whichever process it is delivered to. */

export interface Deliveries {
  /** True the first time an id is claimed, and false for as long as a platform may deliver it again. */
  claim(id: string): Promise<boolean>;
}

/** Platforms redeliver within minutes; Slack's last retry comes after about five, and a button lives for thirty. */
export const REMEMBERED_MS = 60 * 60_000;

/** More ids than this are not remembered at once. */
const REMEMBERED_IDS = 100_000;

/** Says true the first time it meets an id. Two generations of ids, of which the older is forgotten as a whole. */
export function deliveriesSeen(now: () => number = Date.now): (id: string) => boolean {
  let [young, old] = [new Set<string>(), new Set<string>()];
  let since = now();
  return (id) => {
    if (young.has(id) || old.has(id)) return false;
    if (now() - since >= REMEMBERED_MS || young.size >= REMEMBERED_IDS) {
      [young, old] = [new Set(), young];
      since = now();
    }
    young.add(id);
    return true;
  };
}

/** Claims of one process: enough where it alone answers. */
export function deliveriesHere(): Deliveries {
  const isNew = deliveriesSeen();
  return { claim: async (id) => isNew(id) };
}
