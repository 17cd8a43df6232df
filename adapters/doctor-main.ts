/** The entry of `npm run doctor`: checks what is configured and says what to do; `rebuild`, `reseal` and `accept-restore` mend a store. */

import { commandsFor } from '../commands/index.ts';
import type { Config } from '../src/config.ts';
import { openLedgerKey } from '../src/key-file.ts';
import { PACKS } from '../src/labs/catalogue.ts';
import { rebuildSummaries } from '../src/ledger/backfill.ts';
import { createLog } from '../src/log.ts';
import { EXIT, runProgram } from '../src/program.ts';
import { acceptRestoredStore, openBackend } from '../src/store/open-backend.ts';
import { type Check, examine } from './doctor.ts';
import { resealFor } from './reseal.ts';
import { storeChecks } from './store-doctor.ts';

async function checksOf(config: Config): Promise<Check[]> {
  const checks: Check[] = storeChecks(config.storeUrl);
  if (config.discordToken !== undefined) {
    const { discordChecks } = await import('./discord/doctor.ts');
    checks.push(
      ...discordChecks({
        commands: commandsFor(PACKS),
        token: config.discordToken,
        guildId: config.discordGuildId,
        apiUrl: config.discordApiUrl,
      }),
    );
  }
  if (config.slackBotToken !== undefined) {
    const { slackChecks } = await import('./slack/doctor.ts');
    checks.push(
      ...slackChecks({
        botToken: config.slackBotToken,
        appToken: config.slackAppToken,
        apiUrl: config.slackApiUrl,
        port: config.port,
      }),
    );
  }
  return checks;
}

/** Where a summary is doubted, or records came from elsewhere. A file is only opened while the lab does not run on it. */
async function rebuild(config: Config): Promise<void> {
  const backend = await openBackend(config.storeUrl);
  try {
    const { records, written, unreadable } = await rebuildSummaries(
      backend,
      PACKS,
      await openLedgerKey(config, backend, createLog(config.logLevel)),
    );
    process.stdout.write(
      `Records: ${records}. Summaries written: ${written}. Records that do not hold: ${unreadable}.\n`,
    );
  } finally {
    await backend.close();
  }
}

/** Where the lab refused to start on it, and the operator put it there on purpose. */
async function acceptRestore(config: Config): Promise<void> {
  const taken = await acceptRestoredStore(config.storeUrl);
  if (taken !== undefined) createLog(config.logLevel).warn(taken);
  process.stdout.write(`${taken ?? 'The file is the one that it was: there is nothing to accept.'}\n`);
}

runProgram(async (config) => {
  const [task, ...more] = process.argv.slice(2);
  if (task === 'accept-restore') return acceptRestore(config);
  if (task === 'rebuild') return rebuild(config);
  if (task === 'reseal')
    return resealFor(config, more.includes('--yes'), (line) => process.stdout.write(`${line}\n`));
  const checks = await checksOf(config);
  if (checks.length === 0) {
    process.stdout.write(
      'Neither DISCORD_TOKEN nor SLACK_BOT_TOKEN is set and the store is a file, so there is nothing to check: npm start serves the playground.\n',
    );
    return;
  }
  const well = await examine(checks, (line) => process.stdout.write(`${line}\n`));
  if (!well) process.exitCode = EXIT.failed;
});
