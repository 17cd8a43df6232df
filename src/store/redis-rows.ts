/** Where rows lie in Redis: a collection is a hash of its members, so that it can be read whole; other rows are strings. */

import type { Changes, Member } from './backend.ts';
import { answered, type Client, ifHeld } from './redis-client.ts';
import { readable } from './rows.ts';

/** Up to this many members are read with one command, which keeps everybody else waiting for it. */
const AT_ONCE = 20_000;
/** Members, or keys, for each command above that. */
const SCANNED = 1_000;

/** No row's key ends in `/`, so that a collection and a row of the same name are two keys. */
const hashOf = (collection: string): string => `${collection}/`;

/** `collection/id` is the member `id` of a hash; without a `/` the key is a string's. */
function placeOf(key: string): { readonly key: string; readonly member?: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { key } : { key: hashOf(key.slice(0, slash)), member: key.slice(slash + 1) };
}

export async function getRow(client: Client, row: string): Promise<string | undefined> {
  const { key, member } = placeOf(row);
  const text = member === undefined ? client.get(key) : client.hGet(key, member);
  return (await answered(text)) ?? undefined;
}

/**
 * The lock is still this holder's: then and only then the rows are written. Redis takes nothing back when a later command of
 * a script fails, so what can fail, a hash that is none, is asked for before the first write. Each row has a key, and three
 * arguments: the command, the member or nothing, the text or nothing.
 */
const WRITE_IF_HELD = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
for row = 2, #KEYS do
  if ARGV[3 * row - 3] ~= '' then redis.call('HLEN', KEYS[row]) end
end
for row = 2, #KEYS do
  local command, member, text = ARGV[3 * row - 4], ARGV[3 * row - 3], ARGV[3 * row - 2]
  if command == 'DEL' then redis.call('DEL', KEYS[row])
  elseif command == 'HDEL' then redis.call('HDEL', KEYS[row], member)
  elseif command == 'HSET' then redis.call('HSET', KEYS[row], member, text)
  else redis.call('SET', KEYS[row], text) end
end
return 1`;

function commandFor(member: string | undefined, text: string | null): string[] {
  const command = text === null ? 'DEL' : 'SET';
  return [member === undefined ? command : `H${command}`, member ?? '', text ?? ''];
}

/** False, and nothing written, where the lock is no longer this holder's. */
export function writeIfHeld(
  client: Client,
  { lock, token }: { readonly lock: string; readonly token: string },
  changes: Changes,
): Promise<boolean> {
  const [keys, args] = [[lock], [token]];
  for (const [row, text] of changes) {
    const { key, member } = placeOf(row);
    keys.push(key);
    args.push(...commandFor(member, text));
  }
  return ifHeld(client, WRITE_IF_HELD, keys, args);
}

async function membersOf(client: Client, hash: string): Promise<Member[]> {
  if ((await answered(client.hLen(hash))) <= AT_ONCE) {
    return Object.entries(await answered(client.hGetAll(hash)));
  }
  // A scan may show a member twice, and shows every one that is there throughout.
  const members = new Map<string, string>();
  let cursor = '0';
  do {
    const scanned = await answered(client.hScan(hash, cursor, { COUNT: SCANNED }));
    for (const { field, value } of scanned.entries) members.set(field, value);
    cursor = scanned.cursor;
  } while (cursor !== '0');
  return [...members];
}

/** All of the database is gone through once, whatever the kind: a scan filters what it has found. Collections are no strings. */
export async function* keysOf(client: Client, kind: string): AsyncGenerator<readonly string[]> {
  let cursor = '0';
  do {
    const at = cursor;
    const scanned = await readable(() =>
      answered(client.scan(at, { MATCH: `${kind}:*`, TYPE: 'string', COUNT: SCANNED })),
    );
    if (scanned.keys.length > 0) yield scanned.keys;
    cursor = scanned.cursor;
  } while (cursor !== '0');
}

/** A hash has no order: all of it is read, also for a page of it. */
export async function listMembers(
  client: Client,
  collection: string,
  after = '',
  limit?: number,
): Promise<Member[]> {
  const members = await membersOf(client, hashOf(collection));
  return members
    .filter(([id]) => id > after)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, limit);
}
