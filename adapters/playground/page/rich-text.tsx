/** Words, code and emphasis, as elements: nothing that was said is ever read as markup. */

import type { RichText, Span } from '../../../src/messages/rich-text.ts';

function Piece({ span }: { span: Span }) {
  if (typeof span === 'string') return span;
  return 'code' in span ? <code>{span.code}</code> : <strong>{span.strong}</strong>;
}

export function Rich({ text }: { text: RichText }) {
  const spans: readonly Span[] = typeof text === 'string' ? [text] : text;
  return spans.map((span, index) => <Piece key={index} span={span} />);
}
