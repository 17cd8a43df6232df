/** What a class answered to a question at first, by option or by the belief behind a number. */

import { questionWithId } from '../../labs/find.ts';
import { judged } from '../../labs/judging.ts';
import type { Act, Answer, LabPack, NumericQuestion, Question, Setting } from '../../labs/lab.ts';
import type { LockSummary, Summary } from '../../ledger/summary.ts';
import { readable } from '../../messages/format.ts';
import type { ClassData } from '../members.ts';
import { ratio } from './figures.ts';

/** A misconception is named from so many students and so large a share on. */
const FEWEST = 2;
const LEAST_SHARE = 0.1;

/** One of the answers that are told apart. */
export interface Kind {
  /** Of the option or the belief; `right` or `other` for a number that no belief leads to. */
  readonly id: string;
  /** In a few words, without saying whether it is right: `2×`, `5 to 6.2`. */
  readonly label: string;
  readonly right: boolean;
  readonly misconception?: string;
}

/** An answer of one kind, by so many. */
export interface Answered extends Kind {
  readonly count: number;
}

export interface Distribution {
  readonly act: Act;
  readonly question: Question;
  /** How many have answered. */
  readonly n: number;
  /** Every kind that the question knows, in its own order; what it does not know comes last, where there is any. */
  readonly answers: readonly Answered[];
}

export interface Misconception {
  readonly misconception: string;
  readonly count: number;
  readonly n: number;
}

const OTHER = 'other';
const RIGHT = 'right';
const optionKey = (id: string): string => `option:${id}`;
const beliefKey = (id: string): string => `belief:${id}`;

/** Where no run has judged a number yet: what the act is about, in the first edition, as if no earlier lab were done. */
const settingOf = (pack: LabPack, act: Act): Setting => ({
  context: act.about ?? pack.contexts[0].id,
  edition: pack.editions[0].id,
  prior: Object.fromEntries(pack.reads.map(({ as, fallback }) => [as, fallback])),
});

/** By key; the last is what the question does not know. */
function kindsOf(question: Question): ReadonlyMap<string, Kind> {
  if (question.kind === 'choice') {
    const options = question.options.map(({ id, claim, correct, misconception }): [string, Kind] => [
      optionKey(id),
      { id, label: claim, right: correct, ...(misconception !== undefined && { misconception }) },
    ]);
    return new Map([...options, [OTHER, { id: OTHER, label: 'an option of before', right: false }]]);
  }
  const beliefs = question.beliefs.map(({ id, from, to, misconception }): [string, Kind] => [
    beliefKey(id),
    { id, label: `${readable(from)} to ${readable(to)}`, right: false, misconception },
  ]);
  return new Map([
    [RIGHT, { id: RIGHT, label: 'near the right number', right: true }],
    ...beliefs,
    [OTHER, { id: OTHER, label: 'another number', right: false }],
  ]);
}

/** The same question with its answer computed once: it may take a search. */
function settled(question: Question, setting: Setting): Question {
  if (question.kind === 'choice') return question;
  let truth: number | undefined;
  return {
    ...question,
    answer() {
      truth ??= question.answer(setting);
      return truth;
    },
  };
}

function beliefOf(question: NumericQuestion, value: number, setting: Setting) {
  const { correct, belief } = judged(question, value, setting);
  return { right: correct, ...(belief && { belief: belief.id }) };
}

function keyOf(question: Question, answer: Answer, setting: Setting, made: LockSummary['judged']): string {
  if (question.kind === 'choice') return 'option' in answer ? optionKey(answer.option) : OTHER;
  if (!('number' in answer)) return OTHER;
  const { right, belief } = made ?? beliefOf(question, answer.number, setting);
  if (right) return RIGHT;
  return belief === undefined ? OTHER : beliefKey(belief);
}

/** Judges the first answers to one question: made once for a class. */
export interface Judge {
  /** The last is what the question does not know. */
  readonly kinds: readonly Kind[];
  /** Of one student; undefined where they have not answered. */
  kindOf(summary: Summary | undefined): Kind | undefined;
}

export function judgeOf(pack: LabPack, act: Act, question: Question): Judge {
  const index = pack.acts.indexOf(act);
  const setting = settingOf(pack, act);
  const kinds = kindsOf(question);
  const once = settled(question, setting);
  const isLock = act.prediction === question;
  return {
    kinds: [...kinds.values()],
    kindOf(summary) {
      const of = summary?.acts[index];
      const answer = isLock ? of?.lock?.answer : of?.reflect;
      if (!answer) return undefined;
      const made = isLock ? of?.lock?.judged : undefined;
      return kinds.get(keyOf(once, answer, setting, made)) ?? kinds.get(OTHER);
    },
  };
}

/**
 * @param question its id
 * @throws {RangeError} when the lab has no such question
 */
export function distributionOf(
  { pack, members }: Pick<ClassData, 'pack' | 'members'>,
  question: string,
): Distribution {
  const found = questionWithId(pack, question);
  if (!found) throw new RangeError(`${pack.id} has no question ${question}`);
  const judge = judgeOf(pack, found.act, found.question);
  const counts = new Map<Kind, number>();
  for (const { summary } of members) {
    const kind = judge.kindOf(summary);
    if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const all = judge.kinds.map((kind): Answered => ({ ...kind, count: counts.get(kind) ?? 0 }));
  const known = found.question.kind === 'number' ? all : all.slice(0, -1);
  return {
    act: found.act,
    question: found.question,
    n: all.reduce((sum, { count }) => sum + count, 0),
    answers: all.filter((each) => each.count > 0 || known.includes(each)),
  };
}

/** The commonest first; what few hold is left out. */
export function misconceptionsOf({ n, answers }: Distribution): readonly Misconception[] {
  const counts = new Map<string, number>();
  for (const { misconception, count } of answers)
    if (misconception !== undefined) counts.set(misconception, (counts.get(misconception) ?? 0) + count);
  return [...counts]
    .map(([misconception, count]) => ({ misconception, count, n }))
    .filter((each) => each.count >= FEWEST && ratio(each) >= LEAST_SHARE)
    .toSorted((a, b) => b.count - a.count);
}
