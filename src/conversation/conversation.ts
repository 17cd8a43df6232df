/** The engine's shell: one student at a time, load, answer, store, and only then say so. */

import { designRecord } from '../labs/design-record.ts';
import { packWithInstrument } from '../labs/find.ts';
import type { LabPack, Setting } from '../labs/lab.ts';
import { active } from '../ledger/activity.ts';
import type { Chapter } from '../ledger/export.ts';
import type { HeldStudent, LedgerStore } from '../ledger/ledger-store.ts';
import { newRecord } from '../ledger/new-record.ts';
import { progressOf } from '../ledger/progress.ts';
import type { StudentRecord } from '../ledger/record.ts';
import { type Actor, studentId } from '../messages/actor.ts';
import { type Part, type Reply, reply } from '../messages/reply.ts';
import type { LearningRequest, Value } from '../messages/request.ts';
import { UserError } from '../messages/user-error.ts';
import { NotSavedError, UnreadableError } from '../store/errors.ts';
import { answer, type LabRequest } from './answer.ts';
import { chapterOf } from './answers/export.ts';
import { labs } from './answers/labs.ts';
import { noCommand } from './answers/open-answer.ts';
import { mistake, wayForward } from './mistake.ts';
import { openChoices } from './question.ts';
import { troubleNotice, troubleParts } from './trouble.ts';
import { type TakenAway, Turn } from './turn.ts';

export interface ConversationOptions {
  /** In the order in which they are listed; at least one. */
  readonly packs: readonly LabPack[];
  readonly store: LedgerStore;
  /** The constants that the course uses; a lab that has no such edition uses its first. */
  readonly edition?: string;
  readonly now: () => Date;
  /** 32 hexadecimal digits, unpredictable to students: it orders their options. */
  readonly newSeed: () => string;
  /** The file that a student may hand in, of this record. @throws {UnreadableError} */
  readonly evidence?: (record: StudentRecord, pack: LabPack) => Promise<TakenAway>;
  /** Told of failures of the store; the student has been told already. */
  readonly onStoreError?: (error: Error) => void;
}

/** An answer, and the lab and record that it was about, as far as it was about one. */
export interface Answered {
  readonly reply: Reply;
  readonly pack?: LabPack;
  /** As it is stored now. */
  readonly record?: StudentRecord;
  /** This very turn completed the lab. */
  readonly completed?: boolean;
}

/** One student's turn: what is held for it, and when it is. */
interface Sitting {
  readonly student: string;
  readonly held: HeldStudent;
  readonly at: Date;
  /** The lab touched before this turn. */
  readonly last: string | undefined;
}

export class Conversation {
  readonly #options: ConversationOptions;

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  get packs(): readonly LabPack[] {
    return this.#options.packs;
  }

  /** Their rows were deleted: they begin as somebody new. */
  forget(student: string): void {
    this.#options.store.forget(student);
  }

  /**
   * Answers a request. What the reply says was recorded is durable; when it could not be stored, the reply says that
   * instead and reveals nothing. The same `delivery` twice is counted once.
   */
  async handle(actor: Actor, request: LearningRequest, delivery?: string): Promise<Answered> {
    const { store, now } = this.#options;
    const student = studentId(actor);
    try {
      return await store.exclusive(student, async (held) => {
        const sitting = { student, held, at: now(), last: await held.lastLab() };
        if (request.kind === 'labs') return { reply: await this.#overview(sitting) };
        const pack = await this.#packOf(request, sitting);
        if (pack) return this.#inLab(pack, request, sitting, delivery);
        if (request.kind === 'answer') throw noCommand(request.answer);
        return { reply: await this.#overview(sitting) };
      });
    } catch (error) {
      if (error instanceof UserError) return { reply: mistake(error) };
      if (error instanceof NotSavedError) return { reply: this.#failed(error, NOT_SAVED) };
      if (error instanceof UnreadableError) return { reply: this.#failed(error, NOT_READ) };
      throw error;
    }
  }

  /** The lab that a request is about: named, or the one whose instrument it is, or the one touched last. */
  async #packOf(request: LabRequest, sitting: Sitting): Promise<LabPack | undefined> {
    const { packs } = this.#options;
    const named = 'lab' in request ? request.lab : undefined;
    if (named !== undefined) {
      const found = packs.find(({ id }) => id === named);
      if (!found) throw new UserError(`There is no lab ${named} in this course any more.`);
      return found;
    }
    if (request.kind === 'run') return packWithInstrument(packs, request.instrument);
    const last = packs.find(({ id }) => id === sitting.last);
    if (last || packs.length === 1) return last ?? packs[0];
    // Whoever began before labs were noted has begun one.
    for (const pack of packs) {
      const { record, trouble } = await sitting.held.load(pack.id);
      if (record || trouble) return pack;
    }
    return undefined;
  }

  #editionOf({ editions }: LabPack): string {
    return editions.find(({ id }) => id === this.#options.edition)?.id ?? editions[0].id;
  }

  /** A record that does not hold is none that another lab may go by. */
  async #progressIn(pack: LabPack, { held }: Sitting) {
    const { record } = await held.load(pack.id);
    return record && progressOf(record, pack, this.#editionOf(pack));
  }

  /** Values of the student's other labs, where they are complete, and the pack's own fallbacks. */
  async #prior({ reads }: LabPack, sitting: Sitting): Promise<Setting['prior']> {
    const prior: Record<string, Value> = {};
    for (const { as, volume, chapter, key, fallback } of reads) {
      const pack = this.packs.find((each) => each.volume === volume && each.chapter === chapter);
      const progress = pack && (await this.#progressIn(pack, sitting));
      const value = pack && progress?.completedAt ? designRecord(pack, progress)[key] : undefined;
      prior[as] = value ?? fallback;
    }
    return prior;
  }

  async #otherChapters(pack: LabPack, sitting: Sitting): Promise<Chapter[]> {
    const chapters: Chapter[] = [];
    for (const other of this.packs) {
      if (other === pack || other.volume !== pack.volume) continue;
      const { record } = await sitting.held.load(other.id);
      const progress = record && progressOf(record, other, this.#editionOf(other));
      const chapter = progress && chapterOf({ pack: other, progress, record });
      if (chapter) chapters.push(chapter);
    }
    return chapters;
  }

  async #overview(sitting: Sitting): Promise<Reply> {
    const standings = [];
    const notices: Part[] = [];
    for (const pack of this.packs) {
      const { record, trouble } = await sitting.held.load(pack.id);
      standings.push({ pack, progress: record && progressOf(record, pack, this.#editionOf(pack)) });
      if (trouble) notices.push(troubleNotice(trouble, pack));
    }
    return reply(...notices, ...labs(standings, sitting.last));
  }

  async #inLab(pack: LabPack, request: LabRequest, sitting: Sitting, delivery?: string): Promise<Answered> {
    const { newSeed } = this.#options;
    const { held, at, student } = sitting;
    // A mistake too: a line that names no lab must never mean another one than the last that answered.
    const touch = async (): Promise<void> => {
      if (sitting.last !== pack.id) await held.touch(pack.id);
    };
    const { record: stored, trouble } = await held.load(pack.id);
    if (trouble) {
      await touch();
      return { reply: reply(...troubleParts(trouble, pack)), pack };
    }
    const record: StudentRecord = stored ?? newRecord({ lab: pack.id, student, seed: newSeed(), now: at });
    const isExport = request.kind === 'ledger' && request.what === 'export';
    const evidence = isExport && stored ? await this.#options.evidence?.(stored, pack) : undefined;
    const turn = new Turn({
      pack,
      record,
      now: at,
      edition: this.#editionOf(pack),
      prior: await this.#prior(pack, sitting),
      otherChapters: isExport ? await this.#otherChapters(pack, sitting) : [],
      ...(delivery !== undefined && { delivery }),
      ...(evidence && { evidence }),
    });
    let parts: readonly Part[];
    try {
      parts = answer(turn, request);
    } catch (error) {
      await touch();
      if (error instanceof UserError && ANSWERS.includes(request.kind)) {
        return { reply: mistake(error, openChoices(turn)), pack, record };
      }
      throw error;
    }
    const kept = turn.changed ? active(turn.record, at) : turn.record;
    await (turn.changed ? held.save(kept) : touch());
    return {
      reply: reply(...parts),
      pack,
      record: kept,
      completed: turn.hasCompleted,
    };
  }

  #failed(error: Error, notice: Part): Reply {
    this.#options.onStoreError?.(error);
    return reply(notice, wayForward);
  }
}

/** Requests that answer a question: a mistake in one leaves the question where it is. */
const ANSWERS: readonly LearningRequest['kind'][] = ['predict', 'reflect', 'answer'];

const NOT_SAVED: Part = {
  kind: 'callout',
  tone: 'danger',
  title: 'Not saved; please try again',
  text: 'Your ledger could not be written just now, so nothing is confirmed. Send the same again in a minute: doing it twice does no harm. If it stays like this, tell your instructor.',
};

const NOT_READ: Part = {
  kind: 'callout',
  tone: 'danger',
  title: 'Your ledger can’t be reached',
  text: 'It could not be read just now, so nothing was changed. Please try again in a minute. If it stays like this, tell your instructor.',
};
