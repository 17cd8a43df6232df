/** The frame of every program: the environment read once, failures as lines, and the status that a supervisor acts on. */

import { existsSync } from 'node:fs';
import { type Config, ConfigError, readConfig } from './config.ts';
import { StoreStartError } from './store/errors.ts';
import { UnreachableError } from './unreachable.ts';

export const EXIT = {
  /** Starting again in a while may help. */
  failed: 1,
  /** A configuration that can't work: restarting will not help. */
  configuration: 2,
} as const;

/** What an operator can mend or wait for is a line; anything else is ours, with its trace. */
const linesOf = (error: unknown): readonly string[] =>
  error instanceof ConfigError
    ? error.lines
    : error instanceof StoreStartError || error instanceof UnreachableError
      ? [error.message]
      : [`It could not go on: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];

const statusOf = (error: unknown): number =>
  error instanceof ConfigError || (error instanceof StoreStartError && !error.retryable)
    ? EXIT.configuration
    : EXIT.failed;

/** Runs the program on `.env` and the environment. A failure ends the process; otherwise it ends when nothing is left to do. */
export function runProgram(program: (config: Config) => Promise<void>): void {
  const run = async (): Promise<void> => {
    if (existsSync('.env')) process.loadEnvFile('.env');
    await program(readConfig(process.env));
  };
  run().catch((error: unknown) => {
    for (const line of linesOf(error)) process.stderr.write(`${line}\n`);
    process.exit(statusOf(error));
  });
}
