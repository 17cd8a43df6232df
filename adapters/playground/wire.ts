/** What the playground's server and page say to each other, as JSON. Types only: the page is built from them too. */

import type { BarsChart, Chart } from '../../src/charts/chart.ts';
import type { StudentRow } from '../../src/course/answers/class-page.ts';
import type { Told } from '../../src/evidence/verify.ts';
import type { Field, Part, Tone } from '../../src/messages/reply.ts';
import type { Span } from '../../src/messages/rich-text.ts';

/** That a button was pressed rather than a line typed. */
export interface WireButton {
  /** Of the program that made the button, as its choice said. */
  readonly version: number;
  /** What was entered into its field, where it has one. */
  readonly entered?: string;
}

/** `POST /api/turn`. A button sends the line that it stands for. */
export interface TurnBody {
  readonly persona: string;
  readonly line: string;
  /** Chosen by the page; the same again when an answer was lost, so that nothing is counted twice. */
  readonly delivery: string;
  readonly button?: WireButton;
  /** The browser's, for dates in words: `Europe/Berlin`. */
  readonly zone?: string;
}

/** `POST /api/turn-with-file`: a turn that brings a file. */
export interface FileTurnBody extends TurnBody {
  readonly file: { readonly name: string; readonly base64: string };
}

/** Rich text in which what can be typed is spelled already. */
export type WireSpan = Exclude<Span, { readonly command: unknown }> | { readonly line: string };
export type WireText = string | readonly WireSpan[];

export interface WireChoice {
  readonly version: number;
  readonly label: string;
  readonly detail?: WireText;
  readonly primary: boolean;
  /** What pressing it sends. */
  readonly line: string;
  /** What the transcript shows as the student's own words; with a field, what was entered takes the place of its `?`. */
  readonly shown: string;
  /** What to ask for before it is sent. A file comes with the press, as a turn with a file. */
  readonly field?: Field;
}

export type WirePart =
  | Extract<Part, { readonly kind: 'heading' | 'formula' | 'metrics' | 'file' }>
  | { readonly kind: 'text'; readonly text: WireText }
  | { readonly kind: 'callout'; readonly tone: Tone; readonly title?: string; readonly text: WireText }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly WireText[])[];
    }
  | {
      readonly kind: 'chart';
      readonly title: string;
      readonly finding: string;
      /** An address or the picture itself; absent where there is none, and the finding stands for it. */
      readonly source?: string;
      /** In CSS pixels; the picture is drawn at twice that. */
      readonly width: number;
      readonly height: number;
    }
  /** The page draws bars itself, in its own colours and width. */
  | BarsChart
  | { readonly kind: 'choices'; readonly prompt?: WireText; readonly choices: readonly WireChoice[] };

/** The answer to a turn. */
export interface TurnAnswer {
  readonly parts: readonly WirePart[];
}

/** `GET /api/inbox`: what was written first, in the channel and to each persona, as it stands now. */
export interface WireInbox {
  readonly messages: readonly {
    readonly id: string;
    /** Absent for a post in the channel. */
    readonly persona?: string;
    /** ISO 8601. */
    readonly at: string;
    /** Another one after each edit. */
    readonly edition: number;
    readonly parts: readonly WirePart[];
  }[];
}

export interface WirePanel {
  readonly id: string;
  readonly title: string;
  /** The page draws lines too, where it has the class before it. */
  readonly chart?: Chart;
  readonly table?: WirePart & { readonly kind: 'table' };
  readonly words: readonly WireText[];
}

export interface WireStudent extends Omit<StudentRow, 'lastAt' | 'due' | 'look'> {
  /** ISO 8601, as all times here. */
  readonly lastAt?: string;
  readonly due?: string;
  readonly look: WireChoice;
}

export interface WireClassPage {
  readonly title: string;
  readonly assignment: string;
  readonly due: string;
  readonly points: string;
  readonly homework: readonly { readonly assignment: string; readonly title: string }[];
  readonly standings: readonly { readonly standing: WireStudent['standing']; readonly count: number }[];
  /** Where any ledger does not hold. */
  readonly ledgers?: {
    readonly title: string;
    readonly text: WireText;
    readonly choices: readonly WireChoice[];
  };
  readonly words: readonly WireText[];
  readonly panels: readonly WirePanel[];
  readonly students: readonly WireStudent[];
  readonly choices: readonly WireChoice[];
  /** Takes the grades away; absent for whoever may not. */
  readonly grades?: WireChoice;
}

/** `GET /api/class`: the class, or what is said to somebody who may not see it, or where there is none. */
export type WireClass = { readonly page: WireClassPage } | { readonly said: readonly WirePart[] };

/** `POST /api/verify`: evidence files to check. Nothing of them is kept. */
export interface VerifyBody {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** That they are to be signed with: a public key, or its id. Any where absent. */
  readonly key?: string;
  /** Posts of checkpoints that somebody kept. */
  readonly post?: string;
}

export interface WireVerdict {
  readonly file: string;
  /** What it says of itself, where it could be read. */
  readonly told?: Told;
  /** What does not fit, a sentence each; genuine where there is none. */
  readonly findings: readonly string[];
  readonly notes: readonly string[];
}

/** The answer to it. */
export interface WireVerification {
  readonly verdicts: readonly WireVerdict[];
  /** About several of them. */
  readonly notes: readonly string[];
  /** Other files of the folders. */
  readonly skipped: number;
}

/** The body of every answer that is not 2xx: one sentence for the person. */
export interface Fault {
  readonly error: string;
}

export interface WireOption {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** Present and then true, without a value after it. */
  readonly flag: boolean;
  /** A file that is attached. */
  readonly file?: true;
  /** Ready-made values; any other in range may be typed. */
  readonly values: readonly { readonly value: string; readonly label: string }[];
}

export interface WireCommand {
  readonly name: string;
  /** Who may use it, at least; everybody where absent. */
  readonly role?: 'assistant' | 'instructor';
  readonly description: string;
  readonly options: readonly WireOption[];
}

/** `GET /api/course`: what the page shows before anything is said, and what completion offers. */
export interface WireCourse {
  /** What the program is called. */
  readonly name: string;
  readonly labs: readonly { readonly title: string; readonly description: string }[];
  /** From the declarations alone. */
  readonly commands: readonly WireCommand[];
  /** What evidence files of this bot are signed with. */
  readonly publicKey?: string;
  /** A gradebook's export of this very class, for who tries things out: of the demo alone. */
  readonly sample?: { readonly name: string; readonly content: string };
}
