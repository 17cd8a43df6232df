/** The entry of `npm run doctor`: checks the configured platforms and says what to do. */

import { commandsFor } from '../commands/index.ts';
import type { Config } from '../src/config.ts';
import { PACKS } from '../src/labs/catalogue.ts';
import { EXIT, runProgram } from '../src/program.ts';
import { type Check, examine } from './doctor.ts';
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

runProgram(async (config) => {
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
