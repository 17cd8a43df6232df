/** The stories without a platform: the real course over a store in memory, and a courier that keeps what it is given. */

import { randomBytes } from 'node:crypto';
import { Assistant } from '../../../commands/assistant.ts';
import { BUTTON_VERSION } from '../../../commands/button.ts';
import { Conversation } from '../../../src/conversation/conversation.ts';
import { startClerk } from '../../../src/course/clerk.ts';
import { Course } from '../../../src/course/course.ts';
import { CourseStore } from '../../../src/course/course-store.ts';
import { digestReply } from '../../../src/course/digest.ts';
import { Outbox } from '../../../src/course/outbox.ts';
import { postReply } from '../../../src/course/post.ts';
import { FIRST_LAB, PACKS } from '../../../src/labs/catalogue.ts';
import { RecordStore } from '../../../src/ledger/record-store.ts';
import { createLog } from '../../../src/log.ts';
import type { Role } from '../../../src/messages/actor.ts';
import { type Reply, reply } from '../../../src/messages/reply.ts';
import type { Backend } from '../../../src/store/backend.ts';
import { keyvBackend } from '../../../src/store/keyv.ts';
import { choice, choicesOf, partsOf, wordsOf } from '../../support/lab.ts';
import { MessagePlatform } from '../reminding/message-platform.ts';
import type { OpenStage, Seen, Stage, Who } from './stage.ts';

/** The same rows, by a clock that the story moves. */
const withClock = (backend: Backend, now: () => Date): Backend => ({
  ...backend,
  hold: (key, work) => backend.hold(key, work),
  now: async () => now(),
});

const ROLES: Readonly<Record<string, Role>> = { prof: 'instructor', ta: 'assistant' };

export const openRowsStage: OpenStage = async (at) => {
  let moment = at.getTime();
  // A second passes with each look at the clock, so that nothing happens at the same moment.
  const now = (): Date => new Date(moment);
  const rows = new Map<string, string>();
  const backend = withClock(keyvBackend(rows), now);
  const platform = new MessagePlatform({ now, wait: async () => undefined, name: 'test' });
  const couriers = new Map([['test', platform.courier]]);
  const log = createLog('silent');
  const store = new CourseStore(backend);
  const conversation = new Conversation({
    packs: PACKS,
    store: new RecordStore(backend, PACKS),
    now,
    newSeed: () => randomBytes(16).toString('hex'),
  });
  const outbox = new Outbox({ store, couriers, holder: 'story', log });
  const course = new Course({ conversation, store, outbox, couriers, now });
  const assistant = new Assistant(course, FIRST_LAB);
  const clerk = startClerk({
    store,
    couriers,
    packs: PACKS,
    log,
    now,
    tickMs: 1e8,
    wait: async () => undefined,
    holder: 'story',
    post: (_, assignment, count) => reply(...postReply(assignment, count)),
    digest: (view, assignment) => digestReply(store, PACKS, view, assignment, now()),
  });
  const replies = new WeakMap<Seen, Reply>();
  const seen = (made: Reply): Seen => {
    const it: Seen = {
      words: wordsOf(made, (request) => assistant.commands.lineFor(request)),
      buttons: choicesOf(made).map(({ label }) => label),
      files: partsOf(made, 'file').map(({ name, content }) => ({ name, content })),
    };
    replies.set(it, made);
    return it;
  };
  const callOf = (who: Who) => ({
    actor: {
      platform: 'test',
      workspace: 'seminar',
      user: who,
      name: who,
      role: ROLES[who] ?? ('student' as const),
      channel: 'class',
    },
  });
  const answered = async (work: Promise<Reply>): Promise<Seen> => {
    const made = await work;
    moment += 1_000;
    return seen(made);
  };
  const stage: Stage = {
    name: 'rows',
    now,
    async pass(to) {
      moment = to.getTime();
      await clerk.tick();
    },
    say: (who, line, { file } = {}) =>
      answered(
        assistant.say(
          {
            ...callOf(who),
            ...(file && { file: { name: file.name, bytes: new TextEncoder().encode(file.content) } }),
          },
          line,
        ),
      ),
    press: (who, of, label, entered) => {
      const made = replies.get(of);
      if (!made) throw new Error('nobody saw that');
      const line = assistant.commands.buttonLine(choice(made, label).request);
      return answered(
        assistant.press(callOf(who), {
          version: BUTTON_VERSION,
          line,
          ...(entered !== undefined && { entered }),
        }),
      );
    },
    posts: async () =>
      platform.messages.filter(({ channel }) => channel === 'class').map((each) => seen(each.reply)),
    inbox: async (who) =>
      platform.messages.filter(({ channel }) => channel === `dm-${who}`).map((each) => seen(each.reply)),
    shut: (who) => platform.closed.add(`dm-${who}`),
    mention: (who) => `<@${who}>`,
    close: async () => {
      await clerk.close();
      await backend.close();
    },
  };
  return stage;
};
