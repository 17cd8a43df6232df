/** The leaves of a course's checkpoints as they are stored, in their order, and what changed from one checkpoint to the next. */

import { type Leaf, leafText } from '../../evidence/checkpoint.ts';
import { leafHash } from '../../evidence/merkle.ts';

/** 32 bytes in base64url. */
type Hash = string;

/**
 * Where in the tree it was put, then student, lab, decisions, runs, the last decision's hash, and the head where that is
 * another one. Of a student who was erased the leaf's hash alone: that says nothing about them, and the root still comes out.
 */
export type Place =
  | readonly [index: number, hash: Hash]
  | readonly [
      index: number,
      student: string,
      lab: string,
      decisions: number,
      runs: number,
      last: Hash,
      head: Hash | 0,
    ];

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isHash = (value: unknown): boolean => typeof value === 'string' && value.length === 43;

/** Ten thousand are read while a student waits; as a schema this took ten times as long. */
export function isPlace(value: unknown): value is Place {
  if (!Array.isArray(value) || !isCount(value[0])) return false;
  if (value.length === 2) return isHash(value[1]);
  const [, student, lab, decisions, runs, last, head] = value;
  return (
    value.length === 7 &&
    typeof student === 'string' &&
    typeof lab === 'string' &&
    isCount(decisions) &&
    isCount(runs) &&
    isHash(last) &&
    (head === 0 || isHash(head))
  );
}

const short = (hex: string): Hash => Buffer.from(hex, 'hex').toString('base64url');
const long = (hash: Hash): string => Buffer.from(hash, 'base64url').toString('hex');

export const placeOf = ({ student, lab, decisions, runs, last, head }: Leaf, index: number): Place => [
  index,
  student,
  lab,
  decisions,
  runs,
  short(last),
  head === last ? 0 : short(head),
];

/** Undefined where the student was erased. */
export function leafOf(place: Place): Leaf | undefined {
  if (place.length === 2) return undefined;
  const [, student, lab, decisions, runs, last, head] = place;
  return { student, lab, decisions, runs, last: long(last), head: long(head === 0 ? last : head) };
}

export const hashOfLeaf = (leaf: Leaf): string => leafHash(leafText(leaf));

export function hashOf(place: Place): string {
  const leaf = leafOf(place);
  return leaf ? hashOfLeaf(leaf) : long(place[1] as Hash);
}

export const isOf = (place: Place, student: string, lab?: string): boolean =>
  place.length === 7 && place[1] === student && (lab === undefined || place[2] === lab);

/** Without whose it was. */
export const erased = (place: Place): Place => [place[0], short(hashOf(place))];

/** By places and not by students: whoever is erased keeps theirs. */
export interface LeafChanges {
  /** Places in the checkpoint before that are not as they were, or not there any more. */
  readonly gone: readonly number[];
  /** What stands where in this one and did not before. */
  readonly set: readonly Place[];
}

/** Wherever it stands. */
const isSame = (a: Place, b: Place): boolean => a.every((value, at) => at === 0 || value === b[at]);

/** Both in the order of leaves. What was erased is not in the next one: its record is gone. */
export function changesBetween(before: readonly Place[], after: readonly Leaf[]): LeafChanges {
  const was = new Map(
    before.flatMap((place, index) =>
      place.length === 7 ? [[`${place[1]}/${place[2]}`, { place, index }] as const] : [],
    ),
  );
  const kept = new Set<number>();
  const set = after.flatMap((leaf, index) => {
    const place = placeOf(leaf, index);
    const known = was.get(`${leaf.student}/${leaf.lab}`);
    if (!known || !isSame(known.place, place)) return [place];
    kept.add(known.index);
    return [];
  });
  return { gone: [...before.keys()].filter((index) => !kept.has(index)), set };
}

/** @throws {RangeError} where they are not the changes of that checkpoint */
export function withChanges(before: readonly Place[], { gone, set }: LeafChanges): readonly Place[] {
  const left = new Set(gone);
  const placed = new Map(set.map((place) => [place[0], place]));
  const kept = before.filter((_, index) => !left.has(index)).values();
  const after: Place[] = [];
  for (const size = before.length - gone.length + set.length; after.length < size; ) {
    const place = placed.get(after.length) ?? kept.next().value;
    if (!place) throw new RangeError('these are not the changes of that checkpoint');
    after.push(place);
  }
  return after;
}
