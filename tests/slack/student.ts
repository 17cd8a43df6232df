/** A student at Slack: types, presses, mentions and writes directly, and reads what comes back. */

import type { Button, InputElement } from '../../adapters/slack/message.ts';
import { BOT_USER, buttonsOf, type OpenedForm, type Shown, type SlackServer, TEAM } from './slack-server.ts';

let triggers = 0;

/** What is entered: words alone, or what is put into each element of the form. */
type Entered = string | { readonly text?: string; readonly seconds?: number | null; readonly file?: object };

/** An element's own part of it. A picker that nobody touches has what it began with. */
function contentOf(element: InputElement, { text, seconds, file }: Exclude<Entered, string>): object {
  switch (element.type) {
    case 'plain_text_input':
      return { value: text ?? null };
    case 'datetimepicker':
      return { selected_date_time: seconds === undefined ? (element.initial_date_time ?? null) : seconds };
    case 'file_input':
      return { files: file ? [file] : [] };
  }
}

/** How a student says a line. */
export type Way = 'command' | 'mention' | 'direct';

/** Where a button stands. */
export type Where = 'channel' | 'thread' | 'direct' | 'home';

export class Student {
  readonly id: string;
  readonly #server: SlackServer;
  readonly #channel = 'C0CLASS';
  last: Shown | undefined;

  constructor(server: SlackServer, id: string) {
    this.#server = server;
    this.id = id;
  }

  /** Does something and reads the answer. */
  async #read(deed: () => Promise<unknown>): Promise<Shown> {
    const before = this.#server.inbox(this.id).length;
    await deed();
    this.last = await this.#server.messageTo(this.id, before);
    return this.last;
  }

  /** A new one for each command and button. */
  get #responseUrl(): string {
    return `${this.#server.origin}/response_url/${this.id}/${triggers}`;
  }

  commandPayload(line: string, trigger = `trigger-${triggers++}`): Record<string, string> {
    const [command = '', ...rest] = line.split(' ');
    return {
      command,
      text: rest.join(' '),
      user_id: this.id,
      team_id: TEAM,
      channel_id: this.#channel,
      response_url: this.#responseUrl,
      trigger_id: trigger,
    };
  }

  eventPayload(event: object, id = `Ev${triggers++}`): object {
    return {
      type: 'event_callback',
      team_id: TEAM,
      event_id: id,
      event: { user: this.id, ts: '1.0', event_ts: '1.0', ...event },
      authorizations: [{ team_id: TEAM, user_id: BOT_USER, is_bot: true }],
    };
  }

  pressPayload(
    { action_id, value, text }: Button,
    trigger = `trigger-${triggers++}`,
    where: Where = 'channel',
  ): object {
    const channel = where === 'direct' ? `D${this.id}` : this.#channel;
    return {
      type: 'block_actions',
      team: { id: TEAM },
      user: { id: this.id, team_id: TEAM },
      trigger_id: trigger,
      ...(where === 'home'
        ? { view: { type: 'home', id: 'V1' }, container: { type: 'view', view_id: 'V1' } }
        : {
            channel: { id: channel },
            response_url: this.#responseUrl,
            container: {
              type: 'message',
              is_ephemeral: where !== 'direct',
              channel_id: channel,
              ...(where === 'thread' && { thread_ts: '7.7' }),
            },
          }),
      actions: [{ type: 'button', action_id, value, text, block_id: 'b', action_ts: '1.0' }],
    };
  }

  say(line: string, way: Way = 'command'): Promise<Shown> {
    switch (way) {
      case 'command':
        return this.#read(() => this.#server.deliver('slash_commands', this.commandPayload(line)));
      case 'mention':
        return this.#read(() =>
          this.#server.deliver(
            'events_api',
            this.eventPayload({
              type: 'app_mention',
              channel: this.#channel,
              thread_ts: '7.7',
              text: `<@${BOT_USER}> ${line.replace(/^\//, '')}`,
            }),
          ),
        );
      case 'direct':
        return this.#read(() =>
          this.#server.deliver(
            'events_api',
            this.eventPayload({
              type: 'message',
              channel_type: 'im',
              channel: `D${this.id}`,
              text: line.replace(/^\//, ''),
            }),
          ),
        );
    }
  }

  button(label: string, of: Shown | undefined = this.last): Button {
    const all = of ? buttonsOf(of) : [];
    const found =
      all.find(({ text }) => text.text === label) ?? all.find(({ text }) => text.text.startsWith(label));
    if (!found) throw new Error(`no button "${label}" among ${all.map(({ text }) => text.text).join(', ')}`);
    return found;
  }

  press(label: string, of: Shown | undefined = this.last): Promise<Shown> {
    const button = this.button(label, of);
    return this.#read(() => this.#server.deliver('interactive', this.pressPayload(button)));
  }

  /** What Slack sends when this is entered into the form and submitted: every element, also those that were left alone. */
  submissionPayload(
    { id, hash, callback_id, private_metadata, blocks }: OpenedForm,
    entered: Entered,
  ): object {
    const given = typeof entered === 'string' ? { text: entered } : entered;
    const values = Object.fromEntries(
      blocks.map(({ block_id: block, element }) => [
        block,
        { [element.action_id]: { type: element.type, ...contentOf(element, given) } },
      ]),
    );
    return {
      type: 'view_submission',
      team: { id: TEAM },
      user: { id: this.id, team_id: TEAM },
      trigger_id: `trigger-${triggers++}`,
      view: {
        type: 'modal',
        id,
        hash,
        callback_id,
        private_metadata,
        state: { values },
      },
      response_urls: [],
    };
  }

  /** Presses a button that opens a form, and looks at it. */
  async open(label: string, where?: Where): Promise<OpenedForm> {
    const before = this.#server.forms.length;
    await this.#server.deliver('interactive', this.pressPayload(this.button(label), undefined, where));
    await this.#server.until(() => this.#server.forms.length > before);
    return this.#server.forms.at(-1) as OpenedForm;
  }

  submit(form: OpenedForm, entered: Entered): Promise<Shown> {
    return this.#read(() => this.#server.deliver('interactive', this.submissionPayload(form, entered)));
  }

  /** Opens App Home and reads it. */
  async home(): Promise<Shown> {
    const views = () => this.#server.shown.filter(({ to, via }) => via === 'views.publish' && to === this.id);
    const before = views().length;
    await this.#server.deliver(
      'events_api',
      this.eventPayload({ type: 'app_home_opened', tab: 'home', channel: `D${this.id}` }),
    );
    await this.#server.until(() => views().length > before);
    return views().at(-1) as Shown;
  }
}
