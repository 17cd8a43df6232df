/** The stories on Discord: the real client and adapter against the protocol server, and people at its slash commands and buttons. */

import { startDiscord } from '../../../adapters/discord/discord.ts';
import type { Component } from '../../../adapters/discord/message.ts';
import type { CommandSet } from '../../../commands/command-set.ts';
import { createChartHost } from '../../../src/charts/chart-host.ts';
import { createLog } from '../../../src/log.ts';
import { openDiscordServer } from '../../discord/discord-server.ts';
import {
  buttonsOf,
  CHANNEL,
  EPHEMERAL,
  type File,
  MANAGE_GUILD,
  MEMBER,
  type Options,
  Person,
} from '../../discord/person.ts';
import { APPLICATION_ID, GUILD_ID, type Shown, TOKEN } from '../../discord/protocol.ts';
import { openClassroom } from './classroom.ts';
import { asRead } from './discord-reader.ts';
import type { OpenStage, Seen, Who } from './stage.ts';

const charts = createChartHost('https://quickchart.io');
const log = createLog('silent');

/** Where a message stands: a person's press comes from there. */
interface Place {
  readonly shown: Shown;
  readonly direct: boolean;
}

const MENTION = /^<@(\d+)>$/;

/** What somebody fills in to say this line: each option in its field, people from Discord's list. */
function filledIn(commands: CommandSet, line: string, file: File | undefined): [string, Options] {
  const { name, values } = commands.formFor(commands.parseLine(line));
  const declared = commands.named(name)?.options ?? [];
  const chosen = Object.entries(values).map(([option, value]) => {
    const [, user] = MENTION.exec(String(value)) ?? [];
    const isPerson = declared.some((each) => each.name === option && each.type === 'person');
    return [option, isPerson && user !== undefined ? { user } : value] as const;
  });
  const upload = declared.find(({ type }) => type === 'file');
  return [name, { ...Object.fromEntries(chosen), ...(file && upload && { [upload.name]: file }) }];
}

function wordsOf(components: readonly Component[]): string {
  return components
    .map((component) => {
      if ('content' in component) return asRead(component.content);
      if ('items' in component) return component.items.map(({ description }) => description).join('\n');
      if ('components' in component) return wordsOf(component.components);
      return 'label' in component ? component.label : '';
    })
    .join('\n');
}

export const openDiscordStage: OpenStage = async (at) => {
  const classroom = openClassroom(at);
  const { assistant, deliveries, now } = classroom;
  const server = await openDiscordServer();
  const bot = await startDiscord({
    token: TOKEN,
    apiUrl: server.apiUrl,
    assistant,
    deliveries,
    charts,
    log,
    onCourier: (courier) => classroom.onCourier(courier),
  });
  const ids = new Map<Who, string>();
  const names = new Map<Who, string>();
  const idOf = (who: Who): string => {
    const id = ids.get(who) ?? String(600_000_000_000_000_001n + BigInt(ids.size));
    ids.set(who, id);
    return id;
  };
  const personAt = (who: Who, direct: boolean): Person => {
    const id = idOf(who);
    const channel = server.channels.direct.get(id);
    return direct
      ? new Person(server, id, { guild: undefined, ...(channel !== undefined && { channel }) })
      : new Person(server, id, {
          guild: GUILD_ID,
          permissions: who === 'prof' ? MANAGE_GUILD : MEMBER,
          nick: names.get(who) ?? who,
        });
  };
  const places = new WeakMap<Seen, Place>();
  const seen = (shown: Shown, direct: boolean): Seen => {
    const it: Seen = {
      words: wordsOf(shown.components),
      buttons: buttonsOf(shown).map(({ label }) => label),
      files: shown.files.map(({ name, bytes }) => ({ name, content: new TextDecoder().decode(bytes) })),
    };
    places.set(it, { shown, direct });
    return it;
  };
  const answered = async (work: Promise<Shown>, direct: boolean): Promise<Seen> => {
    const shown = await classroom.turn(work);
    if ((shown.flags & EPHEMERAL) === 0) throw new Error('an answer is for everybody in the channel');
    return seen(shown, direct);
  };
  const inChannel = (channel: string, direct: boolean): Seen[] =>
    server.channels
      .in(channel)
      .filter(({ author }) => author.id === APPLICATION_ID)
      .map((posted) => seen(posted, direct));
  /** Lies where Discord's own would lie on its hosts. */
  const uploaded = ({ name, content }: { name: string; content: string }): File => {
    const bytes = Buffer.from(content);
    const path = `/attachments/${server.id()}/${name}`;
    server.attachments.set(path, { bytes });
    return { filename: name, url: new URL(path, server.apiUrl).href, size: bytes.length };
  };
  return {
    name: 'Discord',
    now,
    pass: classroom.pass,
    say(who, line, { file } = {}) {
      const [name, options] = filledIn(assistant.commands, line, file && uploaded(file));
      return answered(personAt(who, false).type(name, options), false);
    },
    async press(who, of, label, entered) {
      const place = places.get(of);
      if (!place) throw new Error('nobody saw that');
      const { shown, direct } = place;
      const person = personAt(who, direct);
      if (entered === undefined) return answered(person.press(shown, label), direct);
      return answered(person.fill(shown, await person.open(shown, label), entered), direct);
    },
    posts: async () => inChannel(CHANNEL, false),
    async inbox(who) {
      const channel = server.channels.direct.get(idOf(who));
      return channel === undefined ? [] : inChannel(channel, true);
    },
    shut: (who) => server.channels.closed.add(idOf(who)),
    reopen: (who) => server.channels.closed.delete(idOf(who)),
    rename: (who, name) => names.set(who, name),
    mention: (who) => `<@${idOf(who)}>`,
    async close() {
      await bot.close();
      await classroom.close();
      await server.close();
      // Of every request of the story: what Discord's document has against it, and whom it might have called.
      if (server.problems.length > 0) throw new Error(server.problems.join('\n'));
    },
  };
};
