/** What was said in this tab, by persona: kept in the tab's own storage, so that a reload shows it again. */

import type { PersonaId } from '../personas.ts';
import type { WirePart } from '../wire.ts';

/** A line of the student's own, and how far it has come. */
export interface Said {
  readonly from: 'student';
  /** The delivery id under which it is sent, and sent again. */
  readonly id: string;
  readonly line: string;
  readonly shown: string;
  readonly state: 'waiting' | 'answered' | 'failed';
  /** Why it failed, as a sentence. */
  readonly fault?: string;
}

export interface Answered {
  readonly from: 'lab';
  readonly id: string;
  readonly parts: readonly WirePart[];
}

export type Entry = Said | Answered;

export interface Transcript {
  readonly entries: readonly Entry[];
  /** Lines that were typed, oldest first. */
  readonly history: readonly string[];
}

/** A tab's storage has about five million characters, for all personas; a picture takes fifty to a hundred thousand. */
export const TRANSCRIPT_LIMITS = { entries: 80, history: 50, storedPictures: 12 } as const;

/** Raised when the stored form changes: what an older page stored is then left aside. */
const VERSION = 1;

const EMPTY: Transcript = { entries: [], history: [] };
const keyOf = (persona: PersonaId): string => `quadratic-wall:${VERSION}:${persona}`;

/** The tab's storage may be full or forbidden: a reload then loses its transcript, and the ledger is on the server. */
function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // See read.
  }
}

export function loadTranscript(persona: PersonaId): Transcript {
  try {
    const stored = JSON.parse(read(keyOf(persona)) ?? 'null') as Transcript | null;
    return stored && Array.isArray(stored.entries) && Array.isArray(stored.history) ? stored : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** The entries as they are stored: older pictures are left out, and their findings stand for them. */
function withNewestPictures(entries: readonly Entry[]): readonly Entry[] {
  let left: number = TRANSCRIPT_LIMITS.storedPictures;
  return entries.toReversed().map((entry) => {
    if (entry.from === 'student' || !entry.parts.some(({ kind }) => kind === 'chart')) return entry;
    if (left-- > 0) return entry;
    const parts = entry.parts.map((part) => {
      if (part.kind !== 'chart') return part;
      const { source: _, ...rest } = part;
      return rest;
    });
    return { ...entry, parts };
  });
}

export function saveTranscript(persona: PersonaId, { entries, history }: Transcript): void {
  write(keyOf(persona), JSON.stringify({ entries: withNewestPictures(entries).toReversed(), history }));
}

const PERSONA_KEY = 'quadratic-wall:persona';
export const loadPersona = (): string | null => read(PERSONA_KEY);
export const savePersona = (persona: PersonaId): void => write(PERSONA_KEY, persona);

/** The newest part of a transcript. A line that still waits for its answer is never among what is dropped. */
export function bounded({ entries, history }: Transcript): Transcript {
  const surplus = entries.length - TRANSCRIPT_LIMITS.entries;
  return {
    entries: entries.filter(
      (entry, index) => index >= surplus || (entry.from === 'student' && entry.state === 'waiting'),
    ),
    history: history.slice(-TRANSCRIPT_LIMITS.history),
  };
}
