/** A terminal in this process: the real assistant over a store in memory, and streams that stand for the window. */

import { PassThrough } from 'node:stream';
import { runTerminal } from '../../adapters/terminal/terminal.ts';
import type { LabPack } from '../../src/labs/lab.ts';
import { openTestLab } from '../support/lab.ts';

const ACTOR = { platform: 'terminal', workspace: 'local', user: 'uid-1000', role: 'student' } as const;

/** Lines that take a student through the first lab, from its start to its end. */
export const COMPLETE = [
  ...['/lab quadratic', '/predict', 'b', '/seq 64k', '/reflect', '/reflect c', '/seq 8000 commit'],
  ...['/predict', '/predict a', '/depth 64', '/reflect', 'd', '/depth 16 commit'],
];

const collected = (stream: PassThrough): (() => string) => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
};

/** Runs lines as a pipe would hand them over. */
export const runScript = (...lines: readonly string[]): Promise<string> => runCourse(undefined, ...lines);

/** The same in a course of these labs. */
export async function runCourse(
  packs: readonly LabPack[] | undefined,
  ...lines: readonly string[]
): Promise<string> {
  const { assistant } = await openTestLab(packs && { packs });
  const input = new PassThrough();
  const output = new PassThrough();
  const text = collected(output);
  input.end(lines.map((line) => `${line}\n`).join(''));
  await runTerminal({ assistant, actor: ACTOR, folder: '/nowhere', input, output });
  return text();
}

export interface OpenTerminal {
  /** Everything that was printed. */
  text(): string;
  /** Keys one after the other, as a keyboard sends them. */
  type(keys: string): void;
  /** Resolves when what was printed matches. */
  shows(pattern: RegExp): Promise<void>;
  readonly ended: Promise<void>;
}

/** A window of this many columns, with colours, for a person. */
export async function openTerminal(folder: string, columns: number): Promise<OpenTerminal> {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns, hasColors: () => true });
  const text = collected(output);
  const { assistant } = await openTestLab();
  const ended = runTerminal({ assistant, actor: ACTOR, folder, input, output });
  return {
    text,
    ended,
    type: (keys) => {
      for (const key of keys) input.write(key);
    },
    shows: async (pattern) => {
      while (!pattern.test(text())) await new Promise((resolve) => output.once('data', resolve));
    },
  };
}
