/**
 * What a lab is: data and pure functions of values. The engine owns order, gates, storage, the wording of locks and the
 * drawing of sweeps, so that no pack can open an answer early.
 */

import type { Line, LinesChart, Marker } from '../charts/chart.ts';
import type { Part, Tone } from '../messages/reply.ts';
import type { Input, Value } from '../messages/request.ts';
import type { RichText } from '../messages/rich-text.ts';

/** Plain numbers that golden vectors name. Null: not defined here, such as a percentile of an unstable queue. */
export type Metrics = Readonly<Record<string, number | null>>;

/** Where numbers are computed. */
export interface Setting {
  /** The id of one of the lab's contexts. */
  readonly context: string;
  /** The id of one of the lab's constants editions. */
  readonly edition: string;
  /** Values of earlier labs' records, or the fallback that this lab declares. */
  readonly prior: Readonly<Record<string, Value>>;
}

interface KnobBase {
  /** Lower case, as it is typed: `tokens`. */
  readonly name: string;
  /** One line, at most 100 characters, that gives no answer away. */
  readonly description: string;
}

export interface NumberKnob extends KnobBase {
  readonly kind: 'number';
  /** Of the value, in the plural: `requests per second`. */
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** 1 for whole numbers, 0.1 for one decimal. */
  readonly step: number;
  /** What may follow a number, in lower case: `{ k: 1024 }` for tokens, `{ m: 1e6, b: 1e9 }` for parameters. */
  readonly suffixes?: Readonly<Record<string, number>>;
  /** Absent: required. A function where another knob or an earlier lab decides. */
  readonly default?: number | ((input: Input, setting: Setting) => number);
  /** Ready-made values for completion. They never depend on a student's answers. */
  readonly suggestions?: readonly number[];
}

export interface ChoiceKnob extends KnobBase {
  readonly kind: 'choice';
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly default: string;
}

/** True where it is typed. */
export interface FlagKnob extends KnobBase {
  readonly kind: 'flag';
}

export type Knob = NumberKnob | ChoiceKnob | FlagKnob;

/** What a run comes to. In a list of them the first that holds is the run's verdict; the last holds always. */
export interface Verdict {
  readonly id: string;
  readonly tone: Tone;
  holds(metrics: Metrics, input: Input, setting: Setting): boolean;
  /** The run breaks a limit of the context or the budget. */
  readonly limitBroken: boolean;
  /** The run found this lab's wall: a subset of {@link limitBroken}. */
  readonly wallHit: boolean;
  /** May stand as the student's answer to the person who asked. */
  readonly committable: boolean;
  title(metrics: Metrics, input: Input, setting: Setting): string;
  /** Value, limit and unit; where it can't be committed, also the way back. */
  message(metrics: Metrics, input: Input, setting: Setting): RichText;
}

/** The edge of a verdict along one knob, the rest held: by a formula, or searched by the engine between the bounds. */
export type Boundary = {
  /** A number knob's name. */
  readonly knob: string;
  /** Of the mark in the chart: `H100 wall: 8,333 tokens`. */
  label(value: number, input: Input, setting: Setting): string;
  /** Of the mark, where it lies on a line of the chart; the first limit's where left out. */
  colour?(setting: Setting): Marker['colour'];
} & (
  | { solve(input: Input, setting: Setting): number | undefined }
  | {
      /** True on the good side. Monotonic in the knob. */
      good(metrics: Metrics, setting: Setting): boolean;
      readonly direction: 'good-below' | 'good-above';
    }
);

/** A picture of the instrument along one knob. The engine evaluates and draws it; the lab says what it shows. */
export interface Sweep {
  title(input: Input, setting: Setting): string;
  readonly x: {
    readonly knob: string;
    readonly label: string;
    readonly scale: 'linear' | 'log';
    readonly min?: number;
  };
  readonly y: { readonly label: string; readonly scale: 'linear' | 'log'; readonly min?: number };
  /** Values of the knob, ascending; the ends are enough where a line is straight on these axes. */
  samples(input: Input, setting: Setting): readonly number[];
  readonly lines: readonly {
    label(input: Input, setting: Setting): string;
    readonly look: Pick<Line, 'style' | 'colour'>;
    /** The whole input at this value of the knob; the student's own with the knob changed where left out. */
    at?(x: number, input: Input, setting: Setting): Input;
    /** Null where the line has no value there. */
    y(metrics: Metrics, setting: Setting): number | null;
  }[];
  /** Lines across the picture at one height. */
  readonly limits?: readonly {
    label(setting: Setting): string;
    readonly look: Pick<Line, 'style' | 'colour'>;
    at(setting: Setting): number;
  }[];
  /** The label of the student's own point, which lies at the height of the first line's `y`; undefined where it has none. */
  you(metrics: Metrics, input: Input, setting: Setting): string | undefined;
  /** One sentence: alt text and fallback. */
  finding(metrics: Metrics, input: Input, setting: Setting): string;
}

export interface Instrument {
  /** Also its command's name, unique over all packs. */
  readonly id: string;
  /** One line, at most 100 characters, that gives no answer away. */
  readonly description: string;
  /** An input that always works. */
  readonly example: Input;
  /** In the order in which they may be typed without names; required ones first. */
  readonly knobs: readonly Knob[];
  /** The runs to offer when it opens. */
  readonly opening: readonly Input[];
  /** @param input complete: every knob but an absent flag has its value */
  evaluate(input: Input, setting: Setting): Metrics;
  readonly verdicts: readonly [Verdict, ...Verdict[]];
  readonly boundary?: Boundary;
  readonly chart: Sweep | ((metrics: Metrics, input: Input, setting: Setting) => LinesChart);
  /** Formulas and numbers of the run, above its verdict. */
  readout(metrics: Metrics, input: Input, setting: Setting): readonly Part[];
  /** How an input is echoed: `65,536 tokens, 12 heads`. */
  echo(input: Input): string;
  /** On a button, at most 34 characters: `64K`, `16 layers`. */
  short(input: Input): string;
  /** Runs worth trying after this one, as they would be typed. */
  suggestions?(metrics: Metrics, input: Input, setting: Setting): readonly Input[];
  /** How a committed run is named, at most 34 characters: `64x512`, `8,192 tokens`. */
  design(input: Input): string;
}

export interface Option {
  /** What the ledger keeps. */
  readonly id: string;
  /** What the student reads. */
  readonly text: RichText;
  /** The same in a few words, for `You predicted …`; also understood when it is typed. */
  readonly claim: string;
  readonly correct: boolean;
  /** The belief behind it, for the class view. */
  readonly misconception?: string;
  /** The number it stands for, so that the engine can say by what factor it was off. */
  readonly implies?: number;
  /** What choosing it has to teach, whether or not it is right. */
  feedback(setting: Setting): RichText;
}

export interface ChoiceQuestion {
  readonly kind: 'choice';
  /** `act1_prediction`. */
  readonly id: string;
  prompt(setting: Setting): RichText;
  /** Two to six. */
  readonly options: readonly [Option, Option, ...Option[]];
}

export interface NumericQuestion {
  readonly kind: 'number';
  readonly id: string;
  prompt(setting: Setting): RichText;
  /** Of the value, as it is read after it: `USD per million queries`. */
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  /** Computed from the lab's own physics, never typed. */
  answer(setting: Setting): number;
  /** A factor counts either way: 20.4 and 31.9 are equally far from 25.5. */
  readonly tolerance: { readonly factor: number } | { readonly difference: number };
  /** Beliefs recognised by the number they lead to; the first whose range (both ends counted) holds. */
  readonly beliefs: readonly {
    readonly id: string;
    readonly from: number;
    readonly to: number;
    readonly misconception: string;
    feedback(setting: Setting): RichText;
  }[];
  /** What the number itself has to teach, right or wrong. */
  feedback(answer: number, correct: boolean, setting: Setting): RichText;
}

export type Question = ChoiceQuestion | NumericQuestion;

/** What a lock keeps. */
export type Answer = { readonly option: string } | { readonly number: number };

/** A run as the acts look at it. */
export interface Evaluated {
  readonly input: Input;
  readonly metrics: Metrics;
}

export interface Act {
  /** `act1`; its questions are `act1_prediction` and `act1_reflection`. */
  readonly id: string;
  readonly title: string;
  /** The person who asks, and the message that opens the act. */
  readonly stakeholder: { readonly name: string; message(setting: Setting): RichText };
  /** The id of the context this act is about, offered as a button when another is selected. */
  readonly about?: string;
  readonly prediction: Question;
  /** Acts may share one: each act's own lock opens it for that act. */
  readonly instrument: Instrument;
  /** Facts after the first run; the engine puts predicted against computed, and the answer's feedback, before them. */
  reveal(answer: Answer, run: Evaluated, setting: Setting): readonly Part[];
  readonly reflection: ChoiceQuestion;
  equations(setting: Setting): readonly Part[];
  /** How the act ends: one run of its instrument, committed as the student's answer. */
  readonly decision?: {
    /** What the person who asked wants to hear in the end. */
    prompt(setting: Setting): RichText;
    /** Why a run that breaks no limit is still an answer to another question, with the way back; undefined where it is none. */
    refuses?(design: Evaluated, setting: Setting): RichText | undefined;
    /** What they say to it, in a sentence or two with the student's own numbers. */
    response(design: Evaluated, setting: Setting): RichText;
  };
}

/** A value of an earlier lab of the same student; the fallback keeps the lab playable alone. */
export interface LedgerRead {
  /** Its name in `setting.prior`. */
  readonly as: string;
  readonly volume: 1 | 2;
  readonly chapter: number;
  readonly key: string;
  readonly fallback: Value;
}

export interface Context {
  /** What is typed: `edge`. */
  readonly id: string;
  /** `NVIDIA Jetson Orin NX`. */
  readonly name: string;
  /** What a student should know of it before anything is predicted: nothing here may hint at an answer. */
  readonly card: readonly Part[];
}

export interface Edition {
  readonly id: string;
  /** In a few words, for whoever configures the course: `the published lab’s numbers`. */
  readonly description: string;
}

export interface LabPack {
  readonly id: string;
  readonly volume: 1 | 2;
  /** The key under which other labs of the course read this one's record. */
  readonly chapter: number;
  readonly title: string;
  /** One line for a list of labs. */
  readonly description: string;
  /** Frame, objectives and reading, shown once at the start, under the title. */
  readonly welcome: readonly Part[];
  /** What a context is here, in one word that is also the command that chooses one: `device`. Packs may share it. */
  readonly contextNoun: string;
  /** The first is selected at the start. */
  readonly contexts: readonly [Context, ...Context[]];
  /** The first holds where a course chooses none of them. */
  readonly editions: readonly [Edition, ...Edition[]];
  readonly reads: readonly LedgerRead[];
  readonly acts: readonly [Act, ...Act[]];
  /** Shown after completion only. */
  takeaways(progress: Progress): readonly Part[];
  /** The lab's own lines of `/ledger`, beside acts, context, designs and runs. */
  statusMetrics?(
    progress: Progress,
  ): readonly { readonly label: string; readonly value: string; readonly note?: string }[];
  /** Beside what the engine writes for every lab. A key that is not known yet is left out; numbers are never null. */
  record(progress: Progress): Readonly<Record<string, Value>>;
}

/** A run that was made, with the setting it was made in. */
export interface Run extends Setting {
  readonly input: Input;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** What a student has done, folded from their ledger. */
export interface Progress extends Setting {
  /** The first answer to each question, by question id. */
  readonly answers: Readonly<Record<string, Answer & { readonly at: string }>>;
  /** By act id. */
  readonly runs: Readonly<
    Record<
      string,
      { readonly count: number; readonly last: Run; readonly limitBroken: boolean; readonly wallHit: boolean }
    >
  >;
  /** By act id: the run that the student last committed there. */
  readonly committed: Readonly<Record<string, Run>>;
  readonly completedAt?: string;
}
