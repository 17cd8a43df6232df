/** What was said in this tab, by persona: kept in the tab's own storage, so that a reload shows it again. */

import type { PersonaId } from '../personas.ts';
import type { WireButton, WirePart } from '../wire.ts';

/** A line of the student's own, and how far it has come. */
export interface Said {
  readonly from: 'student';
  /** The delivery id under which it is sent, and sent again. */
  readonly id: string;
  readonly line: string;
  readonly shown: string;
  /** Absent where the line was typed. */
  readonly button?: WireButton;
  readonly state: 'waiting' | 'answered' | 'failed';
  /** Why it failed, as a sentence. */
  readonly fault?: string;
  /** The name of a file that goes with it; the file itself lives as long as the page. */
  readonly file?: string;
}

export interface Answered {
  readonly from: 'lab';
  readonly id: string;
  readonly parts: readonly WirePart[];
}

/** What the bot wrote first, as it stands now. */
export interface Written {
  readonly from: 'bot';
  readonly id: string;
  /** A post is for everybody in the channel. */
  readonly kind: 'post' | 'direct';
  /** ISO 8601. */
  readonly at: string;
  readonly edition: number;
  readonly parts: readonly WirePart[];
}

export type Entry = Said | Answered | Written;

export interface Transcript {
  readonly entries: readonly Entry[];
  /** When the newest message that the bot wrote first was written: what was dropped since is not taken in again. */
  readonly writtenUntil?: string;
  /** Lines that were typed, oldest first. */
  readonly history: readonly string[];
}

/** A tab's storage has about five million characters, for all personas; a picture takes fifty to a hundred thousand. */
const TRANSCRIPT_LIMITS = { entries: 80, history: 50, storedPictures: 12 } as const;

const EMPTY: Transcript = { entries: [], history: [] };

/** Raised when what an older page stored has to be left aside. */
const VERSION = 1;

/** The tab's storage may be full or forbidden: a reload then loses its transcript, and the ledger is on the server. */
function attempt<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}

/** A tab outlives an upgrade. Keys of older pages began with another name; a tab keeps the key that it has. */
function keyEnding(end: string): string {
  const isIts = (key: string) => key.endsWith(end) && /^[a-z-]+$/.test(key.slice(0, -end.length));
  return Object.keys(sessionStorage).find(isIts) ?? `lab-assistant${end}`;
}

const transcriptKey = (persona: PersonaId): string => keyEnding(`:${VERSION}:${persona}`);
const personaKey = (): string => keyEnding(':persona');

/** What is stored. Pages before buttons had versions stored the rest alone. */
interface Stored extends Transcript {
  readonly versioned?: true;
}

export function loadTranscript(persona: PersonaId): Transcript {
  const stored = attempt(
    () => JSON.parse(sessionStorage.getItem(transcriptKey(persona)) ?? 'null') as Stored | null,
  );
  if (!stored || !Array.isArray(stored.entries) || !Array.isArray(stored.history)) return EMPTY;
  const { versioned, entries, ...rest } = stored;
  return { ...rest, entries: versioned ? entries : entries.map(ofTheFirstVersion) };
}

/** Everything that such a page said or offered was about the only lab that there was: version 1 means that lab. */
function ofTheFirstVersion(entry: Entry): Entry {
  if (entry.from === 'student') return { ...entry, button: { version: 1 } };
  if (entry.from === 'bot') return entry;
  const parts = entry.parts.map((part) =>
    part.kind === 'choices'
      ? { ...part, choices: part.choices.map((choice) => ({ ...choice, version: 1 })) }
      : part,
  );
  return { ...entry, parts };
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

export function saveTranscript(persona: PersonaId, { entries, ...rest }: Transcript): void {
  const stored: Stored = { ...rest, entries: withNewestPictures(entries).toReversed(), versioned: true };
  attempt(() => sessionStorage.setItem(transcriptKey(persona), JSON.stringify(stored)));
}

export const loadPersona = (): string | null | undefined =>
  attempt(() => sessionStorage.getItem(personaKey()));
export const savePersona = (persona: PersonaId): void =>
  attempt(() => sessionStorage.setItem(personaKey(), persona));

/**
 * The transcript with what was written first: new messages at its end, those that were changed since where they stand.
 * @returns the same where there is nothing new
 */
export function withWritten(transcript: Transcript, messages: readonly Written[]): Transcript {
  const { writtenUntil = '', entries } = transcript;
  const byId = new Map(messages.map((message) => [message.id, message]));
  const changed = entries.map((entry) => {
    const now = entry.from === 'bot' ? byId.get(entry.id) : undefined;
    return entry.from === 'bot' && now && now.edition !== entry.edition ? now : entry;
  });
  const known = new Set(entries.map(({ id }) => id));
  const fresh = messages.filter(({ id, at }) => !known.has(id) && at > writtenUntil);
  if (fresh.length === 0 && changed.every((entry, index) => entry === entries[index])) return transcript;
  const newest = messages.reduce((last, { at }) => (at > last ? at : last), writtenUntil);
  return { ...transcript, entries: [...changed, ...fresh], writtenUntil: newest };
}

/** The newest part of a transcript. A line that still waits for its answer is never among what is dropped. */
export function bounded({ entries, history, ...rest }: Transcript): Transcript {
  const surplus = entries.length - TRANSCRIPT_LIMITS.entries;
  return {
    ...rest,
    entries: entries.filter(
      (entry, index) => index >= surplus || (entry.from === 'student' && entry.state === 'waiting'),
    ),
    history: history.slice(-TRANSCRIPT_LIMITS.history),
  };
}
