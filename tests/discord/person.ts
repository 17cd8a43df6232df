/** A person at Discord: types slash commands, presses buttons of messages, and reads what comes back. */

import { InteractionType, type MessageFlags } from 'discord.js';
import { flatten } from '../../adapters/discord/limits.ts';
import type { Button, Modal } from '../../adapters/discord/message.ts';
import type { DiscordServer } from './discord-server.ts';
import { APPLICATION_ID, GUILD_ID, type Shown } from './protocol.ts';

const INTEGER = 4;
const TYPES = { string: 3, number: INTEGER, boolean: 5 } as const;
const USER = 6;
const ATTACHMENT = 11;

/** Ordinary members can't manage the server. */
export const MEMBER = '2048';
export const MANAGE_GUILD = '32';

/** Somebody chosen from Discord's own list. */
export interface Chosen {
  readonly user: string;
}

/** A file that was put into an option. */
export interface File {
  readonly filename: string;
  readonly url: string;
  readonly size: number;
}

export type Options = Readonly<Record<string, string | number | boolean | Chosen | File>>;
type Ephemeral = MessageFlags.Ephemeral;
export const EPHEMERAL: Ephemeral = 64;

export const buttonsOf = (message: Shown): Button[] =>
  flatten(message.components).filter((component): component is Button => 'label' in component);

/** The button with this label, or the first whose label begins so. */
export function buttonOf(message: Shown, label: string): Button {
  const buttons = buttonsOf(message);
  const button =
    buttons.find((each) => each.label === label) ?? buttons.find((each) => each.label.startsWith(label));
  if (!button) throw new Error(`no button "${label}" among ${buttons.map((each) => each.label).join(', ')}`);
  return button;
}

export interface Where {
  /** Undefined in a direct message. */
  readonly guild?: string | undefined;
  /** Of the application there. */
  readonly appPermissions?: string;
  readonly permissions?: string;
  readonly roles?: readonly string[];
  readonly nick?: string;
  readonly globalName?: string;
  readonly locale?: string;
  readonly channel?: string;
}

export const CHANNEL = '400000000000000004';

const FILE_ID = '510000000000000005';

/** What Discord resolves of a file that was given. */
const attached = (file: File): object => ({
  attachments: { [FILE_ID]: { ...file, id: FILE_ID, proxy_url: file.url, content_type: 'text/csv' } },
});

/** An option as it travels, and what Discord resolves of it. */
function optionOf(name: string, value: Options[string]): { option: object; resolved: object } {
  if (typeof value !== 'object') {
    return { option: { name, type: TYPES[typeof value as keyof typeof TYPES], value }, resolved: {} };
  }
  if ('user' in value) {
    const { user: id } = value;
    const user = { id, username: `person-${id}`, discriminator: '0', avatar: null, global_name: null };
    return { option: { name, type: USER, value: id }, resolved: { users: { [id]: user } } };
  }
  return { option: { name, type: ATTACHMENT, value: FILE_ID }, resolved: attached(value) };
}

export class Person {
  readonly #server: DiscordServer;
  readonly #id: string;
  readonly #where: Where;

  constructor(server: DiscordServer, id: string, where: Where = { guild: GUILD_ID }) {
    this.#server = server;
    this.#id = id;
    this.#where = where;
  }

  #interaction(type: InteractionType, data: object) {
    const { guild, appPermissions = '52224', permissions = MEMBER } = this.#where;
    const { roles = [], nick = null, globalName = null, locale = 'en-US', channel = CHANNEL } = this.#where;
    const user = {
      id: this.#id,
      username: `person-${this.#id}`,
      discriminator: '0',
      avatar: null,
      global_name: globalName,
    };
    const id = this.#server.id();
    return {
      id,
      application_id: APPLICATION_ID,
      type,
      token: `token-${id}`,
      version: 1,
      data,
      channel_id: channel,
      channel: { id: channel, type: guild ? 0 : 1 },
      app_permissions: appPermissions,
      locale,
      entitlements: [],
      authorizing_integration_owners: { 0: guild ?? '0' },
      context: guild ? 0 : 1,
      attachment_size_limit: 10_485_760,
      ...(guild
        ? {
            guild_id: guild,
            guild_locale: 'en-US',
            member: {
              user,
              permissions,
              roles,
              nick,
              joined_at: '2026-01-01T00:00:00Z',
              deaf: false,
              mute: false,
              flags: 0,
            },
          }
        : { user }),
    };
  }

  #slash(type: InteractionType, name: string, options: readonly object[], resolved: object = {}) {
    return this.#interaction(type, { id: '500000000000000005', name, type: 1, options, resolved });
  }

  /** Sends a command and returns its token without waiting. */
  send(name: string, options: Options = {}) {
    if (this.#server.watching && !this.#server.shows(name, this.#where.guild)) {
      throw new Error(`Discord does not show /${name} there`);
    }
    const given = Object.entries(options).map(([option, value]) => optionOf(option, value));
    const interaction = this.#slash(
      InteractionType.ApplicationCommand,
      name,
      given.map(({ option }) => option),
      Object.assign({}, ...given.map(({ resolved }) => resolved)),
    );
    this.#server.dispatch(interaction);
    return interaction;
  }

  /** Types a command and reads the answer. */
  type(name: string, options: Options = {}): Promise<Shown> {
    return this.#server.shown(this.send(name, options).token);
  }

  /** What autocomplete offers for a half-typed option. */
  complete(name: string, option: string, typed: string, type: number = INTEGER) {
    const interaction = this.#slash(InteractionType.ApplicationCommandAutocomplete, name, [
      { name: option, type, value: typed, focused: true },
    ]);
    this.#server.dispatch(interaction);
    return this.#server.choices(interaction.token);
  }

  /** Sends the press of a button with this custom id on this message. */
  sendPress(message: Shown, customId: string) {
    const interaction = {
      ...this.#interaction(InteractionType.MessageComponent, { custom_id: customId, component_type: 2 }),
      message: this.#message(message),
    };
    this.#server.dispatch(interaction, message);
    return interaction;
  }

  #message({ flags }: Shown) {
    return {
      id: this.#server.id(),
      type: 20,
      channel_id: '400000000000000004',
      author: { id: APPLICATION_ID, username: 'lab', discriminator: '0', avatar: null },
      content: '',
      flags,
      components: [],
      attachments: [],
      embeds: [],
      timestamp: '2026-01-01T00:00:00Z',
    };
  }

  /** Presses a button that opens a form, and reads the form. */
  open(message: Shown, label: string): Promise<Modal> {
    return this.#server.modal(this.sendPress(message, buttonOf(message, label).custom_id).token);
  }

  /** Sends a form, filled in with words, or with a file. */
  sendForm(message: Shown, form: Modal, entered: string | File) {
    const filled =
      typeof entered === 'string'
        ? { value: { value: entered }, resolved: {} }
        : { value: { values: [FILE_ID] }, resolved: attached(entered) };
    const interaction = {
      ...this.#interaction(InteractionType.ModalSubmit, {
        custom_id: form.custom_id,
        components: form.components.map(({ component: { type, custom_id } }, index) => ({
          type: 18,
          id: index + 1,
          component: { type, id: index + 10, custom_id, ...filled.value },
        })),
        resolved: filled.resolved,
      }),
      message: this.#message(message),
    };
    this.#server.dispatch(interaction, message);
    return interaction;
  }

  /** Sends a form, filled in, and reads the answer. */
  fill(message: Shown, form: Modal, entered: string | File): Promise<Shown> {
    return this.#server.shown(this.sendForm(message, form, entered).token);
  }

  /** Presses a button and reads the answer. */
  press(message: Shown, label: string): Promise<Shown> {
    return this.#server.shown(this.sendPress(message, buttonOf(message, label).custom_id).token);
  }
}
