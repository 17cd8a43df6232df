/** A terminal in this process: the real assistant over a store in memory, and streams that stand for the window. */

import { PassThrough } from 'node:stream';
import { runTerminal } from '../../adapters/terminal/terminal.ts';
import { Assistant } from '../../commands/assistant.ts';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';

const ACTOR = { platform: 'terminal', workspace: 'local', user: 'uid-1000', instructor: false } as const;

async function assistant(): Promise<Assistant> {
  const { conversation } = await compose(readConfig({ STORE_URL: 'memory:' }), createLog('silent'));
  return new Assistant(conversation);
}

const collected = (stream: PassThrough): (() => string) => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
};

/** Runs lines as a pipe would hand them over. */
export async function runScript(...lines: readonly string[]): Promise<string> {
  const input = new PassThrough();
  const output = new PassThrough();
  const text = collected(output);
  input.end(lines.map((line) => `${line}\n`).join(''));
  await runTerminal({ assistant: await assistant(), actor: ACTOR, folder: '/nowhere', input, output });
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
  const ended = runTerminal({ assistant: await assistant(), actor: ACTOR, folder, input, output });
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
