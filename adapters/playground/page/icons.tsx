/** The page's few signs, drawn here: 20 × 20, one stroke, the colour of the text around them. */

import type { ComponentChildren } from 'preact';
import type { Tone } from '../../../src/messages/reply.ts';

const Sign = ({ children }: { children: ComponentChildren }) => (
  <svg class="sign" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    {children}
  </svg>
);

const TONES: Readonly<Record<Tone, ComponentChildren>> = {
  info: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="M10 9.2v4.6M10 6.3v.4" />
    </>
  ),
  success: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="m6.6 10.3 2.3 2.3 4.5-5" />
    </>
  ),
  warning: (
    <>
      <path d="M10 3.2 17.6 16.4H2.4Z" />
      <path d="M10 8.2v4M10 14.1v.3" />
    </>
  ),
  danger: (
    <>
      <path d="M6.9 2.5h6.2l4.4 4.4v6.2l-4.4 4.4H6.9l-4.4-4.4V6.9Z" />
      <path d="m7.3 7.3 5.4 5.4m0-5.4-5.4 5.4" />
    </>
  ),
  quote: <path d="M3 4h14v9.5H9.5L6 17v-3.5H3Z" />,
};

export const ToneSign = ({ tone }: { tone: Tone }) => <Sign>{TONES[tone]}</Sign>;

export const SendSign = () => (
  <Sign>
    <path d="M10 16V4.5M5 9.3 10 4.2l5 5.1" />
  </Sign>
);

export const FileSign = () => (
  <Sign>
    <path d="M10 3v9m-3.6-3.4L10 12.2l3.6-3.6M3.5 16.5h13" />
  </Sign>
);

export const CloseSign = () => (
  <Sign>
    <path d="m4.5 4.5 11 11m0-11-11 11" />
  </Sign>
);

export const EnlargeSign = () => (
  <Sign>
    <path d="M12 3.5h4.5V8M8 16.5H3.5V12M16.3 3.7l-5 5M3.7 16.3l5-5" />
  </Sign>
);

/** The program's mark: four steps, each with all that came before it. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    {[0, 1, 2, 3].flatMap((row) =>
      [0, 1, 2, 3]
        .slice(0, row + 1)
        .map((column) => (
          <rect
            key={`${row}${column}`}
            class={`ago-${row - column}`}
            x={1.75 + 7.5 * column}
            y={1.75 + 7.5 * row}
            width="6"
            height="6"
            rx="1"
          />
        )),
    )}
  </svg>
);

export const Paperclip = () => (
  <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <path
      d="M13.5 6.5 7.6 12.4a1.6 1.6 0 0 0 2.3 2.3l6-6a3.2 3.2 0 0 0-4.6-4.6l-6.1 6.2a4.8 4.8 0 0 0 6.8 6.8l5.2-5.2"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
    />
  </svg>
);
