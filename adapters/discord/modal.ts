/** The form that asks for a number, as a modal of one field; its custom id says what it is about, as a button's does. */

import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';
import type { Field } from '../../src/messages/reply.ts';

export interface Form {
  readonly customId: string;
  readonly field: Field;
}

const INPUT = 'entered';

/** Longer than any number that a question takes. */
const LONGEST_ENTRY = 40;

export const modalOf = ({ customId, field }: Form): APIModalInteractionResponseCallbackData => ({
  custom_id: customId,
  title: field.title,
  components: [
    {
      type: ComponentType.Label,
      label: field.label,
      description: field.hint,
      component: {
        type: ComponentType.TextInput,
        custom_id: INPUT,
        style: TextInputStyle.Short,
        required: true,
        max_length: LONGEST_ENTRY,
      },
    },
  ],
});

export const enteredIn = (interaction: ModalSubmitInteraction): string =>
  interaction.fields.getTextInputValue(INPUT);
