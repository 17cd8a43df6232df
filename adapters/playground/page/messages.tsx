/** The conversation: what was said on either side, as a log that screen readers follow. */

import { memo } from 'preact/compat';
import type { Pressing } from './choices.tsx';
import { PartView } from './parts.tsx';
import { Time } from './time.tsx';
import type { Answered, Entry, Said, Written } from './transcript.ts';

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
        {said.file !== undefined && <span class="attached"> with {said.file}</span>}
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

const WrittenView = memo(function WrittenView({
  message,
  press,
}: Pick<Pressing, 'press'> & { message: Written }) {
  const isPost = message.kind === 'post';
  return (
    <article
      class={`answer written ${message.kind}`}
      aria-label={isPost ? 'A post in the channel' : 'A direct message'}
    >
      <p class="from">
        <strong>{isPost ? 'In the channel, for everybody' : 'To you alone'}</strong>,{' '}
        <Time time={message.at} style="short" />
      </p>
      {message.parts.map((part, index) => (
        <PartView key={index} part={part} press={press} pressed={undefined} />
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
    ) : entry.from === 'bot' ? (
      <WrittenView key={entry.id} message={entry} press={press} />
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
