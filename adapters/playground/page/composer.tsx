/** Where a line is typed: completion as an ARIA combobox, the form of the command as a hint, and earlier lines. */

import type { RefObject } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { FileTurnBody, WireCommand } from '../wire.ts';
import { AttachButton, AttachedFile, readAttached } from './attachment.tsx';
import { complete, type Hint, type Suggestion } from './completion.ts';
import { SendSign } from './icons.tsx';

interface ComposerProps {
  readonly commands: readonly WireCommand[];
  readonly history: readonly string[];
  readonly input: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onSend: (line: string, file?: FileTurnBody['file']) => void;
}

function HintLine({ hint }: { hint: Hint }) {
  return (
    <p class="hint" id="composer-hint">
      <code>
        {hint.command}
        {hint.options.map(({ label, current }) => (
          <span key={label}> {current ? <strong>{label}</strong> : label}</span>
        ))}
      </code>
      <span>{hint.message}</span>
    </p>
  );
}

function SuggestionList(props: {
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  readonly take: (suggestion: Suggestion) => void;
}) {
  return (
    <div role="listbox" id="suggestions" aria-label="Completions">
      {props.suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the composer keeps the focus and handles the keys for its list.
        <div
          key={suggestion.text}
          id={`suggestion-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === props.active}
          // The composer keeps the focus while a pointer chooses.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => props.take(suggestion)}
          ref={(element) => {
            if (index === props.active) element?.scrollIntoView({ block: 'nearest' });
          }}
        >
          <code>{suggestion.label}</code> <span>{suggestion.note}</span>
        </div>
      ))}
    </div>
  );
}

export function Composer({ commands, history, input, text, onText, onSend }: ComposerProps) {
  const completion = useMemo(() => complete(text, commands), [text, commands]);
  /** The text for which the list was closed, or which came out of the history. */
  const [closedFor, setClosedFor] = useState<string>();
  /** The suggestion that was reached with the arrow keys. */
  const [chosen, setChosen] = useState<number>();
  /** How many lines back the text is, when it is an earlier line. */
  const [back, setBack] = useState(0);
  const [file, setFile] = useState<FileTurnBody['file']>();
  const takesFiles = commands.some(({ options }) => options.some((option) => option.file));

  const open = completion.suggestions.length > 0 && closedFor !== text;
  const active = open ? (chosen ?? (completion.unfinished ? 0 : -1)) : -1;

  const type = (next: string) => {
    setChosen(undefined);
    setBack(0);
    onText(next);
  };
  const take = (suggestion: Suggestion) => {
    type(suggestion.text);
    input.current?.focus();
  };
  const attach = async (event: Event, brought: DataTransfer | null) => {
    const [first] = brought?.files ?? [];
    if (!takesFiles || !first) return;
    event.preventDefault();
    setFile(await readAttached(first));
  };
  const send = () => {
    const line = text.trim() || (file ? '/grades' : '');
    if (line === '') return;
    setClosedFor(undefined);
    type('');
    onSend(line, file);
    setFile(undefined);
    input.current?.focus();
  };
  const recall = (steps: number) => {
    const line = steps === 0 ? '' : history.at(-steps);
    if (line === undefined) return;
    setBack(steps);
    setClosedFor(line);
    onText(line);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const { length } = completion.suggestions;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const marked = completion.suggestions[Math.max(active, 0)];
    if (step !== 0 && open) {
      setChosen((active + step + (active < 0 && step < 0 ? 1 : 0) + length) % length);
    } else if (step !== 0 && (text === '' || back > 0)) {
      recall(Math.max(0, back - step));
    } else if (event.key === 'Tab' && !event.shiftKey && open && marked) {
      take(marked);
    } else if (event.key === 'Enter' && active >= 0 && marked) {
      take(marked);
    } else if (event.key === 'Enter') {
      send();
    } else if (event.key === 'Escape' && open) {
      setClosedFor(text);
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <form
      class="composer"
      onDragOver={(event) => takesFiles && event.preventDefault()}
      onDrop={(event) => attach(event, event.dataTransfer)}
      onPaste={(event) => attach(event, event.clipboardData)}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {open && <SuggestionList suggestions={completion.suggestions} active={active} take={take} />}
      {completion.hint && <HintLine hint={completion.hint} />}
      {file && <AttachedFile file={file} takeOff={() => setFile(undefined)} />}
      <div class="field">
        <button
          type="button"
          class="slash"
          aria-label="Show the commands"
          onClick={() => {
            setClosedFor(undefined);
            type('/');
            input.current?.focus();
          }}
        >
          /
        </button>
        <input
          ref={input}
          type="text"
          name="line"
          value={text}
          placeholder="Type / for commands"
          aria-label="Message to the lab"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={open ? 'suggestions' : undefined}
          aria-activedescendant={active >= 0 ? `suggestion-${active}` : undefined}
          aria-describedby={completion.hint ? 'composer-hint' : undefined}
          autocomplete="off"
          autocapitalize="off"
          autocorrect="off"
          spellcheck={false}
          enterkeyhint="send"
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {takesFiles && <AttachButton onFile={setFile} />}
        <button type="submit" class="send" aria-label="Send" disabled={text.trim() === '' && !file}>
          <SendSign />
        </button>
      </div>
    </form>
  );
}
