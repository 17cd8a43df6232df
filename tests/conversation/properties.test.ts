/** Random students in random labs: what no order of commands and buttons may do. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stageOf } from '../../src/conversation/stage.ts';
import type { LabPack, Progress } from '../../src/labs/lab.ts';
import { verify } from '../../src/ledger/chain.ts';
import { progressKey, recordKey, studentKey } from '../../src/ledger/keys.ts';
import { progressOf } from '../../src/ledger/progress.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import { readSummary, summaryOf, summaryText } from '../../src/ledger/summary.ts';
import { studentId } from '../../src/messages/actor.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { TEST_KEY } from '../support/key.ts';
import { actorNamed, type Choice, choicesOf, openTestLab, type TestLab } from '../support/lab.ts';
import { mark, twoPacks } from '../support/random-pack.ts';
import { COIN_TOSS } from '../support/tiny-pack.ts';

const STUDENTS = ['ada', 'ben'] as const;

/** What a student may do: type a line made for these labs, or press a button of the last reply. */
const step = fc.tuple(
  fc.constantFrom(...STUDENTS),
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ press: fc.nat({ max: 9 }), entered: fc.constantFrom('7', '42', 'x') }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'predict',
          'reflect',
          'run',
          'answer',
          'math',
          'ledger',
          'lab',
          'place',
          'other',
        ),
        lab: fc.constantFrom('alpha', 'beta', undefined),
        act: fc.constantFrom(1, 2, 3, undefined),
        answer: fc.constantFrom('A', 'B', 'C', 'F', '42', '5', 'claim 1'),
        n: fc.integer({ min: 1, max: 9 }),
        commit: fc.boolean(),
      }),
    },
  ),
);
type Typed = Exclude<(typeof step extends fc.Arbitrary<infer S> ? S : never)[1], { press: number }>;

function lineOf({ kind, lab, act, answer, n, commit }: Typed, packs: readonly LabPack[]): string {
  const about = `${lab === undefined ? '' : ` lab ${lab}`}${act === undefined ? '' : ` act ${act}`}`;
  switch (kind) {
    case 'predict':
    case 'reflect':
      return `/${kind} ${answer}${about}`;
    case 'run': {
      const pack = packs.find(({ id }) => id === lab) ?? packs[n % packs.length];
      const instrument = pack?.acts[n % pack.acts.length]?.instrument.id ?? '';
      return `/${instrument} ${n}${act === undefined ? '' : ` act ${act}`}${commit ? ' commit' : ''}`;
    }
    case 'answer':
      return answer;
    case 'math':
      return `/math${about}`;
    case 'ledger':
      return `/ledger ${['show', 'export', 'verify'][n % 3]}${lab === undefined ? '' : ` lab ${lab}`}`;
    case 'lab':
      return lab === undefined ? '/lab' : `/lab ${lab}`;
    case 'place':
      return `/place place${n % 3}`;
    default:
      return ['/lab help', '/nonsense', '', '/predict', '/reflect'][n % 5] ?? '';
  }
}

interface World {
  readonly packs: readonly LabPack[];
  readonly rows: Map<string, string>;
  readonly lab: TestLab;
}

function open(packs: readonly LabPack[]): Promise<World> {
  const rows = new Map<string, string>();
  const store = new RecordStore(keyvBackend(rows), packs, { key: TEST_KEY });
  return openTestLab({ packs, store }).then((lab) => ({ packs, rows, lab }));
}

async function progressIn({ lab }: World, pack: LabPack, user: string): Promise<Progress | undefined> {
  const record = await lab.record(user, pack.id).catch(() => undefined);
  return record && progressOf(record, pack, 'one');
}

/** No byte of what is still to be found out. `before` and `after` are the student's progress around the reply. */
function keepsSecrets(
  pack: LabPack,
  said: string,
  before: Progress | undefined,
  after: Progress | undefined,
): void {
  const complete = after?.completedAt !== undefined;
  if (!complete) expect(said).not.toContain(mark('TAKEAWAYS', pack.id));
  const byInstrument = new Map<string, boolean>();
  pack.acts.forEach((act, index) => {
    const locked = before?.answers[act.prediction.id] !== undefined;
    const reflected = after?.answers[act.reflection.id] !== undefined;
    byInstrument.set(act.instrument.id, (byInstrument.get(act.instrument.id) ?? false) || locked);
    if (!locked) {
      expect(said).not.toContain(mark('REVEAL', pack.id, act.id));
      expect(said).not.toContain(mark('FEEDBACK', pack.id, act.prediction.id));
      expect(after?.runs[act.id]).toBeUndefined();
    }
    if (!after?.runs[act.id]) expect(said).not.toContain(mark('REVEAL', pack.id, act.id));
    if (!reflected) {
      expect(said).not.toContain(mark('FEEDBACK', pack.id, act.reflection.id));
      expect(said).not.toContain(mark('MATH', pack.id, act.id));
    }
    if (!after?.committed[act.id]) expect(said).not.toContain(mark('RESPONSE', pack.id, act.id));
    const isTurn = pack.acts.slice(0, index).every((each) => after && stageOf(each, after) === 'done');
    if (!isTurn && before?.answers[act.prediction.id] === undefined) {
      expect(said, 'no act before its turn').not.toContain(mark('PROMPT', pack.id, act.prediction.id));
      expect(after?.answers[act.prediction.id]).toBeUndefined();
    }
  });
  for (const [instrument, open_] of byInstrument) {
    if (!open_) expect(said).not.toContain(mark('RESULT', pack.id, instrument));
  }
}

describe('random students in random labs', () => {
  it('see nothing before its lock and no act before its turn, keep their first answers, and touch one record at a time', async () => {
    await fc.assert(
      fc.asyncProperty(twoPacks, fc.array(step, { minLength: 10, maxLength: 60 }), async (packs, steps) => {
        const world = await open(packs);
        const buttons = new Map<string, readonly Choice[]>();
        const first = new Map<string, string>();
        for (const [user, what] of steps) {
          const offered = buttons.get(user) ?? choicesOf(await world.lab.say(user, '/lab'));
          const before = await Promise.all(packs.map((pack) => progressIn(world, pack, user)));
          const stored = new Map(world.rows);
          const choice = 'press' in what ? offered[what.press % offered.length] : undefined;
          const reply =
            'press' in what
              ? choice && (await world.lab.press(user, choice, choice.field && what.entered))
              : await world.lab.say(user, lineOf(what, packs));
          if (!reply) continue;
          buttons.set(user, choicesOf(reply));
          const said = JSON.stringify(reply);
          for (const [index, pack] of packs.entries()) {
            const after = await progressIn(world, pack, user);
            keepsSecrets(pack, said, before[index], after);
            for (const [question, { at: _, ...answer }] of Object.entries(after?.answers ?? {})) {
              const key = `${user}/${pack.id}/${question}`;
              first.set(key, first.get(key) ?? JSON.stringify(answer));
              expect(JSON.stringify(answer), 'a first answer never changes').toBe(first.get(key));
            }
            const record = await world.lab.record(user, pack.id).catch(() => undefined);
            if (record) {
              expect(verify(record)).toEqual({ intact: true });
              const row = progressKey(pack.id, record.student);
              const summary = world.rows.get(row);
              expect(summary, 'the class sees what is stored').toBe(
                summaryText(summaryOf(record, pack), row, TEST_KEY),
              );
              expect(readSummary(summary ?? '', row, TEST_KEY)).toEqual(summaryOf(record, pack));
            }
          }
          const student = studentId(actorNamed(user));
          const changed = [...world.rows]
            .filter(([key, text]) => stored.get(key) !== text)
            .map(([key]) => key);
          const records = changed.filter((key) => key.startsWith('ledger:'));
          expect(records.length, 'one lab’s record at a time').toBeLessThanOrEqual(1);
          for (const key of changed) {
            expect([
              studentKey(student),
              ...packs.flatMap(({ id }) => [recordKey(id, student), progressKey(id, student)]),
            ]).toContain(key);
          }
          if (records[0]) {
            const { lab } = JSON.parse(world.rows.get(studentKey(student)) ?? '{}');
            expect(records[0], 'the lab that was touched').toBe(recordKey(lab, student));
          }
        }
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('can always finish by the leading button and an answer', async () => {
    await fc.assert(
      fc.asyncProperty(twoPacks, async ([pack]) => {
        const world = await open([pack]);
        let reply = await world.lab.say('ada', '/lab start');
        for (let presses = 0; presses < 60; presses++) {
          const progress = await progressIn(world, pack, 'ada');
          if (progress?.completedAt) return;
          const offered = choicesOf(reply);
          const next =
            offered.find(({ emphasis }) => emphasis === 'primary') ??
            offered.find(({ request }) => request.kind !== 'help') ??
            offered[0];
          if (!next) throw new Error('a reply without a button');
          reply = await world.lab.press('ada', next, next.field && '42');
        }
        expect.unreachable('sixty presses and not complete');
      }),
      { numRuns: 60 },
    );
  });
});

describe('two acts that share one instrument', () => {
  it('open it one by one: the second act’s lock alone opens its run', async () => {
    await fc.assert(
      fc.asyncProperty(
        twoPacks.filter(
          ([pack]) => pack.acts.length > 1 && pack.acts[0].instrument.id === pack.acts[1]?.instrument.id,
        ),
        async ([pack]) => {
          const { lab } = await open([pack]);
          const [act] = pack.acts;
          const number = act.prediction.kind === 'number';
          await lab.say('ada', '/predict');
          await lab.say('ada', `/predict ${number ? '42' : 'A'}`);
          await lab.say('ada', `/${act.instrument.id} 3`);
          await lab.say('ada', '/reflect');
          await lab.say('ada', '/reflect A');
          if (act.decision) await lab.say('ada', `/${act.instrument.id} 3 commit`);
          await lab.say('ada', '/predict');
          const early = JSON.stringify(await lab.say('ada', `/${act.instrument.id} 3`));
          expect(early).not.toContain(mark('RESULT', pack.id, act.instrument.id));
          expect(early).not.toContain(mark('REVEAL', pack.id, pack.acts[1]?.id));
          const record = await lab.record('ada', pack.id);
          expect(Object.keys(record.tallies)).toEqual(['act1']);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('options', () => {
  it('are shuffled by student and question, and always the same way for one student', async () => {
    const orders = new Set<string>();
    const lab = await openTestLab();
    for (let student = 0; student < 60; student++) {
      const one = choicesOf(await lab.say(`s${student}`, '/predict lab quadratic'));
      const two = choicesOf(await lab.say(`s${student}`, '/predict'));
      expect(two).toEqual(one);
      orders.add(JSON.stringify(one.map(({ detail }) => detail)));
    }
    expect(orders.size, 'of 24 possible orders').toBeGreaterThan(15);
  });
});

describe('a value of another lab', () => {
  it('is read from its complete record, with the declared fallback before, and frozen into the run', async () => {
    const { PACKS } = await import('../../src/labs/catalogue.ts');
    const lab = await openTestLab({ packs: [...PACKS, COIN_TOSS] });
    const say = (line: string) => lab.say('ada', line);
    for (const line of ['/predict lab coin', '/predict 12.5', '/toss 2']) await say(line);
    expect((await lab.record('ada', COIN_TOSS.id)).runs[0]?.prior).toEqual({ wall: 7 });
    for (const line of [
      '/predict lab quadratic',
      '/predict A',
      '/seq 8000',
      '/reflect',
      '/reflect A',
      '/seq 8000 commit',
    ])
      await say(line);
    for (const line of ['/predict', '/predict A', '/depth 16', '/reflect', '/reflect A', '/depth 16 commit'])
      await say(line);
    await say('/toss 3');
    const { runs } = await lab.record('ada', COIN_TOSS.id);
    expect(runs.map(({ prior }) => prior)).toEqual([{ wall: 7 }, { wall: 8000 }]);
  });
});
