/** The file that a student takes away: what the course's notebooks read as their own ledger. */

import type { StudentRecord } from './record.ts';

export const LEDGER_MEDIA_TYPE = 'application/json';

/** The time of the last thing that changed the record, ISO 8601. */
const lastUpdated = (record: StudentRecord): string =>
  [record.startedAt, record.explorations.at(-1)?.at ?? '', record.decisions.at(-1)?.at ?? '']
    .sort()
    .at(-1) as string;

/** JSON text, the same for the same record. */
export function exportLedger(
  record: StudentRecord,
  chapter: number,
  design: Readonly<Record<string, string | number | boolean | null>>,
): string {
  const file = {
    track: null,
    current_chapter: chapter,
    history: [{ chapter, design }],
    last_updated: lastUpdated(record),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
