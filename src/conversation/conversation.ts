/** The engine's shell: one student at a time, load, answer, store, and only then say so. */

import type { Lab } from '../labs/lab.ts';
import { newRecord, type SetAside } from '../ledger/record.ts';
import { type LedgerStore, NotSavedError, UnreadableError } from '../ledger/store/store.ts';
import { type Actor, studentId } from '../messages/actor.ts';
import { type Part, type Reply, toStudent } from '../messages/reply.ts';
import { code, say } from '../messages/rich-text.ts';
import { UserError } from '../messages/user-error.ts';
import { answer, type RecordedRequest } from './answer.ts';
import { mistake, wayForward } from './mistake.ts';
import { Turn } from './turn.ts';

export interface ConversationOptions {
  readonly lab: Lab;
  readonly store: LedgerStore;
  /** The constants that the course uses. */
  readonly edition: string;
  readonly now: () => Date;
  /** 32 hexadecimal digits, unpredictable to students: it orders their options. */
  readonly newSeed: () => string;
  /** Told of failures of the store; the student has been told already. */
  readonly onStoreError?: (error: Error) => void;
}

export class Conversation {
  readonly #options: ConversationOptions;

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  get lab(): Lab {
    return this.#options.lab;
  }

  /**
   * Answers a request. What the reply says was recorded is durable; when it could not be stored, the reply says that
   * instead and reveals nothing. The same `delivery` twice is counted once.
   */
  async handle(actor: Actor, request: RecordedRequest, delivery?: string): Promise<Reply> {
    const { lab, store, edition, now, newSeed } = this.#options;
    const student = studentId(actor);
    try {
      return await store.exclusive(lab.id, student, async (held) => {
        const at = now();
        const { record: stored, setAside } = await held.load(at);
        const record = stored ?? newRecord({ lab: lab.id, student, seed: newSeed(), now: at });
        const turn = new Turn({
          lab,
          record: setAside ? { ...record, setAside: [...record.setAside, setAside] } : record,
          now: at,
          edition,
          ...(delivery !== undefined && { delivery }),
        });
        const parts = answer(turn, request);
        if (turn.changed || setAside) await held.save(turn.record);
        return toStudent(...(setAside ? [setAsideNotice(setAside)] : []), ...parts);
      });
    } catch (error) {
      if (error instanceof UserError) return mistake(error);
      if (error instanceof NotSavedError) return this.#failed(error, NOT_SAVED);
      if (error instanceof UnreadableError) return this.#failed(error, NOT_READ);
      throw error;
    }
  }

  #failed(error: Error, notice: Part): Reply {
    this.#options.onStoreError?.(error);
    return toStudent(notice, wayForward);
  }
}

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

const setAsideNotice = ({ key, reason }: SetAside): Part => ({
  kind: 'callout',
  tone: 'warning',
  title: 'Your earlier record was set aside',
  text: say`What was stored for you can’t be used: ${reason}. It is kept untouched as ${code(key)}, and you continue with a new record. Tell your instructor, who can look at the old one.`,
});
