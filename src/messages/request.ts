/** What a person asks for, after the platform's form of it has been parsed. */

export const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** The letter that an option is shown under. The order is the student's own; ledgers keep option ids. */
export type Letter = (typeof LETTERS)[number];

/** One typed value: a number, one of a few words, or a switch. Stored as it is, so that a run can be repeated. */
export type Value = number | string | boolean;

/** An instrument's values by the names of its knobs. */
export type Input = Readonly<Record<string, Value>>;

/** The answer of a button that asks for a number first: what is entered takes its place. */
export const TO_BE_ENTERED = '?';

/** What a request is about. Buttons always say it; a typed line means the lab touched last and the act one is in. */
interface About {
  /** The lab's id. */
  readonly lab?: string;
  /** Counted from 1. */
  readonly act?: number;
}

export interface RunRequest extends About {
  readonly kind: 'run';
  /** The instrument's id, which is also its command's name. */
  readonly instrument: string;
  readonly input: Input;
  /** Make this run the student's answer to the person who asked. */
  readonly commit?: boolean;
}

export type Request =
  /** The course's labs, and where the student stands in each. */
  | { readonly kind: 'labs' }
  /** Begin or resume a lab: the one touched last where none is named. */
  | { readonly kind: 'start'; readonly lab?: string }
  /** The prediction's question, or with `answer`, as it was typed, its lock. */
  | ({ readonly kind: 'predict'; readonly answer?: string } & About)
  | ({ readonly kind: 'reflect'; readonly answer?: string } & About)
  /** A line that is no command: an answer to the question that is open, if one is. */
  | { readonly kind: 'answer'; readonly answer: string }
  | RunRequest
  /** Which of the lab's contexts runs are judged in; the one selected is shown where none is named. */
  | { readonly kind: 'context'; readonly context?: string; readonly lab?: string }
  | ({ readonly kind: 'math' } & About)
  | { readonly kind: 'ledger'; readonly what: 'show' | 'export' | 'verify'; readonly lab?: string }
  | { readonly kind: 'help' };
