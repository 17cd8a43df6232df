/** The declared commands as Discord's typed ones, and what autocomplete offers. */

import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { CommandSet } from '../../commands/command-set.ts';
import { type CommandOption, publicOptions } from '../../commands/grammar/command.ts';
import { completeOption } from '../../commands/grammar/complete.ts';
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
        ...(option.suggestions.length > 0 && { autocomplete: true }),
      };
    case 'flag':
      return { type: ApplicationCommandOptionType.Boolean, name, description, required };
  }
}

/** Where commands are shown. A server's own ones live there alone; global ones say where they work. */
const CONTEXTS = {
  server: undefined,
  everywhere: [InteractionContextType.Guild, InteractionContextType.BotDM],
  'direct-messages': [InteractionContextType.BotDM],
} as const;

export type Reach = keyof typeof CONTEXTS;

export const declared = (reach: Reach, commands: CommandSet): DeclaredCommand[] =>
  commands.offered.map((command) => ({
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    description: command.description,
    options: publicOptions(command).map(optionOf),
    ...(CONTEXTS[reach] && {
      contexts: [...CONTEXTS[reach]],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    }),
  }));

/** What to offer while an option is typed. It reads the declarations alone, so it can't hint at an answer. */
export function suggestions(
  commands: CommandSet,
  command: string,
  option: string,
  typed: string,
): { name: string; value: string | number }[] {
  const declaration = commands.named(command);
  const found = declaration && publicOptions(declaration).find(({ name }) => name === option);
  if (!found) return [];
  return completeOption(found, typed)
    .slice(0, COMMAND_LIMITS.suggestions)
    .map(({ label, value }) => ({ name: label, value }));
}
