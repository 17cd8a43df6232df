/** A class as the learning management system exported it. Plain values: it is stored as JSON, each cell as given. */

/** As strings: `00012345` is not `12345`. */
export interface Identifiers {
  readonly canvasId?: string;
  readonly sisId?: string;
  readonly login?: string;
  readonly email?: string;
  /** Moodle’s. */
  readonly idNumber?: string;
}

export interface RosterRow {
  /** What a link names: the Canvas id, or in Moodle the kind and value of the identifier (`email:ada@example.edu`). */
  readonly id: string;
  /** Other ids under which a link made from an earlier export may know this row. */
  readonly alsoKnownAs: readonly string[];
  readonly name: string;
  readonly identifiers: Identifiers;
  /** As given: `CS249-01 and CS249-02` is one text, since a section’s own name may hold an “and”. */
  readonly section?: string;
  /** As wide as the header. */
  readonly cells: readonly string[];
}

export interface RosterColumn {
  readonly title: string;
  /** Index into `header` and `cells`. */
  readonly column: number;
}

export interface CanvasAssignment extends RosterColumn {
  /** Canvas’ own, which stands in brackets behind the title. */
  readonly id: string;
  /** Hundredths. Absent where Canvas has none. */
  readonly points?: number;
  /** The cell that says so, as given. */
  readonly pointsCell: string;
}

export interface CanvasRoster {
  readonly source: 'canvas';
  readonly separator: string;
  readonly header: readonly string[];
  /** How many columns say who a row is, from the first: the last of them is `Section`. */
  readonly studentColumns: number;
  readonly students: readonly RosterRow[];
  readonly assignments: readonly CanvasAssignment[];
}

export type MoodleIdentifier = 'email' | 'idnumber' | 'username';

export interface MoodleRoster {
  readonly source: 'moodle';
  readonly separator: string;
  readonly header: readonly string[];
  /** The column by which Moodle finds a person when the file comes back. */
  readonly identifier: RosterColumn & { readonly kind: MoodleIdentifier };
  /** When the export was made, in the column that Moodle adds for it. */
  readonly downloaded?: RosterColumn & { readonly epochSeconds: number };
  readonly students: readonly RosterRow[];
  /** Grade items in points; shares, letters and feedback are none that could be written. */
  readonly assignments: readonly RosterColumn[];
}

export type Roster = CanvasRoster | MoodleRoster;
