/** What Slack delivers, into what it asks of the lab. A listener is through when its person has an answer. */

import type { App } from '@slack/bolt';
import type { Assistant } from '../../commands/assistant.ts';
import { mistake } from '../../src/conversation/mistake.ts';
import type { Logger } from '../../src/log.ts';
import type { Reply } from '../../src/messages/reply.ts';
import type { Upload } from '../../src/messages/request.ts';
import { UserError } from '../../src/messages/user-error.ts';
import { ANY_ID, readActionId } from './action-id.ts';
import { type FileSource, fetchFile, isCsv, type OfferedFile, offeredFile } from './file-in.ts';
import { readModal } from './modal.ts';
import { placeOfButton } from './place.ts';
import { SENTENCES } from './respond.ts';
import { commandLine, messageLine } from './slack-input.ts';
import type { Ask, Tasks } from './tasks.ts';

/** A person's new message; edits, joins and the like have other subtypes or are from bots. */
const NEW_MESSAGES: readonly (string | undefined)[] = [
  undefined,
  'file_share',
  'thread_broadcast',
  'me_message',
];

const REFUSALS = { 'not-theirs': SENTENCES.notYours, outdated: SENTENCES.outdated } as const;

export interface ListenOptions {
  readonly team: string;
  readonly assistant: Assistant;
  readonly tasks: Tasks;
  readonly files: FileSource;
  readonly log: Logger;
  /** The app was taken out of the workspace. May be called twice: Slack says it in two ways, in any order. */
  readonly onRemoved?: ((team: string) => Promise<void>) | undefined;
}

export function listen(app: App, { team, assistant, tasks, files, log, onRemoved }: ListenOptions): void {
  /** An answer to what came with a file, or why the file can't be had. */
  async function fetched(file: OfferedFile, answer: (upload: Upload) => Promise<Reply>): Promise<Reply> {
    try {
      return await answer(await fetchFile(file, files));
    } catch (error) {
      if (error instanceof UserError) return mistake(error);
      throw error;
    }
  }

  /** A line with the file that came with it, or why it can't be had. */
  const withFile =
    (text: string, attached: unknown, bot: string | undefined): Ask =>
    async (call) => {
      const file = offeredFile(attached);
      // A picture beside a line is no matter of the lab's; a file alone is what was said.
      if (!file || (text.trim() !== '' && !isCsv(file))) return assistant.say(call, messageLine(text, bot));
      const line =
        text.trim() === ''
          ? assistant.commands.lineFor({ kind: 'grades', form: 'canvas' })
          : messageLine(text, bot);
      return fetched(file, (upload) => assistant.say({ ...call, file: upload }, line));
    };

  // Any name that the manifest gave it: an admin may have had to choose another.
  app.command(/.*/, async ({ command }) => {
    const { user_id: user, channel_id: channel, response_url: responseUrl, trigger_id: id } = command;
    const line = commandLine(assistant.commands, command.command, command.text);
    await tasks.answer({ id, user, place: { kind: 'command', channel, responseUrl } }, (call) =>
      assistant.say(call, line),
    );
  });

  app.event('app_mention', async ({ event, body, context }) => {
    const { user, channel, thread_ts: thread, bot_id: bot } = event;
    if (user === undefined || bot !== undefined) return;
    const line = messageLine(event.text, context.botUserId);
    await tasks.answer({ id: body.event_id, user, place: { kind: 'mention', channel, thread } }, (call) =>
      assistant.say(call, line),
    );
  });

  app.event('message', async ({ event, body, context }) => {
    if (event.channel_type !== 'im' || !NEW_MESSAGES.includes(event.subtype)) return;
    if (!('user' in event) || event.user === undefined || ('bot_id' in event && event.bot_id)) return;
    const { user, channel } = event;
    const thread = 'thread_ts' in event ? event.thread_ts : undefined;
    const text = ('text' in event && event.text) || '';
    const attached = 'files' in event ? event.files : undefined;
    await tasks.answer(
      { id: body.event_id, user, place: { kind: 'direct', channel, thread } },
      withFile(text, attached, context.botUserId),
    );
  });

  app.action({ type: 'block_actions', action_id: ANY_ID }, async ({ action, body }) => {
    if (action.type !== 'button') return;
    const { trigger_id: id } = body;
    const { id: user } = body.user;
    const pressed = readActionId(action.action_id, user);
    const place = placeOfButton(body, pressed.kind === 'theirs' && pressed.stays);
    if (pressed.kind !== 'theirs') {
      return tasks.answer({ id, user, place }, async () => REFUSALS[pressed.kind]);
    }
    const { version, stands } = pressed;
    const line = action.value ?? '';
    const field = assistant.fieldOf(line);
    if (field) {
      const filled = { ...field, ...(stands !== undefined && { stands }) };
      return tasks.openForm(id, filled, { line, place }, user);
    }
    await tasks.answer({ id, user, place }, (call) => assistant.press(call, { version, line }));
  });

  // The acknowledgement closes the form.
  app.view(ANY_ID, async ({ body, view }) => {
    const id = `${view.id}:${view.hash}`;
    const { id: user } = body.user;
    const submitted = readModal(view, user);
    if (submitted.kind !== 'theirs') {
      const place = { kind: 'home' } as const;
      return tasks.answer({ id, user, place }, async () => REFUSALS[submitted.kind]);
    }
    const { version, line, entered, files: attached, place } = submitted;
    const button = { version, line, ...(entered !== undefined && { entered }) };
    const offered = offeredFile(attached);
    await tasks.answer({ id, user, place }, (call) =>
      offered
        ? fetched(offered, (file) => assistant.press({ ...call, file }, button))
        : assistant.press(call, button),
    );
  });

  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await tasks.publishHome(event.user);
  });

  const removed = (): Promise<void> => {
    log.warn('the app was removed from its workspace');
    return tasks.note('the removal', async () => onRemoved?.(team));
  };
  app.event('app_uninstalled', async () => removed());
  // Of people who had signed in there may be tokens too; without the bot's own nothing can be said.
  app.event('tokens_revoked', async ({ event }) => {
    if (event.tokens.bot?.length) await removed();
  });
}
