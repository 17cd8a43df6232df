/** The entry of `npm run verify`: it needs no configuration, so that any machine will do. */

import { writeFileSync } from 'node:fs';
import { ConfigError } from '../src/config.ts';
import { EXIT } from '../src/program.ts';
import { csvOf, readVerification, report, verifyPaths } from './verify.ts';

try {
  const asked = readVerification(process.argv.slice(2));
  const verification = verifyPaths(asked);
  const isWell = report(verification, asked.trusted, (line) => process.stdout.write(`${line}\n`));
  if (asked.csv !== undefined) writeFileSync(asked.csv, csvOf(verification.files));
  if (!isWell) process.exitCode = EXIT.failed;
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  for (const line of error.lines) process.stderr.write(`${line}\n`);
  process.exitCode = EXIT.configuration;
}
