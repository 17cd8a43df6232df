/**
 * The contract of an adapter's renderer, run on every adapter with every reply that the lab can give: within the
 * platform's limits, with every fact, every picture or its finding, and every button meaning what it meant.
 */

import { isDeepStrictEqual, stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { customIds, readCustomId } from '../../adapters/discord/custom-id.ts';
import { problemsOf as discordProblems, flatten } from '../../adapters/discord/limits.ts';
import { composed } from '../../adapters/discord/markdown.ts';
import { render as renderDiscord } from '../../adapters/discord/render.ts';
import { render as renderPlayground } from '../../adapters/playground/render.ts';
import type { WirePart, WireText } from '../../adapters/playground/wire.ts';
import { readActionId } from '../../adapters/slack/action-id.ts';
import type { PictureOf } from '../../adapters/slack/blocks.ts';
import { homeView } from '../../adapters/slack/home.ts';
import { blocksProblems, LIMITS as SLACK, problemsOf as slackProblems } from '../../adapters/slack/limits.ts';
import type { SlackMessage } from '../../adapters/slack/message.ts';
import { linkedPictures, noPictures } from '../../adapters/slack/pictures.ts';
import { render as renderSlack } from '../../adapters/slack/render.ts';
import { render as renderTerminal } from '../../adapters/terminal/render.ts';
import { requestOfButton } from '../../commands/button.ts';
import { commandsFor } from '../../commands/index.ts';
import { noteOf } from '../../src/charts/chart.ts';
import { type ChartHost, createChartHost } from '../../src/charts/chart-host.ts';
import { createLog } from '../../src/log.ts';
import type { Part, Reply } from '../../src/messages/reply.ts';
import type { Request } from '../../src/messages/request.ts';
import { plain, type RichText, type Spell, spansOf } from '../../src/messages/rich-text.ts';
import { timeWords } from '../../src/messages/time-words.ts';
import { wordsOf as discordWords } from '../discord/protocol.ts';
import { buttonsOf as slackButtons, wordsOf as slackWords } from '../slack/slack-server.ts';
import { CLASS_REPLIES } from '../support/class-replies.ts';
import { DATA_REPLIES } from '../support/data-replies.ts';
import { COURSE, everyReply, type NamedReply } from '../support/every-reply.ts';
import { choicesOf, partsOf } from '../support/lab.ts';

/** What a person gets of a reply. */
interface Rendered {
  /** Everything that can be read, files included. */
  readonly words: string;
  /** Labels with the lines that they stand for. */
  readonly buttons: readonly { readonly label: string; readonly version: number; readonly line: string }[];
  /** Descriptions of pictures, for those who don't see them. */
  readonly alts: readonly string[];
  /** What the platform would have against it. */
  readonly problems: readonly string[];
}

type Renderer = (reply: Reply) => Promise<Rendered>;

/** A course with a lab that is no part of the product: its catalogue line and its folder are all there is of it. */
const commands = commandsFor(COURSE);
const USER = '600000000000000006';
const hosted = createChartHost('https://quickchart.io');
/** Bytes of the right size; drawing a thousand charts is another test's work. */
const attached: ChartHost = {
  image: async () => ({ kind: 'png', bytes: new Uint8Array(90_000) }),
  draw: async () => new Uint8Array(90_000),
};

/** Times that the platform turns into words, which then are everybody's own. */
const DISCORD_TIME = /(?<!\\)<t:(\d+):[FfR]>/g;
const SLACK_TIME = /<!date\^(\d+)\^[^|<>]+\|[^<>]+>/g;
const inWords = (text: string, times: RegExp): string =>
  text.replace(times, (_, seconds) => timeWords(new Date(Number(seconds) * 1000).toISOString()));

function discord(charts: ChartHost, may: boolean): Renderer {
  return async (reply) => {
    const message = await renderDiscord(reply, {
      charts,
      commands,
      customId: customIds(USER, commands),
      may: { attachFiles: may, embedLinks: may },
    });
    const all = flatten(message.components);
    const texts = message.files.filter(({ name }) => !name.endsWith('.png'));
    return {
      words: [
        inWords(discordWords(message), DISCORD_TIME),
        ...texts.map(({ bytes }) => Buffer.from(bytes).toString()),
      ].join('\n'),
      buttons: all.flatMap((each) => {
        if (!('label' in each)) return [];
        const pressed = readCustomId(each.custom_id, USER);
        return pressed.kind === 'theirs' ? [{ ...pressed, label: each.label }] : [];
      }),
      alts: all.flatMap((each) => ('items' in each ? each.items.map(({ description }) => description) : [])),
      problems: discordProblems(message),
    };
  };
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

const slackRendered = (message: SlackMessage, problems: readonly string[]): Rendered => ({
  words: inWords(slackWords(message), SLACK_TIME).replace(
    /&(?:amp|lt|gt);/g,
    (entity) => ENTITIES[entity] ?? entity,
  ),
  buttons: slackButtons(message).flatMap(({ text, value, action_id: id }) => {
    const pressed = readActionId(id, USER);
    return pressed.kind === 'theirs' ? [{ label: text.text, version: pressed.version, line: value }] : [];
  }),
  alts: message.blocks.flatMap((block) => (block.type === 'image' ? [block.alt_text] : [])),
  problems,
});

function slack(pictures: (reply: Reply) => Promise<PictureOf | undefined>): Renderer {
  return async (reply) => {
    const picture = await pictures(reply);
    if (!picture) throw new Error('no pictures by address');
    const message = renderSlack(reply, { user: USER, picture, commands });
    // A mention or a link that somebody typed would be one; what a button carries is not shown.
    const shown = JSON.stringify(message, (key, value: unknown) => (key === 'value' ? undefined : value));
    const typed = /<[@!#h]/.exec(inWords(shown, SLACK_TIME));
    return slackRendered(message, [...slackProblems(message), ...(typed ? [`markup ${typed[0]}`] : [])]);
  };
}

const wirePlain = (text: WireText): string =>
  typeof text === 'string'
    ? text
    : text
        .map((span) => {
          if (typeof span === 'string') return span;
          if ('line' in span) return span.line;
          return plain([span]);
        })
        .join('');

/** Every text in a part of the page, in any order. */
function wireWords(part: WirePart): string[] {
  switch (part.kind) {
    case 'text':
      return [wirePlain(part.text)];
    case 'callout':
      return [part.title ?? '', wirePlain(part.text)];
    case 'table':
      return part.rows.flatMap((row) => row.map(wirePlain));
    case 'chart':
    case 'bars':
    case 'choices':
      return [];
    default:
      return factsOf(part);
  }
}

/** The page gets data and shows it; its own tests look at the page. */
const playground: Renderer = async (reply) => {
  const { parts } = await renderPlayground(reply, {
    charts: hosted,
    commands,
    log: createLog('silent'),
  });
  const charts = parts.flatMap((part) => (part.kind === 'chart' || part.kind === 'bars' ? [part] : []));
  const choices = parts.flatMap((part) => (part.kind === 'choices' ? [part] : []));
  return {
    words: [
      ...parts.flatMap((part) => (part.kind === 'choices' ? [] : wireWords(part))),
      ...choices.flatMap(({ prompt = '', choices: each }) => [
        wirePlain(prompt),
        ...each.map(({ detail = '' }) => wirePlain(detail)),
      ]),
    ].join('\n'),
    buttons: choices.flatMap((part) => part.choices),
    alts: charts.map(({ finding }) => finding),
    problems: charts.flatMap((part) =>
      part.kind === 'chart' && !part.source ? ['a chart without its picture'] : [],
    ),
  };
};

const terminal: Renderer = async (reply) => {
  const files: string[] = [];
  const words = renderTerminal({ colour: false, commands }, reply, ({ content }) => {
    files.push(content);
    return '';
  });
  return {
    words: [words, ...files].join('\n'),
    // A terminal has no buttons: the lines stand there to be typed, without what only buttons carry.
    buttons: [],
    alts: [],
    problems: words === stripVTControlCharacters(words) ? [] : ['something that a terminal would act on'],
  };
};

interface Subject {
  readonly name: string;
  readonly render: Renderer;
  readonly pictures: boolean;
  /** How a command is written there, where not as a line. */
  readonly spell?: Spell;
  /** Whether times are told in the zone that the reply names, rather than on each reader's clock. */
  readonly zones?: true;
}

const asOptions: Spell = (request: Request) => composed(request, commands);
const asLine: Spell = (request) => commands.lineFor(request);

const RENDERERS: readonly Subject[] = [
  { name: 'Discord, with addresses', render: discord(hosted, true), pictures: true, spell: asOptions },
  { name: 'Discord, with attachments', render: discord(attached, true), pictures: true, spell: asOptions },
  { name: 'Discord, only writing', render: discord(hosted, false), pictures: false, spell: asOptions },
  { name: 'Slack, with pictures', render: slack((reply) => linkedPictures(reply, hosted)), pictures: true },
  { name: 'Slack, without', render: slack(async () => noPictures), pictures: false },
  { name: 'the playground', render: playground, pictures: true, zones: true },
  { name: 'a terminal', render: terminal, pictures: false, zones: true },
];

/** Signs that are markup somewhere, white space and letters' case are no facts. */
const bare = (text: string): string => text.replace(/[*_~`ˋ∗ˍ∼|<>\\#•\s-]+/g, '').toLowerCase();

const withoutZones = (text: RichText): RichText =>
  spansOf(text).map((span) =>
    typeof span !== 'string' && 'time' in span ? { time: span.time, style: span.style } : span,
  );

/** What a part says and no form of it may leave out; commands and times in the form in which they are given there. */
function factsOf(
  part: Part,
  { spell = asLine, zones, pictures }: Pick<Subject, 'spell' | 'zones' | 'pictures'> = { pictures: true },
): string[] {
  const said = (text: RichText): string => plain(zones ? text : withoutZones(text), spell);
  switch (part.kind) {
    case 'heading':
      return [part.text];
    case 'text':
      return [said(part.text)];
    case 'callout':
      return [...(part.title === undefined ? [] : [part.title]), said(part.text)];
    case 'formula':
      return [...part.lines];
    case 'metrics':
      return part.items.flatMap(({ label, value }) => [label, value]);
    case 'table':
      return part.rows.flatMap((row) => row.map(said));
    case 'chart':
      return [
        part.chart.finding,
        ...(part.chart.kind === 'bars' && !pictures
          ? part.chart.categories.flatMap((each) => [each.label, noteOf(each)])
          : []),
      ];
    case 'choices':
      return [
        ...(part.prompt === undefined ? [] : [said(part.prompt)]),
        ...part.choices.flatMap(({ detail }) => (detail === undefined ? [] : [said(detail)])),
      ];
    case 'file':
      return [part.content];
  }
}

/** Walked once for all renderers. */
let walked: ReturnType<typeof everyReply> | undefined;
const allReplies = (): ReturnType<typeof everyReply> => {
  walked ??= everyReply().then((replies) => [...replies, ...DATA_REPLIES, ...CLASS_REPLIES]);
  return walked;
};

describe.each(RENDERERS)('$name', ({ render, ...subject }) => {
  const { pictures } = subject;
  let all: readonly (NamedReply & { readonly rendered: Rendered })[];
  beforeAll(async () => {
    const replies = await allReplies();
    all = await Promise.all(replies.map(async (each) => ({ ...each, rendered: await render(each.reply) })));
  });

  it('renders every reply within its limits', () => {
    expect(all.length).toBeGreaterThan(500);
    for (const { name: which, rendered } of all) expect(rendered.problems, which).toEqual([]);
  });

  it('says every fact', () => {
    for (const { name: which, reply, rendered } of all) {
      const said = bare([rendered.words, ...rendered.alts].join('\n'));
      for (const fact of reply.parts.flatMap((part) => factsOf(part, subject)))
        expect(said, `${which}: ${fact}`).toContain(bare(fact));
    }
  });

  const withPictures = pictures ? it : undefined;
  withPictures?.('shows every chart, described by its finding', () => {
    for (const { name: which, reply, rendered } of all) {
      expect(rendered.alts, which).toEqual(partsOf(reply, 'chart').map(({ chart }) => chart.finding));
    }
  });

  const withButtons = render === terminal ? undefined : it;
  withButtons?.('keeps every button, and each asks for what it asked for', () => {
    for (const { name: which, reply, rendered } of all) {
      const wanted = choicesOf(reply);
      expect(
        rendered.buttons.map(({ label }) => label),
        which,
      ).toEqual(wanted.map(({ label }) => label));
      expect(
        rendered.buttons.map((button) => requestOfButton(commands, button, undefined)),
        which,
      ).toEqual(wanted.map(({ request }) => request));
    }
  });
});

describe('every button', () => {
  it('names its lab, and its act where it is about one', async () => {
    const anyLab: readonly Request[] = [{ kind: 'labs' }, { kind: 'help' }, { kind: 'start' }];
    for (const { name, reply } of await allReplies()) {
      for (const { label, request } of choicesOf(reply)) {
        if (anyLab.some((each) => isDeepStrictEqual(each, request))) continue;
        // What concerns the class is about an assignment, or the course.
        if (['assign', 'class', 'grades', 'owed', 'mydata'].includes(request.kind)) continue;
        expect(request, `${name}: ${label}`).toHaveProperty('lab');
        const isOfAct = ['predict', 'reflect', 'run', 'math'].includes(request.kind);
        if (isOfAct) expect(request, `${name}: ${label}`).toHaveProperty('act');
      }
    }
  });
});

describe('App Home in Slack', () => {
  it('holds whatever /ledger says', async () => {
    const standings = (await allReplies()).filter(({ name }) => name.endsWith('/ledger'));
    expect(standings.length).toBeGreaterThan(10);
    for (const { reply, name } of standings) {
      expect(blocksProblems(homeView(reply, USER, commands).blocks, SLACK.viewBlocks), name).toEqual([]);
    }
  });
});
