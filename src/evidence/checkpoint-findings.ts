/** What a file's checkpoints say against its record: a checkpoint was posted, and the record went on. */

import { keyId } from '../ledger/ledger-key.ts';
import { type Point, pointsOf } from '../ledger/receipts.ts';
import { countOf } from '../ledger/runs.ts';
import { type Inclusion, isGenuine, isIncluded } from './checkpoint.ts';
import { type Evidence, recordIn } from './evidence.ts';
import { type Placed, placed } from './placed.ts';
import type { Posted } from './trusted.ts';
import { checkpointNamed, counted, decisionNamed, extent, moment, shown } from './words.ts';

/** Clocks of several processes may differ, and a checkpoint takes a while: nothing closer than this is called misdated. */
const CLOCKS_MS = 5 * 60_000;

const isBefore = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b) - CLOCKS_MS;

const titled = (named: string): string => named.replace(/^c/, 'C');

/** Whether it is what was signed, and about this record. */
function ownFindings(
  { checkpoint, leaf, index, proof }: Inclusion,
  { course, student, lab, publicKey }: Evidence,
  ids: readonly string[],
): readonly string[] {
  const named = checkpointNamed(checkpoint);
  return [
    ...(isGenuine(checkpoint) ? [] : [`${titled(named)} is not what was signed.`]),
    ...(checkpoint.key === publicKey || ids.includes(keyId(checkpoint.key))
      ? []
      : [
          `${titled(named)} is signed with the key ${keyId(checkpoint.key)}, and the file with ${keyId(publicKey)}.`,
        ]),
    ...(checkpoint.course === course ? [] : [`${titled(named)} is of another course.`]),
    ...(leaf.student === student && leaf.lab === lab.id
      ? []
      : [
          `What ${named} is said to have is of somebody else or another lab: ${shown(leaf.student)}, ${shown(leaf.lab)}.`,
        ]),
    ...(isIncluded({ checkpoint, leaf, index, proof })
      ? []
      : [`The proof does not lead from this record to the root of ${named}.`]),
  ];
}

/** What is in the record now and was not there then, though its time says so; or was, though its time says it was not. */
function misdated({ checkpoint, leaf }: Inclusion, evidence: Evidence): readonly string[] {
  const first = countOf(evidence.earlier.tallies);
  const entries = [
    ...evidence.decisions.map((entry, index) => ({
      what: decisionNamed(index, entry),
      at: entry.at,
      wasThere: index < leaf.decisions,
    })),
    ...evidence.runs.map(({ act, at }, index) => ({
      what: `Run ${first + index + 1} (${shown(act)}, ${moment(at)})`,
      at,
      wasThere: first + index < leaf.runs,
    })),
  ];
  const named = checkpointNamed(checkpoint);
  const said = (found: typeof entries, words: string): readonly string[] => {
    const [one] = found;
    if (!one) return [];
    const more = found.length > 1 ? ` and ${counted(found.length - 1, 'more entry', 'more entries')}` : '';
    return [`${one.what}${more}: ${words}`];
  };
  return [
    ...said(
      entries.filter(({ at, wasThere }) => !wasThere && isBefore(at, checkpoint.at)),
      `not in ${named}, which is later. Dated back.`,
    ),
    ...said(
      entries.filter(({ at, wasThere }) => wasThere && isBefore(checkpoint.at, at)),
      `in ${named}, which is earlier. Dated forward.`,
    ),
  ];
}

function placeFindings(inclusion: Inclusion, evidence: Evidence, where: Placed): readonly string[] {
  if (where !== 'changed') return misdated(inclusion, evidence);
  const mended = evidence.decisions.find(
    ({ at, decision }) => decision.kind === 'mended' && at >= inclusion.checkpoint.at,
  );
  return [
    `The record is not the one that ${checkpointNamed(inclusion.checkpoint)} saw: it had ${extent(inclusion.leaf)} then, and they are not in the file as they were. It was cut or rewritten since.`,
    ...(mended ? [`An instructor had it begun anew on ${moment(mended.at)}, which may be why.`] : []),
  ];
}

function orderFindings({ checkpoints, exportedAt }: Evidence): readonly string[] {
  const [newer, older] = checkpoints;
  if (!newer) return [];
  const findings: string[] = [];
  if (isBefore(exportedAt, newer.checkpoint.at))
    findings.push(
      `It says that it was made on ${moment(exportedAt)}, before ${checkpointNamed(newer.checkpoint)}, which is in it.`,
    );
  if (!older) return findings;
  const [a, b] = [newer.checkpoint, older.checkpoint];
  if (b.number >= a.number || b.at > a.at)
    findings.push(
      `Its second checkpoint, ${b.number} (${moment(b.at)}), is not older than its first, ${a.number} (${moment(a.at)}).`,
    );
  else if (b.number === a.number - 1 && a.before !== b.root)
    findings.push(
      `${titled(checkpointNamed(a))} names another root before it than ${checkpointNamed(b)} has.`,
    );
  return findings;
}

function postFindings({ checkpoint }: Inclusion, posts: readonly Posted[]): readonly string[] {
  const named = checkpointNamed(checkpoint);
  const { number, root } = checkpoint;
  return posts.flatMap((post) => {
    const said = post.number === number ? post.root : post.number === number + 1 ? post.before : undefined;
    const id = post.keyId ?? (post.key !== undefined ? keyId(post.key) : undefined);
    return [
      ...(said && !root.startsWith(said)
        ? [
            `${titled(named)} has the root ${root.slice(0, 16)}… in this file, and ${said.slice(0, 16)}… in the post of checkpoint ${post.number}: if the post is of this course, its ledgers were rewritten.`,
          ]
        : []),
      ...(post.number === number && id !== undefined && id !== keyId(checkpoint.key)
        ? [
            `${titled(named)} is signed with the key ${keyId(checkpoint.key)} in this file, and its post names ${id}.`,
          ]
        : []),
    ];
  });
}

export interface CheckpointReport {
  readonly findings: readonly string[];
  readonly notes: readonly string[];
}

/**
 * @param ids of keys that are trusted beside the file's own: a course may have changed its key
 * @param posts that somebody kept
 */
export function checkpointReport(
  evidence: Evidence,
  ids: readonly string[],
  posts: readonly Posted[],
): CheckpointReport {
  const { checkpoints } = evidence;
  const record = recordIn(evidence);
  const points: readonly Point[] = checkpoints.length > 0 ? pointsOf(record) : [];
  const wheres = checkpoints.map((inclusion) => ({
    inclusion,
    where: placed(inclusion.leaf, record, points),
  }));
  return {
    findings: [
      ...wheres.flatMap(({ inclusion, where }) => [
        ...ownFindings(inclusion, evidence, ids),
        ...placeFindings(inclusion, evidence, where),
        ...postFindings(inclusion, posts),
      ]),
      ...orderFindings(evidence),
    ],
    notes: wheres.flatMap(({ inclusion: { checkpoint, leaf }, where }) =>
      where === 'untold'
        ? [
            `At ${checkpointNamed(checkpoint)} there were ${counted(leaf.runs, 'run')}; so many have come since that only its decisions can be compared with it.`,
          ]
        : [],
    ),
  };
}
