/** The entry of `npm run chat`: the lab in a terminal, over the same store as every other platform. */

import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Assistant } from '../../commands/assistant.ts';
import { compose } from '../../src/compose.ts';
import { ConfigError, readConfig } from '../../src/config.ts';
import { StoreStartError } from '../../src/ledger/store/store.ts';
import { createLog } from '../../src/log.ts';
import type { Actor } from '../../src/messages/actor.ts';
import { runTerminal } from './terminal.ts';

/** Exit status for a configuration that can't work: starting it again will not help. */
const EXIT_CONFIGURATION = 2;

/** The person at this machine, by the system's number for them where it has one. */
function actor(): Actor {
  const uid = process.getuid?.();
  const user = uid === undefined ? userInfo().username : `uid-${uid}`;
  return { platform: 'terminal', workspace: 'local', user, instructor: false };
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const { conversation, store } = await compose(config, createLog(config.logLevel));
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());
  // Whoever reads the output may have seen enough of it, as `head` has.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') stop.abort();
    else throw error;
  });
  try {
    await runTerminal({
      assistant: new Assistant(conversation),
      actor: actor(),
      input: process.stdin,
      output: process.stdout,
      // npm runs scripts in the project's folder and remembers where it was called.
      folder: process.env.INIT_CWD ?? process.cwd(),
      stop: stop.signal,
    });
  } finally {
    await store.close();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const known = error instanceof ConfigError || error instanceof StoreStartError;
    const text = error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : error;
    process.stderr.write(`${text}\n`);
    process.exit(known ? EXIT_CONFIGURATION : 1);
  },
);
