/** An evidence file's text, read: or what it is instead. */

import { z } from 'zod';
import {
  EVIDENCE_FORMAT,
  EVIDENCE_LIMITS,
  EVIDENCE_VERSION,
  type Evidence,
  evidenceSchema,
} from './evidence.ts';
import { shown } from './words.ts';

export type Reading =
  | {
      readonly evidence: Evidence;
      readonly json: Readonly<Record<string, unknown>>;
      readonly isAsWritten: boolean;
    }
  | { readonly findings: readonly string[] };

const objectSchema = z.record(z.string(), z.unknown());

/** More than these of what is wrong with a form help nobody. */
const ISSUES_SHOWN = 5;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `decisions 3, ran, count` */
const pathWords = (path: readonly PropertyKey[]): string =>
  path
    .map((key, index) => (typeof key === 'number' ? key + 1 : `${index === 0 ? '' : ', '}${String(key)}`))
    .join(' ')
    .replaceAll(' ,', ',');

const issueWords = ({ path, message }: z.core.$ZodIssue): string =>
  `It is not in the form of an evidence file: ${path.length > 0 ? `${shown(pathWords(path))}: ` : ''}${shown(message)}.`;

/** What else a student may have handed in by mistake. */
function otherFile(json: Readonly<Record<string, unknown>>): string {
  if ('history' in json && 'track' in json)
    return 'This is the file for the course’s notebooks. The evidence file is the one beside it, such as lab-06-evidence.json: the export gives both.';
  return `This is no evidence file: its format would be “${EVIDENCE_FORMAT}”.`;
}

/** Blanks between the words of JSON say nothing, and an editor or a platform may have changed them. */
const withoutBlanks = (text: string): string => text.replace(/("[^"\\]*(?:\\.[^"\\]*)*")|\s+/g, '$1');

/** Never throws, whatever the text is. */
export function readEvidence(given: string): Reading {
  if (given.length > EVIDENCE_LIMITS.characters) {
    return {
      findings: [
        `It is larger than any evidence file: ${given.length.toLocaleString('en-US')} characters, and ${EVIDENCE_LIMITS.characters.toLocaleString('en-US')} at most are read.`,
      ],
    };
  }
  const text = given.replace(/^\uFEFF/, '');
  const any = parsed(text);
  if (any === undefined) {
    return {
      findings: [
        text.includes(EVIDENCE_FORMAT)
          ? 'It is an evidence file that is cut short or damaged: it can’t be read as JSON.'
          : 'This is no evidence file: it can’t be read as JSON.',
      ],
    };
  }
  const json = objectSchema.safeParse(any).data;
  if (json?.format !== EVIDENCE_FORMAT) return { findings: [otherFile(json ?? {})] };
  if (typeof json.version === 'number' && json.version > EVIDENCE_VERSION) {
    return {
      findings: [
        `It was made by a newer version of this program: its form is ${json.version}, and this one reads up to ${EVIDENCE_VERSION}. Check it with a newer one.`,
      ],
    };
  }
  const checked = evidenceSchema.safeParse(json);
  if (!checked.success) {
    const { issues } = checked.error;
    const more = issues.length - ISSUES_SHOWN;
    return {
      findings: [
        ...issues.slice(0, ISSUES_SHOWN).map(issueWords),
        ...(more > 0 ? [`And ${more} more of that kind.`] : []),
      ],
    };
  }
  return { evidence: checked.data, json, isAsWritten: JSON.stringify(json) === withoutBlanks(text) };
}
