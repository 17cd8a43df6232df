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

/** How sure somebody is: 1 a guess, 2 fairly, 3 sure. */
export type Sure = 1 | 2 | 3;

/** As it is typed. */
export const SURE_BY_WORD = { guess: 1, fairly: 2, sure: 3 } as const satisfies Readonly<
  Record<string, Sure>
>;

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

/** A request that concerns a student's own records of the labs. */
export type LearningRequest =
  /** The course's labs, and where the student stands in each. */
  | { readonly kind: 'labs' }
  /** Begin or resume a lab: the one touched last where none is named. */
  | { readonly kind: 'start'; readonly lab?: string }
  /** The prediction's question, or with `answer`, as it was typed, its lock; with `sure` alone, how sure the lock was. */
  | ({ readonly kind: 'predict'; readonly answer?: string; readonly sure?: Sure } & About)
  | ({ readonly kind: 'reflect'; readonly answer?: string } & About)
  /** A line that is no command: an answer to the question that is open, if one is. */
  | { readonly kind: 'answer'; readonly answer: string }
  | RunRequest
  /** Which of the lab's contexts runs are judged in; the one selected is shown where none is named. */
  | { readonly kind: 'context'; readonly context?: string; readonly lab?: string }
  | ({ readonly kind: 'math' } & About)
  | { readonly kind: 'ledger'; readonly what: 'show' | 'export'; readonly lab?: string }
  /** The check of the chain, or of one receipt of it, as it was typed. */
  | {
      readonly kind: 'ledger';
      readonly what: 'verify';
      readonly receipt?: string;
      readonly lab?: string;
    };

/** Text of a person's own that the course reads: dates in words, names, what to set. */
type Typed = string;

/** Instructors assign a lab, or change what is assigned. */
export interface AssignRequest {
  readonly kind: 'assign';
  readonly due?: Typed;
  /** Until when late steps count, and for how much: `Sun 23:59 50%`; `none` takes it away. */
  readonly late?: Typed;
  readonly points?: number | typeof TO_BE_ENTERED;
  /** So many steps give all the points. */
  readonly full?: number;
  readonly lab?: string;
  readonly zone?: Typed;
  /** For one student: an extension, or with {@link excused} an excuse. */
  readonly for?: Typed;
  readonly excused?: boolean;
  /** What a button does with what was shown. */
  readonly step?: 'post' | 'move' | 'separate' | 'section' | 'late' | 'change' | 'drop' | 'undo' | 'close';
  /** The draft that was shown. */
  readonly draft?: string;
  readonly assignment?: string;
}

export const CLASS_VIEWS = [
  'overview',
  'stuck',
  'waiting',
  'student',
  'time',
  'finish',
  'sure',
  'nudge',
  'extend',
  'reveal',
  'hide',
  'results',
  'settings',
  'log',
  'mend',
  'anew',
] as const;
export type ClassView = (typeof CLASS_VIEWS)[number];

/**
 * Staff look at the class. With `mend` a student whose ledger does not hold goes on from the decisions of it that are proven, with
 * `anew` from nothing. `results` is what students see of it, once it was revealed to them.
 */
export interface ClassRequest {
  readonly kind: 'class';
  readonly what?: ClassView;
  /** Of which lab a ledger is meant; the assignment's without it. */
  readonly lab?: string;
  /** A student, by mention, name, pseudonym or receipt; with `settings`, what to set. */
  readonly who?: Typed;
  readonly assignment?: string;
  readonly section?: Typed;
  /** The question whose results are meant. */
  readonly question?: string;
  /** Confirms what was shown before. */
  readonly step?: 'yes';
}

export const GRADE_FORMS = ['canvas', 'moodle', 'detail', 'jsonl'] as const;
export type GradeForm = (typeof GRADE_FORMS)[number];

export interface GradesRequest {
  readonly kind: 'grades';
  readonly form?: GradeForm;
  /** The name of the gradebook's export, which comes beside the request; {@link TO_BE_ENTERED} asks for it. */
  readonly roster?: string;
  /** Also those who may still change it. */
  readonly all?: boolean;
  readonly assignment?: string;
  /** The gradebook's column: its id, or `new`. */
  readonly column?: Typed;
  /** `suggested` takes all suggestions; `row=student` links one. */
  readonly link?: Typed;
  /** Leave out rows whose grade in the file differs. */
  readonly keep?: boolean;
}

/** What a student is owed to do, and the reminders of it. `join` is the Start of a post. */
export interface OwedRequest {
  readonly kind: 'owed';
  readonly what?: 'join' | 'stop' | 'on';
  readonly assignment?: string;
}

export interface MydataRequest {
  readonly kind: 'mydata';
  readonly what?: 'download' | 'delete' | 'link';
  /** The identifier to link, or the word that confirms a deletion. */
  readonly with?: Typed;
}

/** A request that concerns the class. */
export type CourseRequest = AssignRequest | ClassRequest | GradesRequest | OwedRequest | MydataRequest;

const COURSE_REQUESTS: readonly CourseRequest['kind'][] = ['assign', 'class', 'grades', 'owed', 'mydata'];

export const isOfTheClass = (request: Request): request is CourseRequest =>
  COURSE_REQUESTS.some((kind) => kind === request.kind);

export type Request = LearningRequest | CourseRequest | { readonly kind: 'help' };

/** A file that came with a request. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}
