/** What the document on evidence says of the file and its hashes: fields from the schema, and one file worked through. */

import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import type { z } from 'zod';
import { isIncluded, leafText } from '../../src/evidence/checkpoint.ts';
import {
  type Evidence,
  evidenceEntrySchema,
  evidenceRunSchema,
  evidenceSchema,
  signedText,
} from '../../src/evidence/evidence.ts';
import { leafHash } from '../../src/evidence/merkle.ts';
import { canonical, sha256 } from '../../src/ledger/hashing.ts';
import { isSignature, keyId } from '../../src/ledger/ledger-key.ts';
import { fieldsOf } from './schema-fields.ts';

export const EXAMPLE_FILE = 'tests/fixtures/evidence-1.json';

const rows = (where: string, schema: z.ZodType): readonly (readonly string[])[] =>
  fieldsOf(schema).map(({ name, what }) => [where, `\`${name}\``, what]);

export const evidenceFields = (): readonly (readonly string[])[] => [
  ...rows('the file', evidenceSchema),
  ...rows('of `decisions`', evidenceEntrySchema),
  ...rows('of `runs`', evidenceRunSchema),
];

type Json = readonly unknown[];

/** The text and its hash. @throws where the hash is not the one that stands in the file */
function hashed(name: string, text: string, expected: string, hash = sha256(text)): readonly string[] {
  if (hash !== expected)
    throw new Error(`${name}: ${inspect(text)} has the hash ${hash}, and not ${expected}`);
  return [name, text, `→ ${hash}`, ''];
}

function decisionLines({ decisions, lab, student, seed, startedAt }: Evidence): readonly string[] {
  const beginning = JSON.stringify([lab.id, student, seed, startedAt]);
  let previous = sha256(beginning);
  return [
    ...hashed('The beginning', beginning, previous),
    ...decisions.slice(0, 3).flatMap(({ at, edition, decision, ran, activeMs, hash }, index) => {
      const parts: Json = [
        previous,
        at,
        edition,
        canonical(decision),
        ...(ran ? [ran.count, ran.hash, activeMs] : []),
      ];
      previous = hash;
      return hashed(`Decision ${index + 1}`, JSON.stringify(parts), hash);
    }),
  ];
}

/** Up to the first decision that says how far the chain of runs was. */
function runLines({ lab, student, seed, startedAt, earlier, runs, decisions }: Evidence): readonly string[] {
  const ran = decisions.find((entry) => entry.ran && entry.ran.count > 0)?.ran;
  if (!ran || Object.keys(earlier.tallies).length > 0)
    throw new Error('the example has all of its runs, and a decision after one');
  const beginning = JSON.stringify(['runs', lab.id, student, seed, startedAt, []]);
  const lines = [...hashed('Before any run', beginning, earlier.hash)];
  let hash = earlier.hash;
  let counts: Evidence['tallies'] = {};
  for (const [index, run] of runs.slice(0, ran.count).entries()) {
    const { act, at, limitBroken = false, wallHit = false } = run;
    const before = counts[act] ?? { count: 0, limitBroken: false, wallHit: false, firstAt: at };
    counts = {
      ...counts,
      [act]: {
        ...before,
        count: before.count + 1,
        limitBroken: before.limitBroken || limitBroken,
        wallHit: before.wallHit || wallHit,
        last: run,
      },
    };
    const text = JSON.stringify([hash, canonical(run), canonical(counts)]);
    hash = sha256(text);
    lines.push(...hashed(`Run ${index + 1}`, text, index + 1 === ran.count ? ran.hash : hash));
  }
  return lines;
}

function checkpointLines({ checkpoints }: Evidence): readonly string[] {
  const [newest] = checkpoints;
  if (!newest || !isIncluded(newest)) throw new Error('the example stands in a checkpoint');
  const { checkpoint, leaf, index, proof } = newest;
  const { version, course, number, at, students, records, root, before } = checkpoint;
  const signed = JSON.stringify([
    'lab-assistant checkpoint',
    version,
    course,
    number,
    at,
    students,
    records,
    root,
    before,
  ]);
  if (!isSignature(signed, checkpoint.signature, checkpoint.key)) throw new Error('the checkpoint is signed');
  const hash = leafHash(leafText(leaf));
  return [
    ...hashed(`Its leaf in checkpoint ${number}, after a byte 0`, leafText(leaf), hash, hash),
    `Its place is ${index} of ${records}; with ${proof.length} hashes beside it that leads to the root`,
    `→ ${root}`,
    '',
    'What is signed of the checkpoint',
    signed,
    `→ ${checkpoint.signature}`,
    '',
  ];
}

/** @throws where the file of the example is not what its hashes say */
export function evidenceExample(): string {
  const json: Record<string, unknown> = JSON.parse(readFileSync(EXAMPLE_FILE, 'utf8'));
  const evidence = evidenceSchema.parse(json);
  const { publicKey, signature } = evidence;
  const text = signedText(json);
  if (!isSignature(text, signature, publicKey)) throw new Error('the example is signed');
  const lines = [
    ...decisionLines(evidence),
    ...runLines(evidence),
    ...checkpointLines(evidence),
    'What is signed of the file begins and ends so',
    `${text.slice(0, 100)} … ${text.slice(-80)}`,
    `${Buffer.byteLength(text)} bytes, SHA-256 ${sha256(text)}`,
    `→ ${signature}`,
    '',
    'The key’s id: the first 16 digits of the SHA-256 of',
    publicKey,
    `→ ${keyId(publicKey)}`,
  ];
  return ['```text', ...lines, '```'].join('\n');
}
