/** Evidence files: what every student gets is genuine, and any change to it is found and named. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EVIDENCE_LIMITS,
  type Evidence,
  evidenceSchema,
  fileName,
  signedText,
} from '../../src/evidence/evidence.ts';
import type { Trusted } from '../../src/evidence/trusted.ts';
import { told, verifyEvidence } from '../../src/evidence/verify.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { decide, receipt } from '../../src/ledger/chain.ts';
import { exportLedger } from '../../src/ledger/export.ts';
import { ledgerKey } from '../../src/ledger/ledger-key.ts';
import { actOfPacks } from '../../src/ledger/reader.ts';
import type { StudentRecord } from '../../src/ledger/record.ts';
import { readRecord } from '../../src/ledger/record-json.ts';
import { TEST_KEY } from '../support/key.ts';
import {
  begun,
  checkpointOver,
  classmates,
  fileOf,
  hours,
  inclusionOf,
  inTwo,
  LATE,
  locked,
  ran,
  recordsAfter,
  WHOLE,
  walk,
  wholeRecord,
  worked,
} from './making.ts';

const FULL = process.env.FULL === '1';
const OTHER_KEY = ledgerKey('another key for tests, of forty signs at least');
const TRUSTED: Trusted = { publicKey: TEST_KEY.publicKey };

const findingsOf = (text: string, trusted: Trusted = TRUSTED): readonly string[] => {
  const verdict = verifyEvidence(text, trusted);
  return verdict.genuine ? [] : verdict.findings;
};

type Change = (file: Evidence) => Partial<Record<keyof Evidence, unknown>>;

/** The file with a change by somebody with an editor. */
function edited(text: string, change: Change): string {
  const file = evidenceSchema.parse(JSON.parse(text));
  return `${JSON.stringify({ ...file, ...change(file) }, null, 2)}\n`;
}

/** The same by somebody who has a key. */
const resigned = (text: string, change: Change, key = TEST_KEY): string =>
  edited(text, (file) => {
    const { signature: _, ...changed } = { ...file, ...change(file), publicKey: key.publicKey };
    return { ...changed, signature: key.sign(signedText(changed)) };
  });

const swapped = <T>(all: readonly T[], index: number): readonly T[] => {
  const [a, b] = all.slice(index, index + 2);
  return a !== undefined && b !== undefined ? all.toSpliced(index, 2, b, a) : all;
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const OTHERS: readonly Json[] = [
  null,
  4_711.5,
  -1,
  1e300,
  true,
  '',
  'MARK',
  'MARK'.repeat(5_000),
  ['MARK'],
  { MARK: 0 },
];

/** Every part of it, left out or something else. */
function* variants(part: Json): Generator<Json> {
  if (typeof part !== 'object' || part === null) return;
  for (const [key, inner] of Object.entries(part)) {
    const put = (value: Json): Json =>
      Array.isArray(part) ? part.with(Number(key), value) : { ...part, [key]: value };
    yield Array.isArray(part)
      ? part.toSpliced(Number(key), 1)
      : Object.fromEntries(Object.entries(part).filter(([name]) => name !== key));
    for (const other of OTHERS) yield put(other);
    for (const variant of variants(inner)) yield put(variant);
  }
}

describe('the file of a student', () => {
  it('is genuine wherever they are, in both labs, and says what they did', async () => {
    await fc.assert(
      fc.asyncProperty(walk, async (lines) => {
        for (const record of await recordsAfter(lines)) {
          const { checkpoint, inclusions } = checkpointOver([record, ...classmates(3, hours(0))], {
            at: hours(48),
          });
          const text = fileOf(record, { inclusions: [inclusionOf(inclusions, record)] });
          const verdict = verifyEvidence(text, { ...TRUSTED, checkpoints: [checkpoint] });
          expect(verdict).toMatchObject({ genuine: true, notes: [] });
          if (!verdict.genuine) return;
          expect(told(verdict.evidence)).toMatchObject({
            student: record.student,
            decisions: record.decisions.length,
            receipt: receipt(record),
            keyId: TEST_KEY.id,
            checkpoint: { number: 1, root: checkpoint.root },
          });
        }
      }),
      { numRuns: FULL ? 200 : 10 },
    );
  });

  it.each(Object.keys(WHOLE))('tells the whole of %s', async (lab) => {
    const record = await wholeRecord(lab);
    const verdict = verifyEvidence(fileOf(record), TRUSTED);
    if (!verdict.genuine) throw new Error(verdict.findings.join('\n'));
    expect(told(verdict.evidence)).toEqual({
      student: record.student,
      name: 'Ada Æ',
      lab: PACKS.find(({ id }) => id === lab)?.title,
      editions: [...new Set(record.decisions.map(({ edition }) => edition))],
      begunAt: record.startedAt,
      completedAt: record.decisions.find(({ decision }) => decision.kind === 'completed')?.at,
      exportedAt: hours(72).toISOString(),
      decisions: record.decisions.length,
      runs: Object.values(record.tallies).reduce((sum, { count }) => sum + count, 0),
      receipt: receipt(record),
      keyId: TEST_KEY.id,
    });
    expect(verdict.notes).toEqual(['No checkpoint has it yet: only the signature says when it was written.']);
  });

  it('is genuine of records that older versions wrote', () => {
    for (const fixture of ['schema-1', 'schema-2']) {
      for (const { row } of JSON.parse(readFileSync(`tests/fixtures/${fixture}.json`, 'utf8'))) {
        const of = { student: row.student, lab: row.lab, actOf: actOfPacks(PACKS) };
        const read = readRecord(JSON.stringify(row), of, TEST_KEY);
        if (!('record' in read)) throw new Error(read.trouble.reason);
        expect(findingsOf(fileOf(read.record, { at: new Date('2030-01-01') }))).toEqual([]);
      }
    }
  });

  it('keeps nothing of the platform’s deliveries, nor the codes of the store', () => {
    const record = ran(worked(), hours(7), 512, { delivery: 'delivery-4711' });
    const text = fileOf(record);
    expect(text).not.toContain('delivery');
    expect(text).not.toContain('"mac"');
    expect(findingsOf(text)).toEqual([]);
  });

  it('is never dated before its last entry, though the clock was set back', () => {
    expect(findingsOf(fileOf(worked(), { at: hours(0) }))).toEqual([]);
  });

  it('may have been through editors and platforms that change blanks alone', () => {
    const text = fileOf(worked());
    for (const other of [
      `\uFEFF${text}`,
      text.replaceAll('\n', '\r\n'),
      JSON.stringify(JSON.parse(text)),
      `${text}\n\n`,
    ])
      expect(findingsOf(other)).toEqual([]);
  });

  it('that this version made is genuine for ever', () => {
    const text = readFileSync('tests/fixtures/evidence-1.json', 'utf8');
    const verdict = verifyEvidence(text, TRUSTED);
    expect(verdict.genuine ? [] : verdict.findings).toEqual([]);
    expect(verdict.evidence?.checkpoints).toHaveLength(2);
  });

  it('has a name that sorts with the lab’s', () => {
    expect(PACKS.map(fileName)).toEqual(['lab-06-evidence.json', 'lab-13-evidence.json']);
  });
});

describe('any edit', () => {
  const { text } = inTwo();
  const content = (of: string): string => JSON.stringify(JSON.parse(of));

  it('of one character is found, but for a blank between words', () => {
    const edit = fc.record({
      at: fc.nat({ max: text.length - 1 }),
      kind: fc.constantFrom('replace', 'delete', 'insert'),
      sign: fc.constantFrom(...'0123456789abcdef"{}[],:. -+eEtrunlsZTé\\\n\u0000'),
    });
    fc.assert(
      fc.property(edit, ({ at, kind, sign }) => {
        const changed =
          text.slice(0, at) + (kind === 'delete' ? '' : sign) + text.slice(kind === 'insert' ? at : at + 1);
        const isSame =
          changed.replace(/\s/g, '') === text.replace(/\s/g, '') && content(text) === safe(changed);
        expect(findingsOf(changed).length === 0).toBe(isSame);
      }),
      { numRuns: FULL ? 20_000 : 600 },
    );
    function safe(of: string): string | undefined {
      try {
        return content(of);
      } catch {
        return undefined;
      }
    }
  });

  it('of any part is found, whatever is put in its place, and little of it is repeated', () => {
    const whole: Json = JSON.parse(text);
    for (const [n, variant] of [...variants(whole)].entries()) {
      if (n % (FULL ? 1 : 17) > 0) continue;
      const findings = findingsOf(JSON.stringify(variant));
      if (JSON.stringify(variant) === JSON.stringify(whole)) continue;
      expect(findings.length).toBeGreaterThan(0);
      expect(findings.join('').length).toBeLessThan(6_000);
      expect(findings.join('')).not.toContain('MARK'.repeat(40));
    }
    const deep = '['.repeat(5_000) + ']'.repeat(5_000);
    for (const place of ['"Ada Æ"', '"linear"', '4096'])
      expect(findingsOf(text.replace(place, deep)), place).toHaveLength(1);
  });

  it('that says something twice is found, though the last of it is genuine', () => {
    expect(findingsOf(text.replace('{', '{ "name": "Somebody Else",'))).toEqual([
      expect.stringContaining('something stands in it twice'),
    ]);
  });
});

describe('what somebody does with an editor', () => {
  const { text } = inTwo();
  const AT = ['locked act1_prediction', 'locked act2_prediction', 'completed'];
  const decision = (n: number): RegExp =>
    new RegExp(`^Decision ${n} \\(${AT[n - 1]}, .*is not what was written`);

  it.each<readonly [string, Change, readonly (string | RegExp)[]]>([
    [
      'another name',
      () => ({ name: 'Ben' }),
      [/Decisions, runs and checkpoints are as they were, so what was changed is the name/],
    ],
    ['another time of export', () => ({ exportedAt: hours(73).toISOString() }), [/the time of export/]],
    [
      'another signature',
      ({ signature }) => ({ signature: `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}` }),
      [/or the signature itself/],
    ],
    [
      'another answer',
      ({ decisions }) => ({
        decisions: decisions.with(0, {
          ...decisions[0],
          decision: { kind: 'locked', question: 'act1_prediction', option: 'quadratic' },
        } as never),
      }),
      ['The file was changed after it was made: its signature does not fit.', decision(1)],
    ],
    [
      'an earlier time of completion',
      ({ decisions }) => ({
        decisions: decisions.map((each, n) => (n === 2 ? { ...each, at: hours(3).toISOString() } : each)),
      }),
      [/signature/, decision(3), /^Decision 3 .* is earlier than decision 2, which came before it/],
    ],
    [
      'a decision taken out',
      ({ decisions }) => ({ decisions: decisions.toSpliced(1, 1) }),
      [/signature/, /^Decision 2 \(completed.* taken out, put in or moved/],
    ],
    [
      'two decisions swapped',
      ({ decisions }) => ({ decisions: swapped(decisions, 1) }),
      [
        /signature/,
        /^Decision 2 \(completed/,
        /^Decision 3 \(locked act2_prediction, .*is not what was written/,
      ],
    ],
    [
      'the end cut off',
      ({ decisions }) => ({ decisions: decisions.slice(0, -1) }),
      [
        /signature/,
        /^The receipt is not that of what is in the file: it says .* The end was cut off or changed/,
        /^The record is not the one that checkpoint 2 \(Tue 24 Nov 2026, 19:00 UTC\) saw: it had 3 decisions and 3 runs then/,
      ],
    ],
    [
      'a run changed',
      ({ runs }) => ({ runs: runs.map((run, n) => (n === 2 ? { ...run, input: { tokens: 3_001 } } : run)) }),
      [
        /signature/,
        /^Decision 3 .* was made after other runs/,
        /^The runs are not those that were made: at run 3 something was changed/,
        /^What is kept of the runs of act1/,
      ],
    ],
    [
      'a run taken out',
      ({ runs }) => ({ runs: runs.slice(0, -1) }),
      [/signature/, 'The counts say 3 runs of act1, and its runs come to 2.'],
    ],
    [
      'more runs counted',
      ({ tallies: { act1 } }) => ({ tallies: { act1: { ...act1, count: 9 } } }),
      [/signature/, 'The counts say 9 runs of act1, and its runs come to 3.'],
    ],
    [
      'a wall that was never hit',
      ({ tallies: { act1 } }) => ({ tallies: { act1: { ...act1, wallHit: false } } }),
      [/signature/, /^What is kept of the runs of act1 .*whether a limit was met/],
    ],
    [
      'another’s key',
      () => ({ student: 'test:course:ben' }),
      [
        /signature/,
        /^Decision 1 .*; or the student, the lab, the seed/,
        /is said to have is of somebody else/,
      ],
    ],
    [
      'another course',
      () => ({ course: 'test:other' }),
      [/signature/, /^It says the course test:other, and its student test:course:ada is of another/],
    ],
    [
      'another receipt',
      () => ({ receipt: '3f2a91c07be14d55' }),
      [/signature/, /^The receipt is not .* it says 3f2a 91c0 7be1 4d55/],
    ],
    [
      'a checkpoint of another time',
      ({ checkpoints: [a, b] }) => ({
        checkpoints: [{ ...a, checkpoint: { ...a?.checkpoint, at: hours(25).toISOString() } }, b],
      }),
      [/signature/, /^Checkpoint 2 .* is not what was signed/],
    ],
    [
      'a proof of something else',
      ({ checkpoints: [a, b] }) => ({ checkpoints: [{ ...a, proof: b?.proof }, b] }),
      [/signature/, /^The proof does not lead from this record to the root of checkpoint 2/],
    ],
    [
      'checkpoints swapped',
      ({ checkpoints }) => ({ checkpoints: swapped(checkpoints, 0) }),
      [/signature/, /^Its second checkpoint, 2 \(.*\), is not older than its first, 1/],
    ],
  ])('%s is found and named', (_, change, expected) => {
    const findings = findingsOf(edited(text, change));
    for (const each of expected)
      expect(findings, findings.join('\n')).toContainEqual(
        typeof each === 'string' && !each.startsWith('^') ? each : expect.stringMatching(each),
      );
    expect(findings[0]).toMatch(/signature/);
  });

  it('and made up by the thousand is told in so many sentences as somebody reads', () => {
    const change: Change = ({ decisions }) => ({ decisions: Array(4_000).fill(decisions[1]) });
    const findings = findingsOf(edited(text, change));
    expect(findings).toHaveLength(31);
    expect(findings.at(-1)).toMatch(/^And [\d]+ more of that kind\.$/);
  });

  it('names nothing that was not touched: one decision changed is one decision told', () => {
    const change: Change = ({ decisions }) => ({
      decisions: decisions.map((each, n) => (n === 1 ? { ...each, edition: 'datasheet' } : each)),
    });
    expect(findingsOf(edited(text, change)).filter((each) => each.startsWith('Decision'))).toHaveLength(1);
  });

  it('and signed with a key of their own is found by the key', () => {
    const other = resigned(fileOf(worked()), () => ({ name: 'Ben' }), OTHER_KEY);
    expect(findingsOf(other, {})).toEqual([]);
    expect(findingsOf(other)).toEqual([
      expect.stringContaining(
        `signed with the key ${OTHER_KEY.id}, and not with the one that is trusted, ${TEST_KEY.id}`,
      ),
    ]);
  });
});

describe('what somebody with the key does', () => {
  /** The record as it would have been with another first answer, chained and signed as if it were true. */
  const lie = (): StudentRecord =>
    decide(
      ran(
        locked(locked(begun(), hours(1), 'quadratic'), hours(4), 'quadratic', 'act2_prediction'),
        hours(5),
        3_000,
      ),
      { kind: 'completed' },
      hours(6),
      'notebook',
    );

  it('is told by a checkpoint of before: rewritten', () => {
    const { inclusions } = inTwo();
    expect(findingsOf(fileOf(lie(), { inclusions }))).toEqual([
      expect.stringMatching(
        /^The record is not the one that checkpoint 2 .* saw: it had 3 decisions and 3 runs then/,
      ),
      expect.stringMatching(
        /^The record is not the one that checkpoint 1 .* saw: it had 1 decision and 1 run then/,
      ),
    ]);
  });

  it('is told by a checkpoint of before: dated back, or forward', () => {
    const late = locked(worked(2), hours(2.2), 'quadratic', 'act2_prediction');
    const { checkpoint, inclusions } = checkpointOver([worked(2)], { at: hours(3) });
    expect(findingsOf(fileOf(late, { inclusions }))).toEqual([
      expect.stringMatching(/^Decision 2 \(.*\): not in checkpoint 1 \(.*\), which is later. Dated back/),
    ]);
    expect(checkpoint.records).toBe(1);
    const early = checkpointOver([worked(4)], { at: hours(3.5) });
    expect(findingsOf(fileOf(worked(4), { inclusions: early.inclusions }))).toEqual([
      expect.stringMatching(/^Decision 2 \(.*\): in checkpoint 1 \(.*\), which is earlier. Dated forward/),
    ]);
  });

  it('and who makes the checkpoint anew too is told by the post of before', () => {
    const { late } = inTwo();
    const anew = checkpointOver([lie(), ...classmates(18, hours(0))], { ...LATE, before: late.before });
    const text = fileOf(lie(), { inclusions: [inclusionOf(anew.inclusions, lie())] });
    expect(findingsOf(text)).toEqual([]);
    expect(findingsOf(text, { ...TRUSTED, checkpoints: [late] })).toEqual([
      expect.stringMatching(
        /^Checkpoint 2 .* in the post of checkpoint 2: if the post is of this course, its ledgers were rewritten/,
      ),
    ]);
    const next = { ...late, number: 3, root: '0'.repeat(64), before: late.root };
    expect(findingsOf(text, { ...TRUSTED, checkpoints: [next] })).toHaveLength(1);
    expect(findingsOf(inTwo().text, { ...TRUSTED, checkpoints: [late, next] })).toEqual([]);
  });

  it('can’t give one checkpoint for another: key, course, order and what was before are held together', () => {
    const { inclusions, text, early } = inTwo();
    const [a, b] = inclusions;
    if (!a || !b) throw new Error('two');
    const foreign = checkpointOver([worked()], { at: LATE.at, key: OTHER_KEY });
    expect(findingsOf(resigned(text, () => ({ checkpoints: foreign.inclusions })))).toEqual([
      expect.stringMatching(/^Checkpoint 1 .* is signed with the key/),
    ]);
    expect(
      findingsOf(
        resigned(text, () => ({ checkpoints: foreign.inclusions })),
        { publicKey: [TEST_KEY.publicKey, OTHER_KEY.publicKey] },
      ),
    ).toEqual([]);
    const unconnected = checkpointOver([worked()], { ...LATE, before: '1'.repeat(64) });
    expect(findingsOf(resigned(text, () => ({ checkpoints: [unconnected.inclusions[0], b] })))).toEqual([
      expect.stringMatching(/^Checkpoint 2 .* names another root before it than checkpoint 1/),
    ]);
    expect(findingsOf(resigned(text, () => ({ checkpoints: [b, a] })))[0]).toMatch(
      /is not older than its first/,
    );
    expect(findingsOf(resigned(text, () => ({ exportedAt: hours(6).toISOString() })))[0]).toMatch(
      /before checkpoint 2/,
    );
    expect(findingsOf(resigned(text, () => ({ exportedAt: hours(0).toISOString() })))[0]).toMatch(
      /before its last entry/,
    );
    expect(early.number).toBe(1);
  });
});

describe('a record that went on', () => {
  const many = (from: StudentRecord, count: number): StudentRecord =>
    Array.from({ length: count }).reduce<StudentRecord>(
      (record, _, n) => ran(record, hours(25 + n / 60), 100 + n),
      from,
    );

  it('is what each of its checkpoints saw, after any steps, though few runs are kept', () => {
    const step = fc.constantFrom('lock', 'run', 'run', 'run', 'checkpoint');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 90 }), (steps) => {
        let record = begun();
        let number = 0;
        const inclusions: ReturnType<typeof checkpointOver>['inclusions'][number][] = [];
        for (const [n, what] of steps.entries()) {
          const at = hours(n + 1);
          if (what === 'lock') record = locked(record, at, 'linear', `q${n}`);
          else if (what === 'run') record = ran(record, at, n + 1, { act: n % 3 ? 'act1' : 'act2' });
          else
            inclusions.unshift(
              inclusionOf(
                checkpointOver([record, begun('ben')], { number: ++number, at }).inclusions,
                record,
              ),
            );
        }
        // Two at a time, of those whose roots name none before them.
        for (let n = 0; n < inclusions.length; n++) {
          const text = fileOf(record, { at: hours(100), inclusions: inclusions.slice(n, n + 1) });
          expect(findingsOf(text)).toEqual([]);
        }
      }),
      { numRuns: FULL ? 300 : 15 },
    );
  });

  it('says where so many runs have come since that only decisions can be compared', () => {
    const { checkpoint, inclusions } = checkpointOver([worked(2)], { at: hours(2.5) });
    const verdict = verifyEvidence(fileOf(many(worked(2), 40), { inclusions }), TRUSTED);
    expect(verdict.genuine).toBe(true);
    expect(verdict.notes).toEqual([
      expect.stringMatching(/^At checkpoint 1 .* there were 1 run; so many have come since/),
    ]);
    expect(checkpoint.number).toBe(1);
  });

  it('says what an instructor had begun anew', () => {
    const mended = decide(
      worked(),
      { kind: 'mended', kept: 2, reason: 'decision 3 is not what was written at the time' },
      hours(30),
      'notebook',
    );
    expect(verifyEvidence(fileOf(mended)).notes[0]).toMatch(
      /^On Wed 25 Nov 2026, 01:00 UTC an instructor had it begun anew with 2 of its decisions: decision 3/,
    );
  });
});

describe('what is no evidence file', () => {
  it.each([
    ['nothing', '', /can’t be read as JSON/],
    ['words', 'Dear professor', /This is no evidence file: it can’t be read/],
    ['half of one', fileOf(worked()).slice(0, 900), /an evidence file that is cut short/],
    ['a list', '[1]', /no evidence file/],
    [
      'the notebook’s file',
      exportLedger([{ chapter: 6, design: {}, completedAt: hours(0).toISOString() }]),
      /file for the course’s notebooks. The evidence file is the one beside it/,
    ],
    [
      'one of a version to come',
      edited(fileOf(worked()), () => ({ version: 2 })),
      /newer version of this program: its form is 2/,
    ],
    [
      'one with more in it',
      edited(fileOf(worked()), () => ({ grade: 100 }) as never),
      /not in the form of an evidence file: .*grade/,
    ],
    [
      'one without its seed',
      fileOf(worked()).replace(/ {2}"seed".*\n/, ''),
      /form of an evidence file: seed/,
    ],
    [
      'a large one',
      ' '.repeat(EVIDENCE_LIMITS.characters + 1),
      /larger than any evidence file: 2,000,001 characters/,
    ],
  ])('%s: says what it is', (_, text, expected) => {
    expect(findingsOf(text).join('\n')).toMatch(expected);
  });

  it('is harmless to show: no control characters, however it is named', () => {
    const name = 'A\u001b[2J\u202eda';
    const verdict = verifyEvidence(fileOf(worked(), { name }), TRUSTED);
    if (!verdict.genuine) throw new Error('it is what was written');
    expect(told(verdict.evidence).name).toBe('A[2Jda');
  });
});
