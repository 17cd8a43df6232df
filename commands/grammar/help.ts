/** `/lab help`: the commands, from their declarations. It says what to type and nothing of what comes out. */

import { type Reply, toStudent } from '../../src/messages/reply.ts';
import { code, say } from '../../src/messages/rich-text.ts';
import { COMMANDS } from '../index.ts';
import { usage } from './parse.ts';

/** The rows of the commands table, here and in the README. */
export const commandRows = (): readonly (readonly [form: string, does: string, example: string])[] =>
  COMMANDS.map((command) => [usage(command), command.description, command.example] as const);

export const help = (): Reply =>
  toStudent(
    { kind: 'heading', text: 'Commands' },
    { kind: 'table', columns: ['Type', 'It does', 'For example'], rows: commandRows() },
    {
      kind: 'text',
      text: say`Numbers may be written ${code('65536')}, ${code('65,536')} or ${code('64k')} (1K is 1,024), options as ${code('width 512')} or ${code('width=512')}. If a name is taken in your workspace, ${code('/lab seq 64k')} reaches every command.`,
    },
    {
      kind: 'choices',
      prompt: 'Next: pick up where you left off.',
      choices: [{ label: 'Continue', request: { kind: 'start' }, emphasis: 'primary' }],
    },
  );
