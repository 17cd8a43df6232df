/** Words, code and emphasis, as elements: nothing that was said is ever read as markup. */

import type { RichText, Span } from '../../../src/messages/rich-text.ts';

/** A number and its unit stand on one line. */
export const bound = (words: string): string =>
  words.replace(/(\d) (?=(?:GB|MB|MiB|ms|M|tokens|heads)\b)/g, '$1\u00a0');

/** Code as long as this, in characters, may be broken over lines. */
const LONG_CODE = 24;

function Piece({ span }: { span: Span }) {
  if (typeof span === 'string') return bound(span);
  if ('strong' in span) return <strong>{bound(span.strong)}</strong>;
  return <code class={span.code.length < LONG_CODE ? 'whole' : ''}>{span.code}</code>;
}

export function Rich({ text }: { text: RichText }) {
  const spans: readonly Span[] = typeof text === 'string' ? [text] : text;
  return spans.map((span, index) => <Piece key={index} span={span} />);
}
