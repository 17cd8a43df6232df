/** The conversation: what was said on either side, as a log that screen readers follow. */

import { memo } from 'preact/compat';
import type { WireChoice } from '../wire.ts';
import { PartView } from './parts.tsx';
import type { Answered, Entry, Said } from './transcript.ts';

interface Actions {
  readonly press: (choice: WireChoice) => void;
  readonly retry: (id: string) => void;
}

function SaidView({ said, retry }: { said: Said; retry: Actions['retry'] }) {
  return (
    <article class={`said ${said.state}`} data-id={said.id}>
      <p>
        <span class="unseen">You said: </span>
        <code>{said.shown}</code>
      </p>
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
}: {
  answer: Answered;
  latest: boolean;
  press: Actions['press'];
}) {
  return (
    <article class={latest ? 'answer latest' : 'answer'} aria-label="The lab’s answer">
      {answer.parts.map((part, index) => (
        <PartView key={index} part={part} press={press} />
      ))}
    </article>
  );
});

export function Messages({ entries, press, retry }: { entries: readonly Entry[] } & Actions) {
  const latest = entries.findLast(({ from }) => from === 'lab');
  return entries.map((entry) =>
    entry.from === 'student' ? (
      <SaidView key={entry.id} said={entry} retry={retry} />
    ) : (
      <AnsweredView key={entry.id} answer={entry} latest={entry === latest} press={press} />
    ),
  );
}
