/** What a reminder says: when it is due and what is left. Nothing about anybody else, and no reproach. */

import type { LabPack } from '../labs/lab.ts';
import type { Summary } from '../ledger/summary.ts';
import { type Choice, type Reply, reply } from '../messages/reply.ts';
import { command, type RichText, say, strong, time } from '../messages/rich-text.ts';
import { deadlinesOf } from './grade.ts';
import type { Member } from './members.ts';
import type { Assignment } from './rows.ts';
import { doneSteps, stepsOf } from './steps.ts';

/** Fewer than so many say nothing about how long the lab takes. */
const ENOUGH_TO_TELL = 5;
const MINUTE_MS = 60_000;
/** Said in fives: nobody’s time is known better. */
const ROUNDED_TO = 5;

/** How long the lab took those who finished it, in milliseconds: the median, where there are enough of them. */
export function medianActiveMs(members: readonly Pick<Member, 'summary'>[]): number | undefined {
  const times = members
    .flatMap(({ summary }) => (summary?.completedAt ? [summary.activeMs] : []))
    .sort((a, b) => a - b);
  if (times.length < ENOUGH_TO_TELL) return undefined;
  const half = Math.floor(times.length / 2);
  const [below = 0, above = 0] = [times[times.length % 2 === 0 ? half - 1 : half], times[half]];
  return (below + above) / 2;
}

/** ` about 15 minutes`, of the lab’s whole time the share that is left. */
function minutesWords(left: number, of: number, wholeMs: number | undefined): string {
  if (wholeMs === undefined) return '';
  const minutes = (wholeMs * left) / of / MINUTE_MS;
  return `, about ${Math.max(ROUNDED_TO, Math.ceil(minutes / ROUNDED_TO) * ROUNDED_TO)} minutes`;
}

const stepsWords = (count: number): string => (count === 1 ? '1 step' : `${count} steps`);

interface Reminded {
  readonly assignment: Assignment;
  readonly pack: LabPack;
  readonly student: string;
  readonly summary: Summary | undefined;
  /** Of those who finished, see {@link medianActiveMs}. */
  readonly wholeMs: number | undefined;
  /** The zone for platforms that don’t know the reader’s. */
  readonly zone: string;
}

function whatIsLeft({ assignment, pack, student, summary, wholeMs, zone }: Reminded): RichText {
  const { due } = deadlinesOf(assignment, student);
  const all = stepsOf(pack).length;
  const left = all - doneSteps(pack, summary);
  return say`${strong(assignment.title)} is due ${time(due.toISOString(), 'due', zone)}. You have ${stepsWords(left)} left${minutesWords(left, all, wholeMs)}.`;
}

function buttons({ assignment, pack, summary }: Reminded): readonly Choice[] {
  return [
    {
      label: summary ? 'Continue' : 'Start',
      request: { kind: 'start', lab: pack.id },
      emphasis: 'primary',
    },
    { label: 'Stop reminders', request: { kind: 'owed', what: 'stop', assignment: assignment.id } },
  ];
}

export const reminderReply = (about: Reminded): Reply =>
  reply({ kind: 'text', text: whatIsLeft(about) }, { kind: 'choices', choices: buttons(about) });

/** In the channel, once where direct messages of a wave came back: it names nobody. */
export const unreachableReply = (assignment: Assignment): Reply =>
  reply({
    kind: 'text',
    text: say`Some reminders of ${strong(assignment.title)} could not be delivered: their readers take no direct messages from me. ${command({ kind: 'owed' })} shows what you owe, and whether reminders reach you.`,
  });
