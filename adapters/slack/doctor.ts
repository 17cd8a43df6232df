/** What `npm run doctor` asks Slack: the token, the scopes that were granted, and how events reach this program. */

import { webApi } from '@slack/bolt';
import { ClockReading } from '../../src/clock-watch.ts';
import { type Check, clockFinding, type Finding } from '../doctor.ts';
import { reasonOf } from './failures.ts';
import { EVENTS_PATH } from './http.ts';
import { OPTIONAL_SCOPES, SCOPES } from './manifest.ts';
import { FROM_NOW_MS } from './signature.ts';
import { CLIENT_OPTIONS, datedFetch } from './slack.ts';

export interface SlackCheckOptions {
  readonly botToken: string;
  readonly appToken?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly port: number;
}

async function tokenFinding(client: webApi.WebClient): Promise<Finding> {
  try {
    const { team, user } = await client.auth.test();
    return { ok: true, message: `accepted in ${team ?? 'a workspace'} as ${user ?? 'the app'}` };
  } catch (error) {
    return {
      ok: false,
      message: `Slack answers ${reasonOf(error)}`,
      fix: 'Copy the bot token again from the app’s page, OAuth & Permissions, into SLACK_BOT_TOKEN.',
    };
  }
}

/** Those that were not granted, each with what it is for; empty where there are none. */
const missingOf = (scopes: Readonly<Record<string, string>>, granted: readonly string[]): string =>
  Object.entries(scopes)
    .filter(([scope]) => !granted.includes(scope))
    .map(([scope, reason]) => `${scope} (${reason})`)
    .join('; ');

async function scopesFinding(client: webApi.WebClient): Promise<Finding> {
  try {
    const { response_metadata: metadata } = await client.auth.test();
    const granted = metadata?.scopes;
    if (!granted) return { ok: true, message: 'Slack’s answer names none, as behind some proxies' };
    const missing = missingOf(SCOPES, granted);
    const fix =
      'Paste the output of npm run slack:manifest into the app’s manifest and install the app again.';
    if (missing !== '') return { ok: false, message: `missing ${missing}`, fix };
    const unused = missingOf(OPTIONAL_SCOPES, granted);
    const besides = unused === '' ? '' : `; not granted, and not needed: ${unused}`;
    return { ok: true, message: `all that are needed are granted${besides}` };
  } catch (error) {
    return { ok: false, message: `Slack answers ${reasonOf(error)}`, fix: 'Mend the token first.' };
  }
}

async function socketFinding(appToken: string, client: webApi.WebClient): Promise<Finding> {
  try {
    await client.apps.connections.open({ token: appToken });
    return { ok: true, message: 'Slack offers a socket' };
  } catch (error) {
    return {
      ok: false,
      message: `Slack answers ${reasonOf(error)}`,
      fix: 'Make an app-level token with connections:write under Basic Information, and turn Socket Mode on.',
    };
  }
}

const WHOSE = 'Slack’s';

/** Any answer says what time it is there, a refusal as well. */
async function clockOf(client: webApi.WebClient, reading: ClockReading): Promise<Finding> {
  await client.auth.test().catch(() => undefined);
  const found = clockFinding(reading.offMs, WHOSE);
  if (found.ok) return found;
  return {
    ...found,
    fix: `${found.fix} Slack’s requests are refused where it is off by more than ${FROM_NOW_MS / 60_000} min.`,
  };
}

/** The checks of a configured Slack app, in the order in which to mend them. */
export function slackChecks({ botToken, appToken, apiUrl, port }: SlackCheckOptions): Check[] {
  const reading = new ClockReading();
  const client = new webApi.WebClient(botToken, {
    ...CLIENT_OPTIONS,
    fetch: datedFetch((date) => reading.answered(date)),
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
      setLevel: () => undefined,
      getLevel: () => webApi.LogLevel.ERROR,
      setName: () => undefined,
    },
  });
  return [
    { name: 'Slack token', run: () => tokenFinding(client) },
    { name: 'Slack scopes', run: () => scopesFinding(client) },
    { name: 'Slack clock', run: () => clockOf(client, reading) },
    appToken === undefined
      ? {
          name: 'Slack events',
          run: async () => ({
            ok: true,
            message: `HTTP: the request URLs must end in ${EVENTS_PATH} and reach port ${port}; Slack shows "Verified" when they do`,
          }),
        }
      : { name: 'Slack socket', run: () => socketFinding(appToken, client) },
  ];
}
