/** STORE_URL into a backend. */

import type { Backend } from './backend.ts';
import { StoreStartError } from './errors.ts';
import { keyvBackend } from './keyv.ts';
import { isWellFormed } from './server.ts';

/** What STORE_URL may be, for its description and for the line about a wrong one. */
const STORE_ADDRESSES =
  'sqlite:// and a file, such as sqlite://./data/lab.sqlite; redis:// or rediss:// and a host; postgres:// and a host and database, with special signs in a password percent-encoded; or memory: to forget everything at the end';

/** Libraries are loaded by those who use them. */
async function backendAt(url: string): Promise<Backend | undefined> {
  const [, scheme = '', rest = ''] = /^([a-z]+):(?:\/\/)?(.*)$/.exec(url) ?? [];
  const named = rest !== '' && (scheme === 'sqlite' || isWellFormed(url));
  switch (scheme) {
    case 'memory':
      return rest === '' ? keyvBackend(new Map()) : undefined;
    case 'sqlite': {
      if (!named || rest.includes(':memory:')) return undefined;
      const { openSqlite } = await import('./sqlite.ts');
      return keyvBackend(await openSqlite(rest));
    }
    case 'redis':
    case 'rediss':
      return named ? (await import('./redis.ts')).openRedis(url) : undefined;
    case 'postgres':
    case 'postgresql':
      return named ? (await import('./postgres.ts')).openPostgres(url) : undefined;
    default:
      return undefined;
  }
}

/** @throws {StoreStartError} with a line for the operator */
export async function openBackend(url: string): Promise<Backend> {
  const backend = await backendAt(url);
  if (!backend) throw new StoreStartError(`STORE_URL must be ${STORE_ADDRESSES}.`);
  return backend;
}
