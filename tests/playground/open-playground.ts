/** A playground in this process: the real program over a store in memory, on a free loopback port. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlaygroundOptions, startPlayground } from '../../adapters/playground/server.ts';
import { Assistant } from '../../commands/assistant.ts';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { healthOf } from '../../src/health.ts';
import { createLog } from '../../src/log.ts';

/** A folder that stands for the built page, where a test is not about it. */
export function emptyPage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quadratic-wall-page-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  return folder;
}

export async function openPlayground(options: Partial<PlaygroundOptions> = {}) {
  const log = createLog('silent');
  const { conversation, charts, store } = await compose(readConfig({ STORE_URL: 'memory:' }), log);
  const playground = await startPlayground({
    assistant: new Assistant(conversation),
    charts,
    health: () => healthOf([store]),
    log,
    host: '127.0.0.1',
    port: 0,
    expose: false,
    page: emptyPage(),
    ...options,
  });
  return { ...playground, store };
}
