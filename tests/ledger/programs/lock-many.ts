/** Locks predictions for one student after another, and says so on standard output only once each is durable. */

import { randomBytes } from 'node:crypto';
import { openTestLab } from '../../support/lab.ts';
import { openTestStore } from '../../support/stores.ts';

const [url = '', from = '0'] = process.argv.slice(2);
const LETTERS = ['A', 'B', 'C', 'D'];
const AT_ONCE = 4;

const { assistant } = await openTestLab({
  store: await openTestStore(url),
  now: () => new Date(),
  newSeed: () => randomBytes(16).toString('hex'),
});
process.stdout.write('open\n');

async function lockOne(number: number): Promise<void> {
  const user = `student-${number}`;
  const call = { actor: { platform: 'test', workspace: 'crash', user, role: 'student' as const } };
  await assistant.say(call, '/predict lab quadratic');
  const letter = LETTERS[number % LETTERS.length];
  const reply = await assistant.say(call, `/predict ${letter}`);
  const locked = reply.parts.some((part) => part.kind === 'callout' && part.title === `Locked: ${letter}`);
  if (locked) process.stdout.write(`locked ${user} ${letter}\n`);
  const run = await assistant.say(call, '/seq 4k');
  if (run.parts.some((part) => part.kind === 'chart')) process.stdout.write(`revealed ${user}\n`);
}

for (let number = Number(from); ; number += AT_ONCE) {
  await Promise.all(Array.from({ length: AT_ONCE }, (_, each) => lockOne(number + each)));
}
