/** The stored roster beside the class: who is which row, by what is sure. */

import { readUpload } from './files.ts';
import { readGradebook } from './gradebook/read-gradebook.ts';
import type { Roster } from './gradebook/roster.ts';
import { type MatchReport, matchPeople, type Person } from './match.ts';
import type { Member } from './members.ts';
import type { RosterRow } from './rows.ts';
import type { Visit } from './visit.ts';

export interface RosterKept {
  readonly row: RosterRow;
  readonly roster: Roster;
}

/** The roster that was given last; undefined where none was. */
export async function keptRoster({ store, course }: Visit): Promise<RosterKept | undefined> {
  const row = await store.roster(course);
  return row && { row, roster: readGradebook(row.text) };
}

/** Of the course's own file, as it was sent. @throws {UserError} where it is none */
export const readRoster = (
  name: string,
  bytes: Uint8Array,
  wanted?: Roster['source'],
): { text: string; roster: Roster } => {
  const text = readUpload(name, bytes);
  return { text, roster: readGradebook(text, wanted) };
};

const personOf = ({ student, name, person }: Member): Person => ({
  student,
  // A pseudonym or an id is no name that could be found on a roster.
  ...(person?.name !== undefined && { name }),
  ...(person?.email !== undefined && { email: person.email }),
  ...(person?.row !== undefined && { link: person.row }),
});

export async function matched(
  { store, course }: Visit,
  roster: Roster,
  members: readonly Member[],
): Promise<MatchReport> {
  const links = [...(await store.links(course))].map(([row, { student }]) => ({
    row: decodeURIComponent(row),
    student,
  }));
  return matchPeople(roster.students, members.map(personOf), links);
}
