/** The built page, read once at start: a short list of files and nothing else is served. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Context } from 'hono';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly etag: string;
}

export type PageFiles = ReadonlyMap<string, PageFile>;

/**
 * By path: `/`, `/page.js`, and so on.
 * @throws {Error} when the page was not built
 */
export function readPageFiles(folder: string): PageFiles {
  const files = new Map<string, PageFile>();
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    // Said below, with what to do about it.
  }
  for (const name of names) {
    const mediaType = MEDIA_TYPES[extname(name)];
    if (mediaType === undefined) continue;
    const body = new Uint8Array(readFileSync(join(folder, name)));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    files.set(name === 'index.html' ? '/' : `/${name}`, { body, mediaType, etag });
  }
  if (!files.has('/')) throw new Error(`There is no built page in ${folder}: run npm run build first.`);
  return files;
}

/** The file at this path, or undefined. A browser that has it already is told so. */
export function pageFile(files: PageFiles, c: Context): Response | undefined {
  const file = files.get(c.req.path);
  if (!file) return undefined;
  const headers = { ETag: file.etag, 'Cache-Control': 'no-cache' };
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers);
  return c.body(file.body, 200, { ...headers, 'Content-Type': file.mediaType });
}
