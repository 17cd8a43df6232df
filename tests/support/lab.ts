/** A whole lab in memory for tests: real commands, real conversation, real store; only time and chance are given. */

import { Assistant } from '../../commands/assistant.ts';
import { BUTTON_VERSION } from '../../commands/button.ts';
import { Conversation } from '../../src/conversation/conversation.ts';
import type { Couriers } from '../../src/course/courier.ts';
import { Course } from '../../src/course/course.ts';
import { CourseStore } from '../../src/course/course-store.ts';
import { Outbox } from '../../src/course/outbox.ts';
import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import type { LabPack } from '../../src/labs/lab.ts';
import type { LedgerStore } from '../../src/ledger/ledger-store.ts';
import type { StudentRecord } from '../../src/ledger/record.ts';
import { createLog } from '../../src/log.ts';
import { type Actor, studentId } from '../../src/messages/actor.ts';
import type { Choice, Part, Reply } from '../../src/messages/reply.ts';
import { plain, type RichText } from '../../src/messages/rich-text.ts';
import type { Backend } from '../../src/store/backend.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { TEST_KEY } from './key.ts';
import { loadFrom, openTestStore } from './stores.ts';

export const actorNamed = (user: string, workspace = 'course'): Actor => ({
  platform: 'test',
  workspace,
  user,
  role: 'student',
});

/** A clock that goes on by a second each time it is read, from a fixed moment. */
export function tickingClock(from = '2026-11-23T19:00:00.000Z'): () => Date {
  let at = Date.parse(from);
  return () => {
    at += 1000;
    return new Date(at);
  };
}

/** Seeds in a fixed order. */
export function countingSeeds(): () => string {
  let next = 0;
  return () => (next++).toString(16).padStart(32, '0');
}

export interface TestLab {
  readonly assistant: Assistant;
  readonly store: LedgerStore;
  /** What a student types, and what comes back. */
  say(user: string, line: string, delivery?: string): Promise<Reply>;
  /** Presses a shipped button, through what it carries. */
  press(user: string, choice: Choice, entered?: string): Promise<Reply>;
  /** Every word of a reply, as somebody would read it where lines are typed. */
  words(reply: Reply): string;
  record(user: string, lab?: string): Promise<StudentRecord>;
}

export interface TestLabOptions {
  readonly packs?: readonly LabPack[];
  readonly store?: LedgerStore;
  readonly edition?: string;
  readonly now?: () => Date;
  readonly newSeed?: () => string;
  /** Of the class's rows, which are the records' own where it is what the store is made of. */
  readonly backend?: Backend;
  readonly couriers?: Couriers;
}

/** The class around it: over the same rows where a backend is given, and otherwise rows of its own. */
function courseOver(conversation: Conversation, options: TestLabOptions): Course {
  const store = new CourseStore(options.backend ?? keyvBackend(new Map()), PACKS, TEST_KEY);
  const couriers = options.couriers ?? new Map();
  return new Course({
    conversation,
    store,
    couriers,
    outbox: new Outbox({ store, couriers, holder: 'test', log: createLog('silent') }),
    now: options.now ?? tickingClock(),
  });
}

export async function openTestLab(options: TestLabOptions = {}): Promise<TestLab> {
  const store = options.store ?? (await openTestStore());
  const conversation = new Conversation({
    packs: options.packs ?? PACKS,
    store,
    edition: options.edition ?? 'notebook',
    now: options.now ?? tickingClock(),
    newSeed: options.newSeed ?? countingSeeds(),
  });
  const assistant = new Assistant(courseOver(conversation, options), FIRST_LAB);
  return {
    assistant,
    store,
    say: (user, line, delivery) =>
      assistant.say({ actor: actorNamed(user), ...(delivery !== undefined && { delivery }) }, line),
    press: (user, choice, entered) =>
      assistant.press(
        { actor: actorNamed(user) },
        {
          version: BUTTON_VERSION,
          line: assistant.commands.buttonLine(choice.request),
          ...(entered !== undefined && { entered }),
        },
      ),
    words: (reply) => wordsOf(reply, (request) => assistant.commands.lineFor(request)),
    async record(user, lab = FIRST_LAB) {
      const { record } = await loadFrom(store, studentId(actorNamed(user)), { lab });
      if (!record) throw new Error(`${user} has no record of ${lab}`);
      return record;
    },
  };
}

export type { Choice };

export const partsOf = <K extends Part['kind']>(reply: Reply, kind: K): (Part & { kind: K })[] =>
  reply.parts.filter((part): part is Part & { kind: K } => part.kind === kind);

export const choicesOf = (reply: Reply): Choice[] =>
  partsOf(reply, 'choices').flatMap(({ choices }) => [...choices]);

/** The button with this label, or one that starts with it. */
export function choice(reply: Reply, label: string): Choice {
  const all = choicesOf(reply);
  const found = all.find((each) => each.label === label) ?? all.find((each) => each.label.startsWith(label));
  if (!found) throw new Error(`no button "${label}" among ${all.map((each) => each.label).join(', ')}`);
  return found;
}

type Read = (text: RichText) => string;

function wordsOfPart(part: Part, read: Read): string {
  switch (part.kind) {
    case 'heading':
      return part.text;
    case 'text':
      return read(part.text);
    case 'callout':
      return `${part.title ?? ''}: ${read(part.text)}`;
    case 'formula':
      return part.lines.join('\n');
    case 'metrics':
      return part.items.map((item) => `${item.label} ${item.value} ${item.note ?? ''}`).join('\n');
    case 'table':
      return [part.columns, ...part.rows].map((row) => row.map(read).join(' | ')).join('\n');
    case 'chart':
      return `${part.chart.title}: ${part.chart.finding}`;
    case 'choices':
      return [
        read(part.prompt ?? ''),
        ...part.choices.map(({ label, detail }) => `${label} ${read(detail ?? '')}`),
      ].join('\n');
    case 'file':
      return part.content;
  }
}

/**
 * Every word of a reply, as somebody would read it.
 * @param spell how what can be typed is written
 */
export const wordsOf = (reply: Reply, spell?: Parameters<typeof plain>[1]): string =>
  reply.parts.map((part) => wordsOfPart(part, (text) => plain(text, spell))).join('\n');

/** The letter under which this student sees an option. */
export function letterOf(reply: Reply, wording: string): string {
  const found = choicesOf(reply).find(({ detail }) => detail && plain(detail).includes(wording));
  if (!found) throw new Error(`no option says "${wording}"`);
  return found.label.replace('Lock ', '');
}
