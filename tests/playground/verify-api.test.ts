/** What the playground's server says of evidence files, and of what is no such list. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerifyBody, WireCourse, WireVerification } from '../../adapters/playground/wire.ts';
import { checkpointLine } from '../../src/evidence/checkpoint-line.ts';
import { plain } from '../../src/messages/rich-text.ts';
import { checkpointOver, fileOf, hours, inTwo, worked } from '../evidence/making.ts';
import { TEST_KEY } from '../support/key.ts';
import { openPlayground, sayAt } from './open-playground.ts';

let playground: Awaited<ReturnType<typeof openPlayground>>;
beforeAll(async () => {
  playground = await openPlayground({ publicKey: TEST_KEY.publicKey });
});
afterAll(() => playground.close());

const send = (body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${playground.address}/api/verify`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

async function checked(body: VerifyBody): Promise<WireVerification> {
  const response = await send(body);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as WireVerification;
}

const ADA = { name: 'ada/lab-06-evidence.json', text: inTwo().text };
const BEN = {
  name: 'ben/lab-06-evidence.json',
  text: fileOf(worked(4, 'ben'), { name: 'Ben' }).replace('"Ben"', '"Eve"'),
};

describe('files of a class', () => {
  it('are told one by one, with what is odd between them, and what was passed over', async () => {
    const { verdicts, notes, skipped } = await checked({
      files: [
        ADA,
        BEN,
        { name: 'cleo/notes.json', text: '{}' },
        { name: 'dan.zip', text: '' },
        { ...ADA, name: 'ada-again.json' },
      ],
      key: TEST_KEY.publicKey,
    });
    expect(skipped).toBe(1);
    expect(verdicts.map(({ file, findings }) => [file, findings.length])).toEqual([
      [ADA.name, 0],
      [BEN.name, 1],
      ['dan.zip', 1],
      ['ada-again.json', 0],
    ]);
    expect(verdicts[0]?.told).toMatchObject({
      name: 'Ada Æ',
      decisions: 3,
      runs: 3,
      keyId: TEST_KEY.id,
      checkpoint: { number: 2 },
    });
    expect(notes).toEqual([expect.stringContaining('is there 2 times')]);
  });

  it('are held to a key, and to a post', async () => {
    const other = { files: [ADA], key: 'ab'.repeat(8) };
    expect((await checked(other)).verdicts[0]?.findings).toEqual([
      expect.stringContaining('not with the one that is trusted, abab'),
    ]);
    const { checkpoint } = checkpointOver([worked()], { number: 2, at: hours(24) });
    const post = plain(checkpointLine(checkpoint));
    expect((await checked({ files: [ADA], post })).verdicts[0]?.findings).toEqual([
      expect.stringContaining('in the post of checkpoint 2'),
    ]);
    expect(
      (await checked({ files: [ADA], post: plain(checkpointLine(inTwo().late)) })).verdicts[0]?.findings,
    ).toEqual([]);
  });

  it('may be held to the bot’s own key, which it tells its page', async () => {
    const { publicKey } = (await (await fetch(`${playground.address}/api/course`)).json()) as WireCourse;
    expect(publicKey).toBe(TEST_KEY.publicKey);
  });
});

describe('anything else', () => {
  it.each<readonly [string, unknown, Record<string, string>, number, RegExp]>([
    ['another site', { files: [ADA] }, { Origin: 'https://example.org' }, 403, /own page/],
    ['a form', 'files=', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415, /application\/json/],
    ['no files', { files: [] }, {}, 400, /have a name and a text/],
    ['no JSON', '{', {}, 400, /have a name and a text/],
    ['more than files', { files: [ADA], persona: 'x' }, {}, 400, /have a name and a text/],
    ['a key that is none', { files: [ADA], key: 'x' }, {}, 400, /That is no key/],
    ['a post that is none', { files: [ADA], post: 'Checkpoint' }, {}, 400, /no post of a checkpoint/],
    ['too much', { files: [{ name: 'a', text: 'x'.repeat(17 * 1024 * 1024) }] }, {}, 413, /16 MB/],
  ])('%s is refused with a sentence', async (_, body, headers, status, words) => {
    const response = await send(body, headers);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toMatch(words);
  });

  it('leaves students their turns while a long list is checked, and takes one list at a time', async () => {
    const files = Array.from({ length: 400 }, (_, n) => ({ name: `${n}.json`, text: ADA.text }));
    let isDone = false;
    const lists = Promise.all([send({ files }), send({ files })]).finally(() => {
      isDone = true;
    });
    await sayAt(playground.address, 'student-1', '/lab quadratic');
    expect(isDone).toBe(false);
    const answers = await lists;
    const fine = answers.filter(({ ok }) => ok);
    expect(fine.length).toBeGreaterThan(0);
    for (const each of fine)
      expect(((await each.json()) as WireVerification).verdicts).toHaveLength(files.length);
    for (const { ok, status } of answers) expect(ok ? 429 : status).toBe(429);
    expect((await send({ files: [ADA] })).status).toBe(200);
  });
});
