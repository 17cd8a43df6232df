/**
 * No byte of what the class answered reaches a student before their own lock and the reveal. Two classes that differ in
 * nothing but others’ answers say the same to a student, whatever they ask, until both have happened.
 */

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import { courseId } from '../../src/messages/actor.ts';
import { ALL_ACTS, leastRole } from '../support/acts.ts';
import { type Choice, choicesOf } from '../support/lab.ts';
import { fileOf } from './support/ground.ts';
import {
  assign,
  HOUR,
  lockFirst,
  MONDAY,
  openSeminar,
  PROF,
  person,
  type Seminar,
  start,
} from './support/seminar.ts';

const QUESTION = PACKS.find(({ id }) => id === FIRST_LAB)?.acts[0].prediction.id ?? '';
const EVE = person('eve');
const LOCKED = new Date(MONDAY.getTime() + HOUR);
const OTHERS = Array.from({ length: 12 }, (_, at) => person(`s${at}`));

interface World {
  readonly seminar: Seminar;
  readonly assignment: string;
}

/** Two classes of the same homework: what the others answer, each in their own order of the options. */
const LETTERS = [['A'], ['B', 'C', 'D']] as const;

let assignment: string;
let classes: readonly ReadonlyMap<string, string>[];
beforeAll(async () => {
  const ground = openSeminar();
  assignment = await assign(ground);
  for (const actor of OTHERS) await start(ground, actor, assignment);
  classes = await Promise.all(
    LETTERS.map(async (letters) => {
      const seminar = openSeminar({ rows: new Map(ground.rows), at: LOCKED });
      for (const [at, actor] of OTHERS.entries())
        await lockFirst(seminar, actor, letters[at % letters.length]);
      return seminar.rows;
    }),
  );
});

/** Both as they are once the others have locked. */
const bothClasses = (): readonly World[] =>
  classes.map((rows) => ({
    seminar: openSeminar({ rows: new Map(rows), at: new Date(LOCKED.getTime() + HOUR) }),
    assignment,
  }));

type Ask =
  | { readonly line: string }
  | { readonly press: number }
  | { readonly act: number }
  | { readonly offers: readonly [command: string, option: string, typed: string] }
  | { readonly reveal: 'reveal' | 'hide' };

const LINES = [
  '/class results',
  '/class reveal',
  '/class',
  '/class student eve',
  '/owed',
  '/owed on',
  '/mydata',
  '/mydata download',
  '/lab',
  '/lab quadratic',
  '/lab help',
  '/ledger',
  '/ledger export',
  '/math',
  '/seq 64k',
  'hello',
];

const ask: fc.Arbitrary<Ask> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...LINES).map((line) => ({ line })) },
  { weight: 3, arbitrary: fc.nat({ max: 40 }).map((press) => ({ press })) },
  { weight: 2, arbitrary: fc.nat({ max: ALL_ACTS.length - 1 }).map((act) => ({ act })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('class', 'predict', 'owed', 'mydata'),
        fc.constantFrom('what', 'who', 'answer', 'question'),
        fc.string({ maxLength: 3 }),
      )
      .map((offers) => ({ offers })),
  },
  { weight: 3, arbitrary: fc.constantFrom('reveal' as const, 'hide' as const).map((reveal) => ({ reveal })) },
);

const REVEALED: readonly Ask[] = [
  { reveal: 'reveal' },
  ...['/class results', '/class', '/lab', '/owed', '/mydata download'].map((line) => ({ line })),
];

/** Everything that a student got, as bytes, without what chance gives to the key of a line of the log. */
const bytes = (got: unknown): string => JSON.stringify(got).replace(/Z-[0-9a-f]{8}/g, 'Z-');

async function askIn(world: World, what: Ask, buttons: Choice[]): Promise<string> {
  const { seminar, assignment } = world;
  seminar.at(new Date(seminar.now().getTime() + 60_000));
  if ('reveal' in what) {
    const step = what.reveal === 'reveal' ? ({ step: 'yes' } as const) : {};
    await seminar.ask(PROF, { kind: 'class', what: what.reveal, question: QUESTION, ...step });
    return '';
  }
  if ('offers' in what) return bytes(await seminar.assistant.offers(EVE, ...what.offers));
  const button = 'press' in what ? buttons[what.press % Math.max(1, buttons.length)] : undefined;
  // A lock of one’s own ends what is compared here.
  if ('press' in what && (!button || /^Lock /.test(button.label))) return '';
  const act = 'act' in what ? ALL_ACTS[what.act] : undefined;
  const reply =
    'line' in what
      ? await seminar.say(EVE, what.line)
      : button
        ? await seminar.press(EVE, button, 'x')
        : act && (leastRole(act) !== 'student' || act.as !== '/mydata delete DELETE')
          ? await seminar.ask(
              EVE,
              act.request({ assignment, draft: 'd', question: QUESTION }),
              fileOf(act.file),
            )
          : undefined;
  if (!reply) return '';
  buttons.push(...choicesOf(reply));
  return bytes(reply);
}

/** What stands in the channel, which students read too. */
const posts = (world: World): string =>
  bytes(
    world.seminar.platform.messages.filter(({ channel }) => channel === 'class').map(({ reply }) => reply),
  );

const show = (world: World) =>
  world.seminar.ask(EVE, {
    kind: 'class',
    what: 'results',
    question: QUESTION,
    assignment: world.assignment,
  });

describe('class results', () => {
  it('tell a student nothing before their own lock, revealed or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ask, { minLength: 1, maxLength: 12 }), async (asked) => {
        const [one, two] = bothClasses();
        if (!one || !two) throw new Error('there are two classes');
        const [here, there]: [Choice[], Choice[]] = [[], []];
        // However it went: in the end it is revealed, and asked for.
        for (const what of [...asked, ...REVEALED]) {
          expect(await askIn(one, what, here)).toBe(await askIn(two, what, there));
        }
        expect(posts(one)).toBe(posts(two));
      }),
      { numRuns: 40 },
    );
  });

  it('tell them nothing after their lock and before the reveal, or once it is hidden', async () => {
    const worlds = bothClasses();
    const both = async (work: (world: World) => Promise<unknown>): Promise<readonly string[]> => {
      const got = [];
      for (const world of worlds) got.push(bytes(await work(world)));
      return got;
    };
    const [before, same] = await both(async (world) => {
      await lockFirst(world.seminar, EVE);
      return show(world);
    });
    expect(before).toBe(same);
    // The test could tell: revealed, the two classes look different, and hidden again they do not.
    const [revealed, other] = await both(async (world) => {
      await world.seminar.ask(PROF, { kind: 'class', what: 'reveal', question: QUESTION, step: 'yes' });
      return show(world);
    });
    expect(revealed).not.toBe(other);
    const [hidden, alike] = await both(async (world) => {
      await world.seminar.ask(PROF, { kind: 'class', what: 'hide', question: QUESTION });
      return show(world);
    });
    expect(hidden).toBe(alike);
    expect(hidden).toContain('Nothing is revealed');
  });

  it('tell nobody of another workspace, who has locked there', async () => {
    const worlds = bothClasses();
    const stranger = person('eve', { workspace: 'elsewhere' });
    const got = [];
    for (const world of worlds) {
      const { seminar, assignment } = world;
      await assign(seminar, '', person('prof', { workspace: 'elsewhere', role: 'instructor' }));
      await lockFirst(seminar, stranger);
      await seminar.ask(PROF, { kind: 'class', what: 'reveal', question: QUESTION, step: 'yes' });
      const request = { kind: 'class', what: 'results', question: QUESTION } as const;
      const there = await seminar.store.viewNow(courseId(stranger));
      const replies = [
        await seminar.ask(stranger, request),
        await seminar.ask(stranger, { ...request, assignment }),
      ];
      got.push(bytes(replies).replaceAll(there?.assignments[0]?.id ?? '', 'THEIRS'));
    }
    expect(got[0]).toBe(got[1]);
  });
});
