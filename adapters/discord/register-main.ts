/** The entry of `npm run register`: registers the commands and prints the difference. */

import { commandsFor } from '../../commands/index.ts';
import { ConfigError } from '../../src/config.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { runProgram } from '../../src/program.ts';
import { operatorError } from './failures.ts';
import { describe, register, removeDoubled } from './registration.ts';
import { application, createRest, inviteLink } from './setup.ts';

runProgram(async ({ discordToken, discordGuildId: guildId, discordApiUrl }) => {
  if (discordToken === undefined) {
    throw new ConfigError(['DISCORD_TOKEN is not set: docs/discord.md says where it comes from.']);
  }
  const rest = createRest(discordToken, discordApiUrl);
  let link: string | undefined;
  try {
    const { id: applicationId } = await application(rest);
    link = inviteLink(applicationId);
    const scope = { applicationId, guildId, commands: commandsFor(PACKS) };
    for (const difference of await register(rest, scope)) {
      process.stdout.write(`Commands ${difference.place.where}:\n${describe(difference).join('\n')}\n`);
    }
    for (const server of await removeDoubled(rest, scope)) {
      process.stdout.write(`Taken out of the server ${server}, which showed them twice.\n`);
    }
  } catch (error) {
    throw operatorError(error, link);
  }
});
