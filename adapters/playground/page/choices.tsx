/** What an answer offers to press, and the numbers that it asks for. */

import { useId, useState } from 'preact/hooks';
import type { Field } from '../../../src/messages/reply.ts';
import type { WireChoice, WirePart } from '../wire.ts';
import { Rich } from './rich-text.tsx';

/** What buttons do, and the line that this answer was answered with, whose button shows it. */
export interface Pressing {
  readonly press: (choice: WireChoice, entered?: string) => void;
  readonly pressed: string | undefined;
}

interface ButtonProps extends Pressing {
  readonly choice: WireChoice;
  readonly describedBy?: string;
}

function ChoiceButton({ choice, press, pressed, describedBy }: ButtonProps) {
  const chosen = pressed === choice.shown.toLowerCase();
  return (
    <button
      type="button"
      class={[choice.primary && !chosen ? 'primary' : '', chosen ? 'pressed' : ''].join(' ').trim()}
      {...(describedBy !== undefined && { 'aria-describedby': describedBy })}
      onClick={() => press(choice)}
    >
      {choice.label}
      {chosen && <span class="unseen"> (pressed)</span>}
    </button>
  );
}

/** An option's wording stands beside its button: a lock is final, so only the button itself is pressed. */
function Option({ choice, ...pressing }: ButtonProps) {
  const id = useId();
  return (
    <li>
      <ChoiceButton choice={choice} describedBy={id} {...pressing} />
      <span id={id}>
        <Rich text={choice.detail ?? ''} />
      </span>
    </li>
  );
}

/** Longer than any number or date; what is none is answered with what one would be. */
const LONGEST_ENTRY = 100;

/** What a line ended with, where this field sent it. */
const enteredIn = (line: string | undefined, { shown }: WireChoice): string | undefined =>
  line?.startsWith(`${shown.toLowerCase()} `) ? line.slice(shown.length + 1) : undefined;

function EntryField({ choice, field, press, pressed }: ButtonProps & { field: Field }) {
  const id = useId();
  const entered = enteredIn(pressed, choice);
  const [text, setText] = useState(entered ?? '');
  const send = (event: Event) => {
    event.preventDefault();
    if (text.trim() !== '') press(choice, text.trim());
  };
  return (
    <form class="number" onSubmit={send}>
      <label for={id}>
        <strong>{field.title}</strong>, {field.label}
      </label>
      <div>
        <input
          id={id}
          type="text"
          inputmode={field.kind === 'words' ? 'text' : 'decimal'}
          value={text}
          maxLength={LONGEST_ENTRY}
          aria-describedby={`${id}-hint`}
          autocomplete="off"
          enterkeyhint="send"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class={entered === undefined ? 'primary' : 'pressed'}>
          {choice.label}
          {entered !== undefined && <span class="unseen"> (pressed)</span>}
        </button>
      </div>
      <p id={`${id}-hint`}>{field.hint}</p>
    </form>
  );
}

export function Choices({ prompt, choices, ...pressing }: WirePart & { kind: 'choices' } & Pressing) {
  const fields = choices.filter(({ field }) => field);
  const options = choices.filter(({ field, detail }) => !field && detail !== undefined);
  const buttons = choices.filter(({ field, detail }) => !field && detail === undefined);
  return (
    <div class="choices">
      {prompt !== undefined && (
        <p>
          <Rich text={prompt} />
        </p>
      )}
      {fields.map(
        (choice) =>
          choice.field && <EntryField key={choice.line} choice={choice} field={choice.field} {...pressing} />,
      )}
      {options.length > 0 && (
        <ul class="options">
          {options.map((choice) => (
            <Option key={choice.line} choice={choice} {...pressing} />
          ))}
        </ul>
      )}
      {buttons.length > 0 && (
        <div class="buttons">
          {buttons.map((choice) => (
            <ChoiceButton key={choice.line} choice={choice} {...pressing} />
          ))}
        </div>
      )}
    </div>
  );
}
