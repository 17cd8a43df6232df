/** The declared commands as Discord's typed ones, and what autocomplete shows. */

import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { CommandSet } from '../../commands/command-set.ts';
import { type CommandOption, publicOptions } from '../../commands/grammar/command.ts';
import type { Completion } from '../../commands/grammar/complete.ts';
import { COMMAND_LIMITS } from './limits.ts';

export type DeclaredCommand = RESTPostAPIChatInputApplicationCommandsJSONBody;

/**
 * Numbers stay numbers also where they autocomplete: Discord then holds the range before anything is sent, while
 * autocomplete still receives what was typed, `64k` too.
 */
function optionOf(option: CommandOption): APIApplicationCommandBasicOption {
  const { name, description, required } = option;
  switch (option.type) {
    case 'number':
      return {
        type: option.step === 1 ? ApplicationCommandOptionType.Integer : ApplicationCommandOptionType.Number,
        name,
        description,
        required,
        min_value: option.min,
        max_value: option.max,
        ...((option.suggestions || option.suffixes) && { autocomplete: true }),
      };
    case 'choice':
      return {
        type: ApplicationCommandOptionType.String,
        name,
        description,
        required,
        choices: option.choices.map(({ label, value }) => ({ name: label, value })),
      };
    case 'words':
      return {
        type: ApplicationCommandOptionType.String,
        name,
        description,
        required,
        ...((option.suggestions.length > 0 || option.offer) && { autocomplete: true }),
      };
    case 'flag':
      return { type: ApplicationCommandOptionType.Boolean, name, description, required };
    case 'person':
      return { type: ApplicationCommandOptionType.User, name, description, required };
    case 'file':
      return { type: ApplicationCommandOptionType.Attachment, name, description, required };
  }
}

/** Where commands are shown. A server's own ones live there alone; global ones say where they work. */
const CONTEXTS = {
  server: undefined,
  everywhere: [InteractionContextType.Guild, InteractionContextType.BotDM],
  'direct-messages': [InteractionContextType.BotDM],
} as const;

export type Reach = keyof typeof CONTEXTS;

/** Discord hides staff's commands from members; who manages the server opens them to a role under Integrations. */
const STAFF_PERMISSIONS = String(PermissionFlagsBits.ManageGuild);

export const declared = (reach: Reach, commands: CommandSet): DeclaredCommand[] =>
  commands.offered.map((command) => ({
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    description: command.description,
    options: publicOptions(command).map(optionOf),
    ...(command.role && { default_member_permissions: STAFF_PERMISSIONS }),
    ...(CONTEXTS[reach] && {
      contexts: [...CONTEXTS[reach]],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    }),
  }));

/** What autocomplete shows of what is offered. */
export const suggestions = (
  offered: readonly Completion[],
): readonly { readonly name: string; readonly value: string | number }[] =>
  offered
    .slice(0, COMMAND_LIMITS.suggestions)
    .map(({ label, value }) => ({ name: label.slice(0, COMMAND_LIMITS.choiceNameCharacters), value }));
