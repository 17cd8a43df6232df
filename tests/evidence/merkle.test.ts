/** RFC 6962's tree, against its definition written out and against Certificate Transparency's own test leaves. */

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLOCK,
  blocksOf,
  leafHash,
  pathOf,
  pathOver,
  rootFrom,
  rootOf,
  treeOf,
} from '../../src/evidence/merkle.ts';

/** Certificate Transparency's reference data (`merkletree/merkle_tree_test.cc`): eight leaves, and the root after each. */
const CT_LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const CT_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const CT_PATH_OF_FIRST = [
  '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
];

const ctLeaves = CT_LEAVES.map((hex) => leafHash(Buffer.from(hex, 'hex').toString()));

/** Section 2.1 word for word. */
const sha = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const split = (n: number): number => {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
};
function mth(d: readonly string[]): Buffer {
  if (d.length === 0) return sha();
  if (d.length === 1) return sha(Buffer.of(0), Buffer.from(d[0] ?? ''));
  const k = split(d.length);
  return sha(Buffer.of(1), mth(d.slice(0, k)), mth(d.slice(k)));
}
function path(m: number, d: readonly string[]): Buffer[] {
  if (d.length <= 1) return [];
  const k = split(d.length);
  return m < k
    ? [...path(m, d.slice(0, k)), mth(d.slice(k))]
    : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
}

const texts = fc.array(fc.string({ unit: 'binary' }), { maxLength: 70 });
const some = fc
  .array(fc.string(), { minLength: 1, maxLength: 70 })
  .chain((all) => fc.record({ all: fc.constant(all), index: fc.nat(all.length - 1) }));
const treeOfTexts = (all: readonly string[]) => treeOf(all.map(leafHash));

describe('the tree', () => {
  it('has the roots of Certificate Transparency’s test leaves', () => {
    expect(rootOf(treeOf([]))).toBe(createHash('sha256').digest('hex'));
    expect(ctLeaves.map((_, last) => rootOf(treeOf(ctLeaves.slice(0, last + 1))))).toEqual(CT_ROOTS);
    expect(pathOf(treeOf(ctLeaves), 0)).toEqual(CT_PATH_OF_FIRST);
  });

  it('is the one that the definition makes', () => {
    fc.assert(
      fc.property(texts, (all) => {
        expect(rootOf(treeOfTexts(all))).toBe(mth(all).toString('hex'));
      }),
    );
  });

  it('gives the audit paths that the definition gives', () => {
    fc.assert(
      fc.property(some, ({ all, index }) => {
        expect(pathOf(treeOfTexts(all), index)).toEqual(path(index, all).map((each) => each.toString('hex')));
      }),
    );
  });
});

describe('an audit path', () => {
  it('is the same from its block and the nodes over blocks', () => {
    for (const size of [1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 5 * BLOCK + 7]) {
      const leaves = Array.from({ length: size }, (_, each) => leafHash(String(each)));
      const tree = treeOf(leaves);
      for (const index of leaves.keys()) {
        const first = index - (index % BLOCK);
        const block = leaves.slice(first, first + BLOCK);
        expect(pathOver(block, blocksOf(tree), index)).toEqual(pathOf(tree, index));
      }
    }
  });

  it('leads from every leaf to the root, in trees of every size', () => {
    for (let size = 1; size <= 33; size++) {
      const leaves = Array.from({ length: size }, (_, each) => leafHash(String(each)));
      const tree = treeOf(leaves);
      for (const [index, leaf] of leaves.entries())
        expect(rootFrom(leaf, index, size, pathOf(tree, index))).toBe(rootOf(tree));
    }
  });

  it('leads nowhere from another leaf or place, or where a step is missing, added or changed', () => {
    fc.assert(
      fc.property(some, fc.nat(), fc.nat(80), ({ all, index }, at, elsewhere) => {
        const distinct = all.map((text, place) => `${place} ${text}`);
        const tree = treeOfTexts(distinct);
        const [root, steps, size] = [rootOf(tree), pathOf(tree, index), distinct.length];
        const leaf = leafHash(distinct[index] ?? '');
        const wrong = leafHash('none of them');
        expect(rootFrom(wrong, index, size, steps)).not.toBe(root);
        expect(rootFrom(leaf, index, size, [...steps, wrong])).toBeUndefined();
        if (elsewhere !== index) expect(rootFrom(leaf, elsewhere, size, steps)).not.toBe(root);
        if (steps.length === 0) return;
        expect(rootFrom(leaf, index, size, steps.slice(1))).toBeUndefined();
        expect(rootFrom(leaf, index, size, steps.with(at % steps.length, wrong))).not.toBe(root);
      }),
    );
  });

  it('makes no node pass for a leaf', () => {
    const tree = treeOf(ctLeaves);
    const [left = '', right = ''] = tree.at(-2) ?? [];
    const asText = Buffer.concat([Buffer.from(left, 'hex'), Buffer.from(right, 'hex')]).toString('latin1');
    expect(leafHash(asText)).not.toBe(rootOf(tree));
    expect(rootFrom(left, 0, 2, [right])).toBe(rootOf(tree));
  });
});
