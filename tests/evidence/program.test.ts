/** `npm run verify` on what a class handed in: folders as learning platforms unpack them, and what does not belong there. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readVerification, report, verifyPaths } from '../../adapters/verify.ts';
import { ConfigError } from '../../src/config.ts';
import { checkpointLine } from '../../src/evidence/checkpoint-line.ts';
import { receipt } from '../../src/ledger/chain.ts';
import { exportLedger } from '../../src/ledger/export.ts';
import { ledgerKey } from '../../src/ledger/ledger-key.ts';
import { newRecord } from '../../src/ledger/new-record.ts';
import { plain } from '../../src/messages/rich-text.ts';
import { bundle, run } from '../support/child.ts';
import { TEST_KEY } from '../support/key.ts';
import { checkpointOver, fileOf, hours, inTwo, locked, worked } from './making.ts';

const OTHER_KEY = ledgerKey('another key for tests, of forty signs at least');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'submissions-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files in a folder of their own. */
function handedIn(name: string, files: Readonly<Record<string, string>>): string {
  const at = join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(at, file)), { recursive: true });
    writeFileSync(join(at, file), text);
  }
  return at;
}

function verified(...args: readonly string[]) {
  const asked = readVerification(args);
  const lines: string[] = [];
  const isWell = report(verifyPaths(asked), asked.trusted, (line) =>
    lines.push(line.replaceAll(`${folder}/`, '')),
  );
  return { isWell, lines };
}

const ADA = inTwo().text;
const BEN = fileOf(worked(4, 'ben'), { name: 'Ben' });

describe('npm run verify', () => {
  it('goes through folders as Canvas and Moodle unpack them, and leaves everything else alone', () => {
    const at = handedIn('class', {
      'adalovelace_123_456_lab-06-evidence.json': ADA,
      'Ben Moss_99_assignsubmission_file_/lab-06-evidence.json': BEN,
      'Ben Moss_99_assignsubmission_file_/ledger-volume-1.json': exportLedger([
        { chapter: 6, design: {}, completedAt: hours(0).toISOString() },
      ]),
      'Cleo_7/notes.txt': 'Dear professor',
      '__MACOSX/._lab-06-evidence.json': 'Mac OS X',
      '.DS_Store': '',
    });
    symlinkSync(at, join(at, 'again'));
    const { isWell, lines } = verified(at);
    expect(lines).toEqual([
      'ok   class/Ben Moss_99_assignsubmission_file_/lab-06-evidence.json: genuine and unchanged up to receipt ' +
        `${receipt(worked(4, 'ben'))}. Ben, Lab 06 · The Quadratic Wall, not complete; 2 decisions, 2 runs; no checkpoint.`,
      `ok   class/adalovelace_123_456_lab-06-evidence.json: genuine and unchanged up to receipt ${receipt(worked())}. ` +
        'Ada Æ, Lab 06 · The Quadratic Wall, complete Tue 24 Nov 2026, 01:00 UTC; 3 decisions, 3 runs; checkpoint 2.',
      '',
      expect.stringMatching(/^2 files: 2 genuine, 0 do not fit. 2 other files skipped, such as /),
      `What is genuine is signed with the key ${TEST_KEY.id}. Compare it with the key in the bot’s posts in the course’s channel, or give that one: --key ${TEST_KEY.id}`,
    ]);
    expect(isWell).toBe(true);
  });

  it('says below each file what does not fit, and passes over no file that could be evidence', () => {
    const at = handedIn('wrong', {
      'ada/lab-06-evidence.json': ADA.replace('"linear"', '"quadratic"'),
      'ben/lab-06-evidence.json': BEN.slice(0, 500),
      'cleo/lab-06-evidence.json': '{}',
      'dan/renamed.json': fileOf(worked(4, 'dan'), { key: OTHER_KEY, name: 'Dan' }),
      'eve/lab-06-evidence.zip': 'PK\u0003\u0004',
    });
    const { isWell, lines } = verified('--key', TEST_KEY.publicKey, at);
    expect(isWell).toBe(false);
    expect(lines.slice(0, 3)).toEqual([
      'NOT  wrong/ada/lab-06-evidence.json: Ada Æ, Lab 06 · The Quadratic Wall, complete Tue 24 Nov 2026, 01:00 UTC; 3 decisions, 3 runs; checkpoint 2.',
      '     - The file was changed after it was made: its signature does not fit.',
      expect.stringMatching(/^ {5}- Decision 1 \(locked act1_prediction, .*is not what was written/),
    ]);
    const found = lines.join('\n');
    expect(found).toMatch(/NOT {2}wrong\/ben\/.*\n {5}- It is an evidence file that is cut short/);
    expect(found).toMatch(/NOT {2}wrong\/cleo\/.*\n {5}- This is no evidence file/);
    expect(found).toMatch(
      /NOT {2}wrong\/dan\/renamed.json.*\n {5}- It is signed with the key .*, and not with the one that is trusted/,
    );
    expect(found).toMatch(/NOT {2}wrong\/eve\/.*\n {5}- It is a zip file.*unpack it/);
    expect(found).toMatch(/\n5 files: 0 genuine, 5 do not fit\.$/);
  });

  it('holds files to a post that somebody kept, and to the key that it names', () => {
    const at = handedIn('posts', {
      'ada.json': ADA,
      'ben.json': fileOf(worked(4, 'ben'), { key: OTHER_KEY }),
    });
    const line = (number: number, more: number): string =>
      plain(
        checkpointLine(
          checkpointOver([worked(), ...Array.from({ length: more }, (_, n) => worked(1, `x${n}`))], {
            number,
            at: hours(24),
          }).checkpoint,
        ),
      );
    const { isWell, lines } = verified('--post', line(2, 3), at);
    expect(isWell).toBe(false);
    expect(lines.join('\n')).toMatch(
      /in the post of checkpoint 2: if the post is of this course, its ledgers were rewritten/,
    );
    expect(lines.join('\n')).toMatch(new RegExp(`not with the one that is trusted, ${TEST_KEY.id}`));
    expect(verified('--post', plain(checkpointLine(inTwo().late)), join(at, 'ada.json')).isWell).toBe(true);
  });

  it('tells which keys there are where courses differ', () => {
    const at = handedIn('keys', {
      'ada.json': ADA,
      'ben.json': BEN,
      'other.json': fileOf(
        locked(
          newRecord({
            lab: 'quadratic-wall',
            student: 'slack:else:eve',
            seed: 'cd'.repeat(16),
            now: hours(0),
          }),
          hours(1),
        ),
        { key: OTHER_KEY, name: 'Eve' },
      ),
    });
    const { isWell, lines } = verified(at);
    expect(isWell).toBe(true);
    expect(lines.at(-1)).toBe(
      `What is genuine is signed with 2 keys: ${TEST_KEY.id} (2), ${OTHER_KEY.id} (1). Find yours in the bot’s posts in the course’s channel, and give it: --key ${TEST_KEY.id}`,
    );
  });

  it.each<readonly [string, readonly string[], RegExp]>([
    ['nothing named', [], /Name the files or the folder/],
    ['an unknown word', ['--keys', 'x'], /--keys.*For example: npm run verify/s],
    ['a key that is none', ['--key', '3f2a', '.'], /A key is what npm run checkpoint prints/],
    ['a post that is none', ['--post', 'Checkpoint', '.'], /is no post of a checkpoint: copy it whole/],
    ['no such folder', ['nowhere-at-all'], /There is no file or folder nowhere-at-all here/],
    ['a folder without any', ['docs'], /There is no evidence file in docs, only \d+ other files/],
  ])('%s is a misuse, with a line that says what to do', (_, args, words) => {
    expect(() => verifyPaths(readVerification(args))).toThrow(ConfigError);
    expect(() => verifyPaths(readVerification(args))).toThrow(words);
  });

  it('runs without any configuration, writes a table, and ends with 0, 1 or 2', async () => {
    const program = await bundle('adapters/verify-main.ts');
    const at = handedIn('run', {
      'ada.json': ADA,
      '=cmd.json': BEN.replace('"Ben"', '"=HYPERLINK(\\"x\\")"'),
    });
    const csv = join(folder, 'all.csv');
    const environment = { STORE_URL: 'nonsense', DISCORD_TOKEN: '', LEDGER_KEY: '' };
    const status = async (...args: readonly string[]) => {
      const child = run(program, args, environment, folder);
      return { status: await child.ended, out: child.lines.join('\n'), errors: child.errors() };
    };
    const good = status(join(at, 'ada.json'));
    const bad = status('--csv', csv, relative(folder, at));
    const misuse = status('nowhere');
    expect(await good).toMatchObject({
      status: 0,
      out: expect.stringContaining('1 file: 1 genuine'),
      errors: '',
    });
    expect(await bad).toMatchObject({ status: 1, errors: '' });
    expect(await misuse).toMatchObject({
      status: 2,
      out: '',
      errors: expect.stringContaining('no file or folder'),
    });
    const rows = parse(readFileSync(csv, 'utf8'), { columns: true }) as Record<string, string>[];
    expect(rows).toMatchObject([
      {
        File: 'run/=cmd.json',
        Verdict: 'does not fit',
        Name: `'=HYPERLINK("x")`,
        Remarks: expect.stringContaining('its signature does not fit'),
      },
      {
        File: 'run/ada.json',
        Verdict: 'genuine',
        Name: 'Ada Æ',
        Decisions: '3',
        Runs: '3',
        Receipt: receipt(worked()),
        Checkpoint: '2',
        Key: TEST_KEY.id,
        Completed: hours(6).toISOString(),
      },
    ]);
  });
});
