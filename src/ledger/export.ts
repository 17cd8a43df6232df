/** The file that a student takes away: what the course's notebooks read as their own ledger. */

import type { Value } from '../messages/request.ts';

export const LEDGER_MEDIA_TYPE = 'application/json';

/** A complete lab, as other labs of the course read it. */
export interface Chapter {
  readonly chapter: number;
  readonly design: Readonly<Record<string, Value>>;
  /** ISO 8601. */
  readonly completedAt: string;
}

/**
 * JSON text, the same for the same labs. Every version of the course's ledger reads this form: one root key that it does
 * not know, or a `current_…` one, makes some of them refuse the file; older ones look for `chapter`, newer ones for `step`.
 */
export function exportLedger(chapters: readonly [Chapter, ...Chapter[]]): string {
  const file = {
    track: null,
    history: chapters.map(({ chapter, design }) => ({ chapter, step: chapter, design })),
    last_updated: chapters
      .map(({ completedAt }) => completedAt)
      .sort()
      .at(-1),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
