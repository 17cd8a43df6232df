/** Names that people choose are words wherever they are shown: nobody is mentioned, nothing is formatted, no line turns round. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { customIds } from '../../adapters/discord/custom-id.ts';
import { flatten } from '../../adapters/discord/limits.ts';
import { render as renderDiscord } from '../../adapters/discord/render.ts';
import { render as renderPlayground } from '../../adapters/playground/render.ts';
import { noPictures } from '../../adapters/slack/pictures.ts';
import { render as renderSlack } from '../../adapters/slack/render.ts';
import { render as renderTerminal } from '../../adapters/terminal/render.ts';
import { commandsFor } from '../../commands/index.ts';
import { noteOf } from '../../src/charts/chart.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { createLog } from '../../src/log.ts';
import type { Reply } from '../../src/messages/reply.ts';
import {
  assign,
  HOUR,
  lockFirst,
  MONDAY,
  openSeminar,
  PROF,
  person,
  rosterFile,
  start,
} from '../course/support/seminar.ts';
import { partsOf } from '../support/lab.ts';

const ESC = String.fromCharCode(27);
const BELL = String.fromCharCode(7);

/** Each with a mark that no other word has, by which it is found again. */
const NAMES: readonly string[] = [
  '@everyone qname1',
  'qname2 <!channel> <@U012AB3CD>',
  'qname3 <@600000000000000006> <#700000000000000007>',
  'qname4\u202egnp.exe\u2067abc',
  '`qname5` ```x``` **bold** ||hidden||',
  '[qname6](https://example.org) https://example.org',
  `qname7${'n'.repeat(193)}`,
  `${ESC}[31mqname8${ESC}[0m${BELL}`,
  'qname9 <img src=x onerror=alert(1)>',
];
const MARKS = NAMES.map((_, at) => `qname${at + 1}`);

const commands = commandsFor(PACKS);
const charts = createChartHost('https://quickchart.io');

interface Shown {
  readonly line: string;
  readonly reply: Reply;
}

/** Everything in which staff or the student read a name, in a class where everybody’s is one of these. */
async function shownWith(name: string, instructor: string): Promise<readonly Shown[]> {
  const seminar = openSeminar();
  const prof = { ...PROF, name: instructor };
  const ada = person('u1', { name });
  const id = await assign(seminar, '', prof);
  await start(seminar, ada, id);
  await lockFirst(seminar, ada);
  await start(seminar, person('u2', { name }), id);
  const roster = `Student,ID,SIS User ID,SIS Login ID,Section,Lab 06 (88123)
    Points Possible,,,,,8
"${name.replaceAll('"', '""')}",91234,00012345,ada.login,CS249-01,
`;
  seminar.at(new Date(MONDAY.getTime() + 30 * HOUR));
  const all: Shown[] = [];
  const say = async (
    actor: typeof ada,
    line: string,
    file?: ReturnType<typeof rosterFile>,
  ): Promise<void> => {
    all.push({ line, reply: await seminar.say(actor, line, file) });
  };
  await say(prof, '/assign for <@u1> due Mon 30 Nov 12:00');
  await say(prof, '/grades canvas column 88123', name.includes(ESC) ? rosterFile() : rosterFile(roster));
  for (const line of [
    '/class',
    '/class stuck',
    '/class waiting',
    '/class finish',
    '/class student <@u1>',
    `/class student ${name}`,
    '/class settings staff <@u1> assistant',
    '/class settings staff <@u1> none',
    '/assign for <@u1>',
    '/assign for <@u1> excused',
    '/class log',
    '/grades canvas column 88123 all',
  ])
    await say(prof, line);
  for (const line of ['/owed', '/mydata', '/mydata link ada.login', '/assign', '/class log', '/class'])
    await say(ada, line);
  for (const { reply } of seminar.platform.messages) all.push({ line: 'written first', reply });
  return all;
}

let shown: readonly Shown[];
beforeAll(async () => {
  const all = await Promise.all(
    NAMES.map((name, at) => shownWith(name, NAMES[(at + 1) % NAMES.length] ?? '')),
  );
  shown = all.flat();
});

const isPlain = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'plain_text';

/** Files are opened by other programs, with rules of their own. */
const withoutFiles = ({ parts }: Reply): Reply => ({ parts: parts.filter(({ kind }) => kind !== 'file') });

const PAGE = resolve('adapters/playground/page');

const TURNS = /[\u202A-\u202E\u2066-\u2069]/;

/** Markup that a name would be, where it is neither escaped nor in code, in which nothing acts. */
function discordActs(text: string): readonly string[] {
  const outside = text.replace(/(?<!\\)```[\s\S]*?```/g, ' ').replace(/(?<!\\)`[^`\n]*`/g, ' ');
  return [
    ...(outside.match(/(?<!\\)@(?:everyone|here)|(?<!\\)<[@#!]|(?<!\\)\]\(|(?<!\\)\|\||\*\*bold\*\*/g) ?? []),
    ...(TURNS.test(text) ? ['a line turned round'] : []),
  ];
}

describe('names', () => {
  it('are all shown by name somewhere: the tests below look at them', () => {
    const words = JSON.stringify(shown.map(({ reply }) => withoutFiles(reply)));
    for (const mark of MARKS) expect(words, mark).toContain(mark);
  });

  it('do nothing on Discord', async () => {
    for (const { line, reply } of shown) {
      const message = await renderDiscord(withoutFiles(reply), {
        charts,
        commands,
        customId: customIds('600000000000000006', commands),
        may: { attachFiles: true, embedLinks: true },
      });
      for (const component of flatten(message.components)) {
        const texts = 'content' in component ? [component.content] : [];
        for (const text of texts) expect(discordActs(text), `${line}: ${text}`).toEqual([]);
      }
    }
  });

  it('do nothing on Slack', async () => {
    for (const { line, reply } of shown) {
      const message = renderSlack(withoutFiles(reply), { user: 'U1', picture: noPictures, commands });
      // Plain text is plain there; what a button carries is not shown.
      const text = JSON.stringify(message, (key, value: unknown) =>
        key === 'value' || key === 'action_id' || isPlain(value) ? undefined : value,
      );
      expect(text.replace(/<!date\^[^>]*>/g, '').match(/<[@!#h][^"]{0,20}/), line).toBeNull();
      expect(TURNS.test(text), line).toBe(false);
    }
  });

  it('do nothing in a terminal', () => {
    for (const { line, reply } of shown) {
      const words = renderTerminal({ colour: false, commands }, withoutFiles(reply), () => '');
      expect(words, line).toBe(stripVTControlCharacters(words));
      expect(/[\p{Cc}]/u.test(words.replaceAll('\n', '')), line).toBe(false);
      expect(TURNS.test(words), line).toBe(false);
    }
  });

  it('do nothing on the page, which makes text of what it is sent and never markup', async () => {
    for (const { line, reply } of shown) {
      const { parts } = await renderPlayground(withoutFiles(reply), {
        charts,
        commands,
        log: createLog('silent'),
      });
      expect(TURNS.test(JSON.stringify(parts)), line).toBe(false);
    }
    const page = readdirSync(PAGE).filter((file) => /\.tsx?$/.test(file));
    expect(page.length).toBeGreaterThan(5);
    for (const file of page) {
      expect(readFileSync(join(PAGE, file), 'utf8'), file).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write/i,
      );
    }
  });

  it('fit: no row of a table is taller for one than a line or two', () => {
    for (const { line, reply } of shown) {
      for (const { rows } of partsOf(reply, 'table')) {
        for (const row of rows) expect(JSON.stringify(row[0]).length, line).toBeLessThan(200);
      }
      for (const { chart } of partsOf(reply, 'chart')) {
        if (chart.kind === 'bars')
          for (const each of chart.categories) expect(noteOf(each).length).toBeLessThan(60);
      }
    }
  });
});
