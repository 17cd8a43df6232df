/** How far a SQLite file is, noted in it and beside it: one that went back, or lost what it held, is noticed at the start. */

import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const HEAD = /^[0-9a-f]{16}$/;

/** Put back on purpose: what the file held then, of how many, and what the mark said last. */
const restored = z.strictObject({
  at: z.iso.datetime(),
  found: z.int().min(0),
  expected: z.int().min(0),
  head: z.string().regex(HEAD),
});

const position = {
  schema: z.literal(1),
  /** Rows written since the file was made, those written again included. */
  writes: z.int().min(0),
  /** When the last of them was counted. */
  at: z.iso.datetime(),
  restored: restored.exactOptional(),
};

/** Beside the file. It may lag behind what is in it, and is never ahead. */
const markSchema = z.strictObject({ ...position, head: z.string().regex(HEAD) });
export type Mark = z.output<typeof markSchema>;

/** In the file: with the heads before, the last at the end, since a mark may have been written at any of them. */
const noteSchema = z.strictObject({
  ...position,
  /** SQLite writes no row that is the same as before, and a write is what is wanted of it. */
  notedAt: z.iso.datetime(),
  heads: z.array(z.strictObject({ writes: z.int().min(0), head: z.string().regex(HEAD) })).min(1),
});
export type Note = z.output<typeof noteSchema>;

/** A mark is written after each note that fits; a process can be killed before some of them, never before so many. */
const HEADS = 16;

/** Each head stands for everything counted before it. */
function headAfter(before: string, writes: number, at: string): string {
  return createHash('sha256').update(`${before} ${writes} ${at}`).digest('hex').slice(0, 16);
}

const FIRST = '0'.repeat(16);

/** With the head of the one before where nothing was written since. */
export function noteAfter(before: Note | undefined, writes: number, now: Date): Note {
  const at = now.toISOString();
  if (before?.writes === writes) return { ...before, notedAt: at };
  const head = headAfter(before?.heads.at(-1)?.head ?? FIRST, writes, at);
  return {
    ...before,
    schema: 1,
    writes,
    at,
    notedAt: at,
    heads: [...(before?.heads ?? []), { writes, head }].slice(-HEADS),
  };
}

/** A line of its own from here on: another file that goes on from the mark as it was is another file. */
export function noteOfRestored(found: Note | undefined, mark: Mark, now: Date): Note {
  const at = now.toISOString();
  const { writes, heads } = found ?? { writes: 0, heads: [] };
  const head = headAfter(mark.head, writes, at);
  return {
    schema: 1,
    writes,
    at: found?.at ?? at,
    notedAt: at,
    heads: [...heads, { writes, head }].slice(-HEADS),
    restored: { at, found: writes, expected: mark.writes, head: mark.head },
  };
}

export function markOf({ heads, notedAt: _, ...rest }: Note): Mark {
  return { ...rest, head: heads.at(-1)?.head ?? FIRST };
}

export type Verdict = 'goes on' | 'went back' | 'another';

/** Whether what is in the file can be what the mark was written beside, and what came after. */
export function judge(note: Note | undefined, mark: Mark | undefined): Verdict {
  if (mark === undefined || note?.restored?.head === mark.head) return 'goes on';
  if (note === undefined || note.writes < mark.writes) return 'went back';
  if (note.restored?.at !== mark.restored?.at) return 'another';
  const [oldest] = note.heads;
  if (oldest !== undefined && oldest.writes > mark.writes) return 'goes on';
  return note.heads.some(({ head }) => head === mark.head) ? 'goes on' : 'another';
}

function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Undefined where it can't be read as one. */
export const readNote = (text: string): Note | undefined => parsed(noteSchema, text);

export const markFileOf = (file: string): string => `${file}.mark`;

/** Undefined where there is none. */
export async function readMark(file: string): Promise<Mark | 'unreadable' | undefined> {
  try {
    return parsed(markSchema, await readFile(markFileOf(file), 'utf8')) ?? 'unreadable';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Some systems open or sync no folder: there a name is as safe as they make it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** Whole or not at all, and durable. */
export async function writeMark(file: string, mark: Mark): Promise<void> {
  const path = markFileOf(file);
  const written = await open(`${path}.new`, 'w');
  try {
    await written.writeFile(`${JSON.stringify(mark)}\n`);
    await written.sync();
  } finally {
    await written.close();
  }
  await rename(`${path}.new`, path);
  await syncFolder(dirname(path));
}
