/** A checkpoint says only what was signed, and a leaf is in it only where it was. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Checkpoint,
  checkpointSchema,
  type Inclusion,
  inclusionSchema,
  inOrder,
  isGenuine,
  isIncluded,
  type Leaf,
  leafText,
  signed,
} from '../../src/evidence/checkpoint.ts';
import { checkpointLine, keptIn } from '../../src/evidence/checkpoint-line.ts';
import { leafHash, pathOf, rootOf, treeOf } from '../../src/evidence/merkle.ts';
import { ledgerKey } from '../../src/ledger/ledger-key.ts';
import { plain } from '../../src/messages/rich-text.ts';
import { TEST_KEY } from '../support/key.ts';

const hash = fc.integer({ min: 0, max: 0xffff_ffff }).map((n) => n.toString(16).padStart(8, '0').repeat(8));
const leaf: fc.Arbitrary<Leaf> = fc.record({
  lab: fc.string(),
  student: fc.string(),
  decisions: fc.nat(),
  runs: fc.nat(),
  last: hash,
  head: hash,
});
const FIELDS = ['lab', 'student', 'decisions', 'runs', 'last', 'head'] as const;
const leaves = fc.uniqueArray(leaf, { minLength: 1, maxLength: 40, selector: leafText });

function inclusionsOf(all: readonly Leaf[]): readonly Inclusion[] {
  const tree = treeOf(all.map((each) => leafHash(leafText(each))));
  const checkpoint = signed(
    {
      version: 1,
      course: 'test:w',
      number: 1,
      at: '2026-11-24T23:59:00.000Z',
      students: new Set(all.map(({ student }) => student)).size,
      records: all.length,
      root: rootOf(tree),
      before: null,
    },
    TEST_KEY,
  );
  return all.map((each, index) => ({ checkpoint, leaf: each, index, proof: pathOf(tree, index) }));
}

describe('a checkpoint', () => {
  it('takes every leaf of its own in, also once it was written and read', () => {
    fc.assert(
      fc.property(leaves, (all) => {
        for (const inclusion of inclusionsOf(all)) {
          const read = inclusionSchema.parse(JSON.parse(JSON.stringify(inclusion)));
          expect(isGenuine(read.checkpoint) && isIncluded(read)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('takes no leaf in that says anything else', () => {
    const other: { readonly [K in keyof Leaf]: (leaf: Leaf) => Leaf[K] } = {
      lab: ({ lab }) => `${lab}!`,
      student: ({ student }) => `${student}!`,
      decisions: ({ decisions }) => decisions + 1,
      runs: ({ runs }) => runs + 1,
      last: ({ last }) => `${last.slice(1)}${last.startsWith('0') ? '1' : '0'}`,
      head: ({ head }) => `${head.slice(1)}${head.startsWith('0') ? '1' : '0'}`,
    };
    fc.assert(
      fc.property(leaves, fc.constantFrom(...FIELDS), (all, key) => {
        for (const inclusion of inclusionsOf(all)) {
          const changed = { ...inclusion.leaf, [key]: other[key](inclusion.leaf) };
          if (leafText(changed) === leafText(inclusion.leaf)) continue;
          expect(isIncluded({ ...inclusion, leaf: changed })).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is genuine only as it was signed', () => {
    const [{ checkpoint } = { checkpoint: undefined }] = inclusionsOf([
      { lab: 'l', student: 'test:w:s', decisions: 1, runs: 0, last: 'a'.repeat(64), head: 'a'.repeat(64) },
    ]);
    const genuine = checkpointSchema.parse(checkpoint);
    const changed: { readonly [K in keyof Checkpoint]: Checkpoint[K] | undefined } = {
      version: undefined,
      course: 'test:v',
      number: 2,
      at: '2026-11-23T23:59:00.000Z',
      students: 2,
      records: 2,
      root: 'b'.repeat(64),
      before: 'b'.repeat(64),
      key: ledgerKey('another key for tests, of forty signs or so').publicKey,
      signature: genuine.signature.replace(/^./, (sign) => (sign === 'A' ? 'B' : 'A')),
    };
    expect(Object.keys(changed)).toEqual(Object.keys(genuine));
    for (const [field, value] of Object.entries(changed))
      if (value !== undefined) expect(isGenuine({ ...genuine, [field]: value }), field).toBe(false);
  });
});

describe('the order of leaves', () => {
  it('is by student, then lab, by code unit, wherever it is sorted', () => {
    const of = (student: string, lab: string): Leaf => ({
      lab,
      student,
      decisions: 0,
      runs: 0,
      last: 'a'.repeat(64),
      head: 'a'.repeat(64),
    });
    const sorted = [
      of('t:w:B', 'a'),
      of('t:w:a', 'B'),
      of('t:w:a', 'a'),
      of('t:w:ä', 'a'),
      of('t:w:🙂', 'a'),
    ];
    expect(sorted.toReversed().toSorted(inOrder)).toEqual(sorted);
  });
});

describe('the line of a checkpoint', () => {
  const root = '3f2a'.repeat(16);
  const of = (more: Partial<Checkpoint> = {}): Checkpoint =>
    signed(
      {
        version: 1,
        course: 'test:w',
        number: 12,
        at: '2026-11-24T23:59:00.000Z',
        students: 213,
        records: 300,
        root,
        before: '91c0'.repeat(16),
        ...more,
      },
      TEST_KEY,
    );

  it('says which it is, and the root with all its digits', () => {
    expect(plain(checkpointLine(of(), 'America/New_York'))).toBe(
      `Checkpoint 12 · Tue 24 Nov 2026, 18:59 New York · 213 students · root ${root} · before ${'91c0'.repeat(4)} · key ${TEST_KEY.id}`,
    );
    expect(plain(checkpointLine(of({ number: 1, before: null, students: 1 })))).toBe(
      `Checkpoint 1 · Tue 24 Nov 2026, 23:59 UTC · 1 student · root ${root} · the first · key ${TEST_KEY.id}`,
    );
  });

  it('is read again, however a copy has set it; a root alone, too', () => {
    const line = plain(checkpointLine(of()));
    const kept = { number: 12, root, before: '91c0'.repeat(4), keyId: TEST_KEY.id };
    for (const copy of [
      line,
      line.toUpperCase(),
      line.replaceAll(' · ', '\n'),
      line.replace(root, `\`${root}\``).replace('Checkpoint 12', '**Checkpoint 12**'),
      `bot 23:59\n${line}: what is in the ledgers now …`,
    ])
      expect(keptIn(copy), copy).toEqual(kept);
    expect(keptIn(root)).toEqual({ root });
    for (const none of ['', 'Checkpoint 12', root.slice(1), `${root}f`]) expect(keptIn(none)).toBeUndefined();
  });
});
