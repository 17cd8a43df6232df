/** What the application needs from Discord: one intent, two scopes, some permissions; and the invite link computed from them. */

import {
  GatewayIntentBits,
  type OAuth2Scopes,
  PermissionFlagsBits,
  PermissionsBitField,
  REST,
  type RESTGetCurrentApplicationResult,
  type RESTOptions,
  Routes,
} from 'discord.js';
import { z } from 'zod';

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

/** The lab answers without these; what each gives is what the doctor says of one that is missing. */
export const OPTIONAL_PERMISSIONS = {
  'Read Message History': {
    bit: PermissionFlagsBits.ReadMessageHistory,
    gives: 'see after a crash whether a homework was posted',
  },
  'Send Messages in Threads': {
    bit: PermissionFlagsBits.SendMessagesInThreads,
    gives: 'post a homework in a thread',
  },
} as const;

const INVITED = [...Object.values(PERMISSIONS), ...Object.values(OPTIONAL_PERMISSIONS).map(({ bit }) => bit)];

export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: SCOPES.join(' '),
    permissions: String(new PermissionsBitField(INVITED).bitfield),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

/** A request without an answer by then is tried again, in milliseconds. */
export const REST_TIMEOUTS = {
  /** Discord waits 3 s for an acknowledgement: this leaves time for a second one after a deferral. */
  acknowledgement: 1_100,
  anything: 5_000,
} as const;

/** discord.js's REST options for a base address; its own where none is given. */
export const restOptions = (apiUrl: string | undefined, timeout: number = REST_TIMEOUTS.anything) => ({
  timeout,
  // Discord exempts answers to interactions from its global limit, and discord.js holds their edits to it all the same:
  // 400 students answered at once would wait for each other. Whatever else is sent, a few requests at the start, can take a 429.
  globalRequestsPerSecond: Number.POSITIVE_INFINITY,
  ...(apiUrl !== undefined && { api: apiUrl.replace(/\/+$/, '') }),
});

export const createRest = (
  token: string,
  apiUrl: string | undefined,
  timeout?: number,
  more: Partial<RESTOptions> = {},
): REST => new REST({ ...restOptions(apiUrl, timeout), version: '10', ...more }).setToken(token);

/** Something under an id of Discord's, such as a channel or a message. */
export const identified = z.object({ id: z.string().regex(/^\d+$/) });

/** @throws {ZodError} where something else than Discord answers, such as a proxy with a page of its own */
export async function application(rest: REST): Promise<RESTGetCurrentApplicationResult> {
  const found = await rest.get(Routes.currentApplication());
  identified.parse(found);
  return found as RESTGetCurrentApplicationResult;
}
