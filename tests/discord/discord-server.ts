/** Discord as this bot sees it, on loopback: REST and gateway, with the rules that bite and faults on request. */

import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { InteractionResponseType, InteractionType, MessageFlags } from 'discord.js';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Modal } from '../../adapters/discord/message.ts';
import { Channels } from './channels.ts';
import { openapiProblems, readAhead } from './openapi.ts';
import {
  type Answer,
  APPLICATION_ID,
  type Arrived,
  BOT_USER,
  error,
  type Fault,
  GUILD_ID,
  OP,
  type Shown,
  TOKEN,
} from './protocol.ts';

interface Interaction {
  readonly id: string;
  readonly sentAt: number;
  readonly kind: InteractionType;
  /** The message of the pressed button. */
  readonly source: Shown | undefined;
  acknowledged: number | undefined;
  acknowledgedAfterMs: number | undefined;
  ephemeral: boolean;
  shown: Shown | undefined;
  choices: readonly { name: string; value: string | number }[] | undefined;
  modal: Modal | undefined;
}

/** A file as it is served. */
interface Served {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

type Registered = { readonly id: string; readonly name: string } & Record<string, unknown>;

/** After this an interaction that nobody has acknowledged is dead. */
export const ACKNOWLEDGEMENT_MS = 3_000;

const CALLBACK = /^\/interactions\/(\d+)\/([^/]+)\/callback$/;
const ORIGINAL = /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/;
const COMMANDS = new RegExp(`^/applications/${APPLICATION_ID}(?:/guilds/(\\d+))?/commands(?:/(\\d+))?$`);

/** A message, of an interaction or by itself, that leaves it to its words who is called by them. */
function mayPing(body: unknown): boolean {
  const { type, data = body } = body as { type?: number; data?: unknown };
  const { components, allowed_mentions: allowed } = data as {
    components?: unknown;
    allowed_mentions?: unknown;
  };
  const isMessage = components !== undefined && type !== InteractionResponseType.Modal;
  return isMessage && !isDeepStrictEqual(allowed, { parse: [] });
}

async function read(request: IncomingMessage): Promise<Pick<Arrived, 'body' | 'files'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return { body: undefined, files: [] };
  if (!type.startsWith('multipart/')) return { body: JSON.parse(bytes.toString()), files: [] };
  const form = await new Response(bytes, { headers: { 'Content-Type': type } }).formData();
  const files = await Promise.all(
    [...form.values()]
      .filter((value) => typeof value !== 'string')
      .map(async (file) => ({
        name: file.name,
        type: file.type,
        bytes: new Uint8Array(await file.arrayBuffer()),
      })),
  );
  return { body: JSON.parse(String(form.get('payload_json'))), files };
}

export class DiscordServer {
  /** Everything that arrived over REST. */
  readonly requests: Arrived[] = [];
  /** What Discord's OpenAPI document had against them. */
  readonly problems: string[] = [];
  /** Registered commands by scope: `global` or a server's id. */
  readonly commands = new Map<string, Registered[]>();
  readonly channels = new Channels();
  /** Files that lie on this server, by path, instead of on Discord's own hosts. */
  readonly attachments = new Map<string, Served>();
  /** Frames that were sent over the gateway. */
  readonly frames: string[] = [];
  /** Identify and resume, as they came. */
  readonly sessions: ('identify' | 'resume')[] = [];
  fault: Fault | undefined;
  /** False where the pace matters: then nothing is kept of what arrives, and nothing is held against a document. */
  watching = true;
  /** What Discord asks for. */
  shards = 1;
  /** Of the application in every server it is in. */
  permissions = '52224';
  interactionsEndpoint: string | null = null;
  requiresCodeGrant = false;
  /** How long the first answer to an interaction is waited for. */
  patienceMs = ACKNOWLEDGEMENT_MS;
  /** How whoever identifies is turned away. */
  identifyClose: number | undefined;
  /** Starts at once. */
  concurrency = 16;
  startsLeft = 999;
  readonly #interactions = new Map<string, Interaction>();
  readonly #events = new EventEmitter().setMaxListeners(0);
  /** Every connection, with the shard that it identified or resumed as. */
  readonly #sockets = new Map<WebSocket, number>();
  readonly #http = createServer();
  readonly #gateway = new WebSocketServer({ server: this.#http });
  #sequence = 0;
  #nextId = 0;
  readonly #sessionShards = new Map<string, number>();
  #missed: { readonly shard: number; readonly packet: string }[] = [];

  get apiUrl(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/api`;
  }

  async listen(): Promise<this> {
    readAhead();
    this.#http.on('request', async (request, response) => {
      const { method = 'GET' } = request;
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const served = this.attachments.get(url.pathname);
      if (served) {
        response.writeHead(served.status ?? 200, served.headers);
        response.end(served.bytes);
        return;
      }
      const path = decodeURIComponent(url.pathname.replace(/^\/api\/v10/, ''));
      const arrived: Arrived = { method, path, query: url.searchParams, ...(await read(request)) };
      const answer = this.#answer(arrived, request.headers.authorization);
      if (answer === 'hang') return;
      // As Discord does it: what has no body has no type either, or a client would look for JSON in nothing.
      const type = answer.body === undefined ? {} : { 'Content-Type': 'application/json' };
      response.writeHead(answer.status, { ...type, ...answer.headers });
      response.end(answer.text ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body)));
    });
    this.#gateway.on('connection', (socket) => this.#connected(socket));
    this.#http.listen(0, '127.0.0.1');
    await once(this.#http, 'listening');
    return this;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.keys()) socket.terminate();
    this.#gateway.close();
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }

  /** Ids as Discord makes them: increasing. */
  id(): string {
    this.#nextId += 1;
    return String(300_000_000_000_000_000n + BigInt(this.#nextId));
  }

  #answer(request: Arrived, authorization: string | undefined): Answer | 'hang' {
    if (this.watching) {
      this.requests.push(request);
      if (request.body !== undefined) {
        this.problems.push(...openapiProblems(request.method, request.path, request.body));
        if (mayPing(request.body)) this.problems.push(`${request.method} ${request.path} may ping somebody`);
      }
    }
    const fault = this.fault?.(request);
    if (fault === 'landed-hang') this.#route(request, authorization);
    if (fault === 'hang' || fault === 'landed-hang') return 'hang';
    if (fault) {
      if (fault.landed) this.#route(request, authorization);
      return fault;
    }
    return this.#route(request, authorization);
  }

  #route(request: Arrived, authorization: string | undefined): Answer {
    const { path, method } = request;
    const callback = CALLBACK.exec(path);
    if (callback) return this.#callback(String(callback[2]), request);
    const original = ORIGINAL.exec(path);
    if (original && method === 'PATCH') return this.#edit(String(original[1]), request);
    if (original && method === 'GET') return this.#original(String(original[1]));
    if (authorization !== `Bot ${TOKEN}`) return error(401, 0, '401: Unauthorized');
    const inChannel = this.channels.answer(request);
    if (inChannel) return inChannel;
    const commands = COMMANDS.exec(path);
    if (commands) return this.#registration(commands[1] ?? 'global', commands[2], request);
    const fixed: Record<string, unknown> = {
      '/users/@me': BOT_USER,
      '/users/@me/guilds': [{ id: GUILD_ID, name: 'course', permissions: this.permissions }],
      '/applications/@me': {
        id: APPLICATION_ID,
        name: 'lab',
        interactions_endpoint_url: this.interactionsEndpoint,
        bot_require_code_grant: this.requiresCodeGrant,
      },
      '/gateway/bot': {
        url: this.apiUrl.replace('http', 'ws').replace('/api', ''),
        shards: this.shards,
        session_start_limit: {
          total: 1_000,
          remaining: this.startsLeft,
          reset_after: 3_600_000,
          max_concurrency: this.concurrency,
        },
      },
    };
    return path in fixed ? { status: 200, body: fixed[path] } : error(404, 0, `404: Not Found ${path}`);
  }

  #registration(scope: string, id: string | undefined, { method, body }: Arrived): Answer {
    if (scope !== 'global' && scope !== GUILD_ID) return error(403, 50001, 'Missing Access');
    const there = this.commands.get(scope) ?? [];
    if (method === 'GET') return { status: 200, body: there };
    // Discord fills in what was left out.
    const full = (of: object, own: string): Registered => ({
      id: own,
      application_id: APPLICATION_ID,
      version: this.id(),
      nsfw: false,
      default_member_permissions: null,
      ...(scope === 'global' ? { contexts: null, integration_types: [0] } : { guild_id: scope }),
      ...(of as { name: string }),
    });
    if (method === 'POST') this.commands.set(scope, [...there, full(body as object, this.id())]);
    else {
      const rest = there.filter((command) => command.id !== id);
      this.commands.set(scope, method === 'PATCH' ? [...rest, full(body as object, String(id))] : rest);
    }
    return method === 'DELETE' ? { status: 204 } : { status: 200, body: this.commands.get(scope)?.at(-1) };
  }

  #callback(token: string, { body, files }: Arrived): Answer {
    const interaction = this.#interactions.get(token);
    if (!interaction) return error(404, 10062, 'Unknown interaction');
    const took = Date.now() - interaction.sentAt;
    if (interaction.acknowledged !== undefined) {
      return error(400, 40060, 'Interaction has already been acknowledged.');
    }
    if (took > this.patienceMs) return error(404, 10062, 'Unknown interaction');
    interaction.acknowledgedAfterMs = took;
    const { type, data } = body as {
      type: number;
      data?: Partial<Shown> & { choices?: Interaction['choices'] };
    };
    if (type === InteractionResponseType.Modal) {
      if (interaction.kind === InteractionType.ModalSubmit)
        return error(400, 50035, 'Invalid Form Body: a form can’t be answered with a form');
      interaction.acknowledged = type;
      interaction.modal = data as Modal | undefined;
      this.#events.emit(`modal ${token}`);
      return { status: 204 };
    }
    const flags = data?.flags ?? 0;
    if (
      type === InteractionResponseType.DeferredChannelMessageWithSource &&
      (flags & ~MessageFlags.Ephemeral) !== 0
    ) {
      return error(400, 50035, 'Invalid Form Body: only EPHEMERAL can be set on a deferred callback');
    }
    const updates = [InteractionResponseType.UpdateMessage, InteractionResponseType.DeferredMessageUpdate];
    if (updates.includes(type) && !interaction.source)
      return error(400, 50035, 'Invalid Form Body: no message');
    interaction.acknowledged = type;
    // A message that is changed stays as private as it was.
    if (!updates.includes(type)) interaction.ephemeral = (flags & MessageFlags.Ephemeral) !== 0;
    if (data?.choices) interaction.choices = data.choices;
    if (data?.components) {
      const kept = interaction.ephemeral ? MessageFlags.Ephemeral : 0;
      this.#show(token, { flags: flags | kept, components: data.components, files });
    }
    this.#events.emit(`acknowledged ${token}`);
    return { status: 204 };
  }

  #edit(token: string, { body, files }: Arrived): Answer {
    const interaction = this.#interactions.get(token);
    if (interaction?.acknowledged === undefined) return error(404, 10015, 'Unknown Webhook');
    const { flags = 0, components = [] } = body as Partial<Shown>;
    this.#show(token, {
      flags: flags | (interaction.ephemeral ? MessageFlags.Ephemeral : 0),
      components,
      files,
    });
    return {
      status: 200,
      body: {
        id: this.id(),
        type: 20,
        channel_id: this.id(),
        author: BOT_USER,
        content: '',
        components,
        attachments: [],
        embeds: [],
      },
    };
  }

  /** The first answer as it is: nothing yet, after a deferral. */
  #original(token: string): Answer {
    const interaction = this.#interactions.get(token);
    if (interaction?.acknowledged === undefined) return error(404, 10008, 'Unknown Message');
    const { ephemeral, shown, source } = interaction;
    const there = shown ?? source;
    const flags = there?.flags ?? MessageFlags.Loading | (ephemeral ? MessageFlags.Ephemeral : 0);
    return { status: 200, body: { id: this.id(), type: 20, flags, components: there?.components ?? [] } };
  }

  #show(token: string, shown: Shown): void {
    const interaction = this.#interactions.get(token);
    if (interaction) interaction.shown = shown;
    this.#events.emit(`shown ${token}`, shown);
  }

  #connected(socket: WebSocket): void {
    this.#sockets.set(socket, 0);
    socket.on('close', () => this.#sockets.delete(socket));
    const send = (op: number, d: unknown, more: object = {}) => {
      const frame = JSON.stringify({ op, d, ...more });
      if (this.watching) this.frames.push(frame);
      socket.send(frame);
    };
    send(OP.hello, { heartbeat_interval: 41_250 });
    socket.on('message', (data) => {
      const { op, d } = JSON.parse(String(data)) as {
        op: number;
        d: { token?: string; shard?: number[]; session_id?: string };
      };
      if (op === OP.heartbeat) send(OP.ack, null);
      if (op === OP.identify) {
        if (d.token !== TOKEN) return socket.close(4004);
        if (this.identifyClose !== undefined) return socket.close(this.identifyClose);
        this.sessions.push('identify');
        const [shard = 0] = d.shard ?? [];
        this.#sockets.set(socket, shard);
        this.#sessionShards.set(`session-${this.sessions.length}`, shard);
        this.#sequence += 1;
        const ready = {
          v: 10,
          user: BOT_USER,
          guilds: [],
          session_id: `session-${this.sessions.length}`,
          resume_gateway_url: this.apiUrl.replace('http', 'ws').replace('/api', ''),
          shard: d.shard,
          application: { id: APPLICATION_ID, flags: 0 },
        };
        send(OP.dispatch, ready, { t: 'READY', s: this.#sequence });
      }
      if (op === OP.resume) {
        this.sessions.push('resume');
        const own = this.#sessionShards.get(d.session_id ?? '') ?? 0;
        this.#sockets.set(socket, own);
        for (const { packet } of this.#missed.filter(({ shard }) => shard === own)) socket.send(packet);
        this.#missed = this.#missed.filter(({ shard }) => shard !== own);
        this.#sequence += 1;
        send(OP.dispatch, null, { t: 'RESUMED', s: this.#sequence });
        this.#events.emit('resumed');
      }
    });
  }

  /** The same interaction to every connection, as when two are the same shard. */
  dispatchEverywhere(interaction: object): void {
    this.emit('INTERACTION_CREATE', interaction);
  }

  /** An event of the gateway, to every connection. */
  emit(event: string, data: object): void {
    for (const socket of this.#sockets.keys()) {
      this.#sequence += 1;
      socket.send(JSON.stringify({ op: OP.dispatch, t: event, s: this.#sequence, d: data }));
    }
  }

  /** Something that need not be a frame, to every connection. */
  sendRaw(data: string | Buffer): void {
    for (const socket of this.#sockets.keys()) socket.send(data);
  }

  /** Discord's own rule; direct messages go to the first shard. */
  shardOf(guild: string | undefined): number {
    return guild === undefined ? 0 : Number((BigInt(guild) >> 22n) % BigInt(this.shards));
  }

  /** Shards with a connection, in order. */
  get connectedShards(): number[] {
    return [...this.#sockets.values()].toSorted((a, b) => a - b);
  }

  /** Discord shows a command only where it is registered. */
  shows(name: string, guild: string | undefined): boolean {
    const context = guild === undefined ? 1 : 0;
    const global = (this.commands.get('global') ?? []).filter(
      ({ contexts }) => !Array.isArray(contexts) || contexts.includes(context),
    );
    const own = guild === undefined ? [] : (this.commands.get(guild) ?? []);
    return [...global, ...own].some((command) => command.name === name);
  }

  /** Sends an interaction over the gateway, or keeps it for the session to resume when nobody is connected. */
  dispatch(
    interaction: {
      readonly id: string;
      readonly token: string;
      readonly guild_id?: string;
      readonly type: InteractionType;
    } & object,
    source?: Shown,
  ): void {
    if (!this.#interactions.has(interaction.token)) {
      this.#interactions.set(interaction.token, {
        id: interaction.id,
        sentAt: Date.now(),
        source,
        acknowledged: undefined,
        acknowledgedAfterMs: undefined,
        ephemeral: source !== undefined && (source.flags & MessageFlags.Ephemeral) !== 0,
        shown: undefined,
        choices: undefined,
        modal: undefined,
        kind: interaction.type,
      });
    }
    this.#sequence += 1;
    const packet = JSON.stringify({
      op: OP.dispatch,
      t: 'INTERACTION_CREATE',
      s: this.#sequence,
      d: interaction,
    });
    if (this.watching) this.frames.push(packet);
    const shard = this.shardOf(interaction.guild_id);
    const [socket] = [...this.#sockets].find(([, own]) => own === shard) ?? [];
    if (socket) socket.send(packet);
    else this.#missed.push({ shard, packet });
  }

  /** Cuts every gateway connection: 4000 may be resumed, 4009 not, 4004 ends it. */
  drop(code: number): void {
    for (const socket of [...this.#sockets.keys()]) {
      this.#sockets.delete(socket);
      socket.close(code);
    }
  }

  /** Tells every session that it is no longer valid. */
  invalidate(): void {
    for (const socket of this.#sockets.keys()) socket.send(JSON.stringify({ op: OP.invalid, d: false }));
  }

  /** Asks every connection to come back and resume. */
  reconnect(): void {
    for (const socket of this.#sockets.keys()) socket.send(JSON.stringify({ op: OP.reconnect, d: null }));
  }

  /** What is shown for this interaction; waits for it. */
  async shown(token: string): Promise<Shown> {
    const there = this.#interactions.get(token)?.shown;
    if (there) return there;
    const [shown] = (await once(this.#events, `shown ${token}`)) as [Shown];
    return shown;
  }

  /** The form that this interaction was answered with; waits for it. */
  async modal(token: string): Promise<Modal> {
    if (!this.#interactions.get(token)?.modal) await once(this.#events, `modal ${token}`);
    return this.#interactions.get(token)?.modal as Modal;
  }

  /** What autocomplete offered. */
  async choices(token: string): Promise<NonNullable<Interaction['choices']>> {
    if (this.#interactions.get(token)?.acknowledged === undefined) {
      await once(this.#events, `acknowledged ${token}`);
    }
    return this.#interactions.get(token)?.choices ?? [];
  }

  /** How long Discord waited for the first answer to this interaction; undefined where it gave up. */
  acknowledgedAfterMs(token: string): number | undefined {
    return this.#interactions.get(token)?.acknowledgedAfterMs;
  }

  /** Callbacks and edits of this interaction, in their order. */
  answersTo(token: string): Arrived[] {
    return this.requests.filter(({ path }) => path.includes(`/${token}/`));
  }

  async resumed(): Promise<void> {
    await once(this.#events, 'resumed');
  }
}

export const openDiscordServer = (): Promise<DiscordServer> => new DiscordServer().listen();
