/** The smallest bot of a platform as a process of its own, configured by the same variables as the lab. */

import { smallestBot } from './discord.ts';
import { smallestApp } from './slack.ts';

const env = process.env;
if (process.argv[2] === 'discord') await smallestBot(env.DISCORD_TOKEN ?? '', env.DISCORD_API_URL ?? '');
else {
  await smallestApp({
    botToken: env.SLACK_BOT_TOKEN ?? '',
    appToken: env.SLACK_APP_TOKEN,
    signingSecret: env.SLACK_SIGNING_SECRET ?? '',
    slackApiUrl: env.SLACK_API_URL ?? '',
    port: Number(env.PORT),
  });
}
process.stdout.write('ready\n');
