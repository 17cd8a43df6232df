/** Slack over HTTP: a server of our own, which reads and checks what Bolt is then given, and answers whatever comes. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App, Receiver } from '@slack/bolt';
import { z } from 'zod';
import type { ClockWatch } from '../../src/clock-watch.ts';
import { closeServer } from '../../src/close-server.ts';
import { ConfigError } from '../../src/config.ts';
import { type AskHealth, probed } from '../../src/health.ts';
import { writeProbe } from '../../src/health-server.ts';
import type { Logger } from '../../src/log.ts';
import { MalformedBody } from './app.ts';
import { readSignature } from './signature.ts';
import type { Transport } from './transport.ts';

export const EVENTS_PATH = '/slack/events';

const HTTP_LIMITS = {
  bodyBytes: 1_000_000,
  requestMs: 10_000,
  /** Longer than a load balancer keeps an idle connection (a minute): it must not send into one that is just closing. */
  keepAliveMs: 75_000,
  /** Accepted requests that take longer than this at the stop are cut off. */
  stopMs: 3_000,
} as const;

export interface HttpOptions {
  readonly signingSecret: string;
  readonly port: number;
  readonly health: AskHealth;
  readonly clock: ClockWatch;
  readonly log: Logger;
}

/** Why a request is not taken. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

/** No more is kept than is read; the rest is let through to its end, so that the answer is heard. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.byteLength;
    if (length <= HTTP_LIMITS.bodyBytes) chunks.push(chunk);
  }
  if (length > HTTP_LIMITS.bodyBytes) {
    throw new Refused(413, `A body has at most ${HTTP_LIMITS.bodyBytes / 1_000_000} MB.`);
  }
  return Buffer.concat(chunks);
}

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** Its media type. Slack writes UTF-8, and compresses nothing. */
function typeOf({ headers }: IncomingMessage): typeof FORM | typeof JSON_TYPE {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((each) => each.trim()).find((each) => each.startsWith('charset='));
  const named = type.trim();
  const plain = (headers['content-encoding'] ?? 'identity') === 'identity';
  if (plain && /^$|^"?utf-?8"?$/.test(charset?.slice('charset='.length) ?? '')) {
    if (named === FORM || named === JSON_TYPE) return named;
  }
  throw new Refused(415, `A body is ${JSON_TYPE} or ${FORM}, in UTF-8, not compressed.`);
}

const anyObject = z.record(z.string(), z.unknown());
/** Interactions are a field of a form. What a form says otherwise is a command, or a check of the certificate. */
function fieldsOf(text: string, type: typeof FORM | typeof JSON_TYPE): Record<string, unknown> {
  if (type === JSON_TYPE) return readObject(text);
  const form = new URLSearchParams(text);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : readObject(payload);
}

/** What is no object reads as an empty one, which nothing is made of. */
function readObject(json: string): Record<string, unknown> {
  try {
    return anyObject.parse(JSON.parse(json));
  } catch {
    return {};
  }
}

/** Slack tries the certificate so, without signing it; nothing else of such a form is read. */
const isCertificateCheck = (text: string): boolean => new URLSearchParams(text).get('ssl_check') === '1';

const challenge = z.object({ type: z.literal('url_verification'), challenge: z.string() });

const told = (response: ServerResponse, status: number, sentence = ''): void => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(sentence);
};

/** Slack says of a repetition which it is, and why it repeats. */
function retryOf({ headers }: IncomingMessage): { retryNum?: number; retryReason?: string } {
  const { 'x-slack-retry-num': count, 'x-slack-retry-reason': reason } = headers;
  return {
    ...(typeof count === 'string' && { retryNum: Number(count) }),
    ...(typeof reason === 'string' && { retryReason: reason }),
  };
}

export function httpTransport({ signingSecret, port, health, clock, log }: HttpOptions): Transport {
  let app: App | undefined;
  /** Until then nobody is there who could answer; Slack tells who asked, and sends events again. */
  let isOpen = false;

  async function deliver(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await bodyOf(request);
    const type = typeOf(request);
    const text = raw.toString();
    if (type === FORM && isCertificateCheck(text)) return told(response, 200);
    const signature = readSignature(signingSecret, request.headers, raw, Date.now());
    if (signature.kind === 'not from now') clock.refused(signature.at);
    if (signature.kind !== 'right') throw new Refused(401, 'This is not signed by Slack, or not now.');
    const body = fieldsOf(text, type);
    const asked = challenge.safeParse(body).data;
    if (asked) return told(response, 200, asked.challenge);
    const ack = async (): Promise<void> => told(response, 200);
    await app?.processEvent({ body, ack, ...retryOf(request) });
  }

  /** Whatever comes is answered. */
  function refuse(response: ServerResponse, error: unknown): void {
    // Its sender is gone before its end.
    if (response.destroyed) return;
    if (error instanceof Refused) told(response, error.status, error.message);
    else if (error instanceof MalformedBody) told(response, 400, 'This is nothing that Slack sends.');
    else {
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'a request was not answered');
      if (!response.headersSent) told(response, 500, 'This went wrong here.');
    }
  }

  const timeouts = { requestTimeout: HTTP_LIMITS.requestMs, keepAliveTimeout: HTTP_LIMITS.keepAliveMs };
  const server = createServer(timeouts, (request, response) => {
    const path = request.url?.split('?')[0];
    const probe = probed(path ?? '', health);
    if (probe) {
      probe.then((answer) => writeProbe(response, answer)).catch((error: unknown) => refuse(response, error));
    } else if (path !== EVENTS_PATH || request.method !== 'POST') {
      told(response, 404);
    } else if (!isOpen) {
      told(response, 503, 'It is just starting.');
    } else {
      deliver(request, response).catch((error: unknown) => refuse(response, error));
    }
  });
  const listen = async (): Promise<number> => {
    server.listen(port);
    try {
      await once(server, 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      throw new ConfigError([`PORT ${port} is in use: stop what uses it, or set PORT to another.`]);
    }
    return (server.address() as AddressInfo).port;
  };
  const open = async (): Promise<void> => {
    isOpen = true;
  };
  const close = (): Promise<void> => closeServer(server, HTTP_LIMITS.stopMs);
  const receiver: Receiver = {
    init: (given) => {
      app = given;
    },
    start: open,
    stop: close,
  };
  return { receiver, listen, open, health: () => 'listening', close };
}
