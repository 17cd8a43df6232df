/** The parts of the documents that are made from the code, so that they can't go stale. */

import { commandsFor } from '../../commands/index.ts';
import { configRows } from '../../src/config.ts';
import { PACKS } from '../../src/labs/catalogue.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** Generated sections of the README by name, as they stand between their markers. */
export const SECTIONS: Readonly<Record<string, () => string>> = {
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

const marker = (name: string, end = false): string => `<!-- ${end ? '/' : ''}generated:${name} -->`;

/** The text with every generated section made anew. */
export function withSections(text: string): string {
  return Object.entries(SECTIONS).reduce((document, [name, make]) => {
    const from = document.indexOf(marker(name));
    const to = document.indexOf(marker(name, true));
    if (from < 0 || to < from) throw new Error(`the document has no place for ${name}`);
    return `${document.slice(0, from + marker(name).length)}\n${make()}\n${document.slice(to)}`;
  }, text);
}
