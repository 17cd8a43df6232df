/** The entry of `npm run register`: registers the commands and prints the difference. */

import { existsSync } from 'node:fs';
import { ConfigError, readConfig } from '../../src/config.ts';
import { operatorError } from './failures.ts';
import { describe, register } from './registration.ts';
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
    const lines = describe(await register(rest, { applicationId, guildId }));
    const where = guildId === undefined ? 'everywhere' : `in the server ${guildId}`;
    process.stdout.write(`Commands registered ${where}:\n${lines.join('\n')}\n`);
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
