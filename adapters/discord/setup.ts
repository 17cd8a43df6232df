/** What the application needs from Discord: one intent, two scopes, a few permissions; and the invite link computed from them. */

import {
  GatewayIntentBits,
  type OAuth2Scopes,
  PermissionFlagsBits,
  PermissionsBitField,
  REST,
  type RESTGetCurrentApplicationResult,
  Routes,
} from 'discord.js';

/** Interactions need no more, and no privileged intent. */
export const INTENTS = [GatewayIntentBits.Guilds] as const;

const SCOPES = ['bot', 'applications.commands'] as const satisfies readonly `${OAuth2Scopes}`[];

/** To see a channel and to answer there with charts and files. */
export const PERMISSIONS = {
  'View Channels': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Embed Links': PermissionFlagsBits.EmbedLinks,
  'Attach Files': PermissionFlagsBits.AttachFiles,
} as const;

export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: SCOPES.join(' '),
    permissions: String(new PermissionsBitField(Object.values(PERMISSIONS)).bitfield),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

/** discord.js's REST options for a base address; its own where none is given. A lost request is tried again after the timeout. */
export const restOptions = (apiUrl: string | undefined) => ({
  timeout: 5_000,
  // Discord exempts answers to interactions from its global limit, and discord.js holds their edits to it all the same:
  // 400 students answered at once would wait for each other. Whatever else is sent, a few requests at the start, can take a 429.
  globalRequestsPerSecond: Number.POSITIVE_INFINITY,
  ...(apiUrl !== undefined && { api: apiUrl.replace(/\/+$/, '') }),
});

export const createRest = (token: string, apiUrl: string | undefined): REST =>
  new REST({ ...restOptions(apiUrl), version: '10' }).setToken(token);

export const application = async (rest: REST): Promise<RESTGetCurrentApplicationResult> =>
  (await rest.get(Routes.currentApplication())) as RESTGetCurrentApplicationResult;
