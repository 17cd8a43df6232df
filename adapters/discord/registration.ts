/** Registers the commands: compares them with what Discord has, and writes only what differs. */

import { isDeepStrictEqual } from 'node:util';
import {
  type APIApplicationCommand,
  ApplicationCommandType,
  DiscordAPIError,
  type REST,
  type RESTGetAPIApplicationCommandsResult,
  type RESTGetAPICurrentUserGuildsResult,
  Routes,
} from 'discord.js';
import { z } from 'zod';
import type { CommandSet } from '../../commands/command-set.ts';
import { type DeclaredCommand, declared } from './commands.ts';
import { identified } from './setup.ts';

/** The application, and the course's server where commands are registered there. */
export interface Scope {
  readonly applicationId: string;
  readonly guildId: string | undefined;
  readonly commands: CommandSet;
}

/** One list of commands at Discord, and what belongs on it. */
interface Place {
  /** `in direct messages`. */
  readonly where: string;
  readonly guildId: string | undefined;
  readonly wanted: readonly DeclaredCommand[];
}

/** A server's own commands are there at once and do not work in direct messages: for these they are registered again. */
const places = ({ guildId, commands }: Scope): Place[] =>
  guildId === undefined
    ? [{ where: 'everywhere', guildId, wanted: declared('everywhere', commands) }]
    : [
        { where: `in the server ${guildId}`, guildId, wanted: declared('server', commands) },
        { where: 'in direct messages', guildId: undefined, wanted: declared('direct-messages', commands) },
      ];

/** What has to be done in one place. */
export interface Difference {
  readonly place: Pick<Place, 'where' | 'guildId'>;
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
    permissions: command.default_member_permissions ?? null,
    contexts: contexts?.toSorted(),
    integrationTypes: types?.toSorted(),
  };
}

/** A server's own commands have no contexts, whatever Discord reports for them. */
const inPlace = (command: Comparable, { guildId }: Place): Comparable => {
  if (guildId === undefined) return command;
  const { contexts: _, integration_types: __, ...rest } = command;
  return rest;
};

const path = (applicationId: string, guildId: string | undefined) =>
  guildId === undefined
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);

const pathOf = (applicationId: string, guildId: string | undefined, id: string) =>
  guildId === undefined
    ? Routes.applicationCommand(applicationId, id)
    : Routes.applicationGuildCommand(applicationId, guildId, id);

const commandsSchema = z.array(identified.extend({ name: z.string(), type: z.int() }));

/** The slash commands that are registered; other kinds, such as an activity's entry point, are left alone. */
async function registered(
  rest: REST,
  applicationId: string,
  guildId: string | undefined,
): Promise<APIApplicationCommand[]> {
  const found = await rest.get(path(applicationId, guildId));
  commandsSchema.parse(found);
  const all = found as RESTGetAPIApplicationCommandsResult;
  return all.filter(({ type }) => type === ApplicationCommandType.ChatInput);
}

async function differenceIn(rest: REST, applicationId: string, place: Place): Promise<Difference> {
  const { where, guildId, wanted } = place;
  const there = new Map(
    (await registered(rest, applicationId, guildId)).map((command) => [command.name, command]),
  );
  const same = (command: DeclaredCommand): boolean => {
    const other = there.get(command.name);
    return other !== undefined && isDeepStrictEqual(essence(inPlace(other, place)), essence(command));
  };
  return {
    place: { where, guildId },
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

/** What Discord has against what is declared, place by place. */
export async function differences(rest: REST, scope: Scope): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const place of places(scope)) found.push(await differenceIn(rest, scope.applicationId, place));
  return found;
}

/** Nothing has to be written. */
export const isSettled = ({ create, change, remove }: Difference): boolean =>
  create.length + change.length + remove.length === 0;

/** Writes what differs, and returns what that was. */
export async function register(rest: REST, scope: Scope): Promise<Difference[]> {
  const { applicationId } = scope;
  const found = await differences(rest, scope);
  for (const { place, create, change, remove } of found) {
    const { guildId } = place;
    for (const command of create) await rest.post(path(applicationId, guildId), { body: command });
    for (const { id, command } of change) {
      await rest.patch(pathOf(applicationId, guildId, id), { body: command });
    }
    for (const { id } of remove) await rest.delete(pathOf(applicationId, guildId, id));
  }
  return found;
}

/** More servers than this are not looked through, one request each. */
const SERVERS_LOOKED_AT = 50;

/** Commands that a server shows twice: left there from when the course's server was configured, and registered everywhere since. */
export async function doubled(
  rest: REST,
  { applicationId, guildId, commands }: Scope,
): Promise<readonly { readonly guildId: string; readonly ids: readonly string[] }[]> {
  if (guildId !== undefined) return [];
  const query = new URLSearchParams({ limit: String(SERVERS_LOOKED_AT) });
  const servers = (await rest.get(Routes.userGuilds(), { query })) as RESTGetAPICurrentUserGuildsResult;
  const names = declared('everywhere', commands).map(({ name }) => name);
  const found: { guildId: string; ids: string[] }[] = [];
  for (const { id } of servers) {
    const there = await registered(rest, applicationId, id).catch((error: unknown) => {
      // A server that lets the bot see no commands shows none of its.
      if (error instanceof DiscordAPIError && error.status < 500) return [];
      throw error;
    });
    const ours = there.filter(({ name }) => names.includes(name));
    if (ours.length > 0) found.push({ guildId: id, ids: ours.map((command) => command.id) });
  }
  return found;
}

/** Takes them away, and says in which servers. */
export async function removeDoubled(rest: REST, scope: Scope): Promise<string[]> {
  const found = await doubled(rest, scope);
  for (const { guildId, ids } of found) {
    for (const id of ids) await rest.delete(pathOf(scope.applicationId, guildId, id));
  }
  return found.map(({ guildId }) => guildId);
}

/** The difference for people, a line each: `+ /predict`, `~ /lab`, `- /old`. */
export function describe({ create, change, remove, unchanged }: Difference): string[] {
  return [
    ...create.map(({ name }) => `+ /${name}`),
    ...change.map(({ command }) => `~ /${command.name}`),
    ...remove.map(({ name }) => `- /${name}`),
    `${unchanged.length} unchanged`,
  ];
}
