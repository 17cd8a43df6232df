/** How the page talks to its server: what came back, or which of the two failed. */

import type {
  Fault,
  FileTurnBody,
  TurnAnswer,
  TurnBody,
  VerifyBody,
  WireClass,
  WireCourse,
  WireInbox,
  WireVerification,
} from '../wire.ts';

/** No answer at all: the server is not there, or not in time. The same message may be sent again. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** An answer that is a refusal, with the server's sentence. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

const TIMES = { turnMs: 20_000, smallMs: 4_000 } as const;

async function ask(path: string, milliseconds: number, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(path, { ...init, signal: AbortSignal.timeout(milliseconds) });
  } catch {
    throw new Unreachable(path);
  }
}

async function json<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch {
    // The connection ended in the middle of the answer.
    throw new Unreachable(response.url);
  }
}

/**
 * @throws {Unreachable} when the same turn may simply be sent again
 * @throws {Refused} when the server says why not
 */
export async function sendTurn(turn: TurnBody, file?: FileTurnBody['file']): Promise<TurnAnswer> {
  const body = { ...turn, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  const response = await ask(file ? '/api/turn-with-file' : '/api/turn', TIMES.turnMs, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(file ? { ...body, file } : body),
  });
  if (response.ok) return json<TurnAnswer>(response);
  throw new Refused((await json<Fault>(response)).error);
}

/** @throws {Unreachable} */
export async function fetchCourse(): Promise<WireCourse> {
  const response = await ask('/api/course', TIMES.smallMs);
  if (!response.ok) throw new Unreachable('/api/course');
  return json(response);
}

/** What the bot has written first. @throws {Unreachable} */
export async function fetchInbox(): Promise<WireInbox> {
  const response = await ask('/api/inbox', TIMES.smallMs, { cache: 'no-store' });
  // A server that answers, with whatever, is there.
  return response.ok ? json(response) : { messages: [] };
}

/** @param assignment the newest where left out. @throws {Unreachable} @throws {Refused} */
export async function fetchClass(persona: string, assignment?: string): Promise<WireClass> {
  const query = new URLSearchParams({ persona, ...(assignment !== undefined && { assignment }) });
  const response = await ask(`/api/class?${query}`, TIMES.turnMs, { cache: 'no-store' });
  if (response.ok) return json(response);
  throw new Refused((await json<Fault>(response)).error);
}

/** Checks evidence files. @throws {Unreachable} @throws {Refused} */
export async function sendFiles(body: VerifyBody): Promise<WireVerification> {
  const response = await ask('/api/verify', TIMES.turnMs, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return json(response);
  throw new Refused((await json<Fault>(response)).error);
}

/** Unique enough to tell deliveries apart; works without a secure context too. */
export const newDelivery = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
