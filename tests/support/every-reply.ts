/** Every reply that the lab can give, found by walking it through the public door, for adapters to hold their renderers against. */

import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import type { LabPack, Setting } from '../../src/labs/lab.ts';
import { recordKey } from '../../src/ledger/keys.ts';
import type { LedgerStore } from '../../src/ledger/ledger-store.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import { studentId } from '../../src/messages/actor.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { LETTERS } from '../../src/messages/request.ts';
import { NotSavedError, UnreadableError } from '../../src/store/errors.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { inputsOf } from './inputs.ts';
import { TEST_KEY } from './key.ts';
import { actorNamed, choicesOf, openTestLab, type TestLab } from './lab.ts';
import { holding, openTestStore, saveTo } from './stores.ts';
import { COIN_TOSS } from './tiny-pack.ts';

/** A course as one would set it up, with a lab that is no part of the product among its labs. */
export const COURSE: readonly LabPack[] = [...PACKS, COIN_TOSS];

export interface NamedReply {
  /** How it came about: `notebook cloud A: /seq 64k`. */
  readonly name: string;
  readonly reply: Reply;
}

/** Runs of a thorough walk through one act; enough for every verdict of it in one context or another. */
const RUNS_OF_AN_ACT = 24;

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

const STANDING = [
  '/lab',
  '/lab start',
  '/ledger',
  '/ledger export',
  '/ledger verify',
  '/math',
  '/context',
] as const;

type Say = (line: string) => Promise<Reply>;

/** Every so many-th of all inputs, so that a walk stays short. */
function some<T>(all: readonly T[], most: number): readonly T[] {
  const every = Math.max(1, Math.floor(all.length / most));
  return all.filter((_, n) => n % every === 0);
}

interface Way {
  readonly pack: LabPack;
  readonly setting: Setting;
  readonly letter: string;
  readonly thorough: boolean;
}

/** The whole lab by one student who takes the option with this letter everywhere. */
async function walk(lab: TestLab, say: Say, { pack, setting, letter, thorough }: Way): Promise<void> {
  const { commands } = lab.assistant;
  const stand = async (): Promise<void> => {
    if (!thorough) return;
    for (const line of STANDING) await say(line);
    await say(`/context ${setting.context}`);
    for (const { name, example } of commands.offered) {
      if (name !== 'predict' && name !== 'reflect' && !example.includes('commit')) await say(example);
    }
    await say(`/lab ${pack.id}`);
  };
  await say(`/lab ${pack.id}`);
  await say(`/predict ${letter}`);
  await stand();
  await say(`/context ${setting.context}`);
  for (const [index, act] of pack.acts.entries()) {
    const { prediction, instrument } = act;
    const run = (input: object, commit = false): Promise<Reply> =>
      say(
        commands.lineFor({
          kind: 'run',
          lab: pack.id,
          instrument: instrument.id,
          input: { ...input },
          ...(commit && { commit }),
        }),
      );
    await say('/predict');
    await say('/reflect');
    const numbers =
      prediction.kind === 'number' ? [prediction.min, ...prediction.beliefs.map(({ from }) => from)] : [];
    await say(`/predict ${numbers[LETTERS.indexOf(letter as 'A') % numbers.length] ?? letter}`);
    for (const again of LETTERS) await say(`/predict ${again} act ${index + 1}`);
    await say('/reflect A');
    if (thorough) for (const line of STANDING) await say(line);
    await say(`/context ${setting.context}`);
    const inputs = thorough ? some(inputsOf(instrument, setting), RUNS_OF_AN_ACT) : instrument.opening;
    for (const input of inputs) await run(input);
    await stand();
    await say('/reflect');
    await say(`/reflect ${letter}`);
    for (const again of LETTERS) await say(`/reflect ${again} act ${index + 1}`);
    // Until one of them may stand.
    for (const input of [...instrument.opening, instrument.example, ...inputs]) {
      const { parts } = await run(input, true);
      if (JSON.stringify(parts).includes('"tone":"quote"')) break;
    }
    await stand();
    await say(`/math ${index + 1}`);
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
    const lab = await openTestLab({ store: failing(await openTestStore(), what) });
    add(`the store fails to ${what}`, await lab.say('ada', '/predict lab quadratic'));
  }
  for (const [why, text] of [
    ['torn', '{"schema":1,'],
    ['newer', '{"schema":99}'],
  ] as const) {
    const rows = new Map([[recordKey(FIRST_LAB, studentId(actorNamed('ada'))), text]]);
    const lab = await openTestLab({ store: new RecordStore(keyvBackend(rows), PACKS, { key: TEST_KEY }) });
    add(`a ${why} record is set aside`, await lab.say('ada', '/lab quadratic'));
  }
  const lab = await openTestLab();
  await lab.say('ada', '/predict lab quadratic');
  await lab.say('ada', '/predict A');
  const record = await lab.record('ada');
  await saveTo(lab.store, {
    ...record,
    decisions: record.decisions.map((each) => ({ ...each, hash: '0' })),
  });
  for (const what of ['show', 'export', 'verify'])
    add(`a changed chain: ${what}`, await lab.say('ada', `/ledger ${what}`));
}

/** Over a thousand replies in a few seconds; those that say exactly the same are kept once. */
export async function everyReply(): Promise<readonly NamedReply[]> {
  const found = new Map<string, NamedReply>();
  const add: Add = (name, reply) => {
    const key = JSON.stringify(reply);
    if (!found.has(key)) found.set(key, { name, reply });
  };
  for (const pack of COURSE) {
    for (const { id: edition } of pack.editions) {
      const lab = await openTestLab({ packs: COURSE, edition });
      for (const { id: context } of pack.contexts) {
        const prior = Object.fromEntries(pack.reads.map(({ as, fallback }) => [as, fallback]));
        for (const letter of LETTERS) {
          const user = `${context}-${letter}`;
          const say: Say = async (line) => {
            const reply = await lab.say(user, line);
            add(`${pack.id} ${edition} ${context} ${letter}: ${line}`, reply);
            return reply;
          };
          const thorough = letter === 'A';
          await walk(lab, say, { pack, setting: { context, edition, prior }, letter, thorough });
          if (thorough) await pressEverything(lab, user, add);
        }
      }
      await pressEverything(lab, 'newcomer', add);
    }
  }
  const lab = await openTestLab({ packs: COURSE });
  for (const line of MISTAKES) add(`mistake: ${line.slice(0, 60)}`, await lab.say('newcomer', line));
  await storeFailures(add);
  return [...found.values()];
}
