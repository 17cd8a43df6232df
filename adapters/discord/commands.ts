/** The declared commands as Discord's typed ones, and what autocomplete offers. */

import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Command, CommandOption } from '../../commands/grammar/command.ts';
import { completeOption } from '../../commands/grammar/complete.ts';
import { COMMANDS, commandNamed, publicOptions } from '../../commands/index.ts';
import { COMMAND_LIMITS } from './limits.ts';

export type DeclaredCommand = RESTPostAPIChatInputApplicationCommandsJSONBody;

/**
 * Numbers stay integers also where they autocomplete: Discord then holds the range before anything is sent, while
 * autocomplete still receives what was typed, `64k` too.
 */
function optionOf(option: CommandOption): APIApplicationCommandBasicOption {
  const { name, description, required } = option;
  switch (option.type) {
    case 'integer':
      return {
        type: ApplicationCommandOptionType.Integer,
        name,
        description,
        required,
        min_value: option.min,
        max_value: option.max,
        ...(option.suggestions && { autocomplete: true }),
      };
    case 'choice':
      return {
        type: ApplicationCommandOptionType.String,
        name,
        description,
        required,
        choices: option.choices.map(({ label, value }) => ({ name: label, value })),
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

export const declared = (reach: Reach, commands: readonly Command[] = COMMANDS): DeclaredCommand[] =>
  commands.map((command) => ({
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
  command: string,
  option: string,
  typed: string,
): { name: string; value: string | number }[] {
  const declaration = commandNamed(command);
  const found = declaration && publicOptions(declaration).find(({ name }) => name === option);
  if (!found) return [];
  return completeOption(found, typed)
    .slice(0, COMMAND_LIMITS.suggestions)
    .map(({ label, value }) => ({ name: label, value }));
}
