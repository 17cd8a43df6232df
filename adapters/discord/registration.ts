/** Registers the commands: compares them with what Discord has, and writes only what differs. */

import { isDeepStrictEqual } from 'node:util';
import {
  type APIApplicationCommand,
  ApplicationCommandType,
  type REST,
  type RESTGetAPIApplicationCommandsResult,
  Routes,
} from 'discord.js';
import { type DeclaredCommand, declared } from './commands.ts';

/** Where commands are registered: in one server at once, or everywhere. */
export interface Scope {
  readonly applicationId: string;
  readonly guildId: string | undefined;
}

/** Command names, by what has to be done. */
export interface Difference {
  readonly create: readonly DeclaredCommand[];
  readonly change: readonly { readonly id: string; readonly command: DeclaredCommand }[];
  readonly remove: readonly { readonly id: string; readonly name: string }[];
  readonly unchanged: readonly string[];
}

type Comparable = DeclaredCommand | APIApplicationCommand;

/** What this program declares of a command, without what Discord adds or fills in. */
function essence(command: Comparable): unknown {
  const { contexts, integration_types: types } = command;
  return {
    name: command.name,
    description: command.description,
    options: (command.options ?? []).map((option) => ({
      type: option.type,
      name: option.name,
      description: option.description,
      required: ('required' in option && option.required) ?? false,
      min: 'min_value' in option ? option.min_value : undefined,
      max: 'max_value' in option ? option.max_value : undefined,
      autocomplete: ('autocomplete' in option && option.autocomplete) ?? false,
      choices: 'choices' in option ? option.choices?.map(({ name, value }) => ({ name, value })) : undefined,
    })),
    contexts: contexts?.toSorted(),
    integrationTypes: types?.toSorted(),
  };
}

/** A server's own commands have no contexts, whatever Discord reports for them. */
const inScope = (command: Comparable, { guildId }: Scope): Comparable => {
  if (guildId === undefined) return command;
  const { contexts: _, integration_types: __, ...rest } = command;
  return rest;
};

const path = ({ applicationId, guildId }: Scope) =>
  guildId === undefined
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);

const pathOf = ({ applicationId, guildId }: Scope, id: string) =>
  guildId === undefined
    ? Routes.applicationCommand(applicationId, id)
    : Routes.applicationGuildCommand(applicationId, guildId, id);

/** The slash commands that are registered; other kinds, such as an activity's entry point, are left alone. */
export async function registered(rest: REST, scope: Scope): Promise<APIApplicationCommand[]> {
  const all = (await rest.get(path(scope))) as RESTGetAPIApplicationCommandsResult;
  return all.filter(({ type }) => type === ApplicationCommandType.ChatInput);
}

export async function difference(rest: REST, scope: Scope): Promise<Difference> {
  const there = new Map((await registered(rest, scope)).map((command) => [command.name, command]));
  const wanted = declared(scope.guildId === undefined ? 'global' : 'guild');
  const same = (command: DeclaredCommand): boolean => {
    const other = there.get(command.name);
    return other !== undefined && isDeepStrictEqual(essence(inScope(other, scope)), essence(command));
  };
  return {
    create: wanted.filter(({ name }) => !there.has(name)),
    change: wanted.flatMap((command) => {
      const other = there.get(command.name);
      return other && !same(command) ? [{ id: other.id, command }] : [];
    }),
    remove: [...there.values()]
      .filter(({ name }) => !wanted.some((command) => command.name === name))
      .map(({ id, name }) => ({ id, name })),
    unchanged: wanted.filter(same).map(({ name }) => name),
  };
}

/** Writes what differs, and returns what that was. */
export async function register(rest: REST, scope: Scope): Promise<Difference> {
  const found = await difference(rest, scope);
  for (const command of found.create) await rest.post(path(scope), { body: command });
  for (const { id, command } of found.change) await rest.patch(pathOf(scope, id), { body: command });
  for (const { id } of found.remove) await rest.delete(pathOf(scope, id));
  return found;
}

/** The difference for people, a line each: `+ /seq`, `~ /lab`, `- /old`. */
export function describe({ create, change, remove, unchanged }: Difference): string[] {
  return [
    ...create.map(({ name }) => `+ /${name}`),
    ...change.map(({ command }) => `~ /${command.name}`),
    ...remove.map(({ name }) => `- /${name}`),
    `${unchanged.length} unchanged`,
  ];
}
