/** The chat's state: a transcript for each persona, an outbox that outlives a lost connection, and who is looking. */

import { PERSONAS, type PersonaId } from '../personas.ts';
import type { FileTurnBody, WireChoice, WireInbox } from '../wire.ts';
import { fetchInbox, newDelivery, Refused, sendTurn, Unreachable } from './server-client.ts';
import { shownWith } from './shown.ts';
import {
  bounded,
  type Entry,
  loadPersona,
  loadTranscript,
  type Said,
  savePersona,
  saveTranscript,
  type Transcript,
  type Written,
  withWritten,
} from './transcript.ts';

export interface ChatState {
  readonly persona: PersonaId;
  readonly transcripts: Readonly<Record<PersonaId, Transcript>>;
  /** Personas with an answer that was not looked at yet. */
  readonly unread: ReadonlySet<PersonaId>;
  /** False once the server did not answer; true again once it does. */
  readonly connected: boolean;
}

const TIMES = {
  /** How often a visible page asks what was written, and whether the server is there. */
  watchMs: 5_000,
  /** How often it asks while the server is not. */
  retryMs: 1_000,
} as const;

/** As the address says, as `?as=instructor`, or as whom this tab was last. */
function rememberedPersona(): PersonaId {
  const stored = new URLSearchParams(location.search).get('as') ?? loadPersona();
  return PERSONAS.find(({ id }) => id === stored)?.id ?? PERSONAS[0].id;
}

export class Chat {
  #state: ChatState;
  readonly #listeners = new Set<() => void>();
  readonly #sending = new Set<PersonaId>();
  /** Files of lines that wait, by delivery: too large to be stored with the transcript. */
  readonly #files = new Map<string, FileTurnBody['file']>();
  #watch: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const transcripts = Object.fromEntries(PERSONAS.map(({ id }) => [id, loadTranscript(id)])) as Record<
      PersonaId,
      Transcript
    >;
    this.#state = { persona: rememberedPersona(), transcripts, unread: new Set(), connected: true };
  }

  get state(): ChatState {
    return this.#state;
  }

  /** @returns what ends the subscription */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends what a reload interrupted, and keeps an eye on the server from now on. */
  start(): void {
    for (const { id } of PERSONAS) void this.#flush(id);
    document.addEventListener('visibilitychange', () => this.#look());
    this.#look();
  }

  be(persona: PersonaId): void {
    savePersona(persona);
    const unread = new Set(this.#state.unread);
    unread.delete(persona);
    this.#set({ persona, unread });
  }

  /** Says a typed line as the current persona, with a file where one was attached. */
  say(line: string, file?: FileTurnBody['file']): void {
    this.#send({ line, shown: line }, file);
  }

  /** Presses a button as the current persona; what was entered into its form, or the file's name, shows in its place. */
  press(choice: WireChoice, entered?: string, file?: FileTurnBody['file']): void {
    const { version, line, shown } = choice;
    const given = entered ?? file?.name;
    this.#send(
      {
        line,
        shown: given === undefined ? shown : shownWith(choice, given),
        button: { version, ...(entered !== undefined && { entered }) },
      },
      file,
    );
  }

  #send(what: Pick<Said, 'line' | 'shown' | 'button'>, file?: FileTurnBody['file']): void {
    const { persona } = this.#state;
    const id = newDelivery();
    if (file) this.#files.set(id, file);
    const said: Said = { from: 'student', id, state: 'waiting', ...what, ...(file && { file: file.name }) };
    this.#change(persona, ({ entries, history, ...rest }) => ({
      ...rest,
      entries: [...entries, said],
      history: history.at(-1) === said.shown ? history : [...history, said.shown],
    }));
    void this.#flush(persona);
  }

  /** Sends a failed line again, under the delivery id that it had. */
  retry(id: string): void {
    const { persona } = this.#state;
    this.#update(persona, id, ({ fault: _, ...said }) => ({ ...said, state: 'waiting' }));
    void this.#flush(persona);
  }

  #set(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #change(persona: PersonaId, change: (before: Transcript) => Transcript): void {
    const transcript = bounded(change(this.#state.transcripts[persona]));
    saveTranscript(persona, transcript);
    this.#set({ transcripts: { ...this.#state.transcripts, [persona]: transcript } });
  }

  #update(persona: PersonaId, id: string, change: (said: Said) => Said, ...after: Entry[]): void {
    this.#change(persona, ({ entries, ...rest }) => ({
      ...rest,
      entries: entries.flatMap((entry) =>
        entry.from === 'student' && entry.id === id ? [change(entry), ...after] : [entry],
      ),
    }));
  }

  /** Sends what waits, one after the other: the order in which a student said things is part of what they said. */
  async #flush(persona: PersonaId): Promise<void> {
    if (this.#sending.has(persona)) return;
    this.#sending.add(persona);
    try {
      for (let said = this.#waiting(persona); said; said = this.#waiting(persona)) {
        if (!(await this.#deliver(persona, said))) return;
      }
    } finally {
      this.#sending.delete(persona);
    }
  }

  #waiting(persona: PersonaId): Said | undefined {
    return this.#state.transcripts[persona].entries.find(
      (entry): entry is Said => entry.from === 'student' && entry.state === 'waiting',
    );
  }

  /** @returns false when the server is not there: the line goes on waiting */
  async #deliver(persona: PersonaId, { id, line, button, file }: Said): Promise<boolean> {
    const upload = this.#files.get(id);
    if (file !== undefined && !upload) {
      const fault = `The page was loaded again, so ${file} is not here any more: attach it once more.`;
      this.#update(persona, id, (said) => ({ ...said, state: 'failed', fault }));
      return true;
    }
    try {
      const { parts } = await sendTurn({ persona, line, delivery: id, ...(button && { button }) }, upload);
      this.#files.delete(id);
      this.#connection(true);
      this.#update(persona, id, (said) => ({ ...said, state: 'answered' }), {
        from: 'lab',
        id: `${id}-answer`,
        parts,
      });
      this.#notice(persona);
      // What was just done may have written to somebody.
      void this.#look();
      return true;
    } catch (error) {
      if (error instanceof Unreachable) {
        this.#connection(false);
        return false;
      }
      const fault =
        error instanceof Refused ? error.message : 'Something went wrong in this page. Try again.';
      this.#update(persona, id, (said) => ({ ...said, state: 'failed', fault }));
      return true;
    }
  }

  /** Something new stands in this persona's conversation. */
  #notice(persona: PersonaId): void {
    if (persona !== this.#state.persona) this.#set({ unread: new Set(this.#state.unread).add(persona) });
  }

  #take({ messages }: WireInbox): void {
    for (const { id: persona } of PERSONAS) {
      const theirs = messages
        .filter((message) => message.persona === undefined || message.persona === persona)
        .map(
          ({ persona: to, ...message }): Written => ({
            ...message,
            from: 'bot',
            kind: to === undefined ? 'post' : 'direct',
          }),
        );
      const before = this.#state.transcripts[persona];
      const after = withWritten(before, theirs);
      if (after === before) continue;
      this.#change(persona, () => after);
      if (after.entries.length > before.entries.length) this.#notice(persona);
    }
  }

  #connection(connected: boolean): void {
    if (connected === this.#state.connected) return;
    this.#set({ connected });
    if (connected) for (const { id } of PERSONAS) void this.#flush(id);
    else this.#look();
  }

  /** Asks what was written, now and again: a lost connection shows, too, before anything is typed into it. */
  #look(): void {
    clearTimeout(this.#watch);
    if (document.hidden) return;
    fetchInbox()
      .then(
        (inbox) => {
          this.#connection(true);
          this.#take(inbox);
        },
        () => this.#connection(false),
      )
      .finally(() => {
        clearTimeout(this.#watch);
        const { watchMs, retryMs } = TIMES;
        this.#watch = setTimeout(() => this.#look(), this.#state.connected ? watchMs : retryMs);
      });
  }
}
