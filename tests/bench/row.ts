/** One line of the benchmark's table, and how it is printed. */

import { Bench } from 'tinybench';

export interface Row {
  readonly name: string;
  readonly ours: number;
  /** The bare library doing the least that could be done; absent where nothing is comparable. */
  readonly bare?: number;
  /** `/s` and `turns/s` are better when higher, `ms`, `MB` and `µs` when lower. */
  readonly unit: string;
  /** As it is promised: `≥ 10,000` or `≤ 1.5× bare`. */
  readonly target?: string;
}

const shown = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value >= 100 ? 0 : value >= 1 ? 1 : 4 });

export function printRows(title: string, rows: readonly Row[]): void {
  const cells = rows.map(({ name, ours, bare, unit, target }) => [
    name,
    `${shown(ours)} ${unit}`,
    bare === undefined ? '' : `${shown(bare)} ${unit}`,
    bare === undefined ? '' : `${(ours / bare).toFixed(2)}`,
    target ?? '',
  ]);
  const table = [[title, 'ours', 'bare', 'ours/bare', 'target'], ...cells];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length))) ?? [];
  for (const row of table) {
    process.stdout.write(
      `${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')}\n`,
    );
  }
  process.stdout.write('\n');
}

/** Runs the tasks in turn in one process and gives the median throughput of each, per second. */
export async function perSecond<Name extends string>(
  tasks: Readonly<Record<Name, () => unknown>>,
  milliseconds = 700,
): Promise<Record<Name, number>> {
  const bench = new Bench({ time: milliseconds, warmupTime: 150 });
  for (const [name, task] of Object.entries<() => unknown>(tasks)) bench.add(name, task);
  await bench.run();
  return Object.fromEntries(
    bench.tasks.map(({ name, result }) => {
      if (!('throughput' in result)) throw new Error(`${name} failed`);
      return [name, 1000 / result.latency.p50];
    }),
  ) as Record<Name, number>;
}
