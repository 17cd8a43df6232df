/** STORE_URL into a backend. */

import type { Backend } from './backend.ts';
import { StoreStartError } from './errors.ts';
import { keyvBackend } from './keyv.ts';
import { isWellFormed } from './server.ts';

/** What STORE_URL may be, for its description and for the line about a wrong one. */
const STORE_ADDRESSES =
  'sqlite:// and a file, such as sqlite://./data/lab.sqlite; redis:// or rediss:// and a host; postgres:// and a host and database, with special signs in a password percent-encoded; or memory: to forget everything at the end';

/** `sqlite://./data/lab.sqlite` → `./data/lab.sqlite`. Undefined where the address is no file's. */
const fileOf = (url: string): string | undefined => {
  const file = url.startsWith('sqlite:') ? url.replace(/^sqlite:(?:\/\/)?/, '') : '';
  return file === '' || file.includes(':memory:') ? undefined : file;
};

/** Libraries are loaded by those who use them. */
async function backendAt(url: string): Promise<Backend | undefined> {
  const [, scheme = '', rest = ''] = /^([a-z]+):(?:\/\/)?(.*)$/.exec(url) ?? [];
  const named = rest !== '' && isWellFormed(url);
  switch (scheme) {
    case 'memory':
      return rest === '' ? keyvBackend(new Map()) : undefined;
    case 'sqlite': {
      const file = fileOf(url);
      if (file === undefined) return undefined;
      const { openSqlite } = await import('./sqlite.ts');
      return keyvBackend(await openSqlite(file));
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

/**
 * Takes the file at this address as it is from here on, though it is not the one that was there, or went back.
 * @returns what was taken, in a sentence; undefined where it is the one that was there
 * @throws {StoreStartError} where the address is no file's, or the file can't be used
 */
export async function acceptRestoredStore(url: string): Promise<string | undefined> {
  const file = fileOf(url);
  if (file === undefined)
    throw new StoreStartError('STORE_URL names no file: only a SQLite file is accepted as it is.');
  const { acceptRestored } = await import('./sqlite.ts');
  return acceptRestored(file);
}
