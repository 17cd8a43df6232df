/** The stories in the playground: its real server on a loopback port, spoken to as its page does. */

import { PlaygroundCourier } from '../../../adapters/playground/courier.ts';
import type { Persona } from '../../../adapters/playground/personas.ts';
import { startPlayground } from '../../../adapters/playground/server.ts';
import type {
  TurnAnswer,
  WireChoice,
  WireInbox,
  WirePart,
  WireText,
} from '../../../adapters/playground/wire.ts';
import { Assistant } from '../../../commands/assistant.ts';
import { composeOver } from '../../../src/compose.ts';
import { readConfig } from '../../../src/config.ts';
import { healthOf } from '../../../src/health.ts';
import { FIRST_LAB } from '../../../src/labs/catalogue.ts';
import { createLog } from '../../../src/log.ts';
import { keyvBackend } from '../../../src/store/keyv.ts';
import { emptyPage } from '../../playground/open-playground.ts';
import { TEST_KEY } from '../../support/key.ts';
import type { OpenStage, Seen, Stage, Who } from './stage.ts';

const PEOPLE = ['prof', 'ta', 'ada', 'ben', 'cleo', 'dov', 'eve', 'fay'];

const wordsOf = (text: WireText): string =>
  typeof text === 'string'
    ? text
    : text
        .map((span) => {
          if (typeof span === 'string') return span;
          if ('code' in span) return span.code;
          if ('strong' in span) return span.strong;
          return 'line' in span ? span.line : span.time;
        })
        .join('');

function wordsOfPart(part: WirePart): string {
  switch (part.kind) {
    case 'heading':
      return part.text;
    case 'text':
      return wordsOf(part.text);
    case 'callout':
      return `${part.title ?? ''}: ${wordsOf(part.text)}`;
    case 'formula':
      return part.lines.join('\n');
    case 'metrics':
      return part.items.map(({ label, value, note }) => `${label} ${value} ${note ?? ''}`).join('\n');
    case 'table':
      return [part.columns, ...part.rows].map((row) => row.map(wordsOf).join(' | ')).join('\n');
    case 'chart':
    case 'bars':
      return `${part.title}: ${part.finding}`;
    case 'choices':
      return [
        wordsOf(part.prompt ?? ''),
        ...part.choices.map(({ label, detail }) => `${label} ${wordsOf(detail ?? '')}`),
      ].join('\n');
    case 'file':
      return '';
  }
}

export const openPlaygroundStage: OpenStage = async (at) => {
  let moment = at.getTime();
  const now = (): Date => new Date(moment);
  const log = createLog('silent');
  const backend = { ...keyvBackend(new Map()), now: async () => now() };
  const composed = composeOver(backend, readConfig({ STORE_URL: 'memory:' }), log, TEST_KEY, now);
  const names = new Map(PEOPLE.map((who) => [who, who]));
  const shut = new Set<string>();
  const kept = new PlaygroundCourier(backend);
  // Nobody closes their messages in the playground; here somebody can.
  composed.platform.onCourier({
    platform: kept.platform,
    perSecond: kept.perSecond,
    openDirect: (workspace, user) => kept.openDirect(workspace, user),
    send: async (to, reply, id) =>
      to.kind === 'direct' && shut.has(to.user) ? { state: 'closed' } : kept.send(to, reply, id),
    wasSent: (to, id) => kept.wasSent(to, id),
    edit: (to, ref, reply) => kept.edit(to, ref, reply),
  });
  const clerk = composed.startClerk();
  const people: Persona[] = PEOPLE.map((id) => ({
    id,
    initials: id.slice(0, 2),
    role: id === 'prof' ? 'instructor' : id === 'ta' ? 'assistant' : 'student',
    get name() {
      return names.get(id) ?? id;
    },
  }));
  const server = await startPlayground({
    assistant: new Assistant(composed.course, FIRST_LAB),
    charts: composed.charts,
    health: () => healthOf([composed.store]),
    log,
    inbox: kept,
    people,
    host: '127.0.0.1',
    port: 0,
    expose: false,
    page: emptyPage(),
  });
  const choices = new WeakMap<Seen, readonly WireChoice[]>();
  let deliveries = 0;

  function seen(parts: readonly WirePart[]): Seen {
    const all = parts.flatMap((part) => (part.kind === 'choices' ? part.choices : []));
    const it: Seen = {
      words: parts.map(wordsOfPart).join('\n'),
      buttons: all.map(({ label }) => label),
      files: parts.flatMap((part) =>
        part.kind === 'file' ? [{ name: part.name, content: part.content }] : [],
      ),
    };
    choices.set(it, all);
    return it;
  }

  async function post(path: string, body: object): Promise<Seen> {
    const response = await fetch(`${server.address}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...body, delivery: `story-${deliveries++}` }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status}: ${text}`);
    moment += 1_000;
    return seen((JSON.parse(text) as TurnAnswer).parts);
  }

  async function written(to: Who | undefined): Promise<readonly Seen[]> {
    const { messages } = (await (await fetch(`${server.address}/api/inbox`)).json()) as WireInbox;
    return messages.filter(({ persona }) => persona === to).map(({ parts }) => seen(parts));
  }

  const stage: Stage = {
    name: 'playground',
    now,
    async pass(to) {
      moment = to.getTime();
      await clerk.tick();
    },
    say: (persona, line, { file } = {}) =>
      file
        ? post('/api/turn-with-file', {
            persona,
            line,
            file: { name: file.name, base64: Buffer.from(file.content).toString('base64') },
          })
        : post('/api/turn', { persona, line }),
    press: (persona, of, label, entered) => {
      const all = choices.get(of) ?? [];
      const found =
        all.find((each) => each.label === label) ?? all.find((each) => each.label.startsWith(label));
      if (!found) throw new Error(`no button "${label}" among ${all.map((each) => each.label).join(', ')}`);
      const { version, line } = found;
      return post('/api/turn', {
        persona,
        line,
        button: { version, ...(entered !== undefined && { entered }) },
      });
    },
    posts: () => written(undefined),
    inbox: written,
    shut: (who) => shut.add(who),
    reopen: (who) => shut.delete(who),
    rename: (who, name) => names.set(who, name),
    mention: (who) => `<@${who}>`,
    async close() {
      await server.close();
      await clerk.close();
      await composed.store.close();
    },
  };
  return stage;
};
