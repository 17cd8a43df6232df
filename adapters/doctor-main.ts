/** The entry of `npm run doctor`: checks the configured platforms and says what to do. */

import { existsSync } from 'node:fs';
import { type Config, ConfigError, readConfig } from '../src/config.ts';
import { type Check, examine } from './doctor.ts';
import { storeChecks } from './store-doctor.ts';

const EXIT_NOT_WELL = 1;
const EXIT_CONFIGURATION = 2;

async function checksOf(config: Config): Promise<Check[]> {
  const checks: Check[] = storeChecks(config.storeUrl);
  if (config.discordToken !== undefined) {
    const { discordChecks } = await import('./discord/doctor.ts');
    checks.push(
      ...discordChecks({
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

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const checks = await checksOf(readConfig(process.env));
  if (checks.length === 0) {
    process.stdout.write(
      'Neither DISCORD_TOKEN nor SLACK_BOT_TOKEN is set and the store is a file, so there is nothing to check: npm start serves the playground.\n',
    );
    return;
  }
  const well = await examine(checks, (line) => process.stdout.write(`${line}\n`));
  if (!well) process.exitCode = EXIT_NOT_WELL;
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigError;
  process.stderr.write(`${error instanceof Error ? (known ? error.message : error.stack) : String(error)}\n`);
  process.exitCode = known ? EXIT_CONFIGURATION : 1;
});
