/** The parts of the documents that are made from the code, so that they can't go stale. */

import { commandsFor } from '../../commands/index.ts';
import { configRows } from '../../src/config.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { ROLES } from '../../src/messages/actor.ts';
import { actRows } from '../support/acts.ts';
import { evidenceExample, evidenceFields } from './evidence-sections.ts';
import { fieldRows, keptWords, kindRows } from './held-rows.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

type Sections = Readonly<Record<string, () => string>>;

const README: Sections = {
  labs: () =>
    table(
      ['Lab', 'Chapter', 'About', 'Instruments'],
      PACKS.map(({ title, volume, chapter, description, acts }) => [
        title,
        `${chapter} (volume ${volume})`,
        description,
        acts.map(({ instrument }) => `\`/${instrument.id}\``).join(', '),
      ]),
    ),
  commands: () =>
    table(
      ['Command', 'It does', 'For example'],
      commandsFor(PACKS)
        .rows()
        .map(([form, does, example]) => [`\`${form}\``, does, `\`${example}\``]),
    ),
  configuration: () =>
    table(
      ['Variable', 'Default', 'What it is'],
      configRows().map(([name, standard, description]) => [
        `\`${name}\``,
        standard === '' ? '' : `\`${standard}\``,
        description,
      ]),
    ),
};

const INSTRUCTORS: Sections = {
  acts: () => table(['To', 'For example', ...ROLES, 'In the log'], actRows()),
};

const PRIVACY: Sections = {
  kept: keptWords,
  rows: () => table(['Row', 'What it is', 'Why', 'Who sees it', 'How long'], kindRows()),
  fields: () => table(['Row', 'Field', 'What it is'], fieldRows()),
};

const EVIDENCE: Sections = {
  fields: () => table(['Where', 'Field', 'What it is'], evidenceFields()),
  example: evidenceExample,
};

/** Generated sections by document and name, as they stand between their markers. */
export const DOCUMENTS: Readonly<Record<string, Sections>> = {
  'README.md': README,
  'docs/instructors.md': INSTRUCTORS,
  'docs/privacy.md': PRIVACY,
  'docs/evidence.md': EVIDENCE,
};

const marker = (name: string, end = false): string => `<!-- ${end ? '/' : ''}generated:${name} -->`;

/** The document's text with every generated section made anew. */
export function withSections(path: string, text: string): string {
  return Object.entries(DOCUMENTS[path] ?? {}).reduce((document, [name, make]) => {
    const from = document.indexOf(marker(name));
    const to = document.indexOf(marker(name, true));
    if (from < 0 || to < from) throw new Error(`${path} has no place for ${name}`);
    return `${document.slice(0, from + marker(name).length)}\n${make()}\n${document.slice(to)}`;
  }, text);
}
