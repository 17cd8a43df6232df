/** What Slack delivers, into what it asks of the lab: acknowledged first, and understood without any work. */

import type { App } from '@slack/bolt';
import type { Assistant } from '../../commands/assistant.ts';
import { mistake } from '../../src/conversation/mistake.ts';
import type { Logger } from '../../src/log.ts';
import type { Reply } from '../../src/messages/reply.ts';
import type { Upload } from '../../src/messages/request.ts';
import { UserError } from '../../src/messages/user-error.ts';
import { ANY_ID, readActionId } from './action-id.ts';
import { reasonOf } from './failures.ts';
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
  app.command(/.*/, async ({ ack, command }) => {
    await ack();
    const { user_id: user, channel_id: channel, response_url: responseUrl, trigger_id: id } = command;
    const line = commandLine(assistant.commands, command.command, command.text);
    tasks.answer({ id, user, place: { kind: 'command', channel, responseUrl } }, (call) =>
      assistant.say(call, line),
    );
  });

  app.event('app_mention', async ({ event, body, context }) => {
    const { user, channel, thread_ts: thread, bot_id: bot } = event;
    if (user === undefined || bot !== undefined) return;
    const line = messageLine(event.text, context.botUserId);
    tasks.answer({ id: body.event_id, user, place: { kind: 'mention', channel, thread } }, (call) =>
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
    tasks.answer(
      { id: body.event_id, user, place: { kind: 'direct', channel, thread } },
      withFile(text, attached, context.botUserId),
    );
  });

  app.action({ type: 'block_actions', action_id: ANY_ID }, async ({ ack, action, body }) => {
    await ack();
    if (action.type !== 'button') return;
    const { trigger_id: id } = body;
    const { id: user } = body.user;
    const pressed = readActionId(action.action_id, user);
    const place = placeOfButton(body, pressed.kind === 'theirs' && pressed.stays);
    if (pressed.kind !== 'theirs') {
      tasks.answer({ id, user, place }, async () => REFUSALS[pressed.kind]);
      return;
    }
    const { version, stands } = pressed;
    const line = action.value ?? '';
    const field = assistant.fieldOf(line);
    if (field)
      tasks.openForm(id, { ...field, ...(stands !== undefined && { stands }) }, { line, place }, user);
    else tasks.answer({ id, user, place }, (call) => assistant.press(call, { version, line }));
  });

  // The acknowledgement closes the form.
  app.view(ANY_ID, async ({ ack, body, view }) => {
    await ack();
    const id = `${view.id}:${view.hash}`;
    const { id: user } = body.user;
    const submitted = readModal(view, user);
    if (submitted.kind !== 'theirs') {
      tasks.answer({ id, user, place: { kind: 'home' } }, async () => REFUSALS[submitted.kind]);
      return;
    }
    const { version, line, entered, files: attached, place } = submitted;
    const button = { version, line, ...(entered !== undefined && { entered }) };
    const offered = offeredFile(attached);
    tasks.answer({ id, user, place }, (call) =>
      offered
        ? fetched(offered, (file) => assistant.press({ ...call, file }, button))
        : assistant.press(call, button),
    );
  });

  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') tasks.publishHome(event.user);
  });

  const removed = (): void => {
    log.warn('the app was removed from its workspace');
    tasks.note('the removal', async () => onRemoved?.(team));
  };
  app.event('app_uninstalled', async () => removed());
  // Of people who had signed in there may be tokens too; without the bot's own nothing can be said.
  app.event('tokens_revoked', async ({ event }) => {
    if (event.tokens.bot?.length) removed();
  });

  app.error(async (error) => log.error({ reason: reasonOf(error) }, 'Bolt reports an error'));
}
