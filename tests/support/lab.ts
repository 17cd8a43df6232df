/** A whole lab in memory for tests: real commands, real conversation, real store; only time and chance are given. */

import { Assistant } from '../../commands/assistant.ts';
import { Conversation } from '../../src/conversation/conversation.ts';
import { QUADRATIC_WALL } from '../../src/labs/quadratic-wall/index.ts';
import type { StudentRecord } from '../../src/ledger/record.ts';
import { openStore } from '../../src/ledger/store/open-store.ts';
import type { LedgerStore } from '../../src/ledger/store/store.ts';
import { type Actor, studentId } from '../../src/messages/actor.ts';
import type { Choice, Part, Reply } from '../../src/messages/reply.ts';
import { plain } from '../../src/messages/rich-text.ts';
import { loadFrom } from './stores.ts';

export const actorNamed = (user: string, workspace = 'course'): Actor => ({
  platform: 'test',
  workspace,
  user,
  instructor: false,
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
  press(user: string, choice: Choice): Promise<Reply>;
  record(user: string): Promise<StudentRecord>;
}

export async function openTestLab(
  options: { store?: LedgerStore; edition?: string; now?: () => Date; newSeed?: () => string } = {},
): Promise<TestLab> {
  const store = options.store ?? (await openStore('memory:'));
  const conversation = new Conversation({
    lab: QUADRATIC_WALL,
    store,
    edition: options.edition ?? 'notebook',
    now: options.now ?? tickingClock(),
    newSeed: options.newSeed ?? countingSeeds(),
  });
  const assistant = new Assistant(conversation);
  return {
    assistant,
    store,
    say: (user, line, delivery) =>
      assistant.say({ actor: actorNamed(user), ...(delivery !== undefined && { delivery }) }, line),
    press: (user, choice) => assistant.press({ actor: actorNamed(user) }, choice.request),
    async record(user) {
      const { record } = await loadFrom(store, studentId(actorNamed(user)));
      if (!record) throw new Error(`${user} has no record`);
      return record;
    },
  };
}

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

function wordsOfPart(part: Part): string {
  switch (part.kind) {
    case 'heading':
      return part.text;
    case 'text':
      return plain(part.text);
    case 'callout':
      return `${part.title ?? ''}: ${plain(part.text)}`;
    case 'formula':
      return part.lines.join('\n');
    case 'metrics':
      return part.items.map((item) => `${item.label} ${item.value} ${item.note ?? ''}`).join('\n');
    case 'table':
      return [part.columns, ...part.rows].map((row) => row.join(' | ')).join('\n');
    case 'chart':
      return `${part.chart.title}: ${part.chart.finding}`;
    case 'choices':
      return [
        plain(part.prompt ?? ''),
        ...part.choices.map(({ label, detail }) => `${label} ${plain(detail ?? '')}`),
      ].join('\n');
    case 'file':
      return part.content;
  }
}

/** Every word of a reply, as somebody would read it. */
export const wordsOf = (reply: Reply): string => reply.parts.map(wordsOfPart).join('\n');

/** The letter under which this student sees an option. */
export function letterOf(reply: Reply, wording: string): string {
  const found = choicesOf(reply).find(({ detail }) => detail && plain(detail).includes(wording));
  if (!found) throw new Error(`no option says "${wording}"`);
  return found.label.replace('Lock ', '');
}
