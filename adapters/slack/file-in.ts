/** A file that somebody dropped into their conversation with the app, or put into a form: fetched from Slack's own hosts alone, and never much of it. */

import { z } from 'zod';
import { UPLOAD_LIMITS } from '../../src/course/files.ts';
import type { Upload } from '../../src/messages/request.ts';
import { code, say } from '../../src/messages/rich-text.ts';
import { shortened } from '../../src/messages/shortened.ts';
import { UserError } from '../../src/messages/user-error.ts';

const FETCH_MS = 10_000;

const SLACK_FILES = 'https://files.slack.com';

/** What a message or a form says of a file. Slack leaves addresses out where the app may not read files. */
const offered = z.object({
  name: z.string().nullish(),
  size: z.number().nullish(),
  url_private_download: z.string().nullish(),
});

export interface OfferedFile {
  readonly name: string;
  /** As Slack says it, in bytes. */
  readonly size: number | undefined;
  readonly url: string | undefined;
}

export interface FileSource {
  readonly token: string;
  /** Where files may lie. */
  readonly origins: ReadonlySet<string>;
  /** For the whole of it, in ms. */
  readonly timeoutMs?: number;
}

/** @param apiUrl where a proxy stands for Slack, it stands for Slack's files too */
export const fileOrigins = (apiUrl: string | undefined): ReadonlySet<string> =>
  new Set([SLACK_FILES, ...(apiUrl === undefined ? [] : [new URL(apiUrl).origin])]);

/** The file that is meant: the CSV among them, or the first. */
export function offeredFile(files: unknown): OfferedFile | undefined {
  const all = z.array(offered).safeParse(files);
  const named = (all.data ?? []).map(
    ({ name, size, url_private_download: url }): OfferedFile => ({
      name: name ?? 'a file',
      size: size ?? undefined,
      url: url ?? undefined,
    }),
  );
  return named.find(isCsv) ?? named[0];
}

export const isCsv = ({ name }: Pick<OfferedFile, 'name'>): boolean => /\.csv$/i.test(name);

export const MAY_NOT_READ = say`I may not read files here: the app has no permission ${code('files:read')}. Whoever installed it can add it and install it again; until then, upload the export on the lab’s own page.`;

const mayNot = (): UserError => new UserError(MAY_NOT_READ);

const tooLarge = (name: string): UserError =>
  new UserError(
    say`${code(shortened(name))} is larger than ${UPLOAD_LIMITS.bytes / 1_000_000} MB, which is more than a gradebook has. Export one course, or one section, at a time.`,
  );

/** Reads no more than may be kept: what a file says of its size need not be true. */
async function bounded(body: AsyncIterable<Uint8Array>, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > UPLOAD_LIMITS.bytes) throw tooLarge(name);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws {UserError} for every reason why it can't be had, in a sentence */
export async function fetchFile({ name, size, url }: OfferedFile, source: FileSource): Promise<Upload> {
  const { token, origins, timeoutMs = FETCH_MS } = source;
  const shown = code(shortened(name));
  if (!isCsv({ name })) {
    throw new UserError(
      say`I read .csv files only, as Canvas and Moodle export them, and ${shown} is another kind. Export the gradebook and give me that file, as it is.`,
    );
  }
  if (url === undefined) throw mayNot();
  // The token goes with the request, so it goes to Slack alone.
  if (!URL.canParse(url) || !origins.has(new URL(url).origin)) {
    throw new UserError(
      say`I read files from Slack itself only, and ${shown} lies elsewhere. Give me the exported file itself.`,
    );
  }
  if (size !== undefined && size > UPLOAD_LIMITS.bytes) throw tooLarge(name);
  try {
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { status, headers, body } = answer;
    // Without the scope Slack sends a browser to its log-in page, or sends that page itself.
    const isPage = /^text\/html\b/i.test(headers.get('content-type') ?? '');
    if (isPage || status === 401 || status === 403 || (status >= 300 && status < 400)) {
      await body?.cancel();
      throw mayNot();
    }
    if (status === 200 && body) return { name, bytes: await bounded(body, name) };
    await body?.cancel();
  } catch (error) {
    if (error instanceof UserError) throw error;
  }
  throw new UserError(say`Slack did not hand over ${shown}. Give it to me again in a minute.`);
}
