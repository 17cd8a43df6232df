/** One turn of one student: their record as it is, and what this turn adds to it. No clock, no store. */

import type { Act, Lab, Progress, Question } from '../labs/lab.ts';
import { decide } from '../ledger/chain.ts';
import { alreadyExplored, explore } from '../ledger/explorations.ts';
import { progressOf } from '../ledger/progress.ts';
import type { Decision, StudentRecord } from '../ledger/record.ts';
import { UserError } from '../messages/user-error.ts';

export interface TurnContext {
  readonly lab: Lab;
  readonly record: StudentRecord;
  readonly now: Date;
  /** The constants that the course uses now; every decision records them. */
  readonly edition: string;
  /** The id under which the platform delivered this request. */
  readonly delivery?: string;
}

export class Turn {
  readonly lab: Lab;
  readonly #context: TurnContext;
  #record: StudentRecord;
  #progress: Progress | undefined;
  /** What the last look at the progress was made of. */
  #before: Parameters<typeof progressOf>[2];

  constructor(context: TurnContext) {
    this.lab = context.lab;
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

  get progress(): Progress {
    if (!this.#progress) {
      const initial = { device: this.lab.devices[0].id, edition: this.#context.edition };
      const { decisions } = this.#record;
      this.#progress = progressOf(this.#record, initial, this.#before);
      this.#before = { decisions, progress: this.#progress };
    }
    return this.#progress;
  }

  #become(record: StudentRecord): void {
    this.#record = record;
    this.#progress = undefined;
  }

  decide(decision: Decision): void {
    this.#become(decide(this.#record, decision, this.#context.now, this.#context.edition));
  }

  wasShown(id: string): boolean {
    return this.#record.shown.includes(id);
  }

  show(id: string): void {
    if (!this.wasShown(id)) this.#become({ ...this.#record, shown: [...this.#record.shown, id] });
  }

  /** Keeps a run, unless this very delivery was kept before. */
  explore(
    act: Act,
    input: Readonly<Record<string, number>>,
    found: { readonly limitBroken: boolean; readonly wallHit: boolean },
  ): void {
    const { delivery, now, edition } = this.#context;
    if (alreadyExplored(this.#record, delivery)) return;
    const run = {
      at: now.toISOString(),
      instrument: act.instrument.id,
      input,
      device: this.progress.device,
      edition,
      ...(delivery !== undefined && { delivery }),
    };
    this.#become(explore(this.#record, run, found));
  }

  /** The act with this number, as a button or a person named it. */
  act(number: number): Act {
    const act = this.lab.acts.find((candidate) => candidate.number === number);
    if (!act)
      throw new UserError(`There is no act ${number}: this lab has acts 1 to ${this.lab.acts.length}.`);
    return act;
  }

  /** The first answer to a question, with its option. */
  answer(question: Question): { option: Question['options'][number]; at: string } | undefined {
    const given = this.progress.answers[question.id];
    const option = given && question.options.find(({ id }) => id === given.option);
    return given && option && { option, at: given.at };
  }
}
