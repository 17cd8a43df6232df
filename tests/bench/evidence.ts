/** What an instructor waits for: a class's evidence files, each with two checkpoints of a large course, read and compared. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyPaths } from '../../adapters/verify.ts';
import { FIRST_LAB } from '../../src/labs/catalogue.ts';
import { checkpointOver, fileOf, hours, inclusionOf, recordsAfter, WHOLE } from '../evidence/making.ts';
import { TEST_KEY } from '../support/key.ts';
import type { Row } from './row.ts';

const FILES = 500;
const OTHERS = 1_500;
/** As many as are kept, so that a file is as large as it gets. */
const RUNS = 20;

export async function benchEvidence(): Promise<Row[]> {
  const lines = [
    ...(WHOLE[FIRST_LAB] ?? []),
    ...Array.from({ length: RUNS }, (_, n) => `/depth ${n + 1} lab quadratic`),
  ];
  const half = lines.slice(0, lines.length - RUNS);
  const then = (
    await Promise.all(Array.from({ length: FILES }, (_, n) => recordsAfter(half, `s${n}`)))
  ).flat();
  const now = (
    await Promise.all(Array.from({ length: FILES }, (_, n) => recordsAfter(lines, `s${n}`)))
  ).flat();
  const others = Array.from({ length: OTHERS }, (_, n) => n).flatMap((n) => {
    const [first] = then;
    return first ? [{ ...first, student: `test:course:o${n}` }] : [];
  });
  const at = new Date(now[0]?.startedAt ?? 0);
  const early = checkpointOver([...then, ...others], { at });
  const late = checkpointOver([...now, ...others], {
    number: 2,
    at: hours(24),
    before: early.checkpoint.root,
  });
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  for (const [n, record] of now.entries()) {
    const inclusions = [inclusionOf(late.inclusions, record), inclusionOf(early.inclusions, record)];
    await writeFile(join(folder, `s${n}-lab-06-evidence.json`), fileOf(record, { inclusions }));
  }
  const started = performance.now();
  const { files } = verifyPaths({ paths: [folder], trusted: { publicKey: TEST_KEY.publicKey } });
  const ms = performance.now() - started;
  await rm(folder, { recursive: true });
  const wrong = files.find(({ verdict }) => !verdict.genuine)?.verdict;
  if (wrong && !wrong.genuine) throw new Error(wrong.findings.join('\n'));
  if (files.length !== FILES) throw new Error(`${files.length} files`);
  return [
    { name: `${FILES} evidence files read, checked and compared`, ours: ms, unit: 'ms', target: '< 5,000' },
  ];
}
