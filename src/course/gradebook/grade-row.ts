/** What a gradebook or a report is made of: one student’s grade in one homework, and how it came about. */

export interface GradeStep {
  readonly name: string;
  /** ISO 8601 with the zone’s offset. */
  readonly at?: string;
  readonly state: 'on time' | 'late' | 'after' | 'missing';
}

export interface GradeLock {
  readonly question: string;
  readonly option: string;
  /** The short name of what the option takes to be true. */
  readonly misconception?: string;
  /** 1 a guess, 2 fairly, 3 sure. */
  readonly sure?: 1 | 2 | 3;
  readonly right?: boolean;
}

/** Why a ledger gives no grade. */
export type Doubt = 'does not hold' | 'newer version';

export interface GradeRow {
  /** Opaque. */
  readonly student: string;
  readonly name?: string;
  /** Stands for the name in a pseudonymous course, where the name is absent. */
  readonly pseudonym?: string;
  readonly section?: string;
  /** Hundredths: 450 is 4.5. From 0 to `of`. */
  readonly points: number;
  /** What the homework gives at most, in hundredths; more than 0. */
  readonly of: number;
  readonly excused: boolean;
  /** Nothing can change it any more: due and late have passed or all is done, and no extension is open. */
  readonly final: boolean;
  readonly complete: boolean;
  readonly started: boolean;
  readonly openExtension: boolean;
  readonly why: string;
  readonly steps: readonly GradeStep[];
  readonly locks: readonly GradeLock[];
  readonly runs: number;
  readonly minutes?: number;
  readonly receipt: string;
  /** Absent where it holds. */
  readonly doubt?: Doubt;
}

/** What a report calls the student. */
export const labelOf = ({ pseudonym, name, student }: GradeRow): string => pseudonym ?? name ?? student;
