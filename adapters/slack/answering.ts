/** How an answer reaches its student: the place they asked in, in a form that Slack takes, or the next best of both. */

import type { webApi } from '@slack/bolt';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { Logger } from '../../src/log.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { type SlackMessage, sentence } from './message.ts';
import { linkedPictures, noPictures, reasonOf, uploadedPictures } from './pictures.ts';
import { type PictureOf, render } from './render.ts';

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
  readonly log: Logger;
}

/** A `response_url` that answers later than this is given up for the next way. */
const RESPONSE_MS = 5_000;
/** The longest that Slack is waited for when it asks to wait. */
const LONGEST_WAIT_S = 3;

const CANNOT_SHOW =
  'Slack did not let me show this answer. What you have locked stands; type `/lab` to see where you are.';

/** Slack refuses the blocks: another form of the message may still be taken. */
const refusesForm = (reason: string): boolean =>
  /invalid_blocks|msg_blocks_too_long|invalid_attachments/.test(reason);

class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

async function respond(url: string, message: SlackMessage, replace: boolean): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ ...message, response_type: 'ephemeral', replace_original: replace }),
      signal: AbortSignal.timeout(RESPONSE_MS),
    });
    const body = await answer.text();
    if (answer.ok && !/"ok":\s*false/.test(body)) return;
    const wait = Number(answer.headers.get('retry-after') ?? '0');
    if (attempt > 1 || answer.status !== 429 || wait > LONGEST_WAIT_S) {
      throw new NotTaken(refusesForm(body) ? 'invalid_blocks' : `response_url answered ${answer.status}`);
    }
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}

type Way = (message: SlackMessage) => Promise<unknown>;

/** The ways to this student, the best one first. */
function waysTo(
  { user, channel, thread, responseUrl, replace = false, direct = false }: Place,
  client: webApi.WebClient,
): Way[] {
  const blocks = (message: SlackMessage) => ({ text: message.text, blocks: [...message.blocks] });
  return [
    ...(responseUrl === undefined ? [] : [(message: SlackMessage) => respond(responseUrl, message, replace)]),
    ...(channel === undefined || direct
      ? []
      : [
          (message: SlackMessage) =>
            client.chat.postEphemeral({
              channel,
              user,
              ...blocks(message),
              ...(thread !== undefined && { thread_ts: thread }),
            }),
        ]),
    (message: SlackMessage) =>
      client.chat.postMessage({
        channel: direct && channel ? channel : user,
        ...blocks(message),
        unfurl_links: false,
      }),
  ];
}

/** Sends by the first way that works. @throws {NotTaken} with the reason `invalid_blocks` when the form is refused */
async function send(place: Place, message: SlackMessage, { client, log }: AnswerOptions): Promise<void> {
  let reason = 'unknown';
  for (const way of waysTo(place, client)) {
    try {
      await way(message);
      return;
    } catch (error) {
      reason = error instanceof NotTaken ? error.message : reasonOf(error);
      if (refusesForm(reason)) break;
      log.warn({ reason }, 'an answer took the next way to its student');
    }
  }
  throw new NotTaken(reason);
}

type Source = () => Promise<PictureOf | undefined>;

/** Pictures by address, then uploaded, then the facts as words; each is only made when the one before was refused. */
function* sources(reply: Reply, options: AnswerOptions): Generator<Source> {
  if (reply.parts.some(({ kind }) => kind === 'chart')) {
    yield () => linkedPictures(reply, options.charts);
    yield () => uploadedPictures(reply, options.charts, options.client, options.log);
  }
  yield async () => noPictures;
}

/** Answers. Whatever Slack does, it resolves: true when the student has an answer. */
export async function answer(place: Place, reply: Reply, options: AnswerOptions): Promise<boolean> {
  const { log } = options;
  try {
    for (const source of sources(reply, options)) {
      const picture = await source();
      if (!picture) continue;
      try {
        await send(place, render(reply, { user: place.user, picture }), options);
        return true;
      } catch (error) {
        if (!(error instanceof NotTaken) || !refusesForm(error.message)) throw error;
        log.info('Slack refused a form of an answer; a simpler one follows');
      }
    }
    await send(place, sentence(CANNOT_SHOW), options);
    return true;
  } catch (error) {
    log.warn(
      { reason: error instanceof NotTaken ? error.message : reasonOf(error) },
      'an answer did not reach its student; what was stored stands',
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
