/** Words, code, emphasis, times and lines to type, as elements: nothing that was said is ever read as markup. */

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { WireSpan, WireText } from '../wire.ts';
import { Time } from './time.tsx';

/** Puts a line into the composer. */
export const Write = createContext<(line: string) => void>(() => {});

/** Units that a number is written with, whatever a lab is about. */
const UNIT = /(\d) (?=(?:[KMGT]i?B|[kMB]|ms|s|%|USD)(?![\p{L}\p{N}]))/gu;

/** A number and its unit stand on one line. */
export const bound = (words: string): string => words.replace(UNIT, '$1\u00a0');

/** Code as long as this, in characters, may be broken over lines. */
const LONG_CODE = 24;

/** What can be typed can also be pressed: it then stands in the composer, to be changed or sent. */
function Line({ line }: { line: string }) {
  const write = useContext(Write);
  return (
    <button type="button" class="line" title="Write this into the message" onClick={() => write(line)}>
      <code>{line}</code>
    </button>
  );
}

function Piece({ span }: { span: WireSpan }) {
  if (typeof span === 'string') return bound(span);
  if ('strong' in span) return <strong>{bound(span.strong)}</strong>;
  if ('time' in span) return <Time {...span} />;
  if ('line' in span) return <Line line={span.line} />;
  return <code class={span.code.length < LONG_CODE ? 'whole' : ''}>{span.code}</code>;
}

export function Rich({ text }: { text: WireText }) {
  const spans: readonly WireSpan[] = typeof text === 'string' ? [text] : text;
  return spans.map((span, index) => <Piece key={index} span={span} />);
}
