/** What Discord takes, in one table, and the check that every message and command passes before it is sent. */

import {
  type APIApplicationCommandOption,
  ComponentType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Component, DiscordMessage, Modal } from './message.ts';

/** Discord's documentation, components reference and message resource. */
export const LIMITS = {
  /** Over the whole message, nested ones counted. */
  components: 40,
  /** Of text displays over the whole message. */
  textCharacters: 4_000,
  rowButtons: 5,
  labelCharacters: 80,
  customIdCharacters: 100,
  galleryItems: 10,
  altCharacters: 1_024,
  urlCharacters: 2_048,
  files: 10,
  /** All files of a message, in a server without boosts. */
  fileBytes: 10 * 1024 * 1024,
} as const;

/** Discord's documentation, modals, the label and text input components. */
export const MODAL_LIMITS = {
  titleCharacters: 45,
  fields: 5,
  labelCharacters: 45,
  descriptionCharacters: 100,
} as const;

/** Discord's documentation, application commands. */
export const COMMAND_LIMITS = {
  name: /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u,
  descriptionCharacters: 100,
  options: 25,
  choices: 25,
  choiceNameCharacters: 100,
  /** Names, descriptions and values of a command and all its options together. */
  characters: 8_000,
  /** Autocomplete offers at most this many. */
  suggestions: 25,
} as const;

/** Each component and everything in it, from the top. */
export function flatten(components: readonly Component[], all: Component[] = []): Component[] {
  for (const component of components) {
    all.push(component);
    if ('components' in component) flatten(component.components, all);
  }
  return all;
}

const ATTACHMENT = 'attachment://';

/** A gallery's pictures and a file's address are web or attachment addresses. */
function addressProblem(url: string, { files }: DiscordMessage): string | undefined {
  if (url.length > LIMITS.urlCharacters) return `an address of ${url.length} characters`;
  if (url.startsWith('https://') || url.startsWith('http://')) return undefined;
  if (!url.startsWith(ATTACHMENT)) return 'an address that is not on the web';
  const name = url.slice(ATTACHMENT.length);
  return files.some((file) => file.name === name) ? undefined : `no file ${name} for its attachment address`;
}

function componentProblem(component: Component, message: DiscordMessage): string | undefined {
  switch (component.type) {
    case ComponentType.TextDisplay:
      return component.content === '' ? 'an empty text' : undefined;
    case ComponentType.Container:
      return component.components.length === 0 ? 'an empty container' : undefined;
    case ComponentType.ActionRow: {
      const { length } = component.components;
      return length < 1 || length > LIMITS.rowButtons ? `${length} buttons in a row` : undefined;
    }
    case ComponentType.Button: {
      const { label, custom_id: id } = component;
      if (label === '' || label.length > LIMITS.labelCharacters)
        return `a label of ${label.length} characters`;
      return id.length > LIMITS.customIdCharacters ? `a custom id of ${id.length} characters` : undefined;
    }
    case ComponentType.MediaGallery: {
      const { items } = component;
      if (items.length < 1 || items.length > LIMITS.galleryItems)
        return `${items.length} pictures in a gallery`;
      for (const { media, description } of items) {
        if (description.length > LIMITS.altCharacters)
          return `an alt text of ${description.length} characters`;
        const problem = addressProblem(media.url, message);
        if (problem !== undefined) return problem;
      }
      return undefined;
    }
    case ComponentType.File:
      return addressProblem(component.file.url, message);
  }
}

/** Why Discord would reject this message, the first reason for each component; empty when it would not. */
export function problemsOf(message: DiscordMessage): string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  let count = 0;
  let characters = 0;
  for (const component of flatten(message.components)) {
    count += 1;
    if (component.type === ComponentType.TextDisplay) characters += component.content.length;
    if (component.type === ComponentType.Button) {
      if (ids.has(component.custom_id)) problems.push('a custom id twice');
      ids.add(component.custom_id);
    }
    const problem = componentProblem(component, message);
    if (problem !== undefined) problems.push(problem);
  }
  if (count === 0) problems.push('no components');
  if (count > LIMITS.components) problems.push(`${count} components`);
  if (characters > LIMITS.textCharacters) problems.push(`${characters} characters of text`);
  const { files } = message;
  const bytes = files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
  if (files.length > LIMITS.files) problems.push(`${files.length} files`);
  if (bytes > LIMITS.fileBytes) problems.push(`${bytes} bytes of files`);
  return problems;
}

const between = (what: string, count: number, most: number): string[] =>
  count < 1 || count > most ? [`${count} ${what}`] : [];

/** Why Discord would reject this form; empty when it would not. */
export const modalProblems = ({ custom_id: id, title, components }: Modal): string[] => [
  ...between('characters of a custom id', id.length, LIMITS.customIdCharacters),
  ...between('characters of a title', title.length, MODAL_LIMITS.titleCharacters),
  ...between('fields', components.length, MODAL_LIMITS.fields),
  ...components.flatMap(({ label, description }) => [
    ...between('characters of a label', label.length, MODAL_LIMITS.labelCharacters),
    ...between('characters of a description', description.length, MODAL_LIMITS.descriptionCharacters),
  ]),
];

const optionCharacters = (option: APIApplicationCommandOption): number =>
  option.name.length +
  option.description.length +
  ('choices' in option && option.choices
    ? option.choices.reduce((sum, { name, value }) => sum + name.length + String(value).length, 0)
    : 0);

/** Why Discord would reject this command; empty when it would not. */
export function commandProblems(command: RESTPostAPIChatInputApplicationCommandsJSONBody): string[] {
  const options = command.options ?? [];
  const entries = [command, ...options];
  const characters =
    command.name.length +
    command.description.length +
    options.reduce((sum, option) => sum + optionCharacters(option), 0);
  const firstOptional = options.findIndex(({ required }) => !required);
  return [
    ...entries
      .filter(({ name }) => !COMMAND_LIMITS.name.test(name) || name !== name.toLowerCase())
      .map(({ name }) => `the name ${name}`),
    ...entries
      .filter(({ description: { length } }) => length < 1 || length > COMMAND_LIMITS.descriptionCharacters)
      .map(({ name, description }) => `${name}: a description of ${description.length} characters`),
    ...(options.length > COMMAND_LIMITS.options ? [`${options.length} options`] : []),
    ...(firstOptional >= 0 && options.slice(firstOptional).some(({ required }) => required)
      ? ['a required option after an optional one']
      : []),
    ...options.flatMap((option) => {
      const choices = ('choices' in option && option.choices) || [];
      return [
        ...(choices.length > COMMAND_LIMITS.choices ? [`${option.name}: ${choices.length} choices`] : []),
        ...choices
          .filter(({ name }) => name.length > COMMAND_LIMITS.choiceNameCharacters)
          .map(() => `${option.name}: a choice name that is too long`),
      ];
    }),
    ...(characters > COMMAND_LIMITS.characters ? [`${characters} characters in all`] : []),
  ];
}
