/** A class over rows that a test may look into: the real course, a courier that keeps what it is given, and a clock to set. */

import { Assistant } from '../../../commands/assistant.ts';
import { BUTTON_VERSION } from '../../../commands/button.ts';
import { Conversation } from '../../../src/conversation/conversation.ts';
import type { StoredCheckpoint } from '../../../src/course/checkpoints/rows.ts';
import { takeCheckpoint } from '../../../src/course/checkpoints.ts';
import { Course } from '../../../src/course/course.ts';
import { CourseStore } from '../../../src/course/course-store.ts';
import { Outbox } from '../../../src/course/outbox.ts';
import { FIRST_LAB, PACKS } from '../../../src/labs/catalogue.ts';
import { RecordStore } from '../../../src/ledger/record-store.ts';
import { createLog } from '../../../src/log.ts';
import { type Actor, studentId } from '../../../src/messages/actor.ts';
import type { Choice, Reply } from '../../../src/messages/reply.ts';
import type { Request } from '../../../src/messages/request.ts';
import type { Backend } from '../../../src/store/backend.ts';
import { keyvBackend } from '../../../src/store/keyv.ts';
import { TEST_KEY } from '../../support/key.ts';
import { choice, choicesOf, countingSeeds, wordsOf } from '../../support/lab.ts';
import { MessagePlatform } from '../reminding/message-platform.ts';
import { type Watching, watched } from './watched.ts';

/** Monday, 9:00 in New York. */
export const MONDAY = new Date('2026-11-23T14:00:00.000Z');
/** Friday, 23:59 in New York. */
export const DUE = new Date('2026-11-28T04:59:00.000Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const WORKSPACE = 'seminar';
export const COURSE = `test:${WORKSPACE}`;

/** Somebody in the class’s channel, as the platform vouches for them. */
export const person = (user: string, changes: Partial<Actor> = {}): Actor => ({
  platform: 'test',
  workspace: WORKSPACE,
  user,
  name: user,
  role: 'student',
  channel: 'class',
  ...changes,
});

/** As the platform names them wherever they speak in the server. */
export const PROF = person('prof', { role: 'instructor' });
export const ADA = person('ada');

export const keyOf = (user: string, workspace = WORKSPACE): string =>
  studentId({ platform: 'test', workspace, user });

export const ROSTER = `Student,ID,SIS User ID,SIS Login ID,Section,Lab 06 (88123)
    Points Possible,,,,,8
"Lovelace, Ada",91234,00012345,ada.login,CS249-01,
"Hall, Ben",91235,00012346,ben.login,CS249-01,
`;

export const rosterFile = (content = ROSTER) => ({
  name: 'export.csv',
  bytes: new TextEncoder().encode(content),
});

type File = ReturnType<typeof rosterFile>;

export interface Seminar {
  readonly rows: Map<string, string>;
  readonly backend: Backend;
  readonly store: CourseStore;
  readonly assistant: Assistant;
  readonly platform: MessagePlatform;
  now(): Date;
  /** Sets the clock; otherwise a second passes with each answer. */
  at(moment: Date): void;
  say(actor: Actor, line: string, file?: File): Promise<Reply>;
  ask(actor: Actor, request: Request, file?: File): Promise<Reply>;
  press(actor: Actor, button: Choice, entered?: string): Promise<Reply>;
  words(reply: Reply): string;
}

export interface SeminarOptions extends Watching {
  readonly rows?: Map<string, string>;
  readonly at?: Date;
}

export function openSeminar({ rows = new Map(), at = MONDAY, ...watching }: SeminarOptions = {}): Seminar {
  let moment = at.getTime();
  const now = (): Date => new Date(moment);
  const backend = watched(keyvBackend(rows), now, watching);
  const platform = new MessagePlatform({ now, wait: async () => undefined, name: 'test' });
  const couriers = new Map([['test', platform.courier]]);
  const store = new CourseStore(backend, PACKS, TEST_KEY);
  const conversation = new Conversation({
    packs: PACKS,
    store: new RecordStore(backend, PACKS, { key: TEST_KEY }),
    now,
    newSeed: countingSeeds(),
  });
  const outbox = new Outbox({ store, couriers, holder: 'seminar', log: createLog('silent') });
  const assistant = new Assistant(new Course({ conversation, store, outbox, couriers, now }), FIRST_LAB);
  const answered = async (work: Promise<Reply>): Promise<Reply> => {
    const made = await work;
    moment += 1_000;
    return made;
  };
  const callOf = (actor: Actor, file?: File) => ({ actor, ...(file && { file }) });
  return {
    rows,
    backend,
    store,
    assistant,
    platform,
    now,
    at: (to) => {
      moment = to.getTime();
    },
    say: (actor, line, file) => answered(assistant.say(callOf(actor, file), line)),
    ask: (actor, request, file) => answered(assistant.ask(callOf(actor, file), request)),
    press: (actor, button, entered) =>
      answered(
        assistant.press(callOf(actor), {
          version: BUTTON_VERSION,
          line: assistant.commands.buttonLine(button.request),
          ...(entered !== undefined && { entered }),
        }),
      ),
    words: (reply) => wordsOf(reply, (request) => assistant.commands.lineFor(request)),
  };
}

/** Buttons that move on in a lab, in the order in which they are looked for. */
const ONWARD = [
  /^Lock [A-F]$/,
  /^Act [IVX]+: the question/,
  /^Next: /,
  /^Commit /,
  /^Reflect on /,
  /^[A-F]$/,
  /^Run /,
];

/** Presses what moves on until `until` matches a button, or the lab is complete. */
export async function walk(
  seminar: Seminar,
  actor: Actor,
  { until = /^Export ledger$/, letter = 'A' }: { readonly until?: RegExp; readonly letter?: string } = {},
): Promise<Reply> {
  let shown = await seminar.say(actor, '/lab quadratic');
  for (let step = 0; step < 60; step++) {
    const labels = choicesOf(shown).map(({ label }) => label);
    if (labels.some((label) => until.test(label))) return shown;
    const label = labels.includes(`Lock ${letter}`)
      ? `Lock ${letter}`
      : ONWARD.flatMap((pattern) => labels.filter((each) => pattern.test(each)))[0];
    if (label === undefined) throw new Error(`nothing moves on among ${labels.join(', ')}`);
    shown = await seminar.press(actor, choice(shown, label));
  }
  throw new Error('the lab has no end');
}

/** Until the first prediction is locked. */
export const lockFirst = (seminar: Seminar, actor: Actor, letter = 'A'): Promise<Reply> =>
  walk(seminar, actor, { until: /^Run |^Guess|^A guess/, letter });

/** Assigns the first lab, due on Friday; the id of the homework. */
export async function assign(seminar: Seminar, more = '', prof: Actor = PROF): Promise<string> {
  const course = studentId(prof).slice(0, -`:${prof.user}`.length);
  const shown = await seminar.say(prof, `/assign due Fri 23:59 ${more} zone New York`);
  await seminar.press(prof, choice(shown, 'Post it here'));
  const view = await seminar.store.viewNow(course);
  const id = view?.assignments.at(-1)?.id;
  if (id === undefined) throw new Error(`nothing was assigned: ${seminar.words(shown)}`);
  return id;
}

/** Presses Start under the post. */
export const start = (seminar: Seminar, actor: Actor, assignment: string): Promise<Reply> =>
  seminar.ask(actor, { kind: 'owed', what: 'join', assignment });

/** Words that are in no row and no text of a reply. */
export const rowsWith = (rows: ReadonlyMap<string, string>, needle: string): readonly string[] =>
  [...rows].filter(([key, text]) => key.includes(needle) || text.includes(needle)).map(([key]) => key);

/** Takes a checkpoint of the class as it is, and returns the newest. */
export async function checkpoint(seminar: Seminar): Promise<StoredCheckpoint> {
  const owed = { why: 'daily', posts: [] } as const;
  const { newest } = await takeCheckpoint(seminar.store, PACKS, COURSE, seminar.now(), () => owed);
  if (!newest) throw new Error('nobody has begun');
  return newest;
}
