/** The form that asks for a number or a few words, as a modal of one field; its custom id is the button's, so it says what it is about. */

import { ComponentType, type ModalSubmitInteraction, TextInputStyle } from 'discord.js';
import type { Field } from '../../src/messages/reply.ts';
import { modalProblems } from './limits.ts';
import type { Modal } from './message.ts';

const INPUT = 'entered';

/** The longest e-mail address (RFC 5321); numbers, dates and names are shorter. */
const LONGEST_ENTRY = 254;

/** @throws {RangeError} when Discord would not take it */
export function modal({ title, label, hint }: Field, customId: string): Modal {
  const form: Modal = {
    custom_id: customId,
    title,
    components: [
      {
        type: ComponentType.Label,
        label,
        // Rather than a placeholder, which is gone once something is typed.
        description: hint,
        component: {
          type: ComponentType.TextInput,
          custom_id: INPUT,
          style: TextInputStyle.Short,
          required: true,
          max_length: LONGEST_ENTRY,
        },
      },
    ],
  };
  const problems = modalProblems(form);
  if (problems.length > 0) throw new RangeError(`a form is beyond Discord's limits: ${problems.join('; ')}`);
  return form;
}

export const enteredIn = (interaction: ModalSubmitInteraction): string =>
  interaction.fields.getTextInputValue(INPUT);
