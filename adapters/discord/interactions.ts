/** Interactions into calls of the lab: who asks, what for, and that each delivery is answered once. */

import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  PermissionFlagsBits,
} from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { Assistant, Call } from '../../commands/assistant.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { Logger } from '../../src/log.ts';
import type { Actor } from '../../src/messages/actor.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { answer } from './answering.ts';
import type { Manner } from './callbacks.ts';
import { suggestions } from './commands.ts';
import { customIds, readCustomId } from './custom-id.ts';
import { reasonOf } from './failures.ts';
import { type DiscordMessage, sentence } from './message.ts';
import { render } from './render.ts';

export interface InteractionOptions {
  readonly assistant: Assistant;
  readonly charts: ChartHost;
  /** The course's server, which direct messages belong to. */
  readonly guildId: string | undefined;
  readonly deferMs: number;
  readonly log: Logger;
}

/** Interactions that were answered lately. Discord redelivers within seconds; a token lives for 15 minutes. */
const DELIVERIES_KEPT = { max: 20_000, ttl: 15 * 60_000 } as const;

/** Where direct messages belong when no course server is configured: a workspace of their own. */
export const DIRECT_MESSAGES = 'direct-messages';

const NOT_YOURS =
  'This button belongs to another student’s answer, so nothing was done. Type /lab to get your own.';
const OUTDATED = 'This button is from an older version of the lab. Type /lab to go on where you are.';
const FAILED =
  'Something went wrong here, not with you. What you have locked stands; type /lab to see where you are, and try again: twice does no harm.';

/** Discord vouches for each of these with every interaction. */
export function actorOf(
  interaction: Pick<Interaction, 'guildId' | 'user' | 'memberPermissions'>,
  guildId: string | undefined,
): Actor {
  return {
    platform: 'discord',
    workspace: interaction.guildId ?? guildId ?? DIRECT_MESSAGES,
    user: interaction.user.id,
    instructor: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
  };
}

/** What is answered with a message. */
type Asked = ChatInputCommandInteraction | ButtonInteraction;

const optionsOf = ({ options }: ChatInputCommandInteraction): Record<string, string | number | boolean> =>
  Object.fromEntries(options.data.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));

export class Interactions {
  readonly #options: InteractionOptions;
  readonly #answered = new LRUCache<string, true>(DELIVERIES_KEPT);
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(options: InteractionOptions) {
    this.#options = options;
  }

  /** Answers it. Never throws, and answers a redelivered one only once. */
  accept(interaction: Interaction): void {
    if (this.#answered.has(interaction.id)) return;
    this.#answered.set(interaction.id, true);
    const work = this.#handle(interaction).catch((error: unknown) => {
      this.#options.log.error({ interaction: interaction.id, ...reasonOf(error) }, 'an interaction failed');
    });
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  /** Resolves when everything that was accepted is answered. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #handle(interaction: Interaction): Promise<void> {
    if (interaction.isAutocomplete()) return this.#complete(interaction);
    if (interaction.isChatInputCommand()) return this.#command(interaction);
    if (interaction.isButton()) return this.#button(interaction);
  }

  /** Too late or failed, a suggestion is only missed: the student can type on. */
  async #complete(interaction: AutocompleteInteraction): Promise<void> {
    const { name, value } = interaction.options.getFocused(true);
    try {
      await interaction.respond(suggestions(interaction.commandName, name, String(value)));
    } catch (error) {
      this.#options.log.debug(reasonOf(error), 'suggestions came too late');
    }
  }

  #command(interaction: ChatInputCommandInteraction): Promise<void> {
    const { assistant } = this.#options;
    return this.#answer(interaction, 'reply', (call) =>
      assistant.fill(call, interaction.commandName, optionsOf(interaction)),
    );
  }

  async #button(interaction: ButtonInteraction): Promise<void> {
    const pressed = readCustomId(interaction.customId, interaction.user.id);
    const { assistant, deferMs, log } = this.#options;
    if (pressed.kind === 'line') {
      return this.#answer(interaction, 'update', (call) => assistant.say(call, pressed.line));
    }
    const refusal = sentence(pressed.kind === 'not-yours' ? NOT_YOURS : OUTDATED);
    await answer(interaction, 'reply', Promise.resolve(refusal), { deferMs, log });
  }

  async #answer(interaction: Asked, manner: Manner, ask: (call: Call) => Promise<Reply>): Promise<void> {
    const { deferMs, log, guildId } = this.#options;
    const started = performance.now();
    const call = { actor: actorOf(interaction, guildId), delivery: interaction.id };
    const fate = await answer(interaction, manner, this.#rendered(interaction, ask(call)), { deferMs, log });
    const told = { interaction: interaction.id, fate, ms: Math.round(performance.now() - started) };
    if (fate === 'done') log.debug(told, 'answered');
    else log.warn(told, 'an answer did not reach its student; what was stored stands');
  }

  async #rendered(interaction: Asked, asked: Promise<Reply>): Promise<DiscordMessage> {
    const { charts, log } = this.#options;
    try {
      const { appPermissions } = interaction;
      return await render(await asked, {
        charts,
        customId: customIds(interaction.user.id),
        may: {
          attachFiles: appPermissions.has(PermissionFlagsBits.AttachFiles),
          embedLinks: appPermissions.has(PermissionFlagsBits.EmbedLinks),
        },
      });
    } catch (error) {
      log.error({ err: error, interaction: interaction.id }, 'an answer could not be made');
      return sentence(FAILED);
    }
  }
}
