/** Slack on loopback: the Web API, Socket Mode, signed HTTP and response_url, as real Bolt meets them. */

import { createHmac } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { homeProblems, modalProblems, problemsOf } from '../../adapters/slack/limits.ts';
import type { Block, Button, HomeView, Modal, SlackMessage } from '../../adapters/slack/message.ts';

export const TEAM = 'T0COURSE';
export const BOT_USER = 'U0BOT';
export const SIGNING_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
export const BOT_TOKEN = 'xoxb-test';
export const APP_TOKEN = 'xapp-test';

/** A message as its reader got it. */
export interface Shown extends SlackMessage {
  readonly via: 'response_url' | 'chat.postEphemeral' | 'chat.postMessage' | 'views.publish';
  readonly to: string;
  readonly thread?: string;
  readonly replaced: boolean;
  /** What the app wrote beside it for itself, as it does with everything that it writes first. */
  readonly metadata?: unknown;
}

/** A form on its reader's screen. */
export interface OpenedForm extends Modal {
  readonly id: string;
  readonly hash: string;
}

/** A message that stays in its conversation, as its history tells it. */
export interface Kept extends SlackMessage {
  readonly ts: string;
  readonly metadata?: unknown;
}

/** A file that was put into a conversation. */
export interface SharedFile {
  readonly channel: string;
  readonly title: string;
  readonly bytes: Buffer;
}

/** What a download is answered with. */
export interface Download {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** What the next call of a method is answered with instead of success. */
export interface Outcome {
  readonly status?: number;
  readonly error?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of a failure in Slack's form. */
  readonly text?: string;
}

export type Kind = 'slash_commands' | 'events_api' | 'interactive';

interface Envelope {
  readonly id?: string;
  readonly retry?: number;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A Web API call's arguments: JSON or a form whose structured values are JSON. */
function argumentsOf(type: string, body: Buffer): Record<string, unknown> {
  if (type.includes('json')) return JSON.parse(body.toString()) as Record<string, unknown>;
  const form = Object.fromEntries(new URLSearchParams(body.toString()));
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [
      name,
      /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value,
    ]),
  );
}

/** Slack's word where a trigger comes too late. */
const TRIGGER_MS = 3_000;

const CLOSED = { ok: false, error: 'cannot_dm_bot' } as const;

/** How long Slack leaves a socket open after it has asked for a new one. */
const REFRESH_MS = 500;

export const signed = (body: string, at = Math.floor(Date.now() / 1000), secret = SIGNING_SECRET) => ({
  'x-slack-request-timestamp': String(at),
  'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
});

/** As a socket carries it. @param json the payload */
export const envelopeOf = (kind: Kind, json: string, id: string, retry = 0): string =>
  `{"type":"${kind}","envelope_id":"${id}","payload":${json},"accepts_response_payload":true,"retry_attempt":${retry},"retry_reason":""}`;

/** As HTTP carries it, where a command is the fields of a form, which are texts. @param json the payload */
export function bodyFor(kind: Kind, json: string): string {
  if (kind === 'events_api') return json;
  const fields = kind === 'interactive' ? { payload: json } : (JSON.parse(json) as object);
  const texts = Object.entries(fields).map(([name, value]): [string, string] => [
    name,
    typeof value === 'object' ? '{}' : String(value),
  ]);
  return new URLSearchParams(texts).toString();
}

export class SlackServer {
  readonly shown: Shown[] = [];
  /** The messages among them by reader, who waits for their own. */
  readonly #inboxes = new Map<string, Shown[]>();
  readonly #arrivals = new EventEmitter().setMaxListeners(0);
  readonly uploads = new Map<string, Buffer>();
  readonly shared: SharedFile[] = [];
  /** What lies at {@link fileUrl}, by name. */
  readonly downloads = new Map<string, Download>();
  readonly downloaded: string[] = [];
  /** What `users.info` tells, by id; the app may not ask while it is undefined. */
  people: ReadonlyMap<string, object> | undefined;
  /** What `usergroups.list` tells; the app may not ask while it is undefined. */
  groups: readonly { readonly id: string; readonly users: readonly string[] }[] | undefined;
  /** Conversations by id, the newest message last. */
  readonly #conversations = new Map<string, Kept[]>();
  readonly forms: OpenedForm[] = [];
  /** When triggers were given out; each opens one form, within Slack's three seconds. */
  readonly #triggers = new Map<string, number>();
  readonly #exchanged = new Set<string>();
  readonly calls: string[] = [];
  /** What was delivered, by its kind and then its own: the last of each. */
  readonly delivered = new Map<string, readonly [kind: Kind, payload: object]>();
  readonly problems: string[] = [];
  readonly #outcomes = new Map<string, Outcome[]>();
  readonly #waiting = new Set<() => void>();
  readonly #sockets = new Set<WebSocket>();
  readonly #http = createServer((request, response) => void this.#answer(request, response));
  readonly #ws = new WebSocketServer({ noServer: true });
  #deliveries = 0;
  #messages = 0;
  /** People who take no direct messages of the app's. */
  readonly closed = new Set<string>();
  /** Slack's own clock, in ms since 1970, which names messages. */
  clock: () => number = Date.now;
  /** False where the pace matters: then little is kept of what arrives, and nothing is held against the limits. */
  watching = true;
  /** Sockets are taken and never greeted. */
  silent = false;
  /** With a charset on its media type, which Bolt alone does not take. */
  charset = true;
  /** Where HTTP deliveries go. */
  target = '';
  /** Scopes that the app was granted, as Slack says them with every answer. */
  scopes: readonly string[] = [];
  /** False behind a proxy that leaves that out. */
  tellsScopes = true;
  /** Messages with an uploaded file that are refused before Slack knows the file. */
  unknownFiles = 0;
  readonly #responseUses = new Map<string, number>();
  /** Told of every call before it has any effect; a call that hangs is never answered, whether or not it is taken. */
  intercept: ((method: string) => 'hang' | 'take and hang' | undefined) | undefined;

  static async start(): Promise<SlackServer> {
    const server = new SlackServer();
    server.#http.on('upgrade', (request, socket, head) =>
      server.#ws.handleUpgrade(request, socket, head, (ws) => server.#connected(ws)),
    );
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  fileUrl(name: string): string {
    return `${this.origin}/files/${name}`;
  }

  /** What stands in a conversation now. */
  conversation(channel: string): Kept[] {
    const there = this.#conversations.get(channel);
    if (there) return there;
    const empty: Kept[] = [];
    this.#conversations.set(channel, empty);
    return empty;
  }

  get apiUrl(): string {
    return `${this.origin}/api/`;
  }

  get #open(): WebSocket[] {
    return [...this.#sockets].filter(({ readyState }) => readyState === WebSocket.OPEN);
  }

  get openSockets(): number {
    return this.#open.length;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }

  /** The next calls of this method (`chat.postMessage`, or `response_url`) are answered like this. */
  fail(method: string, ...outcomes: Outcome[]): void {
    this.#outcomes.set(method, [...(this.#outcomes.get(method) ?? []), ...outcomes]);
  }

  /** What was to fail and has not yet is answered as usual. */
  failNoMore(): void {
    this.#outcomes.clear();
  }

  /** Resolves when the test holds; it is asked after everything that arrives. */
  async until(test: () => boolean): Promise<void> {
    while (!test()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  #arrived(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }

  #connected(socket: WebSocket): void {
    this.#sockets.add(socket);
    socket.setMaxListeners(0);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#arrived();
    });
    socket.on('message', (data) => {
      const { envelope_id: id } = JSON.parse(String(data)) as { envelope_id?: string };
      if (id !== undefined) this.#arrivals.emit(`acknowledged ${id}`);
    });
    this.#arrived();
    if (this.silent) return;
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0' } }));
    this.#arrived();
  }

  /** Slack asks for a new socket, then closes this one. */
  refresh(reason: 'warning' | 'refresh_requested' | null = 'refresh_requested'): void {
    for (const socket of this.#sockets) {
      socket.send(JSON.stringify({ type: 'disconnect', reason }));
      setTimeout(() => socket.close(), REFRESH_MS).unref();
    }
  }

  drop(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  /**
   * By whichever transport is set up; resolves when it is acknowledged, with the HTTP status, or 200 for a socket. 0 where
   * the connection ends before that.
   */
  async deliver(
    kind: Kind,
    payload: object,
    { id = `envelope-${this.#deliveries++}`, retry }: Envelope = {},
  ): Promise<number> {
    const { trigger_id: trigger } = payload as { trigger_id?: string };
    const { type, event } = payload as { type?: string; event?: { type: string } };
    if (this.watching) this.delivered.set(`${kind} ${event?.type ?? type ?? ''}`, [kind, payload]);
    if (trigger !== undefined && !this.#triggers.has(trigger)) this.#triggers.set(trigger, Date.now());
    if (this.target !== '') return this.post(kind, payload, retry);
    await this.until(() => this.openSockets > 0);
    return this.#send(this.#open.at(-1), kind, payload, id, retry);
  }

  /** The same envelope down every socket, as when Slack takes an acknowledgement for lost. */
  async deliverEverywhere(kind: Kind, payload: object, id: string): Promise<void> {
    await Promise.all(this.#open.map((socket) => this.#send(socket, kind, payload, id)));
  }

  /** A frame as it stands. Where it names an envelope, resolves as {@link deliver} does. */
  async sendRaw(data: string | Buffer, id?: string): Promise<number> {
    await this.until(() => this.openSockets > 0);
    return this.#frame(this.#open.at(-1), data, id);
  }

  #send(socket: WebSocket | undefined, kind: Kind, payload: object, id: string, retry = 0): Promise<number> {
    return this.#frame(socket, envelopeOf(kind, JSON.stringify(payload), id, retry), id);
  }

  async #frame(socket: WebSocket | undefined, data: string | Buffer, id?: string): Promise<number> {
    if (!socket) return 0;
    if (id === undefined) {
      socket.send(data);
      return 0;
    }
    const ended = new AbortController();
    const { signal } = ended;
    const outcome = Promise.race([
      once(this.#arrivals, `acknowledged ${id}`, { signal }).then(() => 200),
      once(socket, 'close', { signal }).then(() => 0),
    ]);
    socket.send(data);
    const status = await outcome;
    ended.abort();
    return status;
  }

  /** A signed HTTP delivery, as Slack makes it. */
  async post(kind: Kind, payload: object, retry?: number, target = this.target): Promise<number> {
    const isJson = kind === 'events_api';
    const body = bodyFor(kind, JSON.stringify(payload));
    const answer = await fetch(target, {
      method: 'POST',
      headers: {
        'content-type': isJson
          ? 'application/json'
          : `application/x-www-form-urlencoded${this.charset ? '; charset=utf-8' : ''}`,
        ...(retry !== undefined && {
          'x-slack-retry-num': String(retry),
          'x-slack-retry-reason': 'http_timeout',
        }),
        ...signed(body),
      },
      body,
    }).catch(() => undefined);
    await answer?.arrayBuffer();
    return answer?.status ?? 0;
  }

  #show(shown: Shown, problems: () => string[]): void {
    if (this.watching) {
      this.problems.push(...problems(), ...mentionsIn(shown));
      this.shown.push(shown);
    }
    if (shown.via === 'views.publish') return;
    // A direct conversation is named after its one reader here.
    const reader = shown.to.replace(/^D/, '');
    this.inbox(reader).push(shown);
    this.#arrivals.emit(`message to ${reader}`);
  }

  /** Every message that this person was shown, in order, wherever it stood. */
  inbox(reader: string): Shown[] {
    const there = this.#inboxes.get(reader);
    if (there) return there;
    const empty: Shown[] = [];
    this.#inboxes.set(reader, empty);
    return empty;
  }

  /** The newest message to this person, once there are more than `after`. */
  async messageTo(reader: string, after: number): Promise<Shown> {
    const inbox = this.inbox(reader);
    while (inbox.length <= after) await once(this.#arrivals, `message to ${reader}`);
    return inbox.at(-1) as Shown;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const [, area = '', name = ''] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    const method = area === 'api' ? name : area;
    if (this.watching) this.calls.push(method);
    const intercepted = this.intercept?.(method);
    if (intercepted === 'hang') return;
    const outcome = this.#outcomes.get(method)?.shift();
    if (area === 'files') {
      this.downloaded.push(name);
      const {
        status = 200,
        headers = { 'content-type': 'text/csv' },
        body: bytes = '',
      } = this.downloads.get(name) ?? { status: 404 };
      if (request.headers.authorization !== `Bearer ${BOT_TOKEN}`) response.writeHead(403).end();
      else response.writeHead(status, headers).end(bytes);
      return;
    }
    const args = area === 'upload' ? {} : argumentsOf(request.headers['content-type'] ?? '', body);
    if (outcome) {
      response
        .writeHead(outcome.status ?? 200, { 'content-type': 'application/json', ...outcome.headers })
        .end(outcome.text ?? JSON.stringify({ ok: false, error: outcome.error ?? 'failed' }));
    } else if (area === 'upload') {
      this.uploads.set(name, body);
      response.writeHead(200).end('OK');
    } else {
      const result =
        area === 'response_url'
          ? this.#responded(decodeURIComponent(name), request.url ?? '', args)
          : this.#called(name, args);
      if (intercepted === 'take and hang') return this.#arrived();
      response
        .writeHead(200, {
          'content-type': 'application/json',
          date: new Date(this.clock()).toUTCString(),
          ...(this.tellsScopes && { 'x-oauth-scopes': this.scopes.join(',') }),
        })
        .end(JSON.stringify(result));
    }
    this.#arrived();
  }

  /** Slack takes a moment before it knows an uploaded file. */
  #refusesFile(blocks: readonly Block[]): boolean {
    if (this.unknownFiles === 0 || !blocks.some((block) => 'slack_file' in block)) return false;
    this.unknownFiles -= 1;
    return true;
  }

  #responded(to: string, url: string, args: Record<string, unknown>): object {
    const message = { text: String(args.text ?? ''), blocks: (args.blocks ?? []) as Block[] };
    if (this.#refusesFile(message.blocks)) return { ok: false, error: 'invalid_blocks' };
    const uses = (this.#responseUses.get(url) ?? 0) + 1;
    this.#responseUses.set(url, uses);
    const replaced = args.replace_original === true;
    const thread = args.thread_ts === undefined ? {} : { thread: String(args.thread_ts) };
    this.#show({ ...message, via: 'response_url', to, replaced, ...thread }, () => [
      ...problemsOf(message),
      ...(uses > 5 ? ['a response_url used more than five times'] : []),
      ...(replaced && args.response_type !== undefined ? ['a type for a message that has one'] : []),
      ...(!replaced && args.response_type !== 'ephemeral' ? ['an answer that everybody sees'] : []),
    ]);
    return { ok: true };
  }

  #opened(trigger: string, view: Modal): object {
    const given = this.#triggers.get(trigger);
    if (given === undefined || Date.now() - given > TRIGGER_MS) {
      return { ok: false, error: 'expired_trigger_id' };
    }
    if (this.#exchanged.has(trigger)) return { ok: false, error: 'exchanged_trigger_id' };
    this.#exchanged.add(trigger);
    this.problems.push(...modalProblems(view));
    // That it opens none is documented, its word for it is not.
    const asksForFile = view.blocks.some(({ element }) => element.type === 'file_input');
    if (asksForFile && !this.scopes.includes('files:read')) return { ok: false, error: 'invalid_arguments' };
    const form = { ...view, id: `V${this.forms.length}`, hash: `${Date.now()}.hash` };
    this.forms.push(form);
    this.#arrived();
    return { ok: true, view: form };
  }

  /** In pages, the newest first; channels need a scope that is not asked for. */
  #history({ channel, oldest, limit, cursor, include_all_metadata: all }: Record<string, unknown>): object {
    const id = String(channel);
    if (!id.startsWith('D') && !this.scopes.includes('channels:history')) {
      return { ok: false, error: 'missing_scope' };
    }
    const since = this.conversation(id).filter(({ ts }) => Number(ts) >= Number(oldest));
    const from = Number(cursor ?? 0);
    const page = since.toReversed().slice(from, from + Number(limit));
    const next = from + page.length;
    return {
      ok: true,
      messages: page.map(({ metadata, ...message }) => ({
        ...message,
        ...(String(all) === 'true' && { metadata }),
      })),
      ...(next < since.length && { response_metadata: { next_cursor: String(next) } }),
    };
  }

  #updated(channel: string, ts: string, { text, blocks, metadata }: Record<string, unknown>): object {
    const all = this.conversation(channel);
    const at = all.findIndex((each) => each.ts === ts);
    const before = all[at];
    if (!before) return { ok: false, error: 'message_not_found' };
    const message = { text: String(text ?? ''), blocks: (blocks ?? []) as Block[] };
    this.problems.push(...problemsOf(message), ...mentionsIn(message));
    all[at] = { ...before, ...message, ...(metadata !== undefined && { metadata }) };
    return { ok: true, ts, channel };
  }

  #called(method: string, args: Record<string, unknown>): object {
    switch (method) {
      case 'auth.test':
        return { ok: true, user_id: BOT_USER, bot_id: 'B0BOT', team_id: TEAM, team: 'Course', user: 'lab' };
      case 'apps.connections.open':
        return { ok: true, url: `${this.origin.replace('http', 'ws')}/socket` };
      case 'chat.postEphemeral':
      case 'chat.postMessage': {
        const message = { text: String(args.text ?? ''), blocks: (args.blocks ?? []) as Block[] };
        if (this.#refusesFile(message.blocks)) return { ok: false, error: 'invalid_blocks' };
        const to = String(args.user ?? args.channel);
        if (method === 'chat.postMessage' && this.closed.has(to.replace(/^D/, ''))) return CLOSED;
        const { metadata } = args;
        const more = {
          ...(args.thread_ts !== undefined && { thread: String(args.thread_ts) }),
          ...(metadata !== undefined && { metadata }),
        };
        this.#show({ ...message, via: method, to, replaced: false, ...more }, () => problemsOf(message));
        const ts = `${Math.floor(this.clock() / 1_000)}.${String(this.#messages++).padStart(6, '0')}`;
        if (method === 'chat.postMessage') {
          if (String(args.link_names) === 'true') this.problems.push('names that become links');
          this.conversation(String(args.channel)).push({
            ...message,
            ts,
            ...(metadata !== undefined && { metadata }),
          });
        }
        return { ok: true, ts, message_ts: ts, channel: args.channel };
      }
      case 'chat.update':
        return this.#updated(String(args.channel), String(args.ts), args);
      case 'conversations.open':
        if (this.closed.has(String(args.users))) return CLOSED;
        return { ok: true, channel: { id: `D${String(args.users)}` } };
      case 'conversations.history':
        return this.#history(args);
      case 'usergroups.list':
        return this.groups ? { ok: true, usergroups: this.groups } : { ok: false, error: 'missing_scope' };
      case 'users.info': {
        if (!this.people) return { ok: false, error: 'missing_scope' };
        const user = this.people.get(String(args.user));
        return user ? { ok: true, user } : { ok: false, error: 'user_not_found' };
      }
      case 'views.publish': {
        const view = args.view as HomeView;
        const { blocks } = view;
        this.#show({ text: 'home', blocks, via: method, to: String(args.user_id), replaced: false }, () =>
          homeProblems(view),
        );
        return { ok: true };
      }
      case 'views.open':
        return this.#opened(String(args.trigger_id), args.view as Modal);
      case 'files.getUploadURLExternal': {
        const id = `F${this.uploads.size + 1}`;
        return { ok: true, file_id: id, upload_url: `${this.origin}/upload/${id}` };
      }
      case 'files.completeUploadExternal':
        for (const { id, title } of args.files as { id: string; title: string }[]) {
          if (args.channel_id === undefined) continue;
          const bytes = this.uploads.get(id) ?? Buffer.alloc(0);
          this.shared.push({ channel: String(args.channel_id), title, bytes });
        }
        return { ok: true, files: args.files };
      default:
        this.problems.push(`a method that this test does not know: ${method}`);
        return { ok: false, error: 'unknown_method' };
    }
  }
}

/** Everything that Slack reads as markup. */
export const markupOf = ({ text, blocks }: SlackMessage): string[] => [
  text,
  ...blocks.flatMap((block) => {
    if (block.type === 'section')
      return [block.text, ...(block.fields ?? [])].flatMap((each) => each?.text ?? []);
    return block.type === 'context' ? block.elements.map((each) => each.text) : [];
  }),
];

/** What Slack would make a mention or a link of: nothing in angle brackets but times. */
const mentionsIn = (message: SlackMessage): string[] =>
  (
    markupOf(message)
      .join('\n')
      .match(/<(?!!date\^)[^>]*>?/g) ?? []
  ).map((found) => `a mention or a link: ${found}`);

export const buttonsOf = (message: SlackMessage): Button[] =>
  message.blocks.flatMap((block) => (block.type === 'actions' ? [...block.elements] : []));

/** Every word of a message, as somebody would read it. */
export const wordsOf = ({ blocks }: SlackMessage): string =>
  blocks
    .map((block) => {
      if (block.type === 'header') return block.text.text;
      if (block.type === 'section')
        return [block.text?.text ?? '', ...(block.fields ?? []).map(({ text }) => text)].join('\n');
      if (block.type === 'context') return block.elements.map(({ text }) => text).join('\n');
      if (block.type === 'image') return block.alt_text;
      return block.elements.map(({ text }) => text.text).join(' ');
    })
    .join('\n');
