/** What Slack sends: whether it is sound enough to go on, what may be said of it where it is not, and who can be told. */

import { z } from 'zod';
import { placeOfButton, type Recipient } from './place.ts';

const LIMITS = {
  /** A message has at most 40,000 characters. */
  words: 50_000,
  /** Names things to this program's store. Slack's have some 60 characters. */
  delivery: 300,
  /** Of `action_id` and `callback_id`. */
  label: 255,
  /** Of `private_metadata`, and of a button's value. */
  carried: 3_000,
} as const;

/** By names that come from outside, which an object would take for its own. */
const byName = (schemas: Readonly<Record<string, z.ZodType>>) =>
  new Map<unknown, z.ZodType>(Object.entries(schemas));

const id = z.string().regex(/^\w{1,64}$/);
const words = z.string().max(LIMITS.words);
const delivery = z.string().min(1).max(LIMITS.delivery);
const label = z.string().max(LIMITS.label);
const carried = z.string().max(LIMITS.carried);
const ts = z.string().max(64);
const url = z.url({ protocol: /^https?$/ });
const anyObject = z.record(z.string(), z.unknown());

const command = z.object({
  command: z.string().regex(/^\/\S{1,100}$/),
  text: words,
  user_id: id,
  channel_id: id,
  response_url: url,
  trigger_id: delivery,
});

/** Of the events that are listened to; of the others nothing is read. */
const EVENTS: ReadonlyMap<unknown, z.ZodType> = byName({
  app_mention: z.object({
    user: id.optional(),
    bot_id: id.optional(),
    channel: id,
    text: words,
    thread_ts: ts.optional(),
  }),
  message: z.object({
    user: id.optional(),
    bot_id: id.nullish(),
    channel: id,
    channel_type: z.string().optional(),
    subtype: z.string().optional(),
    text: words.nullish(),
    thread_ts: ts.optional(),
  }),
  app_home_opened: z.object({ user: id, tab: z.string() }),
  app_uninstalled: anyObject,
  tokens_revoked: z.object({ tokens: z.object({ bot: z.array(z.unknown()).optional() }) }),
});

const event = z.object({ event_id: delivery, event: z.object({ type: z.string() }) });

const surroundings = z.object({
  channel: z.object({ id }).optional(),
  container: z.object({ thread_ts: z.unknown().optional() }),
  // Slack leaves it out in App Home, and empty in some forms.
  response_url: url.or(z.literal('')).optional(),
});

const action = z.object({ type: z.string(), action_id: label, value: carried.optional() });

const filled = z.object({ value: words.nullish(), selected_date_time: z.number().nullish() });

/** What is read of each kind of interaction. */
const INTERACTIONS: ReadonlyMap<unknown, z.ZodType> = byName({
  block_actions: surroundings.extend({
    user: z.object({ id }),
    trigger_id: delivery,
    actions: z.array(action).min(1),
  }),
  view_submission: z.object({
    user: z.object({ id }),
    view: z.object({
      id: delivery,
      hash: delivery,
      callback_id: label,
      private_metadata: carried,
      state: z.object({ values: z.record(z.string(), z.record(z.string(), filled)) }),
    }),
  }),
});

/** What Slack sends besides, which is acknowledged and passed over. */
const PASSED_OVER: ReadonlySet<unknown> = new Set([
  'app_rate_limited',
  'block_suggestion',
  'dialog_submission',
  'interactive_message',
  'message_action',
  'shortcut',
  'view_closed',
]);

/** Slack's own names are like this; anything else may be what somebody typed. */
const NAME = /^[a-z][a-z_]{0,40}$/;

const stepOf = (step: PropertyKey): string =>
  typeof step === 'number' || NAME.test(String(step)) ? String(step) : '(a name)';

const pathOf = ({ issues: [issue] }: z.ZodError): string => issue?.path.map(stepOf).join('.') || 'all of it';

const failureOf = (schema: z.ZodType | undefined, value: unknown): z.ZodError | undefined =>
  schema?.safeParse(value).error;

/** Which part of a body is not as it must be, without what stands there; undefined where nothing is wrong. */
export function problemOf(sent: unknown): string | undefined {
  const { data: body, error } = anyObject.safeParse(sent);
  if (error) return pathOf(error);
  if ('event' in body) {
    const outer = event.safeParse(body);
    if (!outer.success) return pathOf(outer.error);
    const inner = failureOf(EVENTS.get(outer.data.event.type), body.event);
    return inner && `event.${pathOf(inner)}`;
  }
  if (PASSED_OVER.has(body.type)) return undefined;
  const schema = 'command' in body ? command : INTERACTIONS.get(body.type);
  if (!schema) return 'type';
  const wrong = failureOf(schema, body);
  return wrong && pathOf(wrong);
}

const named = z.object({ type: z.string().regex(NAME) });
const ofEvent = z.object({ event: named });

/** What may stand in a log of a body, whatever it holds. */
export function kindOf(sent: unknown): string {
  const { data: body } = anyObject.safeParse(sent);
  if (!body) return 'no body';
  if ('event' in body) return ofEvent.safeParse(body).data?.event.type ?? 'an event';
  if ('command' in body) return 'a command';
  return named.safeParse(body).data?.type ?? 'an unknown kind';
}

const byCommand = command.pick({ user_id: true, channel_id: true, response_url: true });
const byButton = surroundings.extend({ type: z.literal('block_actions'), user: z.object({ id }) });
const byForm = z.object({ type: z.literal('view_submission'), user: z.object({ id }) });
const byMention = z.object({
  event: z.object({
    type: z.literal('app_mention'),
    user: id,
    channel: id,
    bot_id: z.undefined().optional(),
  }),
});
const directly = z.object({
  event: z.object({
    type: z.literal('message'),
    channel_type: z.literal('im'),
    subtype: z.undefined().optional(),
    bot_id: z.undefined().optional(),
    user: id,
    channel: id,
  }),
});

/** Who can be told that what they sent went wrong, and where: as far as that much of it is sound. */
export function recipientOf(body: unknown): Recipient | undefined {
  const asked = byCommand.safeParse(body).data;
  if (asked) {
    const { user_id: user, channel_id: channel, response_url: responseUrl } = asked;
    return { user, place: { kind: 'command', channel, responseUrl } };
  }
  const pressed = byButton.safeParse(body).data;
  if (pressed) return { user: pressed.user.id, place: placeOfButton(pressed, true) };
  const submitted = byForm.safeParse(body).data;
  if (submitted) return { user: submitted.user.id, place: { kind: 'home' } };
  const mentioned = byMention.safeParse(body).data?.event;
  if (mentioned) {
    const { user, channel } = mentioned;
    return { user, place: { kind: 'mention', channel, thread: undefined } };
  }
  const wrote = directly.safeParse(body).data?.event;
  return wrote && { user: wrote.user, place: { kind: 'direct', channel: wrote.channel, thread: undefined } };
}
