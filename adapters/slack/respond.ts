/** An answer on its way to its student: in the fullest form that Slack takes, or a simpler one of the same facts. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandSet } from '../../commands/command-set.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { Part, Reply } from '../../src/messages/reply.ts';
import { sentences } from '../sentences.ts';
import type { PictureOf } from './blocks.ts';
import { reasonOf } from './failures.ts';
import { sendFiles } from './files-out.ts';
import { type SlackMessage, sentence } from './message.ts';
import { linkedPictures, noPictures, uploadedPictures } from './pictures.ts';
import type { Recipient } from './place.ts';
import { render } from './render.ts';
import { NotTaken, refusedForm, Unknown } from './sending.ts';
import { type SendOptions, send } from './ways.ts';

export interface AnswerOptions extends SendOptions {
  readonly charts: ChartHost;
  readonly commands: CommandSet;
}

export const SENTENCES = sentences('`/lab`');

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
  user: string,
  source: Source,
  sentFiles: ReadonlySet<Part>,
  { commands, log }: AnswerOptions,
): Promise<SlackMessage | undefined> {
  try {
    const picture = await source.pictures();
    return picture && render(reply, { user, picture, commands, sentFiles });
  } catch (error) {
    log.error({ reason: reasonOf(error) }, 'a form of an answer could not be made; a simpler one follows');
    return undefined;
  }
}

/** False where Slack refuses this form, however long it is given. */
async function isTaken(
  recipient: Recipient,
  message: SlackMessage,
  again: readonly number[],
  options: AnswerOptions,
): Promise<boolean> {
  for (const pause of [...again, undefined]) {
    try {
      await send(recipient, message, 'instead', options);
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
export async function answer(recipient: Recipient, reply: Reply, options: AnswerOptions): Promise<boolean> {
  const { log } = options;
  try {
    const sentFiles = await sendFiles(reply, recipient, options);
    for (const source of sources(reply, options)) {
      const message = await formOf(reply, recipient.user, source, sentFiles, options);
      if (message && (await isTaken(recipient, message, source.again, options))) return true;
    }
    await send(recipient, sentence(SENTENCES.cannotShow('Slack')), 'instead', options);
    return true;
  } catch (error) {
    log.warn(
      { reason: reasonOf(error), unknown: error instanceof Unknown },
      'an answer did not reach its student, or nobody can tell; what was stored stands',
    );
    return false;
  }
}

/**
 * One sentence beside what is there, by the first way that works; it resolves whatever Slack does.
 * @param markdown in Slack's markup
 */
export async function tell(recipient: Recipient, markdown: string, options: SendOptions): Promise<void> {
  await send(recipient, sentence(markdown), 'beside', options).catch((error: unknown) =>
    options.log.warn({ reason: reasonOf(error) }, 'a sentence did not reach its student'),
  );
}
