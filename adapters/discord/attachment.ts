/** A file that came with a command: fetched from Discord's own hosts alone, and never more of it than is read. */

import { UPLOAD_LIMITS } from '../../src/course/files.ts';
import type { Upload } from '../../src/messages/request.ts';
import { code, say } from '../../src/messages/rich-text.ts';
import { shortened } from '../../src/messages/shortened.ts';
import { UserError } from '../../src/messages/user-error.ts';

/** Where Discord keeps attachments. */
const HOSTS = ['cdn.discordapp.com', 'media.discordapp.net'];

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

const FETCH_MS = 10_000;

/** As an interaction names it. */
export interface Attached {
  readonly name: string;
  readonly url: string;
  /** Bytes. */
  readonly size: number;
}

/** A stand-in for Discord on this machine keeps its attachments itself. */
function isStandIn(url: URL, apiUrl: string | undefined): boolean {
  if (apiUrl === undefined) return false;
  const { hostname, origin } = new URL(apiUrl);
  return LOOPBACK.includes(hostname) && url.origin === origin;
}

const isFromDiscord = (url: URL, apiUrl: string | undefined): boolean =>
  (url.protocol === 'https:' && url.port === '' && HOSTS.includes(url.hostname)) || isStandIn(url, apiUrl);

const tooLong = (name: string): UserError =>
  new UserError(
    say`${code(shortened(name))} is too large. I read up to ${UPLOAD_LIMITS.bytes / 1_000_000} MB, which is a course of many thousands: export one course, or one section, at a time.`,
  );

const notFetched = (name: string): UserError =>
  new UserError(
    say`I could not get ${code(shortened(name))} from Discord. Attach the file to the command again; I read files of up to ${UPLOAD_LIMITS.bytes / 1_000_000} MB from Discord itself and from nowhere else.`,
  );

/** There is more than is read, whatever was said of its size. */
const MORE = Symbol('more');

/** Undefined where the host has none; rejects where it does not answer in time or sends elsewhere. */
async function bytesAt(url: URL): Promise<Uint8Array | typeof MORE | undefined> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(FETCH_MS) });
  if (!response.ok || !response.body) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.byteLength;
    // Leaving the loop cancels the rest.
    if (length > UPLOAD_LIMITS.bytes) return MORE;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * @param apiUrl the configured base of Discord's API, if any
 * @throws {UserError} when it is too large, lies elsewhere, or does not come
 */
export async function fetchUpload(
  { name, url: address, size }: Attached,
  apiUrl: string | undefined,
): Promise<Upload> {
  if (size > UPLOAD_LIMITS.bytes) throw tooLong(name);
  if (!URL.canParse(address)) throw notFetched(name);
  const url = new URL(address);
  if (!isFromDiscord(url, apiUrl)) throw notFetched(name);
  const got = await bytesAt(url).catch(() => undefined);
  if (got === undefined) throw notFetched(name);
  if (got === MORE) throw tooLong(name);
  return { name, bytes: got };
}
