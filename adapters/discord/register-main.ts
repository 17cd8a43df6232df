/** The entry of `npm run register`: registers the commands and prints the difference. */

import { existsSync } from 'node:fs';
import { ConfigError, readConfig } from '../../src/config.ts';
import { operatorError } from './failures.ts';
import { describe, register, removeDoubled } from './registration.ts';
import { application, createRest, inviteLink } from './setup.ts';

const EXIT_CONFIGURATION = 2;

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { discordToken, discordGuildId: guildId, discordApiUrl } = readConfig(process.env);
  if (discordToken === undefined) {
    throw new ConfigError(['DISCORD_TOKEN is not set: docs/discord.md says where it comes from.']);
  }
  const rest = createRest(discordToken, discordApiUrl);
  let link: string | undefined;
  try {
    const { id: applicationId } = await application(rest);
    link = inviteLink(applicationId);
    for (const difference of await register(rest, { applicationId, guildId })) {
      process.stdout.write(`Commands ${difference.place.says}:\n${describe(difference).join('\n')}\n`);
    }
    for (const server of await removeDoubled(rest, { applicationId, guildId })) {
      process.stdout.write(`Taken out of the server ${server}, which showed them twice.\n`);
    }
  } catch (error) {
    throw operatorError(error, link);
  }
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigError;
  const said = error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : error;
  process.stderr.write(`${said}\n`);
  process.exitCode = known ? EXIT_CONFIGURATION : 1;
});
