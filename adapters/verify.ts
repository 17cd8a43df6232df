/** `npm run verify`: what a class handed in, checked without a database and without the network. */

import { parseArgs } from 'node:util';
import { stringify } from 'csv-stringify/sync';
import { ConfigError } from '../src/config.ts';
import { inert } from '../src/course/gradebook/detail.ts';
import { type CheckedFile, type Comparison, compared } from '../src/evidence/folder.ts';
import { readPosts } from '../src/evidence/post.ts';
import { isKey, type Posted, type Trusted, trustedIds } from '../src/evidence/trusted.ts';
import { type Told, told, verifyEvidence } from '../src/evidence/verify.ts';
import { counted, shown } from '../src/evidence/words.ts';
import { timeWords } from '../src/messages/time-words.ts';
import { evidenceIn } from './evidence-files.ts';

export interface VerificationAsked {
  readonly paths: readonly string[];
  readonly trusted: Trusted;
  /** Where a table of all files is written. */
  readonly csv?: string;
}

const EXAMPLE = 'npm run verify -- --key 3f2a91c07be14d55 submissions/';

function postOf(text: string): readonly Posted[] {
  const posts = readPosts(text);
  if (posts.length > 0) return posts;
  throw new ConfigError([
    'The text after --post is no post of a checkpoint: copy it whole, from “Checkpoint 12” to its key, and put it in quotation marks.',
  ]);
}

/** A key may begin with a hyphen, which is an option's beginning otherwise. */
const withKeys = (args: readonly string[]): string[] =>
  args.flatMap((arg, index) => {
    if (arg === '--key' && isKey(args[index + 1] ?? '')) return [];
    return args[index - 1] === '--key' && isKey(arg) ? [`--key=${arg}`] : [arg];
  });

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: withKeys(args),
      options: {
        key: { type: 'string', multiple: true, default: [] },
        post: { type: 'string', multiple: true, default: [] },
        csv: { type: 'string' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new ConfigError([`${error instanceof Error ? error.message : error} For example: ${EXAMPLE}`]);
  }
}

/** @throws {ConfigError} */
export function readVerification(args: readonly string[]): VerificationAsked {
  const { values, positionals } = optionsOf(args);
  const { key, post, csv } = values;
  if (positionals.length === 0)
    throw new ConfigError([`Name the files or the folder that were handed in: ${EXAMPLE}`]);
  if (!key.every(isKey)) {
    throw new ConfigError([
      'A key is what npm run checkpoint prints (43 signs), or the 16 digits after “key” in the bot’s posts: --key 3f2a91c07be14d55',
    ]);
  }
  return {
    paths: positionals,
    trusted: { publicKey: key, checkpoints: post.flatMap(postOf) },
    ...(csv !== undefined && { csv }),
  };
}

const completion = ({ completedAt }: Told): string =>
  completedAt === undefined ? 'not complete' : `complete ${timeWords(completedAt)}`;

function linesOf({ file, verdict }: CheckedFile): readonly string[] {
  const name = file.replace(/\p{Cc}/gu, '');
  const { evidence } = verdict;
  const of = evidence && told(evidence);
  const who = of ? ` ${of.name ?? of.student}, ${of.lab}, ${completion(of)}` : '';
  const details = of
    ? `; ${counted(of.decisions, 'decision')}, ${counted(of.runs, 'run')}; ${of.checkpoint ? `checkpoint ${of.checkpoint.number}` : 'no checkpoint'}.`
    : '';
  return verdict.genuine
    ? [
        `ok   ${name}: genuine and unchanged up to receipt ${of?.receipt}.${who}${details}`,
        ...verdict.notes.filter((note) => !note.startsWith('No checkpoint')).map((note) => `       ${note}`),
      ]
    : [
        `NOT  ${name}:${of ? who : ' not an evidence file that can be read'}${details}`,
        ...verdict.findings.map((finding) => `     - ${finding}`),
      ];
}

/** How often each key signed, the most first. */
function keysOf(files: readonly CheckedFile[]): readonly (readonly [id: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { verdict } of files) {
    if (!verdict.genuine) continue;
    const { keyId } = told(verdict.evidence);
    counts.set(keyId, (counts.get(keyId) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** Whose signature it is can't be told from the files alone. */
function keyLines(files: readonly CheckedFile[], trusted: Trusted): readonly string[] {
  const keys = keysOf(files);
  if (trustedIds(trusted).length > 0 || keys.length === 0) return [];
  const [[first] = [''], ...others] = keys;
  return [
    others.length === 0
      ? `What is genuine is signed with the key ${first}. Compare it with the key in the bot’s posts in the course’s channel, or give that one: --key ${first}`
      : `What is genuine is signed with ${keys.length} keys: ${keys.map(([id, count]) => `${id} (${count})`).join(', ')}. Find yours in the bot’s posts in the course’s channel, and give it: --key ${first}`,
  ];
}

const COLUMNS: readonly (readonly [title: string, cell: (told: Told) => string | number | undefined])[] = [
  ['Student', ({ student }) => student],
  ['Name', ({ name }) => name],
  ['Lab', ({ lab }) => lab],
  ['Constants', ({ editions }) => editions.join(', ')],
  ['Begun', ({ begunAt }) => begunAt],
  ['Completed', ({ completedAt }) => completedAt],
  ['Exported', ({ exportedAt }) => exportedAt],
  ['Decisions', ({ decisions }) => decisions],
  ['Runs', ({ runs }) => runs],
  ['Receipt', ({ receipt }) => receipt],
  ['Checkpoint', ({ checkpoint }) => checkpoint?.number],
  ['Checkpoint at', ({ checkpoint }) => checkpoint?.at],
  ['Key', ({ keyId }) => keyId],
];

/** A row a file; what a spreadsheet would run is made inert. */
export function csvOf(files: readonly CheckedFile[]): string {
  const rows = files.map(({ file, verdict }) => {
    const of = verdict.evidence && told(verdict.evidence);
    const cells = COLUMNS.map(([, cell]) => (of && cell(of)) ?? '');
    const rest = verdict.genuine ? verdict.notes : verdict.findings;
    return [file, verdict.genuine ? 'genuine' : 'does not fit', ...cells, rest.join(' ')].map(inert);
  });
  return stringify([['File', 'Verdict', ...COLUMNS.map(([title]) => title), 'Remarks'], ...rows], {
    record_delimiter: '\r\n',
  });
}

export interface Verification extends Comparison {
  readonly skipped: readonly string[];
}

/** @throws {ConfigError} where there is no such file, or nothing to check */
export function verifyPaths({ paths, trusted }: Omit<VerificationAsked, 'csv'>): Verification {
  const { files, unread, skipped } = evidenceIn(paths);
  if (files.length + unread.length === 0) {
    throw new ConfigError([
      `There is no evidence file in ${paths.join(', ')}${skipped.length > 0 ? `, only ${counted(skipped.length, 'other file')}` : ''}. Students get one with /ledger export: lab-06-evidence.json.`,
    ]);
  }
  const checked = files.map(({ file, text }) => ({ file, verdict: verifyEvidence(text, trusted) }));
  const { files: compare, notes } = compared(checked, trustedIds(trusted).length > 0);
  return { files: [...compare, ...unread], notes, skipped };
}

/** Prints a line for each file and a summary. True where every one is genuine. */
export function report(
  { files, notes, skipped }: Verification,
  trusted: Trusted,
  print: (line: string) => void,
): boolean {
  for (const file of files) for (const line of linesOf(file)) print(line);
  const wrong = files.filter(({ verdict }) => !verdict.genuine).length;
  print('');
  print(
    `${counted(files.length, 'file')}: ${files.length - wrong} genuine, ${wrong} ${wrong === 1 ? 'does' : 'do'} not fit.${skipped.length > 0 ? ` ${counted(skipped.length, 'other file')} skipped, such as ${shown(skipped[0] ?? '')}.` : ''}`,
  );
  for (const note of notes) print(note);
  for (const line of keyLines(files, trusted)) print(line);
  return wrong === 0;
}
