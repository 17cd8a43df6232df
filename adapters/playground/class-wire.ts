/** The class as the page gets it: times as text, choices as the lines that they stand for. */

import type { Assistant } from '../../commands/assistant.ts';
import type { ClassPage, ClassPanel, StudentRow } from '../../src/course/answers/class-page.ts';
import type { Rendering } from './render.ts';
import { choiceOf, render, textOf } from './render.ts';
import type { WireClass, WireClassPage, WirePanel, WireStudent } from './wire.ts';

type Commands = Rendering['commands'];

const panelOf = ({ table, words, ...panel }: ClassPanel, commands: Commands): WirePanel => ({
  ...panel,
  ...(table && {
    table: { ...table, rows: table.rows.map((row) => row.map((cell) => textOf(cell, commands))) },
  }),
  words: words.map((each) => textOf(each, commands)),
});

const studentOf = ({ lastAt, due, look, ...row }: StudentRow, commands: Commands): WireStudent => ({
  ...row,
  ...(lastAt && { lastAt: lastAt.toISOString() }),
  ...(due && { due: due.toISOString() }),
  look: choiceOf(look, commands),
});

const pageOf = (page: ClassPage, commands: Commands): WireClassPage => {
  const { grades, ledgers, ...rest } = page;
  return {
    ...rest,
    due: page.due.toISOString(),
    ...(ledgers && {
      ledgers: {
        title: ledgers.title,
        text: textOf(ledgers.text, commands),
        choices: ledgers.choices.map((each) => choiceOf(each, commands)),
      },
    }),
    words: page.words.map((each) => textOf(each, commands)),
    panels: page.panels.map((each) => panelOf(each, commands)),
    students: page.students.map((each) => studentOf(each, commands)),
    choices: page.choices.map((each) => choiceOf(each, commands)),
    ...(grades && { grades: choiceOf(grades, commands) }),
  };
};

export async function classOf(
  answered: Awaited<ReturnType<Assistant['classPage']>>,
  rendering: Rendering,
): Promise<WireClass> {
  if ('page' in answered) return { page: pageOf(answered.page, rendering.commands) };
  return { said: (await render(answered.said, rendering)).parts };
}
