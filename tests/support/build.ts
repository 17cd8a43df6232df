/** The bundled programs and page, built once for a test file, apart from the dist/ that somebody may be running. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** @returns the folder, inside the repository so that packages are found from it */
export function build(name: string): string {
  const folder = join('tests/.artifacts', name);
  execFileSync(process.execPath, ['esbuild.config.mjs', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}
