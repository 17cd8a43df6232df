/** `/lab help`: the commands, from their declarations. It says what to type and nothing of what comes out. */

import { type Reply, toStudent } from '../../src/messages/reply.ts';
import { code, say } from '../../src/messages/rich-text.ts';
import { COMMANDS } from '../index.ts';
import { usage } from './parse.ts';

/** The rows of the commands table, here and in the README. */
export const commandRows = (): readonly (readonly [form: string, does: string, example: string])[] =>
  COMMANDS.map((command) => [usage(command), command.description, command.example] as const);

const HOW = {
  line: say`Numbers may be written ${code('65536')}, ${code('65,536')} or ${code('64k')} (1K is 1,024), options as ${code('width 512')} or ${code('width=512')}. If a name is taken in your workspace, ${code('/lab seq 64k')} reaches every command.`,
  form: say`Every option has a field of its own. For a number of tokens you may type ${code('64k')} (1K is 1,024) and choose what is offered.`,
} as const;

/** @param form how commands are given here: as a typed line, or as a form with a field for each option */
export const help = (form: keyof typeof HOW): Reply =>
  toStudent(
    { kind: 'heading', text: 'Commands' },
    { kind: 'table', columns: ['Type', 'It does', 'For example'], rows: commandRows() },
    { kind: 'text', text: HOW[form] },
    {
      kind: 'choices',
      prompt: 'Next: pick up where you left off.',
      choices: [{ label: 'Continue', request: { kind: 'start' }, emphasis: 'primary' }],
    },
  );
