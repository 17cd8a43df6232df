/** Every reply that the lab can give, found by walking it through the public door, for adapters to hold their renderers against. */

import { COMMANDS } from '../../commands/index.ts';
import { QUADRATIC_WALL } from '../../src/labs/quadratic-wall/index.ts';
import { keyvBackend } from '../../src/ledger/store/keyv.ts';
import { openStore } from '../../src/ledger/store/open-store.ts';
import { RecordStore, recordKey } from '../../src/ledger/store/record-store.ts';
import { type LedgerStore, NotSavedError, UnreadableError } from '../../src/ledger/store/store.ts';
import { studentId } from '../../src/messages/actor.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { LETTERS } from '../../src/messages/request.ts';
import { actorNamed, choicesOf, openTestLab, type TestLab } from './lab.ts';
import { holding, saveTo } from './stores.ts';

export interface NamedReply {
  /** How it came about: `notebook cloud A: /seq 64k`. */
  readonly name: string;
  readonly reply: Reply;
}

/** Every verdict of Act I on both sides of each boundary, at the fewest, the usual and the most heads. */
const SEQ_RUNS = [
  ...[512, 3_000, 3_118, 3_726, 3_727, 4_096, 6_000, 7_000, 8_333, 8_334, 65_536, 102_400, 131_072].map(
    (tokens) => `/seq ${tokens}`,
  ),
  ...[512, 10_000, 28_867, 28_868, 131_072].map((tokens) => `/seq ${tokens} heads 1`),
  ...[512, 2_281, 2_282, 5_103, 5_104, 131_072].map((tokens) => `/seq ${tokens} heads 32`),
];

/** Every verdict and bottleneck of Act II: under, in and over budget, too large for the edge, on and off the curve. */
const DEPTH_RUNS = [
  ...[2, 4, 16, 17, 64, 100].map((layers) => `/depth ${layers}`),
  '/depth 2 64',
  '/depth 64 512',
  '/depth 64 width 64',
  '/depth 48 width 768',
  '/depth 100 width 4096',
  '/depth 4 width 4096',
  '/depth 16 width 720 commit',
  '/depth 16 width 720 commit',
  '/depth 4 width 1440 commit',
];

/** Mistakes that a person can make, with words that a platform would take for markup. */
export const MISTAKES: readonly string[] = [
  '',
  '/nonsense',
  '**bold** _under_ ~~gone~~ ||hidden|| `code` > quote # heading',
  '<@123456789012345678> @everyone <!channel> <https://example.org|here> & < >',
  '[click](https://example.org) https://example.org',
  `/seq ${'9'.repeat(40)}`,
  'x'.repeat(300),
  'x'.repeat(5_000),
  '/seq',
  '/seq 100',
  '/seq 1m',
  '/seq 4.5',
  '/seq 4k heads 40',
  '/seq 4k 4 4',
  '/seq 4k width=3',
  '/depth 1',
  '/depth 4 5000',
  '/predict E',
  '/predict B act 3',
  '/context moon',
  '/math 7',
  '/ledger burn',
  '/lab ```evil``` *x*',
];

const STANDING = ['/lab', '/ledger', '/ledger export', '/ledger verify', '/math', '/context cloud'] as const;

type Say = (line: string) => Promise<Reply>;

/** The whole lab by one student who takes the option with this letter everywhere. */
async function walk(say: Say, letter: string, device: string, thorough: boolean): Promise<void> {
  const where = async (): Promise<void> => {
    if (!thorough) return;
    for (const line of STANDING) await say(line);
    await say(`/context ${device}`);
    for (const command of COMMANDS.filter(({ name }) => !['predict', 'reflect'].includes(name)))
      await say(command.example);
  };
  await say('/lab');
  await say(`/predict ${letter}`);
  await where();
  await say(`/context ${device}`);
  for (const act of [1, 2]) {
    await say('/predict');
    await say('/reflect');
    await say(`/predict ${letter}`);
    for (const again of LETTERS) await say(`/predict ${again} act ${act}`);
    await say('/reflect A');
    if (thorough) for (const line of STANDING) await say(line);
    await say(`/context ${device}`);
    const runs = act === 1 ? SEQ_RUNS : DEPTH_RUNS;
    for (const line of thorough ? runs : runs.slice(0, 2)) await say(line);
    await where();
    await say('/reflect');
    await say(`/reflect ${letter}`);
    for (const again of LETTERS) await say(`/reflect ${again} act ${act}`);
    await where();
    await say(`/math ${act}`);
  }
  for (const line of STANDING) await say(line);
}

async function pressEverything(lab: TestLab, user: string, add: Add): Promise<void> {
  for (const line of ['/lab', '/predict', '/ledger', '/lab help']) {
    for (const choice of choicesOf(await lab.say(user, line))) {
      add(`pressed ${choice.label} after ${line}`, await lab.press(user, choice));
    }
  }
}

type Add = (name: string, reply: Reply) => void;

/** The store does not answer, or does not keep what it is given. */
const failing = (store: LedgerStore, what: 'load' | 'save'): LedgerStore =>
  holding(store, () =>
    what === 'load'
      ? { load: () => Promise.reject(new UnreadableError('no answer')) }
      : { save: () => Promise.reject(new NotSavedError('disk full')) },
  );

async function storeFailures(add: Add): Promise<void> {
  for (const what of ['load', 'save'] as const) {
    const lab = await openTestLab({ store: failing(await openStore('memory:'), what) });
    add(`the store fails to ${what}`, await lab.say('ada', '/predict'));
  }
  for (const [why, text] of [
    ['torn', '{"schema":1,'],
    ['newer', '{"schema":99}'],
  ] as const) {
    const rows = new Map([[recordKey(QUADRATIC_WALL.id, studentId(actorNamed('ada'))), text]]);
    const lab = await openTestLab({ store: new RecordStore(keyvBackend(rows)) });
    add(`a ${why} record is set aside`, await lab.say('ada', '/lab'));
  }
  const lab = await openTestLab();
  await lab.say('ada', '/predict');
  await lab.say('ada', '/predict A');
  const record = await lab.record('ada');
  await saveTo(lab.store, {
    ...record,
    decisions: record.decisions.map((each) => ({ ...each, hash: '0' })),
  });
  for (const what of ['show', 'export', 'verify'])
    add(`a changed chain: ${what}`, await lab.say('ada', `/ledger ${what}`));
}

/** About a thousand replies in a second or two; those that say exactly the same are kept once. */
export async function everyReply(): Promise<readonly NamedReply[]> {
  const found = new Map<string, NamedReply>();
  const add: Add = (name, reply) => {
    const key = JSON.stringify(reply);
    if (!found.has(key)) found.set(key, { name, reply });
  };
  for (const edition of QUADRATIC_WALL.editions) {
    const lab = await openTestLab({ edition });
    for (const { id: device } of QUADRATIC_WALL.devices) {
      for (const letter of LETTERS) {
        const user = `${device}-${letter}`;
        const say: Say = async (line) => {
          const reply = await lab.say(user, line);
          add(`${edition} ${device} ${letter}: ${line}`, reply);
          return reply;
        };
        await walk(say, letter, device, letter === 'A');
        if (letter === 'A') await pressEverything(lab, user, add);
      }
    }
    await pressEverything(lab, 'newcomer', add);
    for (const line of MISTAKES) add(`mistake: ${line.slice(0, 60)}`, await lab.say('newcomer', line));
  }
  await storeFailures(add);
  return [...found.values()];
}
