/** What Discord takes, in one table, and the check that every message and command passes before it is sent. */

import {
  type APIApplicationCommandOption,
  ComponentType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Component, DiscordMessage } from './message.ts';

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

/** A component and everything in it. */
export function flatten(components: readonly Component[]): Component[] {
  return components.flatMap((component) => [
    component,
    ...('components' in component ? flatten(component.components) : []),
  ]);
}

/** A gallery's pictures and a file's address are web or attachment addresses. */
function addressProblems(url: string, message: DiscordMessage): string[] {
  if (url.length > LIMITS.urlCharacters) return [`an address of ${url.length} characters`];
  const name = /^attachment:\/\/(.*)$/.exec(url)?.[1];
  if (name === undefined) return /^https?:\/\//.test(url) ? [] : ['an address that is not on the web'];
  return message.files.some((file) => file.name === name)
    ? []
    : [`no file ${name} for its attachment address`];
}

function componentProblems(component: Component, message: DiscordMessage): string[] {
  switch (component.type) {
    case ComponentType.TextDisplay:
      return component.content === '' ? ['an empty text'] : [];
    case ComponentType.Container:
      return component.components.length === 0 ? ['an empty container'] : [];
    case ComponentType.ActionRow: {
      const { length } = component.components;
      return length < 1 || length > LIMITS.rowButtons ? [`${length} buttons in a row`] : [];
    }
    case ComponentType.Button: {
      const { label, custom_id: id } = component;
      return [
        ...(label === '' || label.length > LIMITS.labelCharacters
          ? [`a label of ${label.length} characters`]
          : []),
        ...(id.length > LIMITS.customIdCharacters ? [`a custom id of ${id.length} characters`] : []),
      ];
    }
    case ComponentType.MediaGallery: {
      const { items } = component;
      return [
        ...(items.length < 1 || items.length > LIMITS.galleryItems
          ? [`${items.length} pictures in a gallery`]
          : []),
        ...items.flatMap(({ media, description }) => [
          ...addressProblems(media.url, message),
          ...(description.length > LIMITS.altCharacters
            ? [`an alt text of ${description.length} characters`]
            : []),
        ]),
      ];
    }
    case ComponentType.File:
      return addressProblems(component.file.url, message);
  }
}

/** Why Discord would reject this message; empty when it would not. */
export function problemsOf(message: DiscordMessage): string[] {
  const all = flatten(message.components);
  const text = all.reduce(
    (sum, each) => sum + (each.type === ComponentType.TextDisplay ? each.content.length : 0),
    0,
  );
  const ids = all.flatMap((each) => (each.type === ComponentType.Button ? [each.custom_id] : []));
  const bytes = message.files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
  return [
    ...(all.length === 0 ? ['no components'] : []),
    ...(all.length > LIMITS.components ? [`${all.length} components`] : []),
    ...(text > LIMITS.textCharacters ? [`${text} characters of text`] : []),
    ...(new Set(ids).size < ids.length ? ['a custom id twice'] : []),
    ...(message.files.length > LIMITS.files ? [`${message.files.length} files`] : []),
    ...(bytes > LIMITS.fileBytes ? [`${bytes} bytes of files`] : []),
    ...all.flatMap((component) => componentProblems(component, message)),
  ];
}

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
