/** How an answer reaches its student: the place they asked in, in a form that Slack takes, or the next best of both. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { Logger } from '../../src/log.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { reasonOf } from './failures.ts';
import { type SlackMessage, sentence } from './message.ts';
import { linkedPictures, noPictures, uploadedPictures } from './pictures.ts';
import { type PictureOf, render } from './render.ts';
import { deliver, NotTaken, post, refusedForm, Unknown } from './sending.ts';

/** Where a student is answered. Everything but a direct message is seen by them alone. */
export interface Place {
  readonly user: string;
  /** Absent in App Home. */
  readonly channel?: string;
  readonly thread?: string;
  /** Takes five answers in half an hour. */
  readonly responseUrl?: string;
  /** A pressed button's own message is replaced. */
  readonly replace?: boolean;
  /** A conversation with the app alone, where messages stay. */
  readonly direct?: boolean;
}

export interface AnswerOptions {
  readonly client: webApi.WebClient;
  readonly charts: ChartHost;
  /** How long Slack is waited for. */
  readonly answerMs: number;
  readonly log: Logger;
}

const CANNOT_SHOW =
  'Slack did not let me show this answer. What you have locked stands; type `/lab` to see where you are.';

type Way = (message: SlackMessage) => Promise<unknown>;

/** The ways to this student, the best one first. */
function waysTo(
  { user, channel, thread, responseUrl, replace = false, direct = false }: Place,
  { client, answerMs }: AnswerOptions,
): Way[] {
  const inThread = thread === undefined ? {} : { thread_ts: thread };
  const blocks = (message: SlackMessage) => ({ text: message.text, blocks: [...message.blocks] });
  return [
    ...(responseUrl === undefined
      ? []
      : [
          (message: SlackMessage) =>
            post(
              responseUrl,
              message,
              {
                replace_original: replace,
                // A message keeps the type that it was born with, so a replaced one is not given another.
                ...(!replace && { response_type: 'ephemeral', ...inThread }),
              },
              answerMs,
            ),
        ]),
    ...(channel === undefined || direct
      ? []
      : [
          (message: SlackMessage) =>
            client.chat.postEphemeral({ channel, user, ...blocks(message), ...inThread }),
        ]),
    (message: SlackMessage) =>
      client.chat.postMessage({
        channel: direct && channel ? channel : user,
        ...blocks(message),
        ...(direct && inThread),
        unfurl_links: false,
      }),
  ];
}

/**
 * Sends by the first way that works.
 * @throws {NotTaken} by the last way, or with the reason when the form is refused
 * @throws {Unknown} when it may have arrived
 */
async function send(place: Place, message: SlackMessage, options: AnswerOptions): Promise<void> {
  let refused: NotTaken | undefined;
  for (const way of waysTo(place, options)) {
    try {
      return await deliver(() => way(message));
    } catch (error) {
      if (!(error instanceof NotTaken) || refusedForm(error.message)) throw error;
      refused = error;
      options.log.warn({ reason: error.message }, 'an answer took the next way to its student');
    }
  }
  throw refused;
}

interface Source {
  readonly pictures: () => Promise<PictureOf | undefined>;
  /** Pauses before the same is sent again where it is refused. */
  readonly again: readonly number[];
}

/** Slack takes a moment before it knows a file that was uploaded. */
const UPLOADED_AGAIN_MS = [1_000, 2_000];

/** Pictures by address, then uploaded, then the facts as words; each is only made when the one before was refused. */
function* sources(reply: Reply, { charts, client, log }: AnswerOptions): Generator<Source> {
  if (reply.parts.some(({ kind }) => kind === 'chart')) {
    yield { pictures: () => linkedPictures(reply, charts), again: [] };
    yield { pictures: () => uploadedPictures(reply, charts, client, log), again: UPLOADED_AGAIN_MS };
  }
  yield { pictures: async () => noPictures, again: [] };
}

/** The reply with pictures from this source, or undefined where there are none to be had. */
async function formOf(
  reply: Reply,
  place: Place,
  source: Source,
  log: Logger,
): Promise<SlackMessage | undefined> {
  try {
    const picture = await source.pictures();
    return picture && render(reply, { user: place.user, picture });
  } catch (error) {
    log.error({ reason: reasonOf(error) }, 'a form of an answer could not be made; a simpler one follows');
    return undefined;
  }
}

/** False where Slack refuses this form, however long it is given. */
async function isTaken(
  place: Place,
  message: SlackMessage,
  again: readonly number[],
  options: AnswerOptions,
): Promise<boolean> {
  for (const pause of [...again, undefined]) {
    try {
      await send(place, message, options);
      return true;
    } catch (error) {
      if (!(error instanceof NotTaken) || !refusedForm(error.message)) throw error;
      if (pause !== undefined) await sleep(pause);
    }
  }
  options.log.info('Slack refused a form of an answer; a simpler one follows');
  return false;
}

/** Answers. Whatever Slack does, it resolves: true when the student has an answer. */
export async function answer(place: Place, reply: Reply, options: AnswerOptions): Promise<boolean> {
  const { log } = options;
  try {
    for (const source of sources(reply, options)) {
      const message = await formOf(reply, place, source, log);
      if (message && (await isTaken(place, message, source.again, options))) return true;
    }
    await send(place, sentence(CANNOT_SHOW), options);
    return true;
  } catch (error) {
    log.warn(
      { reason: reasonOf(error), unknown: error instanceof Unknown },
      'an answer did not reach its student, or nobody can tell; what was stored stands',
    );
    return false;
  }
}

/** One sentence by the first way that works; it resolves whatever Slack does. */
export async function tell(place: Place, words: string, options: AnswerOptions): Promise<void> {
  await send(place, sentence(words), options).catch((error: unknown) =>
    options.log.warn({ reason: reasonOf(error) }, 'a sentence did not reach its student'),
  );
}
