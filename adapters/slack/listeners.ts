/** What Slack delivers, into calls of the lab: acknowledged before any work, answered once, and never silently dropped. */

import type { App, webApi } from '@slack/bolt';
import type { Assistant, Call } from '../../commands/assistant.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { Deliveries } from '../../src/ledger/store/deliveries.ts';
import { KeyedLock } from '../../src/ledger/store/keyed-lock.ts';
import type { Logger } from '../../src/log.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { ANY_ACTION, readActionId } from './action-id.ts';
import { answer, type Place, tell } from './answering.ts';
import { reasonOf } from './failures.ts';
import { homeView } from './home.ts';
import { commandLine, messageLine } from './typed.ts';

export interface ListenerOptions {
  /** The workspace that the token belongs to. */
  readonly team: string;
  readonly assistant: Assistant;
  readonly charts: ChartHost;
  readonly deliveries: Deliveries;
  /** How long Slack is waited for. */
  readonly answerMs: number;
  readonly log: Logger;
}

const NOT_YOURS =
  'This button belongs to another student’s answer, so nothing was done. Type `/lab` to get your own.';
const OUTDATED = 'This button is from an older version of the lab. Type `/lab` to go on where you are.';
const FAILED =
  'Something went wrong here, not with you. What you have locked stands; type `/lab` to see where you are, and try again: twice does no harm.';

/** A person's new message; edits, joins and the like have other subtypes or are from bots. */
const NEW_MESSAGES: readonly (string | undefined)[] = [
  undefined,
  'file_share',
  'thread_broadcast',
  'me_message',
];

interface Delivered {
  /** Trigger or event id: the same for every delivery of one thing. */
  readonly id: string;
  readonly place: Place;
  readonly client: webApi.WebClient;
}

/** A reply of the lab, or a sentence beside it that changes no message. */
type Ask = (call: Call) => Promise<Reply | string>;

export class Listeners {
  readonly #options: ListenerOptions;
  readonly #underWay = new Set<Promise<unknown>>();
  /** Two views of one student are published in the order in which they were made. */
  readonly #homes = new KeyedLock();

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Resolves when everything that was accepted is answered. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  listenTo(app: App): void {
    const { assistant } = this.#options;

    // Any name that the manifest gave it: an admin may have had to choose another.
    app.command(/.*/, async ({ ack, command, client }) => {
      await ack();
      const place = { user: command.user_id, channel: command.channel_id, responseUrl: command.response_url };
      const line = commandLine(command.command, command.text);
      this.#accept({ id: command.trigger_id, place, client }, (call) => assistant.say(call, line));
    });

    app.event('app_mention', async ({ event, body, client, context }) => {
      const { user, channel, thread_ts: thread, bot_id: bot } = event;
      if (user === undefined || bot !== undefined) return;
      const place = { user, channel, ...(thread !== undefined && { thread }) };
      const line = messageLine(event.text, context.botUserId);
      this.#accept({ id: body.event_id, place, client }, (call) => assistant.say(call, line));
    });

    app.event('message', async ({ event, body, client, context }) => {
      if (event.channel_type !== 'im' || !NEW_MESSAGES.includes(event.subtype)) return;
      if (!('user' in event) || event.user === undefined || ('bot_id' in event && event.bot_id)) return;
      const thread = 'thread_ts' in event ? event.thread_ts : undefined;
      const place = { user: event.user, channel: event.channel, direct: true, ...(thread && { thread }) };
      const line = messageLine(('text' in event && event.text) || '', context.botUserId);
      this.#accept({ id: body.event_id, place, client }, (call) => assistant.say(call, line));
    });

    app.action({ type: 'block_actions', action_id: ANY_ACTION }, async ({ ack, action, body, client }) => {
      await ack();
      if (action.type !== 'button') return;
      const { channel, container, response_url: responseUrl, trigger_id: id, user, view } = body;
      const thread: unknown = container.thread_ts;
      const place: Place = {
        user: user.id,
        ...(channel && { channel: channel.id, direct: channel.id.startsWith('D') }),
        ...(typeof thread === 'string' && { thread }),
        ...(responseUrl && { responseUrl, replace: true }),
      };
      const pressed = readActionId(action.action_id, user.id);
      const ask: Ask =
        pressed === 'theirs'
          ? (call) => assistant.say(call, action.value ?? '')
          : async () => (pressed === 'outdated' ? OUTDATED : NOT_YOURS);
      this.#accept({ id, place, client }, ask, view?.type === 'home');
    });

    app.event('app_home_opened', async ({ event, client }) => {
      if (event.tab === 'home') this.#track(this.#publishHome(event.user, client));
    });

    app.error(async (error) => this.#options.log.error({ reason: reasonOf(error) }, 'Bolt reports an error'));
  }

  #track(work: Promise<unknown>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  #actor(user: string): Call['actor'] {
    return { platform: 'slack', workspace: this.#options.team, user, instructor: false };
  }

  #accept(delivered: Delivered, ask: Ask, inHome = false): void {
    this.#track(this.#handle(delivered, ask, inHome));
  }

  /** Never throws: the student is told, whatever happens. */
  async #handle({ id, place, client }: Delivered, ask: Ask, inHome: boolean): Promise<void> {
    const { team, deliveries, log } = this.#options;
    const options = { ...this.#options, client };
    const started = performance.now();
    try {
      if (!(await deliveries.claim(`slack:${team}:${id}`))) {
        log.debug('a redelivery; it is answered already');
        return;
      }
      const said = await ask({ actor: this.#actor(place.user), delivery: id });
      if (typeof said === 'string') return await tell({ ...place, replace: false }, said, options);
      const answered = await answer(place, said, options);
      if (inHome) await this.#publishHome(place.user, client);
      log.debug({ answered, ms: Math.round(performance.now() - started) }, 'answered');
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'an answer could not be made');
      await tell({ ...place, replace: false }, FAILED, options);
    }
  }

  #publishHome(user: string, client: webApi.WebClient): Promise<void> {
    const { assistant, log } = this.#options;
    return this.#homes.run(user, async () => {
      try {
        const view = homeView(await assistant.say({ actor: this.#actor(user) }, '/ledger'), user);
        await client.views.publish({ user_id: user, view: { type: view.type, blocks: [...view.blocks] } });
      } catch (error) {
        log.warn({ reason: reasonOf(error) }, 'App Home could not be shown');
      }
    });
  }
}
