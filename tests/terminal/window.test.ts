/** A window with a person before it: completion, line lengths, files. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completerOf } from '../../adapters/terminal/completer.ts';
import { keepFile } from '../../adapters/terminal/keep-file.ts';
import { columns, wrapped } from '../../adapters/terminal/layout.ts';
import { PRODUCT_NAME } from '../../src/product.ts';
import { openTestLab } from '../support/lab.ts';
import { COMPLETE, openTerminal } from './open-terminal.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'lab-terminal-'));
const ledger = { kind: 'file', name: 'ledger.json', mediaType: 'application/json', content: '{}\n' } as const;

const { commands } = (await openTestLab()).assistant;
const completer = completerOf(commands);

describe('a window', () => {
  it('greets, completes with Tab, answers within its width, and leaves with Ctrl+D', async () => {
    const terminal = await openTerminal(folder(), 72);
    await terminal.shows(/Tab completes/);
    terminal.type('/lab quadratic\r');
    await terminal.shows(/Act I: the question/);
    terminal.type('/pre\t\r');
    await terminal.shows(/Lock D/);
    terminal.type('\u0004');
    await terminal.ended;
    const lines = stripVTControlCharacters(terminal.text()).split('\n');
    expect(lines.some((line) => line.includes('> /predict'))).toBe(true);
    const tooLong = lines.filter((line) => line.length > 72 && !line.includes('> /predict'));
    expect(tooLong.filter((line) => !line.startsWith(`${PRODUCT_NAME}, in`))).toEqual([]);
    expect(terminal.text()).toContain('\u001b[1m');
  });

  it('saves an export without touching a file of that name', async () => {
    const mine = folder();
    writeFileSync(join(mine, 'ledger-volume-1.json'), 'mine');
    const terminal = await openTerminal(mine, 200);
    for (const line of [...COMPLETE, '/ledger export']) terminal.type(`${line}\r`);
    await terminal.shows(/Saved as .*ledger-volume-1-2\.json/);
    terminal.type('/exit\r');
    await terminal.ended;
    expect(readFileSync(join(mine, 'ledger-volume-1.json'), 'utf8')).toBe('mine');
    const saved = readFileSync(join(mine, 'ledger-volume-1-2.json'), 'utf8');
    expect(JSON.parse(saved)).toMatchObject({ history: [{ chapter: 6 }] });
  });

  it('prints an export that can’t be saved', () => {
    expect(keepFile(ledger, join(folder(), 'missing'))).toMatch(/could not be written[\s\S]*\{\}$/);
  });
});

describe('completion', () => {
  it.each([
    ['/pre', ['/predict ']],
    ['', commands.offered.map(({ name }) => `/${name} `)],
    ['/device ', ['cloud ', 'edge ']],
    ['/device e', ['edge ']],
    ['/seq 64', ['64k ']],
    ['/seq 64k h', ['heads ']],
    ['/ledger ', ['show ', 'export ', 'verify ']],
    ['/nothing ', []],
  ])('offers for %j', (line, expected) => {
    const [fits] = completer(line);
    expect(fits).toEqual(expect.arrayContaining(expected));
    if (expected.length === 0) expect(fits).toEqual([]);
  });

  it.each(['/predict ', '/reflect ', '/depth 64 ', '/depth 64 512 '])(
    'offers nothing internal for %j',
    (line) => {
      expect(completer(line)[0].join(' ')).not.toMatch(/\bact\b/);
    },
  );
});

describe('line breaks', () => {
  it('keep every word, in order, and no line over the width unless a single word is', () => {
    const word = fc.stringMatching(/^[a-z²×·]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 24, max: 100 }), (words, width) => {
        const text = wrapped({ width }, words.join(' '), '  ');
        expect(text.split(/\s+/)).toEqual(words);
        for (const line of text.split('\n')) expect(columns(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
