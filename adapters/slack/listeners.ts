/** What Slack delivers, into calls of the lab: acknowledged before any work, answered once, and never silently dropped. */

import type { App, webApi } from '@slack/bolt';
import type { Assistant, Call } from '../../commands/assistant.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { Deliveries } from '../../src/ledger/store/deliveries.ts';
import type { Logger } from '../../src/log.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { ANY_ACTION, readActionId } from './action-id.ts';
import { answer, type Place, tell } from './answering.ts';
import { homeView } from './home.ts';
import { reasonOf } from './pictures.ts';

export interface ListenerOptions {
  readonly assistant: Assistant;
  readonly charts: ChartHost;
  readonly deliveries: Deliveries;
  readonly log: Logger;
}

const NOT_YOURS =
  'This button belongs to another student’s answer, so nothing was done. Type `/lab` to get your own.';
const OUTDATED = 'This button is from an older version of the lab. Type `/lab` to go on where you are.';
const FAILED =
  'Something went wrong here, not with you. What you have locked stands; type `/lab` to see where you are, and try again: twice does no harm.';

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** What the person typed, without the mention before it; Slack sends its three signs as entities. */
export const typed = (text: string): string =>
  text
    .replace(/^(?:\s*<@[^>]+>)+/, '')
    .replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
    .trim();

/** Says how to begin where a mention or message says nothing. */
const orStart = (line: string): string => (line === '' ? '/lab' : line);

interface Delivered {
  /** Trigger or event id: the same for every delivery of one thing. */
  readonly id: string | undefined;
  readonly team: string | undefined;
  readonly place: Place;
  readonly client: webApi.WebClient;
}

export class Listeners {
  readonly #options: ListenerOptions;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Resolves when everything that was accepted is answered. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  listenTo(app: App): void {
    app.command(/^\/[a-z]+$/, async ({ ack, command, client, context }) => {
      await ack();
      const place = { user: command.user_id, channel: command.channel_id, responseUrl: command.response_url };
      this.#accept({ id: command.trigger_id, team: context.teamId, place, client }, (call) =>
        this.#options.assistant.say(call, typed(`${command.command} ${command.text}`)),
      );
    });

    app.event('app_mention', async ({ event, body, client, context }) => {
      const { user, channel, thread_ts: thread } = event;
      if (user === undefined) return;
      const place = { user, channel, ...(thread !== undefined && { thread }) };
      this.#accept({ id: body.event_id, team: context.teamId, place, client }, (call) =>
        this.#options.assistant.say(call, orStart(typed(event.text))),
      );
    });

    app.event('message', async ({ event, body, client, context }) => {
      // Edits, joins and the app's own words have a subtype or a bot; only a person's new message is a request.
      if (event.channel_type !== 'im' || event.subtype !== undefined || event.bot_id !== undefined) return;
      const { user, channel, text } = event;
      const place = { user, channel, direct: true };
      this.#accept({ id: body.event_id, team: context.teamId, place, client }, (call) =>
        this.#options.assistant.say(call, orStart(typed(text ?? ''))),
      );
    });

    app.action(
      { type: 'block_actions', action_id: ANY_ACTION },
      async ({ ack, action, body, client, context }) => {
        await ack();
        if (action.type !== 'button') return;
        const inHome = body.view?.type === 'home';
        const place: Place = {
          user: body.user.id,
          ...(body.channel && { channel: body.channel.id, direct: body.channel.id.startsWith('D') }),
          ...(body.response_url && { responseUrl: body.response_url, replace: true }),
        };
        const delivered = { id: body.trigger_id, team: context.teamId, place, client };
        const pressed = readActionId(action.action_id, body.user.id);
        if (pressed !== 'theirs') {
          this.#track(
            tell({ ...place, replace: false }, pressed === 'outdated' ? OUTDATED : NOT_YOURS, {
              ...this.#options,
              client,
            }),
          );
          return;
        }
        this.#accept(delivered, (call) => this.#options.assistant.say(call, action.value ?? ''), inHome);
      },
    );

    app.event('app_home_opened', async ({ event, client, context }) => {
      if (event.tab !== 'home') return;
      const call = this.#call({ id: undefined, team: context.teamId, place: { user: event.user }, client });
      if (call) this.#track(this.#publishHome(call, client));
    });

    app.error(async (error) => this.#options.log.error({ reason: reasonOf(error) }, 'Bolt reports an error'));
  }

  #track(work: Promise<unknown>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  #call({ id, team, place }: Delivered): Call | undefined {
    if (team === undefined) return undefined;
    return {
      actor: { platform: 'slack', workspace: team, user: place.user, instructor: false },
      ...(id !== undefined && { delivery: id }),
    };
  }

  #accept(delivered: Delivered, ask: (call: Call) => Promise<Reply>, inHome = false): void {
    this.#track(this.#handle(delivered, ask, inHome));
  }

  /** Never throws: the student is told, whatever happens. */
  async #handle(delivered: Delivered, ask: (call: Call) => Promise<Reply>, inHome: boolean): Promise<void> {
    const { deliveries, log } = this.#options;
    const { id, place, client } = delivered;
    const options = { ...this.#options, client };
    const started = performance.now();
    try {
      const call = this.#call(delivered);
      if (!call) throw new Error('Slack named no workspace');
      if (id !== undefined && !(await deliveries.claim(`slack:${call.actor.workspace}:${id}`))) {
        log.debug('a redelivery; it is answered already');
        return;
      }
      const answered = await answer(place, await ask(call), options);
      if (inHome) await this.#publishHome(call, client);
      log.debug({ answered, ms: Math.round(performance.now() - started) }, 'answered');
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'an answer could not be made');
      await tell({ ...place, replace: false }, FAILED, options);
    }
  }

  async #publishHome(call: Call, client: webApi.WebClient): Promise<void> {
    const { assistant, log } = this.#options;
    const { user } = call.actor;
    try {
      const view = homeView(await assistant.say({ actor: call.actor }, '/ledger'), user);
      await client.views.publish({ user_id: user, view: { type: view.type, blocks: [...view.blocks] } });
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'App Home could not be shown');
    }
  }
}
