/** Evidence files that somebody drops on the page, checked one after another so that students' turns go on in between. */

import { setImmediate } from 'node:timers/promises';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { type CheckedFile, compared, isEvidence, ZIP_FINDING } from '../../src/evidence/folder.ts';
import { readPosts } from '../../src/evidence/post.ts';
import { isKey, type Trusted, trustedIds } from '../../src/evidence/trusted.ts';
import { told, verifyEvidence } from '../../src/evidence/verify.ts';
import type { Fault, VerifyBody, WireVerification } from './wire.ts';

const VERIFY_LIMITS = {
  /** A class of five hundred with some twenty kilobytes each. */
  bodyBytes: 16 * 1024 * 1024,
  files: 2_000,
  nameCharacters: 1_000,
  wordsCharacters: 10_000,
} as const;

const bodySchema = z.strictObject({
  files: z
    .array(z.strictObject({ name: z.string().max(VERIFY_LIMITS.nameCharacters), text: z.string() }))
    .min(1)
    .max(VERIFY_LIMITS.files),
  key: z.string().trim().max(VERIFY_LIMITS.wordsCharacters).exactOptional(),
  post: z.string().max(VERIFY_LIMITS.wordsCharacters).exactOptional(),
}) satisfies z.ZodType<VerifyBody>;

const refused = (c: Context, status: 400 | 413 | 415 | 429, error: string) =>
  c.json({ error } satisfies Fault, status);

export const verifyLimit = bodyLimit({
  maxSize: VERIFY_LIMITS.bodyBytes,
  onError: (c) =>
    refused(
      c,
      413,
      'These files are more than the 16 MB that are checked at once. On a command line npm run verify takes any number of them.',
    ),
});

/** What is trusted, or what is wrong with how it was entered. */
function trustedIn({ key = '', post = '' }: VerifyBody): Trusted | Fault {
  if (key !== '' && !isKey(key)) {
    return {
      error:
        'That is no key: it has 43 signs, or is the 16 digits after “key” in the bot’s posts. Leave it empty to take any.',
    };
  }
  const checkpoints = readPosts(post);
  if (post.trim() !== '' && checkpoints.length === 0) {
    return {
      error: 'That is no post of a checkpoint: copy it whole, from “Checkpoint 12” to its key.',
    };
  }
  return { ...(key !== '' && { publicKey: key }), checkpoints };
}

async function verified({ files }: VerifyBody, trusted: Trusted): Promise<WireVerification> {
  const checked: CheckedFile[] = [];
  let skipped = 0;
  for (const { name: file, text } of files) {
    if (/\.zip$/i.test(file))
      checked.push({ file, verdict: { genuine: false, findings: [ZIP_FINDING], notes: [] } });
    else if (file.includes('/') && !isEvidence(file, text)) skipped += 1;
    else checked.push({ file, verdict: verifyEvidence(text, trusted) });
    await setImmediate();
  }
  const comparison = compared(checked, trustedIds(trusted).length > 0);
  return {
    verdicts: comparison.files.map(({ file, verdict }) => ({
      file,
      ...(verdict.evidence && { told: told(verdict.evidence) }),
      findings: verdict.genuine ? [] : verdict.findings,
      notes: verdict.notes,
    })),
    notes: comparison.notes,
    skipped,
  };
}

/** The handler of a server's `/api/verify`. One list at a time: they are long, and students are answered first. */
export function verifying(): (c: Context) => Promise<Response> {
  let isBusy = false;
  return async (c) => {
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
      return refused(c, 415, 'Files are sent as application/json.');
    if (isBusy) return refused(c, 429, 'Other files are being checked just now. Try again in a moment.');
    isBusy = true;
    try {
      const body = bodySchema.safeParse(await c.req.json().catch(() => undefined));
      if (!body.success)
        return refused(c, 400, `Files have a name and a text, and are ${VERIFY_LIMITS.files} at most.`);
      const trusted = trustedIn(body.data);
      if ('error' in trusted) return refused(c, 400, trusted.error);
      return c.json(await verified(body.data, trusted), 200, { 'Cache-Control': 'no-store' });
    } finally {
      isBusy = false;
    }
  };
}
