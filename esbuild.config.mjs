/** Bundles the programs and the playground's page into dist/. Packages stay outside the programs. */

import { existsSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const programs = {
  main: 'src/main.ts',
  chat: 'adapters/terminal/main.ts',
  register: 'adapters/discord/register-main.ts',
  'slack-manifest': 'adapters/slack/manifest-main.ts',
  doctor: 'adapters/doctor-main.ts',
  bench: 'tests/bench/main.ts',
};
const page = 'adapters/playground/page/main.tsx';

rmSync('dist', { recursive: true, force: true });
await Promise.all([
  build({
    entryPoints: Object.fromEntries(Object.entries(programs).filter(([, entry]) => existsSync(entry))),
    outdir: 'dist',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  }),
  ...(existsSync(page)
    ? [
        build({
          entryPoints: { page },
          outdir: 'dist/page',
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
