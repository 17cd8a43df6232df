/** A playground in this process: the real program over a store in memory, on a free loopback port. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PlaygroundCourier } from '../../adapters/playground/courier.ts';
import type { PersonaId } from '../../adapters/playground/personas.ts';
import { type PlaygroundOptions, startPlayground } from '../../adapters/playground/server.ts';
import type { Fault, TurnAnswer, WireButton, WireChoice, WirePart } from '../../adapters/playground/wire.ts';
import { Assistant } from '../../commands/assistant.ts';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { healthOf } from '../../src/health.ts';
import { FIRST_LAB } from '../../src/labs/catalogue.ts';
import { createLog } from '../../src/log.ts';

/** A folder that stands for the built page, where a test is not about it. */
export function emptyPage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lab-page-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  return folder;
}

export async function openPlayground(options: Partial<PlaygroundOptions> = {}) {
  const log = createLog('silent');
  const { course, charts, store, backend, platform } = await compose(
    readConfig({ STORE_URL: 'memory:' }),
    log,
  );
  const inbox = new PlaygroundCourier(backend);
  platform.onCourier(inbox);
  const playground = await startPlayground({
    assistant: new Assistant(course, FIRST_LAB),
    charts,
    inbox,
    health: () => healthOf([store]),
    log,
    host: '127.0.0.1',
    port: 0,
    expose: false,
    page: emptyPage(),
    ...options,
  });
  return { ...playground, store };
}

let deliveries = 0;
const newDelivery = (): string => `delivery-${deliveries++}`;

/** The body of a turn, with a delivery id of its own unless one is given. */
export const turn = (persona: string, line: string, delivery = newDelivery(), button?: WireButton) => ({
  persona,
  line,
  delivery,
  ...(button && { button }),
});

export const post = (
  address: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(`${address}/api/turn`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

async function partsFor(address: string, body: ReturnType<typeof turn>): Promise<readonly WirePart[]> {
  const response = await post(address, body);
  const said = await response.text();
  if (!response.ok) throw new Error(`${body.line} was answered ${response.status}: ${said}`);
  return (JSON.parse(said) as TurnAnswer).parts;
}

/** What a persona is answered. */
export const sayAt = (
  address: string,
  persona: PersonaId,
  line: string,
  delivery?: string,
): Promise<readonly WirePart[]> => partsFor(address, turn(persona, line, delivery));

/** What a persona is answered for a button, as the page presses it. */
export const pressAt = (
  address: string,
  persona: PersonaId,
  { line, version }: Pick<WireChoice, 'line' | 'version'>,
  entered?: string,
): Promise<readonly WirePart[]> =>
  partsFor(
    address,
    turn(persona, line, newDelivery(), { version, ...(entered !== undefined && { entered }) }),
  );

export const choicesOf = (parts: readonly WirePart[]): WireChoice[] =>
  parts.flatMap((part) => (part.kind === 'choices' ? [...part.choices] : []));

/** What comes to a request under another name than the server's own. */
const answerAs = (address: string, path: string, host: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request(`${address}${path}`, { headers: { Host: host } }, resolve)
      .on('error', reject)
      .end();
  });

export async function statusAs(address: string, path: string, host: string): Promise<number> {
  const answer = await answerAs(address, path, host);
  answer.resume();
  return answer.statusCode ?? 0;
}

/** What is said to a name that is refused. */
export async function refusalAs(address: string, host: string): Promise<string> {
  const { error } = JSON.parse(await text(await answerAs(address, '/api/course', host))) as Fault;
  return error;
}
