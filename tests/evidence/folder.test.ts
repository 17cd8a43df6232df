/** Files beside each other: one student twice, one rewritten, other keys, two roots of one checkpoint; and pasted posts. */

import { describe, expect, it } from 'vitest';
import { checkpointLine } from '../../src/evidence/checkpoint-line.ts';
import { compared } from '../../src/evidence/folder.ts';
import { readPosts } from '../../src/evidence/post.ts';
import { verifyEvidence } from '../../src/evidence/verify.ts';
import { decide } from '../../src/ledger/chain.ts';
import { ledgerKey } from '../../src/ledger/ledger-key.ts';
import type { StudentRecord } from '../../src/ledger/record.ts';
import { plain } from '../../src/messages/rich-text.ts';
import { TEST_KEY } from '../support/key.ts';
import {
  begun,
  checkpointOver,
  classmates,
  fileOf,
  hours,
  inclusionOf,
  locked,
  ran,
  worked,
} from './making.ts';

const OTHER_KEY = ledgerKey('another key for tests, of forty signs at least');

/** Findings by file, and what is told beside. */
function told(files: Readonly<Record<string, string>>, publicKey?: string) {
  const checked = Object.entries(files).map(([file, text]) => ({
    file,
    verdict: verifyEvidence(text, publicKey === undefined ? {} : { publicKey }),
  }));
  const { files: after, notes } = compared(checked, publicKey !== undefined);
  expect(after.map(({ file }) => file)).toEqual(Object.keys(files));
  const findings = Object.fromEntries(
    after.flatMap(({ file, verdict }) => (verdict.genuine ? [] : [[file, verdict.findings]])),
  );
  return { findings, notes };
}

const ALONE = {
  'ada.json': fileOf(worked(6, 'ada')),
  'ben.json': fileOf(worked(4, 'ben'), { name: 'Ben' }),
  'eve.json': fileOf(worked(3, 'eve'), { name: 'Eve' }),
};

describe('files of a class', () => {
  it('say nothing of each other where each is somebody else’s, or another lab’s', () => {
    const other = fileOf(locked(begun('ada', 'tail-latency-trap'), hours(1)));
    expect(told({ ...ALONE, 'ada-13.json': other })).toEqual({ findings: {}, notes: [] });
  });

  it('that are one student’s, handed in again later, are told and fit, in whatever order they come', () => {
    const earlier = fileOf(worked(3, 'ada'), { at: hours(3.5) });
    for (const files of [
      { 'again/ada.json': earlier, ...ALONE },
      { ...ALONE, 'again/ada.json': earlier },
    ]) {
      const { findings, notes } = told(files);
      expect(findings).toEqual({});
      expect(notes).toEqual([expect.stringMatching(/^Ada Æ is there 2 times with Lab 06 .*again\/ada.json/)]);
    }
  });

  it('that are one student’s under two names are told with both', () => {
    const { findings, notes } = told({
      ...ALONE,
      'ben-2.json': fileOf(worked(4, 'ben'), { name: 'Benedict' }),
    });
    expect(findings).toEqual({});
    expect(notes).toEqual([
      'Ben, also called Benedict is there 2 times with Lab 06 · The Quadratic Wall: ben.json, ben-2.json. Who handed a file in is not in it.',
    ]);
  });

  it('of which one was rewritten: each says so of the other', () => {
    const rewritten = (): StudentRecord =>
      decide(
        ran(locked(begun('ada'), hours(1), 'quadratic'), hours(2), 4_096),
        { kind: 'completed' },
        hours(6),
        'notebook',
      );
    const { findings } = told({ ...ALONE, 'ada-new.json': fileOf(rewritten(), { at: hours(80) }) });
    expect(findings).toEqual({
      'ada.json': [
        expect.stringMatching(
          /^What it has \(3 decisions and 3 runs\) is not in ada-new.json, which is newer/,
        ),
      ],
      'ada-new.json': [
        expect.stringMatching(/^It has not what ada.json, which is older .* had \(3 decisions and 3 runs\)/),
      ],
    });
  });

  it('that have one name are told apart all the same', () => {
    const texts = [
      fileOf(worked(6, 'ada')),
      fileOf(worked(6, 'dan'), { key: OTHER_KEY }),
      fileOf(worked(4, 'ben')),
    ];
    const checked = texts.map((text) => ({ file: 'lab-06-evidence.json', verdict: verifyEvidence(text) }));
    expect(compared(checked, false).files.map(({ verdict }) => verdict.genuine)).toEqual([true, false, true]);
  });

  it('signed with different keys: the odd one out is found, or all where nobody can tell', () => {
    const forged = fileOf(worked(6, 'dan'), { key: OTHER_KEY, name: 'Dan' });
    const odd = [
      expect.stringContaining(
        `signed with the key ${OTHER_KEY.id}, and 3 other files of its course with another`,
      ),
    ];
    expect(told({ ...ALONE, 'dan.json': forged }).findings).toEqual({ 'dan.json': odd });
    expect(Object.keys(told({ 'ada.json': ALONE['ada.json'], 'dan.json': forged }).findings)).toEqual([
      'ada.json',
      'dan.json',
    ]);
    expect(told({ ...ALONE, 'dan.json': forged }, TEST_KEY.publicKey).findings).toEqual({
      'dan.json': [expect.stringContaining('not with the one that is trusted')],
    });
  });

  it('that were shown two roots of one checkpoint: different ledgers for different people', () => {
    const shownTo = (user: string, more: number): string => {
      const record = worked(2, user);
      const { inclusions } = checkpointOver([record, ...classmates(more, hours(0))], { at: hours(3) });
      return fileOf(record, { inclusions: [inclusionOf(inclusions, record)] });
    };
    const { findings } = told({ 'ada.json': shownTo('ada', 3), 'ben.json': shownTo('ben', 4) });
    expect(Object.keys(findings)).toEqual(['ada.json', 'ben.json']);
    expect(findings['ada.json']).toEqual([
      expect.stringMatching(
        /^Its checkpoint 1 has the root [0-9a-f]{16}…, and in 1 other file the same checkpoint has another/,
      ),
    ]);
    const record = worked(2, 'ada');
    const both = checkpointOver([record, worked(2, 'ben')], { at: hours(3) });
    const fits = Object.fromEntries(
      both.inclusions.map((inclusion) => [
        inclusion.leaf.student,
        fileOf(worked(2, inclusion.leaf.student.slice(12)), { inclusions: [inclusion] }),
      ]),
    );
    expect(told(fits).findings).toEqual({});
  });
});

describe('pasted posts', () => {
  const first = checkpointOver(classmates(3, hours(0)), { at: hours(1) }).checkpoint;
  const second = checkpointOver(classmates(4, hours(0)), {
    number: 2,
    at: hours(2),
    before: first.root,
  }).checkpoint;
  const line = (of: typeof first): string => plain(checkpointLine(of));
  const [one, two] = [first, second].map(({ number, root, before }) => ({
    number,
    root,
    ...(before !== null && { before: expect.stringMatching(new RegExp(`^${before.slice(0, 16)}`)) }),
    keyId: TEST_KEY.id,
  }));

  it('are read as they are posted, one or several, among other words', () => {
    expect(readPosts(line(second))).toEqual([two]);
    expect(readPosts(line(second).toUpperCase())).toEqual([two]);
    expect(readPosts(`Prof 12:01\n${line(first)}: keep it.\n\nTA 12:02\n**${line(second)}**`)).toEqual([
      one,
      two,
    ]);
  });

  it.each(['', 'Checkpoint 12', `root ${'3f'.repeat(32)}`, `Checkpoint 12 · root ${'3f'.repeat(32)}f`])(
    'are none in “%s”',
    (text) => {
      expect(readPosts(text)).toEqual([]);
    },
  );

  it('name the key that is trusted where no other is given', () => {
    const posts = { checkpoints: readPosts(line(first)) };
    expect(verifyEvidence(ALONE['ben.json'], posts).genuine).toBe(true);
    const verdict = verifyEvidence(fileOf(worked(), { key: OTHER_KEY }), posts);
    expect(verdict.genuine ? [] : verdict.findings).toEqual([
      expect.stringContaining(`not with the one that is trusted, ${TEST_KEY.id}`),
    ]);
  });

  it('name another key than the checkpoint of their number has', () => {
    const record = worked(2, 'ada');
    const { inclusions, checkpoint } = checkpointOver([record], { at: hours(3) });
    const trusted = { publicKey: TEST_KEY.id, checkpoints: [{ ...checkpoint, key: OTHER_KEY.publicKey }] };
    const verdict = verifyEvidence(fileOf(record, { inclusions }), trusted);
    expect(verdict.genuine ? [] : verdict.findings).toEqual([
      expect.stringMatching(/^Checkpoint 1 .* in this file, and its post names/),
    ]);
  });
});
