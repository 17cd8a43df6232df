/** The check of one evidence file: genuine and unchanged up to a receipt, or exactly what does not fit. */

import { receiptWords } from '../ledger/chain.ts';
import { isSignature, keyId } from '../ledger/ledger-key.ts';
import { countOf } from '../ledger/runs.ts';
import { courseOf } from '../messages/actor.ts';
import { chainFindings, receiptFindings } from './chain-findings.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointReport } from './checkpoint-findings.ts';
import { type Evidence, signedText } from './evidence.ts';
import { readEvidence } from './read-evidence.ts';
import { type Trusted, trustedIds } from './trusted.ts';
import { moment, shown } from './words.ts';

export type Verdict =
  | { readonly genuine: true; readonly evidence: Evidence; readonly notes: readonly string[] }
  | {
      readonly genuine: false;
      /** Where it could be read at all. */
      readonly evidence?: Evidence;
      /** One sentence each; never empty. */
      readonly findings: readonly string[];
      readonly notes: readonly string[];
    };

/** What a file says, for a list. Its words are made harmless. */
export interface Told {
  readonly student: string;
  readonly name?: string;
  readonly lab: string;
  readonly editions: readonly string[];
  /** ISO 8601, as all times here. */
  readonly begunAt: string;
  readonly completedAt?: string;
  readonly exportedAt: string;
  readonly decisions: number;
  readonly runs: number;
  /** In fours. */
  readonly receipt: string;
  readonly checkpoint?: Pick<Checkpoint, 'number' | 'at' | 'root'>;
  readonly keyId: string;
}

export function told(evidence: Evidence): Told {
  const { student, name, lab, decisions, runs, startedAt, exportedAt, tallies, head, checkpoints } = evidence;
  const completed = decisions.find(({ decision }) => decision.kind === 'completed')?.at;
  const newest = checkpoints[0]?.checkpoint;
  return {
    student: shown(student),
    ...(name !== undefined && { name: shown(name) }),
    lab: shown(lab.title),
    editions: [...new Set([...decisions, ...runs].map(({ edition }) => shown(edition)))],
    begunAt: startedAt,
    ...(completed !== undefined && { completedAt: completed }),
    exportedAt,
    decisions: decisions.length,
    runs: countOf(tallies),
    receipt: receiptWords(head),
    ...(newest && { checkpoint: { number: newest.number, at: newest.at, root: newest.root } }),
    keyId: keyId(evidence.publicKey),
  };
}

/** What stands in no hash but the signature. */
function fileFindings(evidence: Evidence, ids: readonly string[]): readonly string[] {
  const { course, student, exportedAt, decisions, runs, publicKey, startedAt } = evidence;
  const lastAt = [startedAt, decisions.at(-1)?.at, runs.at(-1)?.at].reduce<string>(
    (last, at) => (at !== undefined && at > last ? at : last),
    startedAt,
  );
  return [
    ...(ids.length > 0 && !ids.includes(keyId(publicKey))
      ? [
          `It is signed with the key ${keyId(publicKey)}, and not with the one that is trusted, ${ids.join(' or ')}: another bot made it, or somebody with a key of their own.`,
        ]
      : []),
    ...(courseOf(student) === course
      ? []
      : [`It says the course ${shown(course)}, and its student ${shown(student)} is of another.`]),
    ...(exportedAt < lastAt
      ? [`It says that it was made on ${moment(exportedAt)}, before its last entry (${moment(lastAt)}).`]
      : []),
  ];
}

/** The signature covers all; what has no hash of its own can only be told by leaving the rest out. */
function signatureFinding(evidence: Evidence, json: Readonly<Record<string, unknown>>, isElsewhere: boolean) {
  if (isSignature(signedText(json), evidence.signature, evidence.publicKey)) return [];
  return [
    isElsewhere
      ? 'The file was changed after it was made: its signature does not fit.'
      : 'The file was changed after it was made: its signature does not fit. Decisions, runs and checkpoints are as they were, so what was changed is the name, the lab’s title, volume or chapter, the time of export, the key, or the signature itself.',
  ];
}

function notesOf({ decisions, checkpoints }: Evidence): readonly string[] {
  return [
    ...decisions.flatMap(({ at, decision }) =>
      decision.kind === 'mended'
        ? [
            `On ${moment(at)} an instructor had it begun anew with ${decision.kept} of its decisions: ${shown(decision.reason)}.`,
          ]
        : [],
    ),
    ...(checkpoints.length === 0
      ? ['No checkpoint has it yet: only the signature says when it was written.']
      : []),
  ];
}

/** More of them help nobody, and a file that was made up may come to thousands. */
const FINDINGS_SHOWN = 30;

const bounded = (findings: readonly string[]): readonly string[] =>
  findings.length <= FINDINGS_SHOWN
    ? findings
    : [...findings.slice(0, FINDINGS_SHOWN), `And ${findings.length - FINDINGS_SHOWN} more of that kind.`];

/** Never throws, whatever the text is. Without a trusted key it is held to the one that it names itself. */
export function verifyEvidence(text: string, trusted: Trusted = {}): Verdict {
  const reading = readEvidence(text);
  if ('findings' in reading) return { genuine: false, findings: reading.findings, notes: [] };
  const { evidence, json, isAsWritten } = reading;
  const ids = trustedIds(trusted);
  const report = checkpointReport(evidence, ids, trusted.checkpoints ?? []);
  const elsewhere = [
    ...(isAsWritten
      ? []
      : ['The text is not as this program writes it: something stands in it twice, or was written anew.']),
    ...chainFindings(evidence),
    ...receiptFindings(evidence),
    ...fileFindings(evidence, ids),
    ...report.findings,
  ];
  const findings = bounded([...signatureFinding(evidence, json, elsewhere.length > 0), ...elsewhere]);
  const notes = [...notesOf(evidence), ...report.notes];
  return findings.length === 0
    ? { genuine: true, evidence, notes }
    : { genuine: false, evidence, findings, notes };
}

/** The same, with what came to light beside other files. */
export const against = (verdict: Verdict, findings: readonly string[]): Verdict =>
  findings.length === 0
    ? verdict
    : { ...verdict, genuine: false, findings: [...(verdict.genuine ? [] : verdict.findings), ...findings] };
