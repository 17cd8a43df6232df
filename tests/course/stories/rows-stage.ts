/** The stories without a platform: the real course over a store in memory, and a courier that keeps what it is given. */

import { BUTTON_VERSION } from '../../../commands/button.ts';
import type { Role } from '../../../src/messages/actor.ts';
import type { Reply } from '../../../src/messages/reply.ts';
import { choice, choicesOf, partsOf, wordsOf } from '../../support/lab.ts';
import { MessagePlatform } from '../reminding/message-platform.ts';
import { openClassroom } from './classroom.ts';
import type { OpenStage, Seen, Who } from './stage.ts';

const ROLES: Readonly<Record<string, Role>> = { prof: 'instructor' };

/** What is in a file is not on the screen. */
const withoutFiles = (made: Reply): Reply => ({ parts: made.parts.filter(({ kind }) => kind !== 'file') });

export const openRowsStage: OpenStage = async (at) => {
  const classroom = openClassroom(at);
  const { assistant, now } = classroom;
  const platform = new MessagePlatform({ now, wait: async () => undefined, name: 'test' });
  classroom.onCourier(platform.courier);
  const names = new Map<Who, string>();
  const replies = new WeakMap<Seen, Reply>();
  const seen = (made: Reply): Seen => {
    const it: Seen = {
      words: wordsOf(withoutFiles(made), (request) => assistant.commands.lineFor(request)),
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
      name: names.get(who) ?? who,
      role: ROLES[who] ?? ('student' as const),
      channel: 'class',
    },
  });
  const answered = async (work: Promise<Reply>): Promise<Seen> => seen(await classroom.turn(work));
  const inChannel = (channel: string): Seen[] =>
    platform.messages.filter((each) => each.channel === channel).map((each) => seen(each.reply));
  return {
    name: 'rows',
    now,
    pass: classroom.pass,
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
    posts: async () => inChannel('class'),
    inbox: async (who) => inChannel(`dm-${who}`),
    shut: (who) => platform.closed.add(`dm-${who}`),
    reopen: (who) => platform.closed.delete(`dm-${who}`),
    rename: (who, name) => names.set(who, name),
    mention: (who) => `<@${who}>`,
    close: classroom.close,
  };
};
