/** One turn of one student in one lab: their record as it is, and what this turn adds to it. No clock, no store. */

import { actsWith } from '../labs/find.ts';
import type { Act, Answer, Evaluated, LabPack, Progress, Question, Setting } from '../labs/lab.ts';
import { decide } from '../ledger/chain.ts';
import type { Chapter } from '../ledger/export.ts';
import { progressOf } from '../ledger/progress.ts';
import type { Decision, StudentRecord } from '../ledger/record.ts';
import { isRunKnown, withRun } from '../ledger/runs.ts';
import { UserError } from '../messages/user-error.ts';
import { currentAct, isOpen } from './stage.ts';

/** A file of the student's own. */
export interface TakenAway {
  readonly name: string;
  readonly content: string;
}

export interface TurnContext {
  readonly pack: LabPack;
  readonly record: StudentRecord;
  readonly now: Date;
  /** The constants that the course uses now; every decision records them. */
  readonly edition: string;
  /** What this lab reads of the student's other labs. */
  readonly prior: Setting['prior'];
  /** The id under which the platform delivered this request. */
  readonly delivery?: string;
  /** What they may hand in, signed; absent where nothing is recorded, or nothing is taken away in this turn. */
  readonly evidence?: TakenAway;
  /** The student's other complete labs of the same volume, for the file that holds all of them. */
  readonly otherChapters: readonly Chapter[];
}

export class Turn {
  readonly pack: LabPack;
  readonly otherChapters: readonly Chapter[];
  readonly evidence: TakenAway | undefined;
  readonly #context: TurnContext;
  #record: StudentRecord;
  #progress: Progress | undefined;

  constructor(context: TurnContext) {
    this.pack = context.pack;
    this.otherChapters = context.otherChapters;
    this.evidence = context.evidence;
    this.#context = context;
    this.#record = context.record;
  }

  get record(): StudentRecord {
    return this.#record;
  }

  /** True when this turn has something to store. */
  get changed(): boolean {
    return this.#record !== this.#context.record;
  }

  /** True when this turn completed the lab. */
  get hasCompleted(): boolean {
    const isIt = ({ decisions }: StudentRecord) =>
      decisions.some(({ decision }) => decision.kind === 'completed');
    return this.changed && isIt(this.#record) && !isIt(this.#context.record);
  }

  get progress(): Progress {
    const { edition, prior } = this.#context;
    this.#progress ??= progressOf(this.#record, this.pack, edition, prior);
    return this.#progress;
  }

  /** Where this turn's runs are computed. */
  get setting(): Setting {
    const { context, edition, prior } = this.progress;
    return { context, edition, prior };
  }

  #become(record: StudentRecord): void {
    this.#record = record;
    this.#progress = undefined;
  }

  decide(decision: Decision): void {
    this.#become(decide(this.#record, decision, this.#context.now, this.#context.edition));
  }

  readonly wasShown = (id: string): boolean => this.#record.shown.includes(id);

  /** True when another delivery than this one showed it: the same one again must not answer what it only showed. */
  wasShownBefore(id: string): boolean {
    const { shownBy } = this.#record;
    const { delivery } = this.#context;
    return this.wasShown(id) && !(shownBy?.question === id && shownBy.delivery === delivery);
  }

  show(id: string): void {
    if (this.wasShown(id)) return;
    const { delivery } = this.#context;
    this.#become({
      ...this.#record,
      shown: [...this.#record.shown, id],
      ...(delivery !== undefined && { shownBy: { question: id, delivery } }),
    });
  }

  selectContext(context: string): void {
    this.#become({ ...this.#record, context });
  }

  /** Keeps a run, unless this very delivery was kept before. */
  keepRun(
    act: Act,
    { input }: Evaluated,
    { limitBroken, wallHit }: { readonly limitBroken: boolean; readonly wallHit: boolean },
  ): void {
    const { delivery, now } = this.#context;
    if (isRunKnown(this.#record, delivery)) return;
    const { context, edition, prior } = this.setting;
    const run = {
      at: now.toISOString(),
      act: act.id,
      instrument: act.instrument.id,
      input,
      context,
      edition,
      limitBroken,
      wallHit,
      ...(Object.keys(prior).length > 0 && { prior }),
      ...(delivery !== undefined && { delivery }),
    };
    this.#become(withRun(this.#record, run));
  }

  get currentAct(): Act {
    return currentAct(this.pack, this.progress);
  }

  /** The act whose question was put and is not answered. Rows of schema 1 may have one beyond the current act. */
  askedAct(what: 'prediction' | 'reflection'): Act | undefined {
    return this.pack.acts.find((act) => this.wasShown(act[what].id) && !this.answer(act[what]));
  }

  isOpen(act: Act): boolean {
    return isOpen(this.pack, act, this.progress, this.wasShown);
  }

  /** The act with this number, as a button or a person named it; the current one where none was named. */
  act(number: number | undefined): Act {
    if (number === undefined) return this.currentAct;
    const { acts } = this.pack;
    const act = acts[number - 1];
    if (!act) {
      throw new UserError(
        `There is no act ${number}: this lab has ${acts.length === 1 ? 'one act' : `acts 1 to ${acts.length}`}.`,
      );
    }
    return act;
  }

  /** The act that a run of this instrument belongs to: the current one, or else the last open one that has it. */
  actOfRun(instrument: string, number: number | undefined): Act {
    const acts = actsWith(this.pack, instrument);
    const named = number === undefined ? undefined : this.act(number);
    const act =
      acts.find((each) => each === (named ?? this.currentAct)) ??
      (named ? undefined : (acts.findLast((each) => this.isOpen(each)) ?? acts[0]));
    if (!act) throw new UserError(`Act ${number} has no simulator of that name.`);
    return act;
  }

  /** The first answer to a question. */
  answer(question: Question): (Answer & { readonly at: string }) | undefined {
    return this.progress.answers[question.id];
  }
}
