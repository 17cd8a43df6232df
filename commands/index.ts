/** Every command, in the order in which help lists them. A new command is a file here and a line in this list. */

import { CONTEXT } from './context.ts';
import { DEPTH } from './depth.ts';
import type { Command } from './grammar/command.ts';
import { LAB } from './lab.ts';
import { LEDGER } from './ledger.ts';
import { MATH } from './math.ts';
import { PREDICT } from './predict.ts';
import { REFLECT } from './reflect.ts';
import { SEQ } from './seq.ts';

export const COMMANDS: readonly Command[] = [LAB, PREDICT, SEQ, DEPTH, CONTEXT, REFLECT, MATH, LEDGER];

/** The command of this name, in any letter case. */
export const commandNamed = (name: string): Command | undefined =>
  COMMANDS.find((command) => command.name === name.toLowerCase());

/** The options that people are offered. */
export const publicOptions = (command: Command): Command['options'] =>
  command.options.filter((option) => !option.internal);
