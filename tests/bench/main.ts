/** `npm run bench`: everything, or the parts that are named (`npm run bench -- lab charts`). */

import { spawnSync } from 'node:child_process';
import type { Row } from './row.ts';
import { printRows } from './row.ts';

const PARTS: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  lab: async () => (await import('./lab.ts')).benchLab(),
  ledger: async () => (await import('./ledger.ts')).benchLedger(),
  charts: async () => (await import('./charts.ts')).benchCharts(),
  discord: async () => (await import('./discord.ts')).benchDiscord(),
  slack: async () => (await import('./slack.ts')).benchSlack(),
  fairness: async () => (await import('./fairness.ts')).benchFairness(),
  store: async () => (await import('./store.ts')).benchStore(),
  class: async () => (await import('./class.ts')).benchClass(),
  checkpoints: async () => (await import('./checkpoints.ts')).benchCheckpoints(),
  evidence: async () => (await import('./evidence.ts')).benchEvidence(),
  process: async () => (await import('./process.ts')).benchProcess(),
};

const [first, file, ...others] = process.argv.slice(2);
const wanted = [first, file, ...others].filter((name) => name !== undefined);
const [only] = wanted;
if (first === 'resident' && file !== undefined) {
  await (await import('./process.ts')).resident(file);
} else if (only !== undefined && wanted.length === 1) {
  const bench = PARTS[only];
  if (!bench) throw new RangeError(`no part ${only} among ${Object.keys(PARTS).join(', ')}`);
  printRows(only, await bench());
} else {
  // Each in a process of its own: what one leaves in memory slows the next.
  for (const name of wanted.length > 0 ? wanted : Object.keys(PARTS)) {
    spawnSync(process.execPath, [...process.execArgv, process.argv[1] ?? '', name], { stdio: 'inherit' });
  }
}
