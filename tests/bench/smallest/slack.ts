/** The smallest Slack app there can be: real Bolt over either transport, and "ok" to every command. */

import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Smallest } from './discord.ts';

export interface SmallestAppOptions {
  readonly botToken: string;
  /** For Socket Mode; without it the signing secret and HTTP. */
  readonly appToken?: string | undefined;
  readonly signingSecret: string;
  readonly slackApiUrl: string;
  readonly port: number;
}

/** Resolves when it is connected or listens. */
export async function smallestApp(options: SmallestAppOptions): Promise<Smallest> {
  const { botToken, appToken, signingSecret, slackApiUrl, port } = options;
  const clientOptions = { slackApiUrl };
  const receiver = appToken
    ? new SocketModeReceiver({ appToken, logLevel: LogLevel.ERROR, installerOptions: { clientOptions } })
    : new HTTPReceiver({ signingSecret });
  const app = new App({ token: botToken, receiver, clientOptions });
  app.command(/.*/, async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'ok', blocks: [{ type: 'section', text: { type: 'plain_text', text: 'ok' } }] });
  });
  await app.start(port);
  return {
    close: async () => {
      await app.stop();
    },
  };
}
