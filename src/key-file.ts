/** The ledger's key: LEDGER_KEY, or a file beside the data that is made once. */

import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from './config.ts';
import { type LedgerKey, ledgerKey } from './ledger/ledger-key.ts';
import { claimSealing, keyIdOf } from './ledger/sealing.ts';
import type { Logger } from './log.ts';
import type { Backend } from './store/backend.ts';
import { StoreStartError } from './store/errors.ts';

export const KEY_FILE = 'ledger.key';

/** Beside a SQLite file; in `data` for stores that are elsewhere. */
export const keyFileFor = (storeUrl: string): string =>
  join(
    storeUrl.startsWith('sqlite:') ? dirname(storeUrl.replace(/^sqlite:(?:\/\/)?/, '')) : 'data',
    KEY_FILE,
  );

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

const newSecret = (): string => randomBytes(32).toString('hex');

/** Whole or not at all, and never over another one: false where there is one by now. */
async function written(file: string, secret: string): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true });
  // In containers that share a folder every process may have the same number.
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(`${secret}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

async function secretIn(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new StoreStartError(
      `The ledger’s key can’t be read from ${file} (${error instanceof Error ? error.message : 'unknown reason'}). Let this user read it, or set LEDGER_KEY to what is in it.`,
    );
  }
}

type KeyConfig = Pick<Config, 'storeUrl' | 'ledgerKey'>;
type KeyLog = Pick<Logger, 'info' | 'warn'>;

/**
 * The key of this store's ledgers, which is made and kept where there is none yet.
 * @throws {StoreStartError} with a line for the operator, also where they are sealed with another
 */
export async function openLedgerKey(config: KeyConfig, backend: Backend, log: KeyLog): Promise<LedgerKey> {
  const key = await findKey(config, backend, log, false);
  await claimSealing(backend, key);
  return key;
}

/**
 * The key to seal this store with from now on, whatever sealed it before; made and kept where there is none.
 * @throws {StoreStartError} with a line for the operator
 */
export const nextLedgerKey = (config: KeyConfig, backend: Backend, log: KeyLog): Promise<LedgerKey> =>
  findKey(config, backend, log, true);

async function findKey(
  { storeUrl, ledgerKey: given }: KeyConfig,
  backend: Backend,
  log: KeyLog,
  isNext: boolean,
): Promise<LedgerKey> {
  if (given !== undefined) return ledgerKey(given);
  if (storeUrl.startsWith('memory:')) return ledgerKey(newSecret());
  const file = keyFileFor(storeUrl);
  const known = await secretIn(file);
  if (known !== undefined) {
    if (known.length >= 32) return ledgerKey(known);
    throw new StoreStartError(
      `${file} holds no key: it must be one line of 32 signs or more. Put back the one that the ledgers were sealed with, or set LEDGER_KEY to it.`,
    );
  }
  const id = isNext ? undefined : await keyIdOf(backend);
  if (id !== undefined) {
    throw new StoreStartError(
      `The ledgers in this store are sealed with the key ${id}, and ${file}, where it was kept, is not there. Put the file back, or set LEDGER_KEY to what was in it. If it is lost for ever: npm run doctor -- reseal checks every chain and seals it with a new one.`,
    );
  }
  const secret = newSecret();
  // Another process may have been quicker.
  if (!(await written(file, secret))) return ledgerKey((await secretIn(file)) ?? secret);
  log.info(
    `the key that ledgers are sealed with was made and kept as ${file}: keep a copy of it, apart from the database`,
  );
  if (!backend.alone)
    log.warn(
      `other processes on this store need the same key: set LEDGER_KEY to what is in ${file} for all of them`,
    );
  return ledgerKey(secret);
}
