/**
 * Merkle trees as RFC 6962, section 2.1, hashes them: SHA-256, a leaf behind a byte 0, a node behind a byte 1, so that no node
 * passes for a leaf. A tree of n leaves is split at the largest power of two below n.
 */

import { hash } from 'node:crypto';

/** 32 bytes, hexadecimal. */
type Hash = string;

/** @param text its UTF-8 is hashed */
export const leafHash = (text: string): Hash => hash('sha256', `\0${text}`, 'hex');

function nodeHash(left: Hash, right: Hash): Hash {
  const bytes = Buffer.allocUnsafe(65);
  bytes[0] = 1;
  bytes.write(left, 1, 'hex');
  bytes.write(right, 33, 'hex');
  return hash('sha256', bytes, 'hex');
}

/**
 * The hashes of a tree, level by level from the leaves up. The last of an odd level goes up as it is: that is the same tree
 * as the one that is split at powers of two.
 */
export type Tree = readonly (readonly Hash[])[];

export function treeOf(leaves: readonly Hash[]): Tree {
  const levels = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) {
    const below = level;
    level = Array.from({ length: Math.ceil(below.length / 2) }, (_, index) => {
      const [left = '', right] = [below[2 * index], below[2 * index + 1]];
      return right === undefined ? left : nodeHash(left, right);
    });
  }
  return levels;
}

/** Of no leaves: the hash of nothing. */
export const rootOf = (tree: Tree): Hash => tree.at(-1)?.[0] ?? hash('sha256', '', 'hex');

/** A leaf's audit path: from its sibling up to the root's child. */
export function pathOf(tree: Tree, index: number): readonly Hash[] {
  return tree.flatMap((level, height) => level[(index >> height) ^ 1] ?? []);
}

/** As many leaves as a block has: a power of two, so that the tree's nodes over blocks are a tree of their own. */
export const BLOCK = 32;
const BLOCK_HEIGHT = Math.log2(BLOCK);

/** The nodes over each block; the last block may be smaller. */
export const blocksOf = (tree: Tree): readonly Hash[] => tree[BLOCK_HEIGHT] ?? tree.at(-1) ?? [];

/** The same path as {@link pathOf}, from the leaves of the leaf's own block and the nodes over all blocks. */
export const pathOver = (block: readonly Hash[], blocks: readonly Hash[], index: number): readonly Hash[] => [
  ...pathOf(treeOf(block), index % BLOCK),
  ...pathOf(treeOf(blocks), Math.floor(index / BLOCK)),
];

/**
 * The root that a leaf's audit path leads to: what RFC 9162, section 2.1.3.2, does to verify one.
 * @returns undefined where no tree of that size has such a path
 */
export function rootFrom(leaf: Hash, index: number, size: number, path: readonly Hash[]): Hash | undefined {
  if (index < 0 || index >= size) return undefined;
  let [place, last, root] = [index, size - 1, leaf];
  const rest = [...path];
  for (; last > 0; place >>>= 1, last >>>= 1) {
    // The last of an odd level has no sibling.
    if (place === last && place % 2 === 0) continue;
    const sibling = rest.shift();
    if (sibling === undefined) return undefined;
    root = place % 2 === 1 ? nodeHash(sibling, root) : nodeHash(root, sibling);
  }
  return rest.length === 0 ? root : undefined;
}
