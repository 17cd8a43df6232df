/** An answer beside the class: what a button asks for, and what is pressed in it, without leaving the page. */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { FileTurnBody, WireButton, WireChoice, WirePart } from '../../wire.ts';
import type { Pressing } from '../choices.tsx';
import { CloseSign } from '../icons.tsx';
import { PartView } from '../parts.tsx';
import { Write } from '../rich-text.tsx';
import { newDelivery, Refused, sendTurn } from '../server-client.ts';

/** What is asked; the delivery stays the same when it is asked again. */
export interface Asking {
  readonly delivery: string;
  readonly line: string;
  /** What was pressed, as its label said. */
  readonly shown: string;
  readonly button?: WireButton;
  readonly file?: FileTurnBody['file'];
}

/** A pressed button, with what was entered into its form, or the file that was put into it. */
export function pressing(
  { version, line, label }: WireChoice,
  entered?: string,
  file?: FileTurnBody['file'],
): Asking {
  const given = entered ?? (file && `with ${file.name}`);
  return {
    delivery: newDelivery(),
    line,
    shown: given === undefined ? label : `${label} ${given}`,
    button: { version, ...(entered !== undefined && { entered }) },
    ...(file && { file }),
  };
}

export const withFile = (choice: WireChoice, file: FileTurnBody['file']): Asking =>
  pressing(choice, undefined, file);

interface SheetProps {
  readonly persona: string;
  readonly asking: Asking;
  readonly onAsk: (asking: Asking) => void;
  /** Something was answered: what the page shows may be another now. */
  readonly onAnswer: () => void;
  readonly onClose: () => void;
  readonly write: (line: string) => void;
}

interface Answer {
  readonly to: string;
  readonly parts?: readonly WirePart[];
  readonly fault?: string;
}

function useAnswer({ persona, asking, onAnswer }: Pick<SheetProps, 'persona' | 'asking' | 'onAnswer'>) {
  const [answer, setAnswer] = useState<Answer>();
  const send = useCallback(async () => {
    const { delivery, line, button, file } = asking;
    setAnswer(undefined);
    try {
      const { parts } = await sendTurn({ persona, line, delivery, ...(button && { button }) }, file);
      setAnswer({ to: delivery, parts });
      onAnswer();
    } catch (error) {
      const fault =
        error instanceof Refused ? error.message : 'The lab is not answering. Asking again does no harm.';
      setAnswer({ to: delivery, fault });
    }
  }, [persona, asking, onAnswer]);
  useEffect(() => {
    void send();
  }, [send]);
  return { answer: answer?.to === asking.delivery ? answer : undefined, again: send };
}

export function Sheet({ persona, asking, onAsk, onAnswer, onClose, write }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const { answer, again } = useAnswer({ persona, asking, onAnswer });
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (answer) body.current?.scrollTo({ top: 0 });
  }, [answer]);
  const press = useCallback<Pressing['press']>(
    (choice, ...given) =>
      // The overview is the page behind it.
      choice.line.startsWith('/class overview ')
        ? dialog.current?.close()
        : onAsk(pressing(choice, ...given)),
    [onAsk],
  );
  return (
    <dialog class="answer-sheet" ref={dialog} onClose={onClose} aria-label={asking.shown}>
      <p class="head">
        <strong dir="auto">{asking.shown}</strong>
        <button type="button" class="close" onClick={() => dialog.current?.close()}>
          <CloseSign />
          <span class="unseen">Close</span>
        </button>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div class="body" ref={body} tabIndex={0} aria-live="polite" aria-busy={!answer}>
        {!answer && (
          <p class="pending">
            <span />
            <span />
            <span />
            <span class="unseen">The lab is answering.</span>
          </p>
        )}
        {answer?.fault !== undefined && (
          <div class="fault">
            <p>{answer.fault}</p>
            <button type="button" onClick={again}>
              Try again
            </button>
          </div>
        )}
        {answer?.parts && (
          <Write.Provider value={write}>
            <article class="answer latest">
              {answer.parts.map((part, index) => (
                <PartView key={index} part={part} press={press} pressed={undefined} />
              ))}
            </article>
          </Write.Provider>
        )}
      </div>
    </dialog>
  );
}
