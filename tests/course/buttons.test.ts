/** Every button of the class fits every platform: with the long ids that Discord gives, in a direct message too. */

import { describe, expect, it } from 'vitest';
import { directIds } from '../../adapters/discord/custom-id.ts';
import { LIMITS } from '../../adapters/discord/limits.ts';
import type { Reply } from '../../src/messages/reply.ts';
import { choicesOf } from '../support/lab.ts';
import {
  assign,
  HOUR,
  keyOf,
  lockFirst,
  MONDAY,
  openSeminar,
  person,
  rosterFile,
  type Seminar,
  start,
  walk,
} from './support/seminar.ts';

const snowflake = (last: number): string => `12345678901234567${last}`;
const SERVER = '9876543210987654321';
const CHANNEL = '1122334455667788990';
/** What {@link Choice} promises, and a whole message of buttons. */
const MOST_LETTERS = 40;
const MOST_BUTTONS = 25;

const at = { channel: CHANNEL };
const prof = person(snowflake(0), { ...at, role: 'instructor', name: 'Prof' });
const ada = person(snowflake(1), { ...at, name: 'Lovelace, Ada' });

function check(seminar: Seminar, said: string, reply: Reply): void {
  const { commands } = seminar.assistant;
  const id = directIds(SERVER, commands);
  const choices = choicesOf(reply);
  expect(choices.length, said).toBeLessThanOrEqual(MOST_BUTTONS);
  for (const { label, request } of choices) {
    expect(label.length, `${said}: ${label}`).toBeLessThanOrEqual(MOST_LETTERS);
    const custom = id(request);
    expect(custom.length, `${said}: ${custom}`).toBeLessThanOrEqual(LIMITS.customIdCharacters);
  }
  // Discord takes no message in which two buttons carry the same.
  const lines = choices.map(({ request }) => commands.buttonLine(request));
  expect(lines, said).toEqual([...new Set(lines)]);
}

const INSTRUCTOR = [
  '/assign',
  '/assign due Sat 12:00 late 1 Dec 23:59 75% points 999.5 full 7',
  '/assign due Sat 12:00 lab quadratic',
  `/assign for <@${snowflake(1)}>`,
  `/assign for <@${snowflake(1)}> due 1 Dec 12:00`,
  `/assign for <@${snowflake(1)}> excused`,
  '/class',
  `/class section <#${CHANNEL}>`,
  '/class stuck',
  `/class stuck section <#${CHANNEL}>`,
  '/class waiting',
  '/class time',
  '/class finish',
  '/class sure',
  `/class student <@${snowflake(2)}>`,
  `/class student <@${snowflake(2)}> section <#${CHANNEL}>`,
  '/class reveal',
  '/class extend',
  '/class nudge',
  '/class settings',
  '/class log',
  '/grades',
  '/grades canvas',
  '/grades canvas column 88123',
  '/grades canvas all',
  '/grades moodle',
  '/grades detail',
];
const STUDENT = ['/owed', '/owed stop', '/owed on', '/mydata', '/mydata download', '/mydata delete'];

describe('the buttons of the class', () => {
  it('fit, and differ from each other in each answer', async () => {
    const seminar = openSeminar();
    check(
      seminar,
      'the clock',
      await seminar.say(prof, '/assign due Fri 23:59 late Sun 23:59 50% points 10'),
    );
    const id = await assign(seminar, 'late Sun 23:59 50%', prof);
    for (let last = 1; last <= 6; last++) {
      const who = person(snowflake(last), at);
      check(seminar, 'Start', await start(seminar, last === 1 ? ada : who, id));
      await lockFirst(seminar, last === 1 ? ada : who);
    }
    await walk(seminar, person(snowflake(7), at));
    await start(seminar, person(snowflake(8), at), id);
    await seminar.say(prof, '/class settings minimum 5');
    check(seminar, 'the export', await seminar.say(prof, '/grades', rosterFile()));
    seminar.at(new Date(MONDAY.getTime() + 30 * HOUR));
    for (const line of INSTRUCTOR) {
      const shown = await seminar.say(prof, line);
      expect(seminar.words(shown), line).not.toMatch(/^(?:I can’t|I don’t|There is no )/);
      check(seminar, line, shown);
      seminar.at(new Date(seminar.now().getTime() + 60_000));
      for (const button of choicesOf(shown)) {
        const { request } = button;
        // What a press changes is looked at elsewhere: here only what it answers, where it answers by looking.
        if (request.kind === 'class' && request.step === undefined && request.what !== 'nudge')
          check(seminar, `${line} ${button.label}`, await seminar.press(prof, button));
      }
    }
    for (const line of STUDENT) check(seminar, line, await seminar.say(ada, line));
    for (const { reply } of seminar.platform.messages) check(seminar, 'a message', reply);
    expect(seminar.platform.messages.length).toBeGreaterThan(10);
    expect(await seminar.store.person(keyOf(snowflake(1)))).toBeDefined();
  });
});
