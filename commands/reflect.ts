/** `/reflect`: see the reflection; with a letter, answer it. */

import type { LabPack } from '../src/labs/lab.ts';
import { answerCommand } from './answer.ts';
import type { Command } from './grammar/command.ts';

export const reflectCommand = (packs: readonly LabPack[]): Command =>
  answerCommand(packs, {
    name: 'reflect',
    description: 'See the reflection after your runs, or answer it',
    answer: 'the letter to answer; leave it out to see the question',
    example: '/reflect C',
  });
