/** The environment, parsed once. Every variable is declared here; `.env.example` and the README are made from it. */

import { z } from 'zod';
import { PACKS } from './labs/catalogue.ts';
import { shardsSchema } from './shards.ts';

interface Variable {
  readonly name: string;
  /** One or two sentences for `.env.example` and the README. */
  readonly description: string;
  /** The value that holds when the variable is empty or absent, as text. */
  readonly default: string;
  readonly schema: z.ZodType;
  /** Shown instead of what was given when it is wrong. */
  readonly allowed: string;
}

const url = z.url({ protocol: /^https?$/ });
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const SNOWFLAKE = /^\d{15,21}$/;

/** What can travel in a header: anything else would be refused there, with the secret in the complaint. */
const secret = (start = '') =>
  z
    .string()
    .startsWith(start)
    .regex(/^[\x21-\x7e]+$/);

const listed = z.string().transform((text) => text.split(',').map((each) => each.trim()));

/** As an address has it: without a port, a path or anything that a browser would write in another way. */
const isHostName = (name: string): boolean =>
  URL.canParse(`http://${name}`) && new URL(`http://${name}`).hostname === name.toLowerCase();

/** What a course can choose between: of every lab that has more than one. */
const EDITIONS = PACKS.filter(({ editions }) => editions.length > 1).flatMap(({ editions }) => editions);

const VARIABLES = {
  port: {
    name: 'PORT',
    description:
      'Port of the playground, of Slack over HTTP, and of /healthz and /readyz. 0 picks a free one.',
    default: '3000',
    schema: z.coerce.number().int().min(0).max(65_535),
    allowed: 'a whole number from 0 to 65535',
  },
  storeUrl: {
    name: 'STORE_URL',
    description:
      'Where ledgers are kept: sqlite:// and a file, for one process; redis:// or postgres:// and a host, for several; or memory: to forget everything at the end.',
    default: 'sqlite://./data/lab.sqlite',
    schema: z.string(),
    allowed:
      'an address such as sqlite://./data/lab.sqlite, redis://127.0.0.1:6379 or postgres://127.0.0.1/lab',
  },
  ledgerKey: {
    name: 'LEDGER_KEY',
    description:
      'What ledgers are sealed and signed with: 32 signs or more that nobody can guess, kept apart from the database. Without it a key is made and kept in the file ledger.key beside the data; several processes on one store need the same.',
    default: '',
    schema: z.string().regex(/^[\x21-\x7e]{32,}$/),
    allowed: 'at least 32 signs without spaces, such as openssl rand -hex 32 prints',
  },
  edition: {
    name: 'CONSTANTS_EDITION',
    description: `Constants that labs compute with: ${EDITIONS.map(({ id, description }) => `${id} (${description})`).join(', or ')}. A lab that has none of that name uses its own first.`,
    default: EDITIONS[0]?.id ?? '',
    schema: z.enum(EDITIONS.map(({ id }) => id)),
    allowed: EDITIONS.map(({ id }) => id).join(' or '),
  },
  quickchartUrl: {
    name: 'QUICKCHART_URL',
    description:
      'Who draws the charts: embedded (this process) or the address of a QuickChart server. Empty means embedded for the playground alone, https://quickchart.io once Discord or Slack is connected.',
    default: '',
    schema: z.union([z.literal('embedded'), url]),
    allowed: 'embedded, or an address such as https://quickchart.io',
  },
  instructors: {
    name: 'INSTRUCTORS',
    description:
      'People who are instructors wherever they speak, as platform:id, separated by commas, such as discord:123456789012345678. Those who manage a Discord server or a Slack workspace are instructors without it.',
    default: '',
    schema: listed.pipe(z.array(z.string().regex(/^(?:discord|slack|playground|terminal):\S+$/))),
    allowed: 'people such as discord:123456789012345678,slack:U012AB3CD, separated by commas',
  },
  logLevel: {
    name: 'LOG_LEVEL',
    description: 'How much is logged, as JSON lines on standard error.',
    default: 'info',
    schema: z.enum(LOG_LEVELS),
    allowed: LOG_LEVELS.join(', '),
  },
  playground: {
    name: 'PLAYGROUND',
    description: 'The playground page: on, off, or auto (on while neither Discord nor Slack is configured).',
    default: 'auto',
    schema: z.enum(['auto', 'on', 'off']),
    allowed: 'auto, on or off',
  },
  playgroundHost: {
    name: 'PLAYGROUND_HOST',
    description:
      'Address that the playground listens on. It has no log-in, so anything beyond this machine also needs PLAYGROUND_EXPOSE.',
    default: '127.0.0.1',
    schema: z.string(),
    allowed: 'an address of this machine, such as 127.0.0.1',
  },
  playgroundExpose: {
    name: 'PLAYGROUND_EXPOSE',
    description:
      'Set to without-log-in to let others on the network use the playground, as any of its personas, by this machine’s addresses and its own name. Other names that it has there follow, separated by commas: without-log-in,lab.example.edu.',
    default: '',
    schema: listed
      .pipe(z.tuple([z.literal('without-log-in')], z.string().refine(isHostName)))
      .transform(([, ...names]): readonly string[] => names),
    allowed:
      'without-log-in, or without-log-in and names of this machine without a port, such as without-log-in,lab.example.edu',
  },
  discordToken: {
    name: 'DISCORD_TOKEN',
    description: 'Bot token of the Discord application (docs/discord.md). Without it Discord stays off.',
    default: '',
    schema: secret(),
    allowed: 'the bot token from the developer portal, one line without spaces',
  },
  discordGuildId: {
    name: 'DISCORD_GUILD_ID',
    description: 'Id of the course’s server: commands are registered there at once instead of everywhere.',
    default: '',
    schema: z.string().regex(SNOWFLAKE),
    allowed: 'the server’s id, 15 to 21 digits',
  },
  discordApiUrl: {
    name: 'DISCORD_API_URL',
    description: 'Base of Discord’s REST API, for a proxy.',
    default: '',
    schema: url,
    allowed: 'an address such as https://discord.com/api',
  },
  discordShards: {
    name: 'DISCORD_SHARDS',
    description:
      'Gateway shards of this process: auto (as many as Discord asks for, all here), or a part such as 0-1/4 where several processes share a redis:// or postgres:// store.',
    default: 'auto',
    schema: shardsSchema,
    allowed: 'auto, or shards and their number, such as 0/2, 0,1/4 or 0-3/8',
  },
  slackBotToken: {
    name: 'SLACK_BOT_TOKEN',
    description: 'Bot token of the Slack app (docs/slack.md). Without it Slack stays off.',
    default: '',
    schema: secret('xoxb-'),
    allowed: 'the bot token, which starts with xoxb-, one line without spaces',
  },
  slackAppToken: {
    name: 'SLACK_APP_TOKEN',
    description: 'App-level token with connections:write, for Socket Mode (no public address needed).',
    default: '',
    schema: secret('xapp-'),
    allowed: 'the app-level token, which starts with xapp-, one line without spaces',
  },
  slackSigningSecret: {
    name: 'SLACK_SIGNING_SECRET',
    description: 'Signing secret, for HTTP on PORT at /slack/events.',
    default: '',
    schema: secret(),
    allowed: 'the signing secret from the app’s basic information, without spaces',
  },
  slackApiUrl: {
    name: 'SLACK_API_URL',
    description: 'Base of Slack’s Web API, for a proxy.',
    default: '',
    schema: url,
    allowed: 'an address such as https://slack.com/api/',
  },
} as const satisfies Record<string, Variable>;

type Key = keyof typeof VARIABLES;
type Value<K extends Key> = z.output<(typeof VARIABLES)[K]['schema']>;

/** Absent where the environment says nothing and there is no default. */
export type Environment = {
  readonly [K in Key]: (typeof VARIABLES)[K]['default'] extends '' ? Value<K> | undefined : Value<K>;
};

export interface Config extends Environment {
  /** `embedded` or the address of a QuickChart server. */
  readonly quickchartUrl: string;
  readonly slackMode: 'off' | 'socket' | 'http';
  readonly playgroundOn: boolean;
}

/** A file or this process's memory: nobody else can use it. */
export const isOneProcessStore = (storeUrl: string | undefined): boolean =>
  storeUrl === undefined || /^(?:sqlite|memory):/.test(storeUrl);

/** Wrong variables, one clear line each. Values are never repeated: they may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** @throws {ConfigError} with a line for each wrong variable */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const lines: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, { name, default: standard, schema, allowed }] of Object.entries(VARIABLES)) {
    const given = environment[name]?.trim() || standard;
    if (given === '') continue;
    const parsed = schema.safeParse(given);
    if (parsed.success) values[key] = parsed.data;
    else lines.push(`${name} is not usable: it must be ${allowed}.`);
  }
  const env = values as Environment;
  const slackMode = !env.slackBotToken ? 'off' : env.slackAppToken ? 'socket' : 'http';
  if (slackMode === 'http' && !env.slackSigningSecret) {
    lines.push(
      'SLACK_BOT_TOKEN needs a companion: SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.',
    );
  }
  if (slackMode === 'off' && (env.slackAppToken || env.slackSigningSecret)) {
    lines.push('SLACK_BOT_TOKEN is missing: Slack needs it beside the app token or the signing secret.');
  }
  if (env.discordGuildId && !env.discordToken)
    lines.push('DISCORD_TOKEN is missing: DISCORD_GUILD_ID is of no use without it.');
  if (env.discordShards !== undefined && env.discordShards !== 'auto' && isOneProcessStore(env.storeUrl)) {
    lines.push(
      'DISCORD_SHARDS splits the bot over several processes, which need a store that they share: set STORE_URL to redis:// or postgres://, or leave DISCORD_SHARDS at auto.',
    );
  }
  if (slackMode === 'http' && env.playground === 'on') {
    lines.push(
      'PLAYGROUND can’t be on beside Slack over HTTP: both need PORT. Use SLACK_APP_TOKEN for Socket Mode, or leave PLAYGROUND off.',
    );
  }
  if (lines.length > 0) throw new ConfigError(lines);
  const connected = env.discordToken !== undefined || slackMode !== 'off';
  return {
    ...env,
    slackMode,
    quickchartUrl: env.quickchartUrl ?? (connected ? 'https://quickchart.io' : 'embedded'),
    playgroundOn: env.playground === 'on' || (env.playground === 'auto' && !connected),
  };
}

/** The text of `.env.example`. */
export const envExample = (): string =>
  [
    '# Copy to .env and fill in what you need. Everything is optional: with nothing set, `npm start` serves the playground.',
    ...Object.values(VARIABLES).map(
      ({ name, description, default: standard }) =>
        `\n# ${description}\n${standard === '' ? '# ' : ''}${name}=${standard}`,
    ),
    '',
  ].join('\n');

/** The rows of the README's configuration table. */
export const configRows = (): readonly (readonly [name: string, standard: string, description: string])[] =>
  Object.values(VARIABLES).map(
    ({ name, default: standard, description }) => [name, standard, description] as const,
  );
