/** The form that asks for a number, words, a moment or a file, as a modal of one field; its custom id is the button's, so it says what it is about. */

import { type Attachment, ComponentType, type ModalSubmitInteraction, TextInputStyle } from 'discord.js';
import type { Field } from '../../src/messages/reply.ts';
import { modalProblems } from './limits.ts';
import type { FileUpload, Modal, TextInput } from './message.ts';

const INPUT = 'entered';
const FILE = 'file';

/** The longest e-mail address (RFC 5321); numbers, dates and names are shorter. */
const LONGEST_ENTRY = 254;

/** Discord's forms have no picker for dates (its component reference), so a moment is given in words. */
const TEXT_INPUT: TextInput = {
  type: ComponentType.TextInput,
  custom_id: INPUT,
  style: TextInputStyle.Short,
  required: true,
  max_length: LONGEST_ENTRY,
};

const FILE_UPLOAD: FileUpload = {
  type: ComponentType.FileUpload,
  custom_id: FILE,
  required: true,
  max_values: 1,
  file_types: ['.csv'],
};

/** @throws {RangeError} when Discord would not take it */
export function modal({ kind, title, label, hint }: Field, customId: string): Modal {
  const form: Modal = {
    custom_id: customId,
    title,
    components: [
      {
        type: ComponentType.Label,
        label,
        // Rather than a placeholder, which is gone once something is typed.
        description: hint,
        component: kind === 'file' ? FILE_UPLOAD : TEXT_INPUT,
      },
    ],
  };
  const problems = modalProblems(form);
  if (problems.length > 0) throw new RangeError(`a form is beyond Discord's limits: ${problems.join('; ')}`);
  return form;
}

/** What a form came back with: words, or a file. */
export function contentOf({ fields }: ModalSubmitInteraction): {
  readonly entered?: string;
  readonly attached?: Attachment;
} {
  if (fields.fields.has(INPUT)) return { entered: fields.getTextInputValue(INPUT) };
  const attached = fields.getUploadedFiles(FILE)?.first();
  return attached ? { attached } : {};
}
