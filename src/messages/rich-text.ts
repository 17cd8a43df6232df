/** Rich text as data: plain words, code, emphasis, what can be typed, and times. Adapters escape and spell it for their platform. */

import type { Request } from './request.ts';
import { timeWords } from './time-words.ts';

/**
 * With the day of the week, without it, or as `in 2 days` where a platform can say that. `due` is the first, with how far
 * away it is behind it where the platform keeps that true.
 */
export type TimeStyle = 'full' | 'short' | 'relative' | 'due';

/** A moment. Where the platform knows the reader's clock it is told by that; elsewhere by the zone, or in UTC. */
export interface TimeSpan {
  /** An ISO instant: `2026-11-27T23:59:00.000Z`. */
  readonly time: string;
  readonly style: TimeStyle;
  /** The course's, a name of the time zone database: `America/New_York`. */
  readonly zone?: string;
}

export type Span =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  /** Something a person can type: each adapter spells it as its platform takes it. */
  | { readonly command: Request }
  | TimeSpan;

/** A sentence or paragraph. A bare string is plain words: nothing in it is markup. */
export type RichText = string | readonly Span[];

/** Words shown as they are, in the letters of code. */
export const code = (text: string): Span => ({ code: text });

/** Emphasis. */
export const strong = (text: string): Span => ({ strong: text });

/** What a person would type to ask for this. */
export const command = (request: Request): Span => ({ command: request });

/** A moment, on the reader's own clock where the platform knows it. */
export const time = (iso: string, style: TimeStyle, zone?: string): Span => ({
  time: iso,
  style,
  ...(zone !== undefined && { zone }),
});

/** The seconds since 1970 that platforms count in. */
export const unixOf = ({ time: iso }: TimeSpan): number => Math.floor(Date.parse(iso) / 1000);

/** Builds rich text from a template: ``say`Type ${command({ kind: 'labs' })} next.` ``. Rich text nests. */
export function say(
  strings: TemplateStringsArray,
  ...values: readonly (RichText | Span | number)[]
): RichText {
  const spans: Span[] = [];
  strings.forEach((words, index) => {
    if (words !== '') spans.push(words);
    const value = values[index];
    if (value === undefined) return;
    if (typeof value === 'number') spans.push(String(value));
    else if (Array.isArray(value)) spans.push(...(value as readonly Span[]));
    else spans.push(value as Span);
  });
  return spans;
}

/** The spans of a rich text, a bare string being one. */
export const spansOf = (text: RichText): readonly Span[] => (typeof text === 'string' ? [text] : text);

/** A request as a line that a person would type. */
export type Spell = (request: Request) => string;

/**
 * The same words without any markup, for alt text, logs and plain terminals.
 * @param spell how a command is written; text that may hold one needs it
 */
export function plain(text: RichText, spell: Spell = ({ kind }) => `(${kind})`): string {
  return spansOf(text)
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('code' in span) return span.code;
      if ('time' in span) return timeWords(span.time, span.zone);
      return 'strong' in span ? span.strong : spell(span.command);
    })
    .join('');
}
