/** Words that people try for something that another command does: each is answered with the line that does it. */

import { code, type RichText, say } from '../src/messages/rich-text.ts';
import { UserError } from '../src/messages/user-error.ts';
import { type Command, command } from './grammar/command.ts';

const ALIASES: Readonly<Record<string, RichText>> = {
  course: say`There is no command for a course of its own: the first ${code('/assign due Fri 23:59')} makes it, and ${code('/class settings')} shows and changes its settings.`,
  roster: say`The roster comes with the grades: ${code('/grades canvas')} with your gradebook’s export attached.`,
  link: say`To find your own row of the gradebook: ${code('/mydata link')} and your e-mail, login or ID number, as in ${code('/mydata link ada@uni.example')}.`,
  extend: say`An extension is an assignment to one student: ${code('/assign for @ada due Mon 12:00')}.`,
  excuse: say`An excuse is an assignment to one student: ${code('/assign for @ada excused')}.`,
  remind: say`Reminders go out by themselves. ${code('/class settings reminders 48h 6h')} changes when; ${code('/class nudge')} writes to those who are stuck.`,
  deadline: say`To move a deadline, assign the same lab again: ${code('/assign due Mon 12:00')} offers to move it.`,
};

const alias = (name: string, sentence: RichText): Command =>
  command({
    name,
    description: 'Says which command does it',
    hidden: true,
    options: {
      text: { type: 'words', description: 'anything', required: false, suggestions: [] },
    },
    example: `/${name}`,
    request() {
      throw new UserError(sentence);
    },
    values: () => undefined,
  });

export const aliasCommands: readonly Command[] = Object.entries(ALIASES).map(([name, sentence]) =>
  alias(name, sentence),
);
