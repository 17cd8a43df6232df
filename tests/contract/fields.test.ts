/** The contract of a field, over every kind that a reply has: its button's line asks for it again after a restart, and every platform takes its form. */

import { describe, expect, it } from 'vitest';
import { modal as discordModal } from '../../adapters/discord/modal.ts';
import { choiceOf } from '../../adapters/playground/render.ts';
import { modalProblems as slackProblems } from '../../adapters/slack/limits.ts';
import { modal as slackModal } from '../../adapters/slack/modal.ts';
import type { Assistant } from '../../commands/assistant.ts';
import { BUTTON_VERSION, requestOfButton } from '../../commands/button.ts';
import type { Actor } from '../../src/messages/actor.ts';
import type { Choice, Field } from '../../src/messages/reply.ts';
import { TO_BE_ENTERED } from '../../src/messages/request.ts';
import { CLASS_REPLIES } from '../support/class-replies.ts';
import { COURSE } from '../support/every-reply.ts';
import { choice, choicesOf, openTestLab, wordsOf } from '../support/lab.ts';
import { COIN_TOSS } from '../support/tiny-pack.ts';

type Asking = Choice & { readonly field: Field };

const PROF: Actor = { platform: 'test', workspace: 'course', user: 'prof', role: 'instructor', zone: 'UTC' };

async function opened() {
  const { assistant } = await openTestLab({ packs: COURSE });
  const say = (line: string) => assistant.say({ actor: PROF }, line);
  const press = (button: Choice, entered?: string) =>
    assistant.press(
      { actor: PROF },
      {
        version: BUTTON_VERSION,
        line: assistant.commands.buttonLine(button.request),
        ...(entered !== undefined && { entered }),
      },
    );
  return { assistant, say, press };
}

/** Every button with a form that an instructor and a student come by, each kind of request once. */
async function asking(): Promise<{ readonly assistant: Assistant; readonly buttons: readonly Asking[] }> {
  const { assistant, say, press } = await opened();
  const preview = await say('/assign due Fri 23:59 late Sun 23:59 20% lab quadratic');
  const replies = [preview, await press(choice(preview, 'Assign it'))];
  for (const line of ['/grades', '/grades canvas', '/grades moodle', '/owed', '/mydata', '/mydata delete'])
    replies.push(await say(line));
  await say(`/lab ${COIN_TOSS.id}`);
  replies.push(await say('/predict'), ...CLASS_REPLIES.map(({ reply }) => reply));
  const byLine = new Map(
    replies
      .flatMap(choicesOf)
      .filter((each): each is Asking => each.field !== undefined)
      .map((each) => [assistant.commands.buttonLine(each.request), each]),
  );
  return { assistant, buttons: [...byLine.values()] };
}

describe('a button with a field', () => {
  it('is found for each kind of field', async () => {
    const { buttons } = await asking();
    expect(new Set(buttons.map(({ field }) => field.kind ?? 'number'))).toEqual(
      new Set(['number', 'words', 'moment', 'file']),
    );
  });

  it('asks for the same by its line alone, but for what stands now', async () => {
    const { assistant, buttons } = await asking();
    for (const { label, request, field } of buttons) {
      const { stands: _, ...form } = field;
      expect(assistant.fieldOf(assistant.commands.buttonLine(request)), label).toEqual(form);
    }
  });

  it('opens a form that Slack and Discord take, and says on the page where what is entered goes', async () => {
    const { assistant, buttons } = await asking();
    const { commands } = assistant;
    const place = { kind: 'home' } as const;
    for (const button of buttons) {
      const { label, request, field } = button;
      const line = commands.buttonLine(request);
      expect(slackProblems(slackModal(field, { line, place }, 'U0ADA')), label).toEqual([]);
      expect(discordModal(field, `2:0000000000:${line}`.slice(0, 100)).title, label).toBe(field.title);
      expect(choiceOf(button, commands).shown, label).toContain(TO_BE_ENTERED);
    }
  });

  it('has an example that fills it, and that can be typed', async () => {
    const { assistant, buttons } = await asking();
    const { commands } = assistant;
    for (const { label, request, field } of buttons) {
      const line = commands.buttonLine(request);
      const filled = requestOfButton(
        commands,
        { version: BUTTON_VERSION, line, entered: field.example },
        undefined,
      );
      expect(Object.values(filled), label).not.toContain(TO_BE_ENTERED);
      expect(filled.kind, label).toBe(request.kind);
      expect(commands.parseLine(commands.buttonLine(filled)), label).toEqual(filled);
    }
  });
});

describe('what is entered', () => {
  it('is read as its option reads it: points are a number, or a sentence says which', async () => {
    const { say, press } = await opened();
    const points = choice(await say('/assign due Fri 23:59 lab quadratic'), 'Other points');
    for (const [entered, sentence] of [
      ['0', 'is too small for points'],
      ['1001', 'is too large for points'],
      ['7.3', 'is not a multiple of 0.5 for points'],
      ['', 'as a number of points'],
      [TO_BE_ENTERED, 'You gave no number of points'],
    ] as const)
      expect(wordsOf(await press(points, entered)), entered).toContain(sentence);
    expect(wordsOf(await press(points, '12.5'))).toContain('12.5 points');
  });

  it('of a form that brings a file is the file: a name alone is none', async () => {
    const { say, press } = await opened();
    await press(choice(await say('/assign due Fri 23:59 lab quadratic'), 'Assign it'));
    for (const line of ['/grades canvas roster export.csv', '/grades roster export.csv'])
      expect(wordsOf(await say(line))).toContain('No file export.csv came with this');
    expect(wordsOf(await press(choice(await say('/grades'), 'Upload the export')))).toContain(
      'No file came with this',
    );
  });
});
