/** The form that asks for a number, words, a moment or a file: a modal of one field. It carries what it is about, so nothing is remembered here. */

import { z } from 'zod';
import type { Field } from '../../src/messages/reply.ts';
import { shortened } from '../../src/messages/shortened.ts';
import { actionId, readActionId } from './action-id.ts';
import { LIMITS, modalProblems } from './limits.ts';
import { type InputBlock, type Modal, plainText } from './message.ts';
import { type PressedPlace, pressedPlace } from './place.ts';

/** Of each way to fill a form in: its block, and the element in it. */
const WORDS = { block: 'entry', action: 'text' } as const;
const MOMENT = { block: 'moment', action: 'picker' } as const;
const FILE = { block: 'file', action: 'file' } as const;

const metadata = z.object({ line: z.string(), place: pressedPlace });

/** What a form is about: the line of the button that opened it, and where that was pressed. */
export interface About {
  readonly line: string;
  readonly place: PressedPlace;
}

const words = (label: string, hint: string, more: Pick<InputBlock, 'optional'> = {}): InputBlock => ({
  type: 'input',
  block_id: WORDS.block,
  label: plainText(label),
  hint: plainText(hint),
  ...more,
  element: { type: 'plain_text_input', action_id: WORDS.action, focus_on_load: more.optional !== true },
});

function inputs({ kind, label, hint, stands }: Field): readonly InputBlock[] {
  switch (kind) {
    case 'moment':
      return [
        {
          type: 'input',
          block_id: MOMENT.block,
          label: plainText(label),
          optional: true,
          element: {
            type: 'datetimepicker',
            action_id: MOMENT.action,
            focus_on_load: true,
            ...(stands !== undefined && { initial_date_time: Math.floor(Date.parse(stands) / 1_000) }),
          },
        },
        words('Or type it, which then counts', hint, { optional: true }),
      ];
    case 'file':
      return [
        {
          type: 'input',
          block_id: FILE.block,
          label: plainText(label),
          hint: plainText(hint),
          element: { type: 'file_input', action_id: FILE.action, filetypes: ['csv'], max_files: 1 },
        },
      ];
    default:
      return [words(label, hint)];
  }
}

/**
 * @param submit what its button does
 * @throws {RangeError} when Slack would not take it
 */
export function modal(field: Field, about: About, user: string, submit = 'Lock'): Modal {
  const view: Modal = {
    type: 'modal',
    callback_id: actionId(user, 'form'),
    title: plainText(shortened(field.title, LIMITS.modalTitleCharacters - 1)),
    submit: plainText(submit),
    close: plainText('Cancel'),
    private_metadata: JSON.stringify(about),
    blocks: inputs(field),
  };
  const problems = modalProblems(view);
  if (problems.length > 0) throw new RangeError(`a form is beyond Slack's limits: ${problems.join('; ')}`);
  return view;
}

/** What Slack says of one element, as far as it is read here. */
interface Filled {
  readonly value?: string | null | undefined;
  readonly selected_date_time?: number | null | undefined;
  readonly files?: unknown;
}

/** A form as it comes back. */
interface SubmittedView {
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, Filled>>>> };
}

export type Submitted =
  | (About & {
      readonly kind: 'theirs';
      readonly version: number;
      /** Empty where nothing was; absent where the form asks for a file. */
      readonly entered?: string;
      /** As Slack names them, where the form asks for a file. */
      readonly files?: unknown;
    })
  | { readonly kind: 'not-theirs' | 'outdated' };

function readMetadata(text: string): About | undefined {
  try {
    return metadata.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Words are typed on purpose; a picker has a value before anybody touches it. */
function contentOf({ values }: SubmittedView['state']): { entered: string } | { files: unknown } {
  const file = values[FILE.block]?.[FILE.action];
  if (file) return { files: file.files };
  const typed = values[WORDS.block]?.[WORDS.action]?.value ?? '';
  const picked = values[MOMENT.block]?.[MOMENT.action]?.selected_date_time;
  return { entered: typed.trim() === '' && typeof picked === 'number' ? `@${picked}` : typed };
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
    ? { kind: pressed.kind, version: pressed.version, ...about, ...contentOf(state) }
    : { kind: 'outdated' };
}
