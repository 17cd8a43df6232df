/** Interactions into calls of the lab: who asks, what for, and that each delivery is answered once. */

import {
  ApplicationCommandOptionType,
  type Attachment,
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type Message,
  MessageFlags,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import type { Assistant, Call } from '../../commands/assistant.ts';
import { type Button, requestOfButton } from '../../commands/button.ts';
import { Admission } from '../../src/admission.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import { mistake } from '../../src/conversation/mistake.ts';
import type { Logger } from '../../src/log.ts';
import type { Field, Reply } from '../../src/messages/reply.ts';
import type { Value } from '../../src/messages/request.ts';
import { command, say } from '../../src/messages/rich-text.ts';
import { UserError } from '../../src/messages/user-error.ts';
import { type Deliveries, RecentIds } from '../../src/store/deliveries.ts';
import { Intake, type Taken } from '../../src/store/intake.ts';
import { actorOf, DIRECT_MESSAGES } from './actor.ts';
import { fetchUpload } from './attachment.ts';
import type { Answerable, Callbacks, ResponseType } from './callbacks.ts';
import { suggestions } from './commands.ts';
import { type CustomIds, customIds, directIds, readCustomId } from './custom-id.ts';
import { deliveryResultOf, reasonOf } from './failures.ts';
import { markdown } from './markdown.ts';
import { type DiscordMessage, sentence } from './message.ts';
import { contentOf, modal } from './modal.ts';
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
  /** Base of the REST API, where it is not Discord's own. */
  readonly apiUrl: string | undefined;
  readonly deferMs: number;
  readonly log: Logger;
}

/** A reply of the lab, or a message beside it. */
type Ask = (call: Call) => Promise<Reply | DiscordMessage>;

/** What is answered with a message. */
type Asked = ChatInputCommandInteraction | ButtonInteraction | ModalSubmitInteraction;

/** The options as a line would give them: a person by mention, a file by its name. */
const optionsOf = ({ options }: ChatInputCommandInteraction): Record<string, Value> =>
  Object.fromEntries(
    options.data.flatMap(({ name, type, value, attachment }) => {
      if (value === undefined) return [];
      if (type === ApplicationCommandOptionType.User) return [[name, `<@${value}>`]];
      return [[name, attachment?.name ?? value]];
    }),
  );

const attachmentOf = ({ options }: ChatInputCommandInteraction): Attachment | undefined =>
  options.data.find(({ attachment }) => attachment)?.attachment ?? undefined;

/** A post or a direct message stays as it is: only an answer that its reader alone sees is changed by a press. */
const answerTo = (message: Message | null): ResponseType =>
  message?.flags.has(MessageFlags.Ephemeral) ? 'update' : 'reply';

/** A file that can't be taken is a mistake that the person can mend, before anything is asked of the course. */
function mistakeOf(error: unknown): Reply {
  if (error instanceof UserError) return mistake(error);
  throw error;
}

export class Interactions {
  readonly #options: InteractionOptions;
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #intake: Intake;
  readonly #admission = new Admission();
  /** Presses that were answered with a form, or are being. */
  readonly #asked = new RecentIds();

  constructor(options: InteractionOptions) {
    this.#options = options;
    this.#intake = new Intake(options.deliveries, options.log);
  }

  /** Answers it, once however often it is delivered. Never throws. */
  accept(interaction: Interaction): void {
    const { log } = this.#options;
    const work = this.#admitted(interaction).catch((error: unknown) => {
      log.error({ interaction: interaction.id, ...reasonOf(error) }, 'an interaction failed');
      if (interaction.isRepliable()) this.apologize(interaction);
    });
    this.#track(work);
  }

  /** Tells whoever sent something that could not be understood that it went wrong. Never throws. */
  apologize(interaction: Answerable): void {
    const sorry = Promise.resolve(sentence(SENTENCES.failed));
    this.#track(respond(interaction, 'reply', sorry, this.#options));
  }

  #track(work: Promise<unknown>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  /** Resolves when everything that was accepted is answered. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Everything that somebody does counts, whatever it is for. What is typed counts apart: each letter asks for suggestions. */
  async #admitted(interaction: Interaction): Promise<void> {
    const { id, user } = interaction;
    const person = interaction.isAutocomplete() ? `${user.id} typing` : user.id;
    const handle = () => this.#handle(interaction);
    await this.#admission.run(person, id, handle, async (count) => {
      if (!interaction.isRepliable()) return;
      const refusal = Promise.resolve(sentence(SENTENCES.stillAnswering(count)));
      await respond(interaction, 'reply', refusal, this.#options);
    });
  }

  async #handle(interaction: Interaction): Promise<void> {
    if (interaction.isAutocomplete()) return this.#complete(interaction);
    if (interaction.isChatInputCommand()) return this.#command(interaction);
    if (interaction.isButton()) return this.#button(interaction);
    if (interaction.isModalSubmit()) return this.#form(interaction);
    // Nothing of ours: chosen from a menu, of which there are none.
    if (interaction.isRepliable()) this.apologize(interaction);
  }

  /** Too late or failed, a suggestion is only missed: the student can type on. */
  async #complete(interaction: AutocompleteInteraction): Promise<void> {
    const { name, value } = interaction.options.getFocused(true);
    const { assistant } = this.#options;
    try {
      const actor = actorOf(interaction, await this.#workspaceOf(interaction));
      const offered = await assistant.offers(actor, interaction.commandName, name, String(value));
      await interaction.respond(suggestions(offered));
    } catch (error) {
      this.#options.log.debug(reasonOf(error), 'suggestions came too late');
    }
  }

  #command(interaction: ChatInputCommandInteraction): Promise<void> {
    const { assistant, apiUrl } = this.#options;
    const attached = attachmentOf(interaction);
    return this.#answer(interaction, 'reply', async (call) => {
      const file = attached && (await fetchUpload(attached, apiUrl));
      const filled = optionsOf(interaction);
      return assistant.fill({ ...call, ...(file && { file }) }, interaction.commandName, filled);
    });
  }

  /**
   * The server that it is about. A direct message is about the one that its button names, else the course's own, else the one
   * in which somebody spoke last.
   */
  async #workspaceOf({ guildId, user }: Interaction, named?: string): Promise<string> {
    const known = guildId ?? named ?? this.#options.guildId;
    return known ?? (await this.#options.assistant.homeOf('discord', user.id)) ?? DIRECT_MESSAGES;
  }

  #customIds({ guildId, user }: Interaction, workspace: string): CustomIds {
    const { commands } = this.#options.assistant;
    return guildId === null && workspace !== DIRECT_MESSAGES
      ? directIds(workspace, commands)
      : customIds(user.id, commands);
  }

  #button(interaction: ButtonInteraction): Promise<void> {
    const pressed = readCustomId(interaction.customId, interaction.user.id, interaction.guildId === null);
    if (pressed.kind !== 'theirs') return this.#refuse(interaction, pressed.kind);
    const { assistant } = this.#options;
    const { version, line, workspace } = pressed;
    const field = assistant.fieldOf(line);
    if (field) return this.#ask(interaction, field, { version, line });
    const type = answerTo(interaction.message);
    return this.#answer(interaction, type, (call) => assistant.press(call, { version, line }), workspace);
  }

  /** A form that was filled in. It comes from a button's message, and is answered as a press of that button is. */
  #form(interaction: ModalSubmitInteraction): Promise<void> {
    const sent = readCustomId(interaction.customId, interaction.user.id, interaction.guildId === null);
    if (sent.kind !== 'theirs') return this.#refuse(interaction, sent.kind);
    const { version, line, workspace } = sent;
    const { assistant, apiUrl } = this.#options;
    const { entered, attached } = contentOf(interaction);
    const button = { version, line, ...(entered !== undefined && { entered }) };
    return this.#answer(
      interaction,
      answerTo(interaction.message),
      async (call) => {
        const file = attached && (await fetchUpload(attached, apiUrl));
        return assistant.press({ ...call, ...(file && { file }) }, button);
      },
      workspace,
    );
  }

  #refuse(interaction: Asked, why: 'not-theirs' | 'outdated'): Promise<void> {
    const refusal = sentence(why === 'not-theirs' ? SENTENCES.notYours : SENTENCES.outdated);
    return this.#answer(interaction, 'reply', async () => refusal);
  }

  /** Opens a form, which records nothing: what is entered comes as a delivery of its own. */
  async #ask(interaction: ButtonInteraction, field: Field, button: Button): Promise<void> {
    const { assistant, callbacks, log } = this.#options;
    if (this.#asked.has(interaction.id)) return;
    this.#asked.add(interaction.id);
    try {
      await callbacks.ask(interaction, modal(field, interaction.customId));
    } catch (error) {
      // Opened by an earlier try, or by another process.
      if (deliveryResultOf(error) === 'acknowledged') return;
      log.warn(
        { interaction: interaction.id, ...reasonOf(error) },
        'a form was not opened, or nobody can tell',
      );
      const { commands } = assistant;
      const typed = command(requestOfButton(commands, { ...button, entered: field.example }, undefined));
      const instead = say`If no form has opened, type it instead, for example ${typed} (${field.hint}).`;
      const told = Promise.resolve(sentence(markdown(instead, commands)));
      await respond(interaction, 'reply', told, this.#options);
    }
  }

  /** @param named the server that a direct message's button names */
  async #answer(interaction: Asked, type: ResponseType, ask: Ask, named?: string): Promise<void> {
    const { log } = this.#options;
    const started = performance.now();
    const taking = this.#intake.take(`discord:${interaction.id}`);
    const making = this.#message(interaction, taking, ask, named);
    const result = await respond(interaction, type, making, this.#options);
    const taken = await taking.catch(() => undefined);
    // Where nobody can tell whether it arrived, another delivery of it may.
    if (result === 'unknown') taken?.leave();
    else await taken?.done();
    const told = { interaction: interaction.id, result, ms: Math.round(performance.now() - started) };
    if (result === 'done') log.debug(told, 'answered');
    else log.warn(told, 'an answer did not reach its student; what was stored stands');
  }

  /** Undefined where somebody else answers this delivery. Never throws: the student is told, whatever happens. */
  async #message(
    interaction: Asked,
    taking: Promise<Taken | undefined>,
    ask: Ask,
    named: string | undefined,
  ): Promise<DiscordMessage | undefined> {
    const { assistant, charts, log } = this.#options;
    const { id, appPermissions } = interaction;
    try {
      if (!(await taking)) return undefined;
      const workspace = await this.#workspaceOf(interaction, named);
      const call = { actor: actorOf(interaction, workspace), delivery: id, form: true };
      const said = await ask(call).catch(mistakeOf);
      if (!('parts' in said)) return said;
      return await render(said, {
        charts,
        commands: assistant.commands,
        customId: this.#customIds(interaction, workspace),
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
