/** The parts of the documents that are made from the code, so that they can't go stale. */

import { commandRows } from '../../commands/grammar/help.ts';
import { configRows } from '../../src/config.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** Generated sections of the README by name, as they stand between their markers. */
export const SECTIONS: Readonly<Record<string, () => string>> = {
  commands: () =>
    table(
      ['Command', 'It does', 'For example'],
      commandRows().map(([form, does, example]) => [`\`${form}\``, does, `\`${example}\``]),
    ),
  configuration: () =>
    table(
      ['Variable', 'Standard', 'What it is'],
      configRows().map(([name, standard, says]) => [
        `\`${name}\``,
        standard === '' ? '' : `\`${standard}\``,
        says,
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
