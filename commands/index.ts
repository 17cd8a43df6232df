/** Every command of a course, in the order in which help lists them. A new command is a file here and a line in this list. */

import type { Instrument, LabPack } from '../src/labs/lab.ts';
import { aliasCommands } from './aliases.ts';
import { assignCommand } from './assign.ts';
import { classCommand } from './class.ts';
import { CommandSet } from './command-set.ts';
import { contextCommands } from './context.ts';
import { gradesCommand } from './grades.ts';
import type { Command } from './grammar/command.ts';
import { instrumentCommand } from './instrument.ts';
import { labCommand } from './lab.ts';
import { ledgerCommand } from './ledger.ts';
import { mathCommand } from './math.ts';
import { mydataCommand } from './mydata.ts';
import { owedCommand } from './owed.ts';
import { predictCommand } from './predict.ts';
import { reflectCommand } from './reflect.ts';

/** Acts may share an instrument, which has one command. */
const instrumentsOf = ({ acts }: LabPack): readonly Instrument[] => [
  ...new Map(acts.map(({ instrument }) => [instrument.id, instrument])).values(),
];

const commandsOf = (packs: readonly LabPack[]): readonly Command[] => [
  labCommand(packs),
  predictCommand(packs),
  ...packs.flatMap((pack) => instrumentsOf(pack).map((instrument) => instrumentCommand(pack, instrument))),
  ...contextCommands(packs),
  reflectCommand(packs),
  mathCommand(packs),
  ledgerCommand(packs),
  owedCommand,
  mydataCommand,
  assignCommand(packs),
  classCommand,
  gradesCommand,
  ...aliasCommands,
];

export const commandsFor = (packs: readonly LabPack[]): CommandSet => new CommandSet(commandsOf(packs));
