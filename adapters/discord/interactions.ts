/** Interactions into calls of the lab: who asks, what for, and that each delivery is answered once. */

import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import type { Assistant, Call } from '../../commands/assistant.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { Logger } from '../../src/log.ts';
import type { Actor } from '../../src/messages/actor.ts';
import type { Field, Reply } from '../../src/messages/reply.ts';
import { command, say } from '../../src/messages/rich-text.ts';
import { type Deliveries, deliveriesSeen } from '../../src/store/deliveries.ts';
import type { Callbacks, ResponseType } from './callbacks.ts';
import { suggestions } from './commands.ts';
import { customIds, readCustomId } from './custom-id.ts';
import { deliveryResultOf, reasonOf } from './failures.ts';
import { markdown } from './markdown.ts';
import { type DiscordMessage, sentence } from './message.ts';
import { enteredIn, modal } from './modal.ts';
import { render } from './render.ts';
import { respond } from './respond.ts';
import { SENTENCES } from './sentences.ts';

export interface InteractionOptions {
  readonly assistant: Assistant;
  readonly callbacks: Callbacks;
  /** Shared by all processes on the store: two may be connected as the same shard while one takes over. */
  readonly deliveries: Deliveries;
  readonly charts: ChartHost;
  /** The course's server, which direct messages belong to. */
  readonly guildId: string | undefined;
  readonly deferMs: number;
  readonly log: Logger;
}

/** Where direct messages belong when no course server is configured: a workspace of their own. */
export const DIRECT_MESSAGES = 'direct-messages';

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

/** A reply of the lab, or a message beside it. */
type Ask = (call: Call) => Promise<Reply | DiscordMessage>;

/** What is answered with a message. */
type Asked = ChatInputCommandInteraction | ButtonInteraction | ModalSubmitInteraction;

const optionsOf = ({ options }: ChatInputCommandInteraction): Record<string, string | number | boolean> =>
  Object.fromEntries(options.data.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));

export class Interactions {
  readonly #options: InteractionOptions;
  readonly #underWay = new Set<Promise<unknown>>();
  /** Taken up here: a redelivery is dropped before anything is asked of the store, which may be slow or fail. */
  readonly #here = deliveriesSeen();

  constructor(options: InteractionOptions) {
    this.#options = options;
  }

  /** Answers it, once however often it is delivered. Never throws. */
  accept(interaction: Interaction): void {
    if (!this.#here(interaction.id)) return;
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
    if (interaction.isModalSubmit()) return this.#form(interaction);
  }

  /** Too late or failed, a suggestion is only missed: the student can type on. */
  async #complete(interaction: AutocompleteInteraction): Promise<void> {
    const { name, value } = interaction.options.getFocused(true);
    try {
      await interaction.respond(
        suggestions(this.#options.assistant.commands, interaction.commandName, name, String(value)),
      );
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

  #button(interaction: ButtonInteraction): Promise<void> {
    const pressed = readCustomId(interaction.customId, interaction.user.id);
    if (pressed.kind !== 'theirs') return this.#refuse(interaction, pressed.kind);
    const { assistant } = this.#options;
    const { version, line } = pressed;
    const field = assistant.fieldOf(line);
    if (field) return this.#ask(interaction, field, line);
    return this.#answer(interaction, 'update', (call) => assistant.press(call, { version, line }));
  }

  /** A form that was filled in. It comes from a button's message, which its answer takes the place of. */
  #form(interaction: ModalSubmitInteraction): Promise<void> {
    const sent = readCustomId(interaction.customId, interaction.user.id);
    if (sent.kind !== 'theirs') return this.#refuse(interaction, sent.kind);
    const { version, line } = sent;
    const entered = enteredIn(interaction);
    return this.#answer(interaction, interaction.isFromMessage() ? 'update' : 'reply', (call) =>
      this.#options.assistant.press(call, { version, line, entered }),
    );
  }

  #refuse(interaction: Asked, why: 'not-theirs' | 'outdated'): Promise<void> {
    const refusal = sentence(why === 'not-theirs' ? SENTENCES.notYours : SENTENCES.outdated);
    return this.#answer(interaction, 'reply', async () => refusal);
  }

  /** Opens a form, which records nothing: what is entered comes as a delivery of its own. */
  async #ask(interaction: ButtonInteraction, field: Field, line: string): Promise<void> {
    const { assistant, callbacks, log } = this.#options;
    try {
      await callbacks.ask(interaction, modal(field, interaction.customId));
    } catch (error) {
      if (deliveryResultOf(error) === 'done') return;
      log.warn(
        { interaction: interaction.id, ...reasonOf(error) },
        'a form was not opened, or nobody can tell',
      );
      const { commands } = assistant;
      const typed = command({ ...commands.parseLine(line), kind: 'predict', answer: field.example });
      const instead = say`If no form has opened, type your number instead, for example ${typed} (${field.hint}).`;
      const told = Promise.resolve(sentence(markdown(instead, commands)));
      await respond(interaction, 'reply', told, this.#options);
    }
  }

  async #answer(interaction: Asked, type: ResponseType, ask: Ask): Promise<void> {
    const { log } = this.#options;
    const started = performance.now();
    const result = await respond(interaction, type, this.#message(interaction, ask), this.#options);
    const told = { interaction: interaction.id, result, ms: Math.round(performance.now() - started) };
    if (result === 'done') log.debug(told, 'answered');
    else log.warn(told, 'an answer did not reach its student; what was stored stands');
  }

  /** Undefined where this delivery is answered already. Never throws: the student is told, whatever happens. */
  async #message(interaction: Asked, ask: Ask): Promise<DiscordMessage | undefined> {
    const { assistant, charts, deliveries, guildId, log } = this.#options;
    const { id, appPermissions, user } = interaction;
    try {
      if (!(await deliveries.claim(`discord:${id}`))) return undefined;
      const said = await ask({ actor: actorOf(interaction, guildId), delivery: id, form: true });
      if (!('parts' in said)) return said;
      return await render(said, {
        charts,
        commands: assistant.commands,
        customId: customIds(user.id, assistant.commands),
        may: {
          attachFiles: appPermissions.has(PermissionFlagsBits.AttachFiles),
          embedLinks: appPermissions.has(PermissionFlagsBits.EmbedLinks),
        },
        onPictureError: (error) => log.error({ err: error, interaction: id }, 'a picture could not be made'),
      });
    } catch (error) {
      log.error({ err: error, interaction: id }, 'an answer could not be made');
      return sentence(SENTENCES.failed);
    }
  }
}
