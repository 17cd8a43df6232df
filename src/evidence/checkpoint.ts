/**
 * A checkpoint: a signed Merkle tree over where every record of a course was. Whoever has an old one can show that a record
 * was cut, changed or written later with an earlier date; without the key nobody can make another.
 */

import { z } from 'zod';
import { isSignature, type LedgerKey } from '../ledger/ledger-key.ts';
import { leafHash, rootFrom } from './merkle.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

/** One record in a checkpoint: how far its chains were, the last decision's hash, and the receipt's. */
export const leafSchema = z.strictObject({
  lab: z.string(),
  student: z.string(),
  decisions: count,
  runs: count,
  last: hash,
  head: hash,
});

export const checkpointSchema = z.strictObject({
  version: z.literal(1),
  course: z.string(),
  /** From 1. */
  number: z.number().int().positive(),
  /** ISO 8601. */
  at: z.iso.datetime(),
  students: count,
  records: count,
  root: hash,
  /** The root of the one before; null in the first. */
  before: hash.nullable(),
  /** The public key, 32 bytes in base64url. */
  key: z.string(),
  /** Ed25519, base64url. */
  signature: z.string(),
});

/** A record's place in a checkpoint. */
export const inclusionSchema = z.strictObject({
  checkpoint: checkpointSchema,
  leaf: leafSchema,
  index: count,
  /** From the leaf's sibling up. */
  proof: z.array(hash).readonly(),
});

export type Leaf = Readonly<z.infer<typeof leafSchema>>;
export type Checkpoint = Readonly<z.infer<typeof checkpointSchema>>;
export type Inclusion = Readonly<z.infer<typeof inclusionSchema>>;

/** What is hashed of a leaf. */
export const leafText = ({ lab, student, decisions, runs, last, head }: Leaf): string =>
  JSON.stringify([lab, student, decisions, runs, last, head]);

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order of leaves in a tree: by student, then by lab, by code unit. */
export const inOrder = (a: Leaf, b: Leaf): number =>
  byCodeUnit(a.student, b.student) || byCodeUnit(a.lab, b.lab);

type Unsigned = Omit<Checkpoint, 'key' | 'signature'>;

const signedText = ({ version, course, number, at, students, records, root, before }: Unsigned): string =>
  JSON.stringify(['lab-assistant checkpoint', version, course, number, at, students, records, root, before]);

export const signed = (checkpoint: Unsigned, key: LedgerKey): Checkpoint => ({
  ...checkpoint,
  key: key.publicKey,
  signature: key.sign(signedText(checkpoint)),
});

/** Whether it was signed with the key that it names. Whose key that is, it does not say. */
export const isGenuine = (checkpoint: Checkpoint): boolean =>
  isSignature(signedText(checkpoint), checkpoint.signature, checkpoint.key);

/** Whether the leaf is in the checkpoint's tree at that place; whether the checkpoint is genuine is another question. */
export const isIncluded = ({ checkpoint, leaf, index, proof }: Inclusion): boolean =>
  rootFrom(leafHash(leafText(leaf)), index, checkpoint.records, proof) === checkpoint.root;
