/** What a choice asks for before it is sent: a number, words, a moment, or a file. */

import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { Field } from '../../../src/messages/reply.ts';
import type { WireChoice } from '../wire.ts';
import { readAttached } from './attachment.tsx';
import type { Pressing } from './choices.tsx';
import { clockHere, momentHere, wallHere } from './moment.ts';
import { enteredIn } from './shown.ts';

interface EntryProps extends Pressing {
  readonly choice: WireChoice;
  readonly field: Field;
}

/** Longer than any number or date; what is none is answered with what one would be. */
const LONGEST_ENTRY = 100;

function Submit({ choice, pressed }: Pick<EntryProps, 'choice' | 'pressed'>) {
  const isPressed = enteredIn(pressed, choice) !== undefined;
  return (
    <button type="submit" class={isPressed ? 'pressed' : 'primary'}>
      {choice.label}
      {isPressed && <span class="unseen"> (pressed)</span>}
    </button>
  );
}

function Form(props: { readonly send: () => void; readonly children: ComponentChildren }) {
  return (
    <form
      class="number"
      onSubmit={(event) => {
        event.preventDefault();
        props.send();
      }}
    >
      {props.children}
    </form>
  );
}

function Lead({ id, field }: { readonly id: string; readonly field: Field }) {
  return (
    <label for={id}>
      <strong>{field.title}</strong>, {field.label}
    </label>
  );
}

function TextInput(props: {
  readonly id: string;
  readonly mode: 'text' | 'decimal';
  readonly text: string;
  readonly onText: (text: string) => void;
}) {
  return (
    <input
      id={props.id}
      type="text"
      inputmode={props.mode}
      value={props.text}
      maxLength={LONGEST_ENTRY}
      aria-describedby={`${props.id}-hint`}
      autocomplete="off"
      enterkeyhint="send"
      onInput={(event) => props.onText(event.currentTarget.value)}
    />
  );
}

function TextEntry({ choice, field, press, pressed }: EntryProps) {
  const id = useId();
  const [text, setText] = useState(enteredIn(pressed, choice) ?? '');
  return (
    <Form send={() => text.trim() !== '' && press(choice, text.trim())}>
      <Lead id={id} field={field} />
      <div>
        <TextInput id={id} mode={field.kind === 'words' ? 'text' : 'decimal'} text={text} onText={setText} />
        <Submit choice={choice} pressed={pressed} />
      </div>
      <p id={`${id}-hint`}>{field.hint}</p>
    </Form>
  );
}

/** Words that are typed count: the picker has a value before anybody touches it. */
function MomentEntry({ choice, field, press, pressed }: EntryProps) {
  const id = useId();
  const [wall, setWall] = useState(field.stands === undefined ? '' : wallHere(field.stands));
  const [text, setText] = useState('');
  const picker = useRef<HTMLInputElement>(null);
  const send = () => {
    const moment = momentHere(wall);
    if (text.trim() !== '') press(choice, text.trim());
    else if (moment !== undefined) press(choice, moment);
    else {
      picker.current?.setCustomValidity(
        wall === ''
          ? 'Choose a date and a time, or type them below.'
          : 'Clocks here skip that time that night. Choose another.',
      );
      picker.current?.reportValidity();
    }
  };
  return (
    <Form send={send}>
      <Lead id={id} field={field} />
      <div>
        <input
          id={id}
          ref={picker}
          type="datetime-local"
          value={wall}
          aria-describedby={`${id}-clock`}
          onInput={(event) => {
            event.currentTarget.setCustomValidity('');
            setWall(event.currentTarget.value);
          }}
        />
        <span id={`${id}-clock`} class="clock">
          {clockHere(wall)}
        </span>
      </div>
      <label for={`${id}-words`}>Or type it, which then counts</label>
      <div>
        <TextInput id={`${id}-words`} mode="text" text={text} onText={setText} />
        <Submit choice={choice} pressed={pressed} />
      </div>
      <p id={`${id}-words-hint`}>{field.hint}</p>
    </Form>
  );
}

function FileEntry({ choice, field, press, pressed }: EntryProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const send = async () => {
    const [chosen] = input.current?.files ?? [];
    if (!chosen) return;
    const file = await readAttached(chosen);
    press(choice, undefined, file);
  };
  return (
    <Form send={send}>
      <Lead id={id} field={field} />
      <div>
        <input
          id={id}
          ref={input}
          type="file"
          accept=".csv,text/csv"
          required
          aria-describedby={`${id}-hint`}
        />
        <Submit choice={choice} pressed={pressed} />
      </div>
      <p id={`${id}-hint`}>{field.hint}</p>
    </Form>
  );
}

export function Entry(props: EntryProps) {
  switch (props.field.kind) {
    case 'moment':
      return <MomentEntry {...props} />;
    case 'file':
      return <FileEntry {...props} />;
    default:
      return <TextEntry {...props} />;
  }
}
