/**
 * What the class view, grades and reminders need of one student in one lab: a pure function of their record, written in one
 * step with it, so that a class is one range of small rows.
 */

import { z } from 'zod';
import { judged } from '../labs/judging.ts';
import type { Answer, LabPack, Question } from '../labs/lab.ts';
import type { Sure } from '../messages/request.ts';
import { activityOf } from './activity.ts';
import { chainOf } from './chain.ts';
import type { LedgerKey } from './ledger-key.ts';
import { decidedBy } from './progress.ts';
import type { StoredRun, StudentRecord } from './record.ts';

export interface LockSummary {
  readonly answer: Answer;
  readonly at: Date;
  readonly sure?: Sure;
  /** Of a number, judged where its run was made: whether it was right, and the belief it was recognised by. */
  readonly judged?: { readonly right: boolean; readonly belief?: string };
}

export interface ActSummary {
  readonly lock?: LockSummary;
  readonly run?: { readonly firstAt: Date; readonly count: number; readonly wall: boolean };
  readonly reflect?: { readonly option: string; readonly at: Date };
  /** The first answer to the person who asked. */
  readonly decide?: { readonly at: Date };
}

export interface Summary {
  readonly startedAt: Date;
  readonly lastAt: Date;
  readonly activeMs: number;
  readonly completedAt?: Date;
  /** Of the chain: how many decisions and runs there are, the last decision's hash, and the head, which is the receipt. */
  readonly chain: {
    readonly decisions: number;
    readonly runs: number;
    readonly last: string;
    readonly head: string;
  };
  /** In the order of the lab's acts. */
  readonly acts: readonly ActSummary[];
}

/** Judged where the act's last run was made. */
function judgedNumber(question: Question, answer: Answer, { context, edition, prior = {} }: StoredRun) {
  if (question.kind !== 'number' || !('number' in answer)) return undefined;
  const { correct, belief } = judged(question, answer.number, { context, edition, prior });
  return { right: correct, ...(belief && { belief: belief.id }) };
}

/** What a fold to progress leaves out: how sure the first answers were, and when each act was first answered. */
function firstsIn({ decisions }: StudentRecord) {
  const sure: Record<string, Sure> = {};
  const committedAt: Record<string, string> = {};
  for (const { decision, at } of decisions) {
    if (decision.kind === 'confidence') sure[decision.question] ??= decision.sure;
    else if (decision.kind === 'committed' && 'act' in decision) committedAt[decision.act] ??= at;
  }
  return { sure, committedAt };
}

const lockSummary = (
  lock: Answer & { readonly at: string },
  sure: Sure | undefined,
  judgement: LockSummary['judged'],
): LockSummary => ({
  answer: 'option' in lock ? { option: lock.option } : { number: lock.number },
  at: new Date(lock.at),
  ...(sure && { sure }),
  ...(judgement && { judged: judgement }),
});

/** Folded straight from the record: every turn that stores something makes one. */
export function summaryOf(record: StudentRecord, pack: LabPack): Summary {
  const { answers, committed, completedAt } = decidedBy(record.decisions, pack);
  const { sure, committedAt } = firstsIn(record);
  const acts = pack.acts.map((act): ActSummary => {
    const lock = answers[act.prediction.id];
    const reflected = answers[act.reflection.id];
    const tally = record.tallies[act.id];
    const last = tally?.last;
    const decidedAt = act.decision && (committedAt[act.id] ?? committed[act.id]?.at ?? completedAt);
    const firstAt = last && (tally.firstAt ?? record.runs.find((run) => run.act === act.id)?.at);
    return {
      ...(lock && {
        lock: lockSummary(lock, sure[act.prediction.id], last && judgedNumber(act.prediction, lock, last)),
      }),
      ...(last &&
        firstAt && { run: { firstAt: new Date(firstAt), count: tally.count, wall: tally.wallHit } }),
      ...(reflected &&
        'option' in reflected && { reflect: { option: reflected.option, at: new Date(reflected.at) } }),
      ...(decidedAt && { decide: { at: new Date(decidedAt) } }),
    };
  });
  const { lastAt, activeMs } = activityOf(record);
  return {
    startedAt: new Date(record.startedAt),
    lastAt: new Date(lastAt),
    activeMs,
    ...(completedAt !== undefined && { completedAt: new Date(completedAt) }),
    chain: chainOf(record),
    acts,
  };
}

/** Raised when the stored form changes, or what is summed up does: every summary is then made anew at the next start. */
export const SUMMARY_FORM = 2;

const ms = z.number().int();
/** 32 bytes in base64url. */
const hash = z.string().length(43);
const short = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');
const long = (base64url: string): string => Buffer.from(base64url, 'base64url').toString('hex');
const lockRow = z.union([
  z.tuple([z.union([z.string(), z.number()]), ms]),
  z.tuple([z.union([z.string(), z.number()]), ms, z.literal([0, 1, 2, 3])]),
  z.tuple([z.union([z.string(), z.number()]), ms, z.literal([0, 1, 2, 3]), z.literal([0, 1]), z.string()]),
]);
const actRow = z.tuple([
  z.union([lockRow, z.literal(0)]),
  z.union([z.tuple([ms, z.number().int().positive(), z.literal([0, 1])]), z.literal(0)]),
  z.union([z.tuple([z.string(), ms]), z.literal(0)]),
  ms,
]);
/** Times are milliseconds after the start, and one more: nought is absent. */
export const summaryRow = z.tuple([
  z.literal(SUMMARY_FORM).meta({ title: 'version', description: 'the version of the row’s form' }),
  ms.meta({ title: 'start', description: 'when they began' }),
  ms.meta({ title: 'last', description: 'when anything was last stored' }),
  ms.meta({ title: 'active', description: 'time on task, pauses counted as five minutes at most' }),
  ms.meta({ title: 'completed', description: 'when they completed it' }),
  z.tuple([ms, ms, hash, z.union([hash, z.literal(0)])]).meta({
    title: 'chain',
    description:
      'how many decisions and runs the record has, its last decision’s hash, and the one over the runs since',
  }),
  z.array(actRow).meta({
    title: 'acts',
    description: 'of each act, what was locked, run, reflected and answered, and when',
  }),
  z.string().meta({ title: 'seal', description: 'a code over all of it, by the ledger’s key' }),
]);

type Unsealed<Row> = Row extends [...infer Rest, string] ? Rest : never;

/** Whose it is and of which lab stands in the row's key alone. */
const sealText = (row: string, body: string): string => `${row}\n${body}`;

/** The row as it is stored: an array, near 200 characters, since ten thousand of them are read at once. */
export function summaryText(summary: Summary, row: string, key: LedgerKey): string {
  const { startedAt, lastAt, activeMs, completedAt, chain, acts } = summary;
  const after = (at: Date): number => Math.max(0, at.getTime() - startedAt.getTime()) + 1;
  const value = (answer: Answer): string | number => ('option' in answer ? answer.option : answer.number);
  const lockOf = (lock: LockSummary): z.input<typeof lockRow> => {
    const start = [value(lock.answer), after(lock.at)] as const;
    if (lock.judged) return [...start, lock.sure ?? 0, lock.judged.right ? 1 : 0, lock.judged.belief ?? ''];
    return lock.sure ? [...start, lock.sure] : [...start];
  };
  const rows = acts.map(
    ({ lock, run, reflect, decide }): z.input<typeof actRow> => [
      lock ? lockOf(lock) : 0,
      run ? [after(run.firstAt), run.count, run.wall ? 1 : 0] : 0,
      reflect ? [reflect.option, after(reflect.at)] : 0,
      decide ? after(decide.at) : 0,
    ],
  );
  const { decisions, runs, last, head } = chain;
  const body = JSON.stringify([
    SUMMARY_FORM,
    startedAt.getTime(),
    after(lastAt),
    activeMs,
    completedAt ? after(completedAt) : 0,
    [decisions, runs, short(last), head === last ? 0 : short(head)],
    rows,
  ] satisfies Unsealed<z.input<typeof summaryRow>>);
  return `${body.slice(0, -1)},"${key.mac(sealText(row, body))}"]`;
}

const SEAL = /,"([\w-]{22})"\]$/;

/** Undefined where {@link readSummary} throws. */
export function summaryIn(text: string, row: string, key: LedgerKey): Summary | undefined {
  try {
    return readSummary(text, row, key);
  } catch {
    return undefined;
  }
}

/** @throws when the text is not what was written under this key: it can be made again from the record */
export function readSummary(text: string, row: string, key: LedgerKey): Summary {
  const seal = SEAL.exec(text);
  if (!seal?.[1] || !key.isMac(sealText(row, `${text.slice(0, seal.index)}]`), seal[1]))
    throw new Error(`the row ${row} is not what was written`);
  const [, start, last, activeMs, completed, chain, rows] = summaryRow.parse(JSON.parse(text));
  const [decisions, runs, lastHash, head] = chain;
  const at = (after: number): Date => new Date(start + after - 1);
  const answer = (value: string | number): Answer =>
    typeof value === 'number' ? { number: value } : { option: value };
  return {
    startedAt: new Date(start),
    lastAt: at(last),
    activeMs,
    ...(completed > 0 && { completedAt: at(completed) }),
    chain: { decisions, runs, last: long(lastHash), head: long(head === 0 ? lastHash : head) },
    acts: rows.map(([lock, run, reflect, decided]): ActSummary => {
      const [, , sure, right, belief] = lock === 0 ? [] : lock;
      return {
        ...(lock !== 0 && {
          lock: {
            answer: answer(lock[0]),
            at: at(lock[1]),
            ...(sure && { sure }),
            ...(right !== undefined && { judged: { right: right === 1, ...(belief && { belief }) } }),
          },
        }),
        ...(run !== 0 && { run: { firstAt: at(run[0]), count: run[1], wall: run[2] === 1 } }),
        ...(reflect !== 0 && { reflect: { option: reflect[0], at: at(reflect[1]) } }),
        ...(decided > 0 && { decide: { at: at(decided) } }),
      };
    }),
  };
}
