/** What is done on a SQLite file beside the turns: it is noted how far it is, its log is folded into it, and it is asked how it is. */

import { statSync } from 'node:fs';
import { asked } from './health-write.ts';
import { type Mark, markFileOf, markOf, type Note, noteAfter, writeMark } from './sqlite-mark.ts';

export interface KeepingTimes {
  /** What was written since is noted this often, in the file and beside it. */
  readonly noteMs: number;
  /** The log is folded into the file this often: a copy of the file alone is then at most so old. */
  readonly checkpointMs: number;
}

export const KEEPING: KeepingTimes = { noteMs: 5_000, checkpointMs: 60_000 };

/** A row among the others, so that it goes where theirs go. */
export const NOTE_KEY = 'health:file';

export interface KeeperOptions {
  readonly file: string;
  /** One statement on the file's connection, durable once it resolves. */
  query(statement: string, ...values: readonly unknown[]): Promise<unknown>;
  /** As they were found. */
  readonly note: Note | undefined;
  readonly mark: Mark | undefined;
  readonly now: () => Date;
  readonly times: KeepingTimes;
}

const NOTE = `INSERT INTO keyv (key, value) VALUES ('${NOTE_KEY}', ?)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value`;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #inode: number | undefined;
  #writes: number;
  #note: Note | undefined;
  #markedHead: string | undefined;
  #markTrouble: string | undefined;
  #noting: Promise<void> | undefined;
  #marking: Promise<void> | undefined;
  #writesAtCheckpoint: number;
  readonly #waiting = new Set<() => void>();
  readonly health = asked(() => this.#health());

  constructor(options: KeeperOptions) {
    const { note, mark, times } = options;
    this.#options = options;
    this.#note = note;
    this.#writes = note?.writes ?? 0;
    this.#writesAtCheckpoint = this.#writes;
    this.#markedHead = mark?.head;
    this.#inode = inodeOf(options.file);
    this.#timers = [
      setInterval(() => void this.#keep(), times.noteMs).unref(),
      setInterval(() => void this.#checkpoint(), times.checkpointMs).unref(),
    ];
  }

  /** So many rows were written by others, and are durable. */
  wrote(rows: number): void {
    this.#writes += rows;
    for (const seen of this.#waiting) seen();
    this.#waiting.clear();
  }

  /** Notes how far the file is, and then, never before, writes the mark. A failure of the mark is said by the health. */
  async note(): Promise<void> {
    await this.#noted();
    this.#marking ??= this.#writeMark().finally(() => {
      this.#marking = undefined;
    });
    await this.#marking;
  }

  /** The file may be closed after. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#keep();
  }

  /** Nothing is noted that is noted already. What can't be is said by the health, which tries the same. */
  async #keep(): Promise<void> {
    if (this.#note?.writes === this.#writes && this.#note.heads.at(-1)?.head === this.#markedHead) return;
    await this.note().catch(() => undefined);
  }

  #noted(): Promise<void> {
    this.#noting ??= this.#writeNote().finally(() => {
      this.#noting = undefined;
    });
    return this.#noting;
  }

  async #writeNote(): Promise<void> {
    const { query, now } = this.#options;
    const note = noteAfter(this.#note, this.#writes, now());
    await query(NOTE, JSON.stringify(note));
    this.#note = note;
  }

  async #writeMark(): Promise<void> {
    const { file } = this.#options;
    if (!this.#note) return;
    const mark = markOf(this.#note);
    if (mark.head === this.#markedHead) return;
    try {
      await writeMark(file, mark);
      this.#markedHead = mark.head;
      this.#markTrouble = undefined;
    } catch (error) {
      this.#markTrouble = codeOf(error);
    }
  }

  /** While nobody writes the log is also cut, which waits for its disk longer. */
  async #checkpoint(): Promise<void> {
    const idle = this.#writes === this.#writesAtCheckpoint;
    this.#writesAtCheckpoint = this.#writes;
    await this.#options
      .query(`PRAGMA wal_checkpoint(${idle ? 'TRUNCATE' : 'PASSIVE'})`)
      .catch(() => undefined);
  }

  async #health(): Promise<string> {
    const { file } = this.#options;
    const inode = inodeOf(file);
    if (inode === undefined || inode !== this.#inode) {
      throw new Error(`${file} was moved, deleted or replaced, and what is written now is lost`);
    }
    await this.#anyWrite();
    return this.#markTrouble === undefined
      ? 'ok'
      : `ok, but ${markFileOf(file)} can’t be written (${this.#markTrouble})`;
  }

  /** There is one connection, and in a burst a write of its own comes after everybody's: anybody's that ends is as good. */
  async #anyWrite(): Promise<void> {
    let seen = (): void => undefined;
    const others = new Promise<void>((resolve) => {
      seen = resolve;
    });
    this.#waiting.add(seen);
    try {
      await Promise.race([this.#noted(), others]);
    } finally {
      this.#waiting.delete(seen);
    }
  }
}

/** Asked here and not in the thread pool, where it would wait behind what turns have to write. */
function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}
