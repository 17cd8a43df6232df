/** What an answer offers to press, and the forms that it asks to fill in. */

import { useId } from 'preact/hooks';
import type { FileTurnBody, WireChoice, WirePart } from '../wire.ts';
import { Entry } from './entry.tsx';
import { Rich } from './rich-text.tsx';
import { enteredIn } from './shown.ts';

/** What buttons do, and the line that this answer was answered with, whose button shows it. */
export interface Pressing {
  readonly press: (choice: WireChoice, entered?: string, file?: FileTurnBody['file']) => void;
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

/** A form lies open where it is what the answer asks for; beside other buttons it opens as they would act. */
function Disclosed({ choice, ...pressing }: ButtonProps) {
  const isPressed = enteredIn(pressing.pressed, choice) !== undefined;
  return (
    <details class="disclosed">
      <summary class={isPressed ? 'pressed' : ''}>{choice.label}</summary>
      {choice.field && <Entry choice={choice} field={choice.field} {...pressing} />}
    </details>
  );
}

export function Choices({ prompt, choices, ...pressing }: WirePart & { kind: 'choices' } & Pressing) {
  const open = choices.filter(({ field, primary }) => field && primary);
  const disclosed = choices.filter(({ field, primary }) => field && !primary);
  const options = choices.filter(({ field, detail }) => !field && detail !== undefined);
  const buttons = choices.filter(({ field, detail }) => !field && detail === undefined);
  return (
    <div class="choices">
      {prompt !== undefined && (
        <p>
          <Rich text={prompt} />
        </p>
      )}
      {open.map(
        (choice) =>
          choice.field && <Entry key={choice.line} choice={choice} field={choice.field} {...pressing} />,
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
      {disclosed.map((choice) => (
        <Disclosed key={choice.line} choice={choice} {...pressing} />
      ))}
    </div>
  );
}
