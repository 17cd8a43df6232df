/** What files say about each other: one record twice, keys and checkpoints that differ. */

import { chainOf } from '../ledger/chain.ts';
import { keyId } from '../ledger/ledger-key.ts';
import { EVIDENCE_FORMAT, type Evidence, recordIn } from './evidence.ts';
import { placed } from './placed.ts';
import { against, type Verdict } from './verify.ts';
import { counted, extent, shown } from './words.ts';

/** What is said of a zip file, which nothing here opens. */
export const ZIP_FINDING =
  'It is a zip file, as learning platforms give submissions: unpack it, and check what comes out.';

/** Of the files of a folder: learning platforms put names and numbers before a file's own name. */
export const isEvidence = (file: string, text: string): boolean =>
  text.includes(EVIDENCE_FORMAT) || /evidence[^/\\]*\.json$/i.test(file);

export interface CheckedFile {
  /** Its name, or its path below the folder. */
  readonly file: string;
  readonly verdict: Verdict;
}

export interface Comparison {
  /** In the order given, with what came to light beside the others. */
  readonly files: readonly CheckedFile[];
  /** What is no fault of a file, and worth a look. */
  readonly notes: readonly string[];
}

interface Genuine {
  /** Among all: several files may have one name. */
  readonly index: number;
  readonly file: string;
  readonly evidence: Evidence;
}

type Found = readonly (readonly [index: number, finding: string])[];

const grouped = <T>(all: readonly T[], keyOf: (each: T) => string): readonly (readonly T[])[] => {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group) group.push(each);
    else groups.set(keyOf(each), [each]);
  }
  return [...groups.values()];
};

/** All but the largest of them; all where none is larger than the others, since nobody can tell which is right. */
function odd<T>(groups: readonly (readonly T[])[]): readonly (readonly T[])[] {
  if (groups.length < 2) return [];
  const most = Math.max(...groups.map(({ length }) => length));
  const largest = groups.filter(({ length }) => length === most);
  return largest.length > 1 ? groups : groups.filter(({ length }) => length < most);
}

const others = (count: number): string => counted(count, 'other file');

const oneRecord = ({ evidence }: Genuine): string => JSON.stringify([evidence.student, evidence.lab.id]);

const byAge = (a: Genuine, b: Genuine): number => {
  const [one, other] = [a.evidence, b.evidence];
  return one.exportedAt < other.exportedAt ? -1 : one.exportedAt > other.exportedAt ? 1 : 0;
};

/** Each must have gone on from where the one before it was. */
function rewritten(files: readonly Genuine[]): Found {
  return grouped(files, oneRecord).flatMap((group) => {
    const inTime = group.toSorted(byAge);
    return inTime.slice(1).flatMap((newer, index): Found => {
      const older = inTime[index];
      if (!older) return [];
      const place = chainOf(recordIn(older.evidence));
      if (placed(place, recordIn(newer.evidence)) !== 'changed') return [];
      const had = extent(place);
      return [
        [
          newer.index,
          `It has not what ${older.file}, which is older and of the same student and lab, had (${had}): one of the two was rewritten.`,
        ],
        [
          older.index,
          `What it has (${had}) is not in ${newer.file}, which is newer and of the same student and lab: one of the two was rewritten.`,
        ],
      ];
    });
  });
}

/** One course has one key, unless who checks says otherwise. */
function strangeKeys(files: readonly Genuine[]): Found {
  return grouped(files, ({ evidence }) => evidence.course).flatMap((course) => {
    const keys = grouped(course, ({ evidence }) => evidence.publicKey);
    return odd(keys).flatMap((group) =>
      group.map(({ index, evidence }): Found[number] => [
        index,
        `It is signed with the key ${keyId(evidence.publicKey)}, and ${others(course.length - group.length)} of its course with another.`,
      ]),
    );
  });
}

/** A checkpoint of a course has one root, whoever is shown it. */
function splitCheckpoints(files: readonly Genuine[]): Found {
  const seen = files.flatMap(({ index, evidence }) =>
    evidence.checkpoints.map(({ checkpoint }) => ({ index, checkpoint })),
  );
  return grouped(seen, ({ checkpoint }) => JSON.stringify([checkpoint.course, checkpoint.number])).flatMap(
    (same) =>
      odd(grouped(same, ({ checkpoint }) => checkpoint.root)).flatMap((group) =>
        group.map(({ index, checkpoint: { number, root } }): Found[number] => [
          index,
          `Its checkpoint ${number} has the root ${root.slice(0, 16)}…, and in ${others(same.length - group.length)} the same checkpoint has another: different ledgers were shown to different people.`,
        ]),
      ),
  );
}

function twice(files: readonly Genuine[]): readonly string[] {
  return grouped(files, oneRecord).flatMap((group) => {
    const [first] = group;
    if (!first || group.length < 2) return [];
    const names = [...new Set(group.map(({ evidence }) => evidence.name ?? evidence.student))].map(shown);
    return [
      `${names.join(', also called ')} is there ${group.length} times with ${shown(first.evidence.lab.title)}: ${group.map(({ file }) => file).join(', ')}. Who handed a file in is not in it.`,
    ];
  });
}

/** @param keysAreKnown whether keys were held to one that is trusted already */
export function compared(checked: readonly CheckedFile[], keysAreKnown: boolean): Comparison {
  const genuine = checked.flatMap(({ file, verdict }, index) =>
    verdict.genuine ? [{ index, file, evidence: verdict.evidence }] : [],
  );
  const found = [
    ...rewritten(genuine),
    ...(keysAreKnown ? [] : strangeKeys(genuine)),
    ...splitCheckpoints(genuine),
  ];
  const byFile = new Map(grouped(found, ([index]) => String(index)).map((group) => [group[0]?.[0], group]));
  return {
    files: checked.map(({ file, verdict }, index) => ({
      file,
      verdict: against(
        verdict,
        (byFile.get(index) ?? []).map(([, finding]) => finding),
      ),
    })),
    notes: twice(genuine),
  };
}
