/** What is offered while a date or a clock is typed: the date as it will be read, so that it is seen before it is sent. */

import { UserError } from '../src/messages/user-error.ts';
import { dueWords } from '../src/time/due.ts';
import { readDue } from '../src/time/when.ts';
import { zoneSuggestions } from '../src/time/zone.ts';
import type { Where, WordsOption } from './grammar/command.ts';

type Offer = NonNullable<WordsOption['offer']>;

/** Platforms show no longer label. */
const LONGEST_LABEL = 100;

const OFFERED = 25;

export const offerDue: Offer = async (typed, { now, zone }: Where) => {
  if (typed.trim() === '' || zone === undefined) return [];
  try {
    const read = await readDue(typed, { now, zone });
    const all = read.kind === 'twice' ? [read.earlier, read.later] : [read.due];
    return all.map((due) => ({
      value: `@${Math.floor(Date.parse(due.instant) / 1000)}`,
      label: dueWords(due).slice(0, LONGEST_LABEL),
    }));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
};

export const offerZone: Offer = async (typed) =>
  zoneSuggestions(typed, OFFERED).map((zone) => ({ value: zone, label: zone }));
