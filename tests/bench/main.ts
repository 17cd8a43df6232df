/** `npm run bench`: everything, or the parts that are named (`npm run bench -- lab charts`). */

import type { Row } from './row.ts';
import { printRows } from './row.ts';

const PARTS: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  lab: async () => (await import('./lab.ts')).benchLab(),
  ledger: async () => (await import('./ledger.ts')).benchLedger(),
  charts: async () => (await import('./charts.ts')).benchCharts(),
  discord: async () => (await import('./discord.ts')).benchDiscord(),
  slack: async () => (await import('./slack.ts')).benchSlack(),
  process: async () => (await import('./process.ts')).benchProcess(),
};

const [first, file, ...others] = process.argv.slice(2);
if (first === 'resident' && file !== undefined) {
  await (await import('./process.ts')).resident(file);
} else {
  const wanted = [first, file, ...others].filter((name) => name !== undefined);
  for (const [name, bench] of Object.entries(PARTS)) {
    if (wanted.length === 0 || wanted.includes(name)) printRows(name, await bench());
  }
}
