/**
 * A message as Discord takes it: components version 2, and the files that they name. Chosen over embeds because text,
 * picture and buttons then stand in the reply's own order and a picture carries its alt text, which embeds don't have.
 */

import { type ButtonStyle, ComponentType, type TextInputStyle } from 'discord.js';

/** A number by which a component is found again; Discord gives one where there is none. */
interface Numbered {
  readonly id?: number;
}

export interface Text extends Numbered {
  readonly type: ComponentType.TextDisplay;
  readonly content: string;
}

export interface Button {
  readonly type: ComponentType.Button;
  readonly style: ButtonStyle.Primary | ButtonStyle.Secondary;
  readonly label: string;
  readonly custom_id: string;
}

export interface Row extends Numbered {
  readonly type: ComponentType.ActionRow;
  readonly components: Button[];
}

export interface Gallery extends Numbered {
  readonly type: ComponentType.MediaGallery;
  readonly items: { readonly media: { readonly url: string }; readonly description: string }[];
}

export interface FileBox extends Numbered {
  readonly type: ComponentType.File;
  readonly file: { readonly url: string };
}

export interface Container extends Numbered {
  readonly type: ComponentType.Container;
  readonly accent_color: number;
  readonly components: Text[];
}

/** The components that this adapter uses. */
export type Component = Text | Button | Row | Gallery | FileBox | Container;

export interface DiscordMessage {
  readonly components: readonly Exclude<Component, Button>[];
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

export interface TextInput {
  readonly type: ComponentType.TextInput;
  readonly custom_id: string;
  readonly style: TextInputStyle.Short;
  readonly required: boolean;
  readonly max_length: number;
}

export interface FileUpload {
  readonly type: ComponentType.FileUpload;
  readonly custom_id: string;
  readonly required: boolean;
  /** How many files. */
  readonly max_values: number;
  /** Ends of their names. */
  readonly file_types: readonly string[];
}

/** A form of fields, each in a label that says what it is for. */
export interface Modal {
  readonly custom_id: string;
  readonly title: string;
  readonly components: {
    readonly type: ComponentType.Label;
    readonly label: string;
    readonly description: string;
    readonly component: TextInput | FileUpload;
  }[];
}

export const text = (content: string): Text => ({ type: ComponentType.TextDisplay, content });

/** A message of one plain sentence, for what goes wrong outside the lab. */
export const sentence = (content: string): DiscordMessage => ({ components: [text(content)], files: [] });
