/** Where each member of a class stands at a moment, and who needs a look. */

import type { Summary } from '../../ledger/summary.ts';
import { deadlinesOf, exceptionOf } from '../grade.ts';
import type { ClassData, Member } from '../members.ts';
import { type Step, stepAt, stepsOf } from '../steps.ts';

export const HOUR_MS = 3_600_000;
/** Somebody who has begun and was quiet for so long has stopped. */
const QUIET_MS = 24 * HOUR_MS;
/** Shortly before the deadline a day would be too late to notice. */
const SHORT_QUIET_MS = 2 * HOUR_MS;
const SHORT_LEFT_MS = 12 * HOUR_MS;
/** So many runs of an act without its reflection are a search without an end. */
const CIRCLING_RUNS = 15;

/** `unfinished`: has begun and is quiet, and nothing is asked of them any more: excused, or the deadline is past. */
export const STANDINGS = ['complete', 'under way', 'stuck', 'not started', 'unfinished'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Begun, with the first step that is not done. */
export interface Begun {
  readonly member: Member;
  readonly summary: Summary;
  readonly step: Step;
  /** Since they were last heard of. */
  readonly quietMs: number;
}

export interface Circling extends Begun {
  /** Counted from 0. */
  readonly act: number;
  readonly runs: number;
}

/** The first of the lab's steps that is not done. */
const missing = (steps: readonly Step[], summary: Summary): Step | undefined =>
  steps.find((step) => stepAt(summary, step) === undefined);

/**
 * When the last of the steps was taken; undefined where one is missing.
 * @param steps all of the lab's
 */
export function completedAt(steps: readonly Step[], summary: Summary | undefined): Date | undefined {
  if (!summary || missing(steps, summary)) return undefined;
  return new Date(Math.max(...steps.map((step) => stepAt(summary, step)?.getTime() ?? 0)));
}

/** Undefined where they have not begun, or are complete. */
function begunOf({ now }: ClassData, steps: readonly Step[], member: Member): Begun | undefined {
  const { summary } = member;
  const step = summary && missing(steps, summary);
  return step && { member, summary, step, quietMs: Math.max(0, now.getTime() - summary.lastAt.getTime()) };
}

function isStuck({ assignment, now }: ClassData, { member, quietMs }: Begun): boolean {
  if (exceptionOf(assignment, member.student)?.excused) return false;
  const leftMs = deadlinesOf(assignment, member.student).due.getTime() - now.getTime();
  return leftMs >= 0 && quietMs >= (leftMs < SHORT_LEFT_MS ? SHORT_QUIET_MS : QUIET_MS);
}

/** @param steps all of the lab's, where they are at hand */
export function standingOf(data: ClassData, member: Member, steps = stepsOf(data.pack)): Standing {
  if (!member.summary) return 'not started';
  const begun = begunOf(data, steps, member);
  if (!begun) return 'complete';
  if (isStuck(data, begun)) return 'stuck';
  return begun.quietMs < QUIET_MS ? 'under way' : 'unfinished';
}

/** How many stand where; they add up to those enrolled. */
export function standingsOf(data: ClassData): Readonly<Record<Standing, number>> {
  const counts: Record<Standing, number> = {
    complete: 0,
    'under way': 0,
    stuck: 0,
    'not started': 0,
    unfinished: 0,
  };
  const steps = stepsOf(data.pack);
  for (const member of data.members) counts[standingOf(data, member, steps)] += 1;
  return counts;
}

/** Those who stopped longest ago first. */
export function stuckOf(data: ClassData): readonly Begun[] {
  const steps = stepsOf(data.pack);
  return data.members
    .flatMap((member) => begunOf(data, steps, member) ?? [])
    .filter((begun) => isStuck(data, begun))
    .toSorted((a, b) => b.quietMs - a.quietMs);
}

/** Busy with one act without an end; those with the most runs first. */
export function circlingOf(data: ClassData): readonly Circling[] {
  const steps = stepsOf(data.pack);
  return data.members
    .flatMap((member): readonly Circling[] => {
      const begun = begunOf(data, steps, member);
      if (!begun || begun.quietMs >= QUIET_MS) return [];
      const act = begun.summary.acts.findIndex(
        ({ run, reflect }) => run !== undefined && run.count >= CIRCLING_RUNS && !reflect,
      );
      const runs = begun.summary.acts[act]?.run?.count;
      return runs === undefined ? [] : [{ ...begun, act, runs }];
    })
    .toSorted((a, b) => b.runs - a.runs);
}

/** By name. */
export const waitingOf = ({ members }: ClassData): readonly Member[] =>
  members.filter(({ summary }) => !summary);

/** How many have taken each step, in the lab's order. */
export const stepCounts = ({
  pack,
  members,
}: ClassData): readonly { readonly step: Step; readonly done: number }[] =>
  stepsOf(pack).map((step) => ({
    step,
    done: members.filter(({ summary }) => stepAt(summary, step) !== undefined).length,
  }));
