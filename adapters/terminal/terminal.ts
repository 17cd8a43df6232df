/** The conversation in a terminal: a prompt for a person, or a script of lines from a pipe. */

import { createInterface } from 'node:readline';
import type { Assistant } from '../../commands/assistant.ts';
import type { Actor } from '../../src/messages/actor.ts';
import { PRODUCT_NAME } from '../../src/product.ts';
import { completerOf } from './completer.ts';
import { keepFile } from './keep-file.ts';
import { type Look, shown, styled, WIDEST } from './layout.ts';
import { readFileNamed } from './read-file.ts';
import { type FilePart, render } from './render.ts';

/** What the terminal needs of standard input and output. */
export interface Streams {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & {
    readonly isTTY?: boolean;
    readonly columns?: number;
    hasColors?(): boolean;
  };
}

export interface TerminalOptions extends Streams {
  readonly assistant: Assistant;
  readonly actor: Actor;
  /** Where a person's exported files go. In a script they are printed instead. */
  readonly folder: string;
  /** Ends the conversation after the turn that is under way. */
  readonly stop?: AbortSignal;
}

const GREETING = `${PRODUCT_NAME}, in your terminal. /lab shows your labs, Tab completes, Ctrl+D leaves.`;
const PROMPT = '> ';

const isComment = (line: string): boolean => line === '' || line.startsWith('#');
const isLeaving = (line: string): boolean => /^\/?(exit|quit)$/i.test(line);

const printed = ({ content }: FilePart): string => content.trimEnd();

/** Resolves when the input ends, or the person leaves. */
export async function runTerminal(options: TerminalOptions): Promise<void> {
  const { assistant, actor, folder, input, output, stop } = options;
  const interactive = input.isTTY === true && output.isTTY === true;
  const look = (): Look => ({
    commands: assistant.commands,
    colour: output.isTTY === true && (output.hasColors?.() ?? false),
    ...(output.isTTY && { width: Math.min(output.columns ?? WIDEST, WIDEST) }),
  });
  const lines = createInterface({
    input,
    output,
    terminal: interactive,
    prompt: PROMPT,
    completer: completerOf(assistant.commands),
    historySize: 200,
    removeHistoryDuplicates: true,
  });
  const leave = () => lines.close();
  lines.on('SIGINT', leave);
  stop?.addEventListener('abort', leave, { once: true });
  if (interactive) {
    output.write(`${styled(look(), 'bold', GREETING)}\n\n`);
    lines.prompt();
  }
  try {
    for await (const typed of lines) {
      const line = typed.trim();
      if (isLeaving(line)) break;
      if (!isComment(line)) {
        if (!interactive) output.write(`${PROMPT}${shown(line)}\n\n`);
        const named = assistant.commands.fileIn(line);
        const upload = named === undefined ? undefined : readFileNamed(named, folder);
        const reply = await assistant.say({ actor, ...(upload && { file: upload }) }, line);
        const file = interactive ? (part: FilePart) => keepFile(part, folder) : printed;
        output.write(`${interactive ? '\n' : ''}${render(look(), reply, file)}\n`);
      }
      if (stop?.aborted) break;
      if (interactive) lines.prompt();
    }
  } finally {
    lines.close();
    stop?.removeEventListener('abort', leave);
  }
}
