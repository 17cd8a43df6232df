/** Rich text as data: plain words, code to type, and emphasis. Adapters escape it for their platform. */

export type Span = string | { readonly code: string } | { readonly strong: string };

/** A sentence or paragraph. A bare string is plain words: nothing in it is markup. */
export type RichText = string | readonly Span[];

/** Something a person can type, shown as code. */
export const code = (text: string): Span => ({ code: text });

/** Emphasis. */
export const strong = (text: string): Span => ({ strong: text });

/** Builds rich text from a template: ``say`Type ${code('/seq 64k')} next.` ``. Rich text nests. */
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

/** The same words without any markup, for alt text, logs and plain terminals. */
export function plain(text: RichText): string {
  return spansOf(text)
    .map((span) => (typeof span === 'string' ? span : 'code' in span ? span.code : span.strong))
    .join('');
}
