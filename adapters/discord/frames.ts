/** Frames of the gateway: which are sound enough to go on, what may be said of one that is not, and whether anybody can be answered. */

import { ApplicationCommandType, ComponentType, GatewayOpcodes, InteractionType } from 'discord.js';
import { z } from 'zod';
import type { Answerable } from './callbacks.ts';

const LIMITS = {
  /** Names of people and servers have 32 characters at Discord, custom ids 100. */
  words: 1_000,
  /** An option that is a text has up to 6,000 characters, an entry of a form up to 4,000. */
  entered: 10_000,
  /** A token stands in an address. Discord's have some 200 characters. */
  token: 1_000,
  /** Between two heartbeats, in milliseconds. Discord asks for 41,250; a tiny number would be a storm of them. */
  heartbeat: { least: 1_000, most: 600_000 },
} as const;

const snowflake = z.string().regex(/^\d{1,20}$/);
/** Permissions are bits as a whole number in digits. */
const bits = z.string().regex(/^\d{1,40}$/);
const words = z.string().max(LIMITS.words);

const answerable = z.object({
  id: snowflake,
  application_id: snowflake,
  token: z
    .string()
    .regex(/^[^/?#\s]+$/)
    .max(LIMITS.token),
});

const user = z.object({ id: snowflake, username: words, global_name: words.nullish() });
const member = z.object({ user, nick: words.nullish(), roles: z.array(snowflake), permissions: bits });

const asked = answerable.extend({
  user: user.optional(),
  member: member.optional(),
  guild_id: snowflake.optional(),
  app_permissions: bits.optional(),
  locale: words,
  guild_locale: words.optional(),
});

/** What was typed or chosen. Commands here have no commands within them. */
const options = z.array(
  z.object({
    name: words,
    type: z.int(),
    value: z.union([z.string().max(LIMITS.entered), z.number(), z.boolean()]).optional(),
  }),
);

/** What a form was filled in with, under its labels. */
const labels = z.array(
  z.object({
    component: z
      .object({
        custom_id: words,
        value: z.string().max(LIMITS.entered).optional(),
        values: z.array(words).optional(),
      })
      .optional(),
  }),
);

/** Components of a message that are pressed or chosen from. */
const PRESSABLE = [
  ComponentType.Button,
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
] as const;

/** What is read of each kind; discord.js reads more, and what it throws is caught where it is thrown. */
const kinds = z.discriminatedUnion('type', [
  asked.extend({
    type: z.literal(InteractionType.ApplicationCommand),
    data: z.object({ name: words, type: z.enum(ApplicationCommandType), options: options.optional() }),
  }),
  asked.extend({
    type: z.literal(InteractionType.MessageComponent),
    data: z.object({ custom_id: words, component_type: z.literal(PRESSABLE) }),
  }),
  asked.extend({
    type: z.literal(InteractionType.ApplicationCommandAutocomplete),
    data: z.object({ name: words, options }),
  }),
  asked.extend({
    type: z.literal(InteractionType.ModalSubmit),
    data: z.object({ custom_id: words, components: labels }),
  }),
]);

const interaction = kinds.refine((sent) => sent.user ?? sent.member, { error: 'nobody', path: ['user'] });

const guild = z.object({ id: snowflake, unavailable: z.boolean().optional() });

const ready = z.object({
  session_id: words.min(1),
  // A session that can't be resumed there would never come back.
  resume_gateway_url: z.url({ protocol: /^wss?$/ }),
  user: z.object({ id: snowflake }),
  application: z.object({ id: snowflake }),
  guilds: z.array(guild),
});

/** Of the events that the shard's own state and our listeners go by; the others are discord.js's, and caught there. */
const EVENTS: Readonly<Record<string, z.ZodType>> = {
  READY: ready,
  GUILD_CREATE: guild,
  GUILD_DELETE: guild,
  INTERACTION_CREATE: interaction,
};

const EVENT_NAME = /^[A-Z_]{1,64}$/;

const dispatch = z.object({
  t: z.string().regex(EVENT_NAME),
  s: z.int().nonnegative(),
  d: z.unknown().optional(),
});

/** Of the operations that the gateway asks for; an unknown one is passed over by discord.js. */
const OPERATIONS: Readonly<Record<number, z.ZodType>> = {
  [GatewayOpcodes.Dispatch]: dispatch,
  [GatewayOpcodes.InvalidSession]: z.object({ d: z.boolean() }),
  [GatewayOpcodes.Hello]: z.object({
    d: z.object({
      heartbeat_interval: z.int().min(LIMITS.heartbeat.least).max(LIMITS.heartbeat.most),
    }),
  }),
};

const frameSchema = z.object({ op: z.int(), t: z.unknown().optional(), d: z.unknown().optional() });

const pathOf = ({ issues: [issue] }: z.ZodError): string => issue?.path.map(String).join('.') || 'all of it';

/** Which part of a frame is not as it must be, without what stands there; undefined where nothing is wrong. */
export function problemOf(frame: unknown): string | undefined {
  const { data, error } = frameSchema.safeParse(frame);
  if (error) return pathOf(error);
  const wrong = OPERATIONS[data.op]?.safeParse(frame).error;
  if (wrong) return pathOf(wrong);
  if (data.op !== GatewayOpcodes.Dispatch) return undefined;
  const event = EVENTS[String(data.t)]?.safeParse(data.d).error;
  return event && `d.${pathOf(event)}`;
}

/** What may stand in a log of a frame, whatever it holds: the event's name, or the number of its operation. */
export function kindOf(frame: unknown): string {
  const { data } = frameSchema.safeParse(frame);
  if (!data) return 'no frame';
  const named = data.op === GatewayOpcodes.Dispatch && typeof data.t === 'string' && EVENT_NAME.test(data.t);
  return named ? String(data.t) : `operation ${data.op}`;
}

const wrong = z.object({
  t: z.literal('INTERACTION_CREATE'),
  d: answerable.extend({ type: z.unknown().optional() }),
});

/** The interaction that can be told in a message that it went wrong. Suggestions can't, nor can what has no token. */
export function answerableOf(frame: unknown): Answerable | undefined {
  const { data } = wrong.safeParse(frame);
  if (!data || data.d.type === InteractionType.ApplicationCommandAutocomplete) return undefined;
  const { id, application_id: applicationId, token } = data.d;
  return { id, applicationId, token };
}
