/** What any lab must provide: words and numbers, as pure functions of values. The conversation owns order and gates. */

import type { Part } from '../messages/reply.ts';
import type { Request } from '../messages/request.ts';
import type { RichText } from '../messages/rich-text.ts';

/** A named set of hardware constants; a course picks one, and every decision records which. */
export type EditionId = string;

/** A deployment context, such as a cloud GPU or an edge module. */
export interface Device {
  /** What is typed after `/context`. */
  readonly id: string;
  /** `NVIDIA H100 SXM`. */
  readonly name: string;
  /** What a student should know of it before anything is predicted: nothing here may hint at an answer. */
  readonly card: readonly Part[];
}

/** Where the numbers of a run are computed: the device a student has chosen and the course's constants. */
export interface Setting {
  readonly device: string;
  readonly edition: EditionId;
}

/** One use of an instrument. Results are recomputed from it; nothing is stored twice. */
export interface Run extends Setting {
  readonly instrument: string;
  readonly input: Readonly<Record<string, number>>;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface Option {
  /** What the ledger keeps. */
  readonly id: string;
  /** What the student reads. */
  readonly text: RichText;
  readonly correct: boolean;
  /** What choosing it has to teach, whether or not it is right. */
  feedback(setting: Setting): RichText;
}

export interface Question {
  /** `act1_prediction`. */
  readonly id: string;
  prompt(setting: Setting): RichText;
  readonly options: readonly [Option, Option, Option, Option];
}

export interface Outcome {
  /** Readout, verdict and chart. */
  readonly parts: readonly Part[];
  /** True when the run broke a limit of the selected device or the budget. */
  readonly limitBroken: boolean;
  /** True when the run found this lab's wall (a subset of {@link limitBroken}). */
  readonly wallHit: boolean;
  /** True when this input may stand as the student's design. */
  readonly committable: boolean;
  /** Runs worth trying next. */
  readonly suggestions: readonly {
    readonly label: string;
    readonly input: Readonly<Record<string, number>>;
  }[];
}

export interface Instrument {
  /** Also its command's name: `seq`. */
  readonly id: string;
  /** `/seq 64k`: an input that always works. */
  readonly example: string;
  /** The runs to offer when the instrument opens. */
  readonly opening: readonly { readonly label: string; readonly input: Readonly<Record<string, number>> }[];
  /** The input made complete (defaults filled in), or a UserError that says what is allowed. */
  complete(input: Readonly<Record<string, number>>): Readonly<Record<string, number>>;
  /** How an input is echoed: `65,536 tokens, 12 heads`. */
  echo(input: Readonly<Record<string, number>>): string;
  run(input: Readonly<Record<string, number>>, setting: Setting): Outcome;
  /** How a committed design is named, where one can be committed (`64x512`); absent where an instrument only explores. */
  design?(input: Readonly<Record<string, number>>): string;
}

export interface Act {
  /** `act1`; questions are `act1_prediction` and `act1_reflection`. */
  readonly id: string;
  /** From 1. */
  readonly number: number;
  readonly title: string;
  /** The message that opens the act. */
  stakeholder(setting: Setting): readonly Part[];
  /** A context this act is about, offered as a button when another is selected. */
  readonly device?: string;
  readonly prediction: Question;
  readonly instrument: Instrument;
  /** Predicted against computed, shown after the first run. `option` is the locked option's id. */
  reveal(option: string, run: Run): readonly Part[];
  readonly reflection: Question;
  equations(setting: Setting): readonly Part[];
}

/** What a student has done, folded from their ledger. */
export interface Progress extends Setting {
  /** The first answer to each question, by question id. */
  readonly answers: Readonly<Record<string, { readonly option: string; readonly at: string }>>;
  /** By instrument id. */
  readonly runs: Readonly<
    Record<
      string,
      { readonly count: number; readonly last: Run; readonly limitBroken: boolean; readonly wallHit: boolean }
    >
  >;
  /** The design last committed, by instrument id. */
  readonly committed: Readonly<Record<string, Run>>;
  readonly completedAt?: string;
}

export interface Lab {
  readonly id: string;
  /** The key under which other labs of the course read this one's record. */
  readonly chapter: number;
  readonly title: string;
  readonly acts: readonly [Act, ...Act[]];
  /** The first is selected at the start. */
  readonly devices: readonly [Device, ...Device[]];
  readonly editions: readonly [EditionId, ...EditionId[]];
  /** Frame, objectives and reading, shown once at the start. */
  readonly welcome: readonly Part[];
  /** Shown after completion only. */
  takeaways(progress: Progress): readonly Part[];
  /** The lab's own lines of `/ledger show`. */
  hud(
    progress: Progress,
  ): readonly { readonly label: string; readonly value: string; readonly note?: string }[];
  /** The record that other labs of the course read. */
  designRecord(progress: Progress): Readonly<Record<string, string | number | boolean | null>>;
}

/** The request that a run's button makes. */
export const runRequest = (instrument: string, input: Readonly<Record<string, number>>): Request => ({
  kind: 'run',
  instrument,
  input,
});
