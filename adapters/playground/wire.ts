/** What the playground's server and page say to each other, as JSON. Types only: the page is built from them too. */

import type { Part } from '../../src/messages/reply.ts';
import type { RichText } from '../../src/messages/rich-text.ts';
import type { PersonaId } from './personas.ts';

/** `POST /api/turn`. A button sends the line that it stands for. */
export interface TurnBody {
  readonly persona: PersonaId;
  readonly line: string;
  /** Chosen by the page; the same again when an answer was lost, so that nothing is counted twice. */
  readonly delivery: string;
}

export interface WireChoice {
  readonly label: string;
  readonly detail?: RichText;
  readonly primary: boolean;
  /** What pressing it sends. */
  readonly line: string;
  /** What the transcript shows as the student's own words. */
  readonly shown: string;
}

export type WirePart =
  | Exclude<Part, { readonly kind: 'chart' | 'choices' }>
  | {
      readonly kind: 'chart';
      readonly title: string;
      readonly finding: string;
      /** An address or the picture itself; absent where there is none, and the finding stands for it. */
      readonly source?: string;
      /** In CSS pixels; the picture is drawn at twice that. */
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'choices'; readonly prompt?: RichText; readonly choices: readonly WireChoice[] };

/** The answer to a turn. */
export interface TurnAnswer {
  readonly parts: readonly WirePart[];
}

/** The body of every answer that is not 2xx: one sentence for the person. */
export interface Fault {
  readonly error: string;
}

export interface WireOption {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** Present and then true, without a value after it. */
  readonly flag: boolean;
  /** Ready-made values; any other in range may be typed. */
  readonly values: readonly { readonly value: string; readonly label: string }[];
}

/** `GET /api/commands`: what completion offers, from the declarations alone. */
export interface WireCommand {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  readonly options: readonly WireOption[];
}
