/** The form that asks for a number: a modal of one field. It carries what it is about, so nothing is remembered here. */

import { z } from 'zod';
import type { Field } from '../../src/messages/reply.ts';
import { shortened } from '../../src/messages/shortened.ts';
import { actionId, readActionId } from './action-id.ts';
import { LIMITS, modalProblems } from './limits.ts';
import { type Modal, plainText } from './message.ts';
import { type PressedPlace, pressedPlace } from './place.ts';

const BLOCK = 'entry';
const ACTION = 'text';

const metadata = z.object({ line: z.string(), place: pressedPlace });

/** What a form is about: the line of the button that opened it, and where that was pressed. */
export interface About {
  readonly line: string;
  readonly place: PressedPlace;
}

/**
 * @param submit what its button does
 * @throws {RangeError} when Slack would not take it
 */
export function modal({ title, label, hint }: Field, about: About, user: string, submit = 'Lock'): Modal {
  const view: Modal = {
    type: 'modal',
    callback_id: actionId(user, 'form'),
    title: plainText(shortened(title, LIMITS.modalTitleCharacters - 1)),
    submit: plainText(submit),
    close: plainText('Cancel'),
    private_metadata: JSON.stringify(about),
    blocks: [
      {
        type: 'input',
        block_id: BLOCK,
        label: plainText(label),
        hint: plainText(hint),
        element: { type: 'plain_text_input', action_id: ACTION, focus_on_load: true },
      },
    ],
  };
  const problems = modalProblems(view);
  if (problems.length > 0) throw new RangeError(`a form is beyond Slack's limits: ${problems.join('; ')}`);
  return view;
}

/** A form as it comes back. */
interface SubmittedView {
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly state: {
    readonly values: Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null }>>>>;
  };
}

export type Submitted =
  | (About & { readonly kind: 'theirs'; readonly version: number; readonly entered: string })
  | { readonly kind: 'not-theirs' | 'outdated' };

function readMetadata(text: string): About | undefined {
  try {
    return metadata.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** What this student submitted. A form whose metadata can't be read is another version's. */
export function readModal(
  { callback_id: id, private_metadata: text, state }: SubmittedView,
  user: string,
): Submitted {
  const pressed = readActionId(id, user);
  if (pressed.kind !== 'theirs') return pressed;
  const about = readMetadata(text);
  return about
    ? {
        kind: pressed.kind,
        version: pressed.version,
        ...about,
        entered: state.values[BLOCK]?.[ACTION]?.value ?? '',
      }
    : { kind: 'outdated' };
}
