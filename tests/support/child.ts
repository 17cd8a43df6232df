/** Runs a TypeScript program as a process of its own: bundled once, so that it starts as fast as what is shipped. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

/** Inside node_modules, so that the bundle finds the packages it leaves outside. */
const CACHE = resolve('node_modules/.cache/test-programs');

/** The path of the bundled program. */
export async function bundle(entry: string): Promise<string> {
  const outfile = join(CACHE, `${basename(entry, '.ts')}.${process.pid}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}

export interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  /** Lines of standard output so far. */
  readonly lines: string[];
  /** Standard error so far. */
  errors(): string;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Resolves when a line of standard output satisfies the test; rejects when the process ends first. */
  line(test: (line: string) => boolean): Promise<string>;
}

export function run(
  program: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  cwd?: string,
): Child {
  const child = spawn(process.execPath, [program.startsWith('-') ? program : resolve(program), ...args], {
    env: { ...process.env, ...env },
    cwd,
  });
  const lines: string[] = [];
  const waiting = new Set<(line: string) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const told of waiting) told(line);
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals);
  return {
    process: child,
    lines,
    errors: () => errors,
    ended,
    line: (test) =>
      new Promise((found, missed) => {
        const known = lines.find(test);
        if (known !== undefined) return found(known);
        const told = (line: string): void => {
          if (!test(line)) return;
          waiting.delete(told);
          found(line);
        };
        waiting.add(told);
        void ended.then((how) => missed(new Error(`the process ended (${how}) before that line: ${errors}`)));
      }),
  };
}
