/** The one owner of an interaction's acknowledgement: answers in time, or defers and edits. Never both, never twice. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../src/log.ts';
import type { Answerable, Callbacks, ResponseType } from './callbacks.ts';
import { type DeliveryResult, deliveryResultOf, reasonOf } from './failures.ts';
import { type DiscordMessage, sentence } from './message.ts';
import { withoutPictures } from './render.ts';
import { SENTENCES } from './sentences.ts';

export interface AnswerOptions {
  readonly callbacks: Callbacks;
  /** The answer is deferred when it takes longer; Discord gives up after 3,000. */
  readonly deferMs: number;
  readonly log: Logger;
}

/** Waits before further tries of an edit that may not have arrived; discord.js has made several of its own in each. */
const EDIT_AGAIN_MS = [1_000, 5_000];

export const NO_PICTURE =
  '-# The picture or file is left out: Discord refused it here. Someone who manages this server can check that I may attach files and embed links.';

async function attempt(what: string, log: Logger, request: () => Promise<unknown>): Promise<DeliveryResult> {
  try {
    await request();
    return 'done';
  } catch (error) {
    const result = deliveryResultOf(error);
    log.warn({ what, result, ...reasonOf(error) }, 'Discord did not take an answer');
    return result;
  }
}

/** The message, the same in words alone, one sentence; each is only made when the one before was not taken. */
function* formsOf(message: DiscordMessage): Generator<DiscordMessage> {
  yield message;
  yield withoutPictures(message, NO_PICTURE);
  yield sentence(SENTENCES.cannotShow('Discord'));
}

/** Until Discord takes a form of it. */
async function inSomeForm(
  message: DiscordMessage,
  request: (form: DiscordMessage) => Promise<DeliveryResult>,
): Promise<DeliveryResult> {
  let result: DeliveryResult = 'refused';
  for (const form of formsOf(message)) {
    result = await request(form);
    if (result !== 'refused' && result !== 'forbidden') return result;
  }
  return result;
}

async function editUntilKnown(
  interaction: Answerable,
  message: DiscordMessage,
  { callbacks, log }: AnswerOptions,
): Promise<DeliveryResult> {
  const once = () =>
    inSomeForm(message, (form) => attempt('edit', log, () => callbacks.edit(interaction, form)));
  let result = await once();
  for (const wait of EDIT_AGAIN_MS) {
    if (result !== 'unknown') return result;
    await sleep(wait);
    result = await once();
  }
  return result;
}

const LATE = Symbol('late');

/** Resolves with the work's result, or with {@link LATE} when it takes longer. */
function within<T>(milliseconds: number, work: Promise<T>): Promise<T | typeof LATE> {
  // A plain timer: one that is aborted makes an error with a stack trace for every answer that is in time.
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(LATE), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Answers with what the work makes of it. Whatever Discord does, it resolves: with `done` when the student has the
 * answer, otherwise with why not. What the work stored stands, and the same again says so.
 * @param work resolves with undefined where somebody else answers
 */
export async function respond(
  interaction: Answerable,
  type: ResponseType,
  work: Promise<DiscordMessage | undefined>,
  options: AnswerOptions,
): Promise<DeliveryResult> {
  const { callbacks, deferMs, log } = options;
  const early = await within(deferMs, work);
  if (early === undefined) return 'done';
  const first =
    early === LATE
      ? await attempt('defer', log, () => callbacks.defer(interaction, type))
      : await inSomeForm(early, (form) =>
          attempt('answer', log, () => callbacks.send(interaction, type, form)),
        );
  // An answer that is known to be there needs no edit; one that may be there is edited into the same.
  if (early !== LATE && first !== 'unknown' && first !== 'acknowledged') return first;
  const message = early === LATE ? await work : early;
  if (message === undefined) return 'done';
  if (first === 'gone') return first;
  // Another process may have deferred it and died, or have answered it.
  if (first === 'acknowledged' && !(await callbacks.waits(interaction, type))) return 'done';
  return editUntilKnown(interaction, message, options);
}
