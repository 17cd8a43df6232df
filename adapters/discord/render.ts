/** A reply as a Discord message: the parts in their order, in the fullest form that Discord takes. */

import { ComponentType } from 'discord.js';
import type { Reply } from '../../src/messages/reply.ts';
import { componentsOf, FORMS, type Form, type RenderContext } from './components.ts';
import { LIMITS, problemsOf } from './limits.ts';
import { escaped, timesInWords } from './markdown.ts';
import { type Component, type DiscordMessage, text } from './message.ts';

/** Texts that follow each other become one, with an empty line between them. */
function joined(
  components: readonly Exclude<Component, { type: ComponentType.Button }>[],
): DiscordMessage['components'] {
  const all: Exclude<Component, { type: ComponentType.Button }>[] = [];
  for (const component of components) {
    const last = all.at(-1);
    if (component.type === ComponentType.TextDisplay && last?.type === ComponentType.TextDisplay) {
      all[all.length - 1] = text(`${last.content}\n\n${component.content}`);
    } else {
      all.push(component);
    }
  }
  return all;
}

/** What a message says, for the form whose words go into a file and for readers who get no pictures. */
function wordsOf(components: readonly Component[]): string[] {
  return components.flatMap((component) => {
    switch (component.type) {
      case ComponentType.TextDisplay:
        return [component.content];
      case ComponentType.Container:
        return wordsOf(component.components);
      case ComponentType.MediaGallery:
        return component.items.map(({ description }) => description);
      default:
        return [];
    }
  });
}

function inAFile({ components, files }: DiscordMessage): DiscordMessage {
  const name = 'answer.md';
  return {
    components: [
      text('This answer is longer than a Discord message may be; all of it is in the file.'),
      { type: ComponentType.File, file: { url: `attachment://${name}` } },
      ...components.filter(({ type }) => type === ComponentType.MediaGallery),
      ...components.filter(({ type }) => type === ComponentType.ActionRow).slice(-LIMITS.rowButtons),
    ],
    files: [
      ...files.filter(({ name: each }) => each.endsWith('.png')),
      { name, bytes: Buffer.from(timesInWords(wordsOf(components).join('\n\n'))) },
    ],
  };
}

async function inForm(form: Form, reply: Reply, context: RenderContext): Promise<DiscordMessage> {
  const taken = new Set<string>();
  const made = await Promise.all(
    reply.parts.map((part, index) => componentsOf(part, index, form, context, taken)),
  );
  const message = {
    components: joined(made.flatMap(({ components }) => components)),
    files: made.flatMap(({ files = [] }) => files),
  };
  return form === 'words-in-a-file' ? inAFile(message) : message;
}

/**
 * The fullest form of the reply within Discord's limits.
 * @throws {RangeError} when not even the shortest is, which no reply of the lab comes near
 */
export async function render(reply: Reply, context: RenderContext): Promise<DiscordMessage> {
  let problems: string[] = [];
  for (const form of FORMS) {
    const message = await inForm(form, reply, context);
    problems = problemsOf(message);
    if (problems.length === 0) return message;
  }
  throw new RangeError(`no form of this reply is within Discord's limits: ${problems.join('; ')}`);
}

/** The same message in words and buttons alone, for when Discord refuses its pictures or files. */
export function withoutPictures({ components }: DiscordMessage, why: string): DiscordMessage {
  const plain = components.flatMap((component): DiscordMessage['components'] => {
    if (component.type === ComponentType.MediaGallery)
      return component.items.map((item) => text(escaped(item.description)));
    if (component.type === ComponentType.File) return [];
    return [component];
  });
  return { components: joined([...plain, text(why)]), files: [] };
}
