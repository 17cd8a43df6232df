/** Decisions as JSON lines in the shape of xAPI statements, under pseudonyms, for research and learning record stores. */

/** One decision of a student, as the ledger keeps it. */
export interface Decision {
  readonly kind: string;
  /** ISO 8601. */
  readonly at: string;
  readonly [detail: string]: unknown;
}

export interface StudentDecisions {
  readonly pseudonym: string;
  /** In the order in which they were made. */
  readonly decisions: readonly Decision[];
}

/**
 * One statement a line, each ended by `\n`.
 * @param home an IRI of this course, under which accounts, verbs and the lab are named
 * @param lab the lab’s id
 */
export function writeJsonLines(
  students: readonly StudentDecisions[],
  { home, lab }: { readonly home: string; readonly lab: string },
): string {
  const under = (path: string): string => `${home.replace(/\/+$/, '')}/${path}`;
  return students
    .flatMap(({ pseudonym, decisions }) =>
      decisions.map(({ kind, at, ...details }) => ({
        actor: { objectType: 'Agent', account: { homePage: home, name: pseudonym } },
        verb: { id: under(`decisions/${encodeURIComponent(kind)}`), display: { en: kind } },
        object: { objectType: 'Activity', id: under(`labs/${encodeURIComponent(lab)}`) },
        result: { extensions: { [under('details')]: details } },
        timestamp: at,
      })),
    )
    .map((statement) => `${JSON.stringify(statement)}\n`)
    .join('');
}
