/** Bundles the programs and the playground's page into dist/, or the folder that is named. Packages stay outside the programs. */

import { existsSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const programs = {
  main: 'src/main.ts',
  chat: 'adapters/terminal/main.ts',
  demo: 'adapters/playground/demo/main.ts',
  register: 'adapters/discord/register-main.ts',
  'slack-manifest': 'adapters/slack/manifest-main.ts',
  doctor: 'adapters/doctor-main.ts',
  checkpoint: 'adapters/checkpoint-main.ts',
  erase: 'adapters/erase-main.ts',
  verify: 'adapters/verify-main.ts',
  bench: 'tests/bench/main.ts',
  docs: 'tests/docs/main.ts',
  picture: 'tests/docs/picture.ts',
};
const page = 'adapters/playground/page';
const outdir = process.argv[2] ?? 'dist';

rmSync(outdir, { recursive: true, force: true });
await Promise.all([
  build({
    entryPoints: Object.fromEntries(Object.entries(programs).filter(([, entry]) => existsSync(entry))),
    outdir,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  }),
  ...(existsSync(`${page}/main.tsx`)
    ? [
        build({
          entryPoints: { page: `${page}/main.tsx`, index: `${page}/index.html`, icon: `${page}/icon.svg` },
          outdir: `${outdir}/page`,
          loader: { '.html': 'copy', '.svg': 'copy', '.woff2': 'file' },
          bundle: true,
          minify: true,
          platform: 'browser',
          format: 'esm',
          target: 'es2022',
          jsx: 'automatic',
          jsxImportSource: 'preact',
          sourcemap: true,
          logLevel: 'warning',
        }),
      ]
    : []),
]);
