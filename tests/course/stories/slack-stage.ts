/** The stories on Slack: the real Bolt app and adapter against the protocol server, and people at its commands, buttons, forms and files. */

import type { Block, SlackMessage } from '../../../adapters/slack/message.ts';
import { startSlack } from '../../../adapters/slack/slack.ts';
import { createChartHost } from '../../../src/charts/chart-host.ts';
import { createLog } from '../../../src/log.ts';
import {
  BOT_TOKEN,
  buttonsOf,
  type SharedFile,
  type Shown,
  SIGNING_SECRET,
  SlackServer,
  TEAM,
} from '../../slack/slack-server.ts';
import { Student, type Where } from '../../slack/student.ts';
import { openClassroom } from './classroom.ts';
import { asRead } from './slack-reader.ts';
import type { OpenStage, Seen, Who } from './stage.ts';

const CHANNEL = 'C0CLASS';

const charts = createChartHost('https://quickchart.io');
const log = createLog('silent');

/** Where a message stands: a person's press comes from there. */
interface Place {
  readonly shown: Shown;
  readonly where: Where;
}

/** What the app writes first carries its id; an answer carries none. */
const isAnswer = ({ metadata }: { readonly metadata?: unknown }): boolean => metadata === undefined;

function wordsOfBlock(block: Block): string {
  switch (block.type) {
    case 'header':
      return block.text.text;
    case 'section':
      return [block.text, ...(block.fields ?? [])]
        .flatMap((each) => (each ? asRead(each.text) : []))
        .join('\n');
    case 'context':
      return block.elements.map(({ text }) => asRead(text)).join('\n');
    case 'image':
      return `${block.title?.text ?? ''}\n${block.alt_text}`;
    case 'actions':
      return block.elements.map(({ text }) => text.text).join('\n');
  }
}

const wordsOf = ({ blocks }: SlackMessage): string => blocks.map(wordsOfBlock).join('\n');

export const openSlackStage: OpenStage = async (at) => {
  const classroom = openClassroom(at);
  const { assistant, deliveries, now } = classroom;
  const server = await SlackServer.start();
  const clock = (): number => now().getTime();
  server.clock = clock;
  const accounts = new Map<string, object>();
  server.people = accounts;
  const slack = await startSlack({
    botToken: BOT_TOKEN,
    transport: { kind: 'http', signingSecret: SIGNING_SECRET, port: 0 },
    apiUrl: server.apiUrl,
    assistant,
    deliveries,
    charts,
    log,
    health: async () => ({ ok: true, ready: true, checks: {} }),
    onCourier: (courier) => classroom.onCourier(courier),
    clock,
  });
  server.target = `http://127.0.0.1:${slack.port}/slack/events`;

  /** An account as the workspace knows it: the one that teaches is its admin. */
  function register(who: Who, name: string): void {
    accounts.set(`U0${who.toUpperCase()}`, {
      team_id: TEAM,
      is_admin: who === 'prof',
      tz: 'America/New_York',
      profile: { display_name: name },
    });
  }
  function personOf(who: Who): Student {
    const id = `U0${who.toUpperCase()}`;
    if (!accounts.has(id)) register(who, who);
    return new Student(server, id);
  }
  const directOf = (who: Who): string => `D${personOf(who).id}`;

  const places = new WeakMap<Seen, Place>();
  const seen = (shown: Shown, where: Where, files: readonly SharedFile[] = []): Seen => {
    const it: Seen = {
      words: wordsOf(shown),
      buttons: buttonsOf(shown).map(({ text }) => text.text),
      files: files.map(({ title, bytes }) => ({ name: title, content: bytes.toString('utf8') })),
    };
    places.set(it, { shown, where });
    return it;
  };
  /** What stands in a conversation because the app wrote it first. */
  const writtenFirst = (channel: string, where: Where): Seen[] =>
    server
      .conversation(channel)
      .filter((message) => !isAnswer(message))
      .map((message) => seen({ ...message, via: 'chat.postMessage', to: channel, replaced: false }, where));

  /** What somebody alone is answered, and the files that come with it. */
  async function answered(who: Who, where: Where, deed: () => Promise<number>): Promise<Seen> {
    const inbox = server.inbox(personOf(who).id);
    const [before, filesBefore] = [inbox.length, server.shared.length];
    const status = await deed();
    if (status !== 200) throw new Error(`the app acknowledged with ${status}`);
    const answer = (): Shown | undefined => inbox.slice(before).find(isAnswer);
    const isPublic = (): boolean => server.conversation(CHANNEL).some(isAnswer);
    await server.until(() => answer() !== undefined || isPublic());
    const shown = answer();
    if (!shown || isPublic()) throw new Error('an answer is for everybody in the channel');
    const files = server.shared.slice(filesBefore);
    if (files.some(({ channel }) => channel !== directOf(who))) throw new Error('a file is for others too');
    return seen(shown, shown.via === 'chat.postMessage' ? 'direct' : where, files);
  }
  const turn = (who: Who, where: Where, deed: () => Promise<number>): Promise<Seen> =>
    classroom.turn(answered(who, where, deed));

  let uploads = 0;
  /** A slash command takes no file, so it is dropped into their messages with the app, with the line beside it. */
  function drop(who: Who, line: string, file: { name: string; content: string }): Promise<Seen> {
    const id = `F0${uploads++}`;
    const body = Buffer.from(file.content);
    server.downloads.set(id, { body });
    const event = {
      type: 'message',
      subtype: 'file_share',
      channel_type: 'im',
      channel: directOf(who),
      text: line.replace(/^\//, ''),
      files: [{ id, name: file.name, size: body.length, url_private_download: server.fileUrl(id) }],
    };
    return turn(who, 'direct', () => server.deliver('events_api', personOf(who).eventPayload(event)));
  }

  /** Presses what opens a form, fills it in and sends it. */
  async function fill(person: Student, press: object, entered: string): Promise<number> {
    const before = server.forms.length;
    await server.deliver('interactive', press);
    await server.until(() => server.forms.length > before);
    const [form] = server.forms.slice(before);
    if (!form) throw new Error('no form has opened');
    return server.deliver('interactive', person.submissionPayload(form, entered));
  }

  return {
    name: 'Slack',
    now,
    pass: classroom.pass,
    say(who, line, { file } = {}) {
      if (file) return drop(who, line, file);
      return turn(who, 'channel', () => server.deliver('slash_commands', personOf(who).commandPayload(line)));
    },
    async press(who, of, label, entered) {
      const place = places.get(of);
      if (!place) throw new Error('nobody saw that');
      const { shown, where } = place;
      const person = personOf(who);
      const press = person.pressPayload(person.button(label, shown), undefined, where);
      return turn(who, where, () =>
        entered === undefined ? server.deliver('interactive', press) : fill(person, press, entered),
      );
    },
    posts: async () => writtenFirst(CHANNEL, 'channel'),
    inbox: async (who) => writtenFirst(directOf(who), 'direct'),
    shut: (who) => server.closed.add(personOf(who).id),
    reopen: (who) => server.closed.delete(personOf(who).id),
    rename: register,
    mention: (who) => `<@${personOf(who).id}>`,
    async close() {
      await slack.close();
      await classroom.close();
      await server.close();
      // Of every message of the story: what is beyond Slack's limits, and whom it might have called.
      if (server.problems.length > 0) throw new Error(server.problems.join('\n'));
    },
  };
};
