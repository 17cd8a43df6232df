/** The conversation: what was said on either side, as a log that screen readers follow. */

import { memo } from 'preact/compat';
import type { Pressing } from './choices.tsx';
import { PartView } from './parts.tsx';
import type { Answered, Entry, Said } from './transcript.ts';

interface Actions {
  readonly press: Pressing['press'];
  readonly retry: (id: string) => void;
}

function SaidView({ said, connected, retry }: { said: Said; connected: boolean; retry: Actions['retry'] }) {
  return (
    <article class={`said ${said.state}`} data-id={said.id}>
      <p>
        <span class="unseen">You said: </span>
        <code>{said.shown}</code>
      </p>
      {said.state === 'waiting' && !connected && <p class="unsent">Not sent yet</p>}
      {said.state === 'failed' && (
        <div class="fault">
          <p>{said.fault}</p>
          <button type="button" onClick={() => retry(said.id)}>
            Try again
          </button>
        </div>
      )}
    </article>
  );
}

const AnsweredView = memo(function AnsweredView({
  answer,
  latest,
  press,
  pressed,
}: Pressing & { answer: Answered; latest: boolean }) {
  return (
    <article class={latest ? 'answer latest' : 'answer'} aria-label="The lab’s answer">
      {answer.parts.map((part, index) => (
        <PartView key={index} part={part} press={press} pressed={pressed} />
      ))}
    </article>
  );
});

/** The line that a student said next, by button or by hand. */
function lineAfter(entries: readonly Entry[], index: number): string | undefined {
  const next = entries[index + 1];
  return next?.from === 'student' ? next.shown.toLowerCase() : undefined;
}

export function Messages({
  entries,
  connected,
  press,
  retry,
}: { entries: readonly Entry[]; connected: boolean } & Actions) {
  const latest = entries.findLast(({ from }) => from === 'lab');
  return entries.map((entry, index) =>
    entry.from === 'student' ? (
      <SaidView key={entry.id} said={entry} connected={connected} retry={retry} />
    ) : (
      <AnsweredView
        key={entry.id}
        answer={entry}
        latest={entry === latest}
        press={press}
        pressed={lineAfter(entries, index)}
      />
    ),
  );
}
