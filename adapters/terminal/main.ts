/** The entry of `npm run chat`: the lab in a terminal, over the same store as every other platform. */

import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { Assistant } from '../../commands/assistant.ts';
import { compose } from '../../src/compose.ts';
import { type Config, ConfigError } from '../../src/config.ts';
import { FIRST_LAB } from '../../src/labs/catalogue.ts';
import { createLog } from '../../src/log.ts';
import { type Actor, ROLES } from '../../src/messages/actor.ts';
import { runProgram } from '../../src/program.ts';
import { runTerminal } from './terminal.ts';

/** The person at this machine, by the system's number for them where it has one. */
function actor(): Actor {
  const uid = process.getuid?.();
  const name = userInfo().username;
  const user = uid === undefined ? name : `uid-${uid}`;
  const { values } = parseArgs({ options: { as: { type: 'string', default: 'student' } } });
  const role = ROLES.find((each) => each === values.as);
  if (!role) throw new ConfigError([`--as must be ${ROLES.join(', ')}: npm run chat -- --as instructor.`]);
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
  // Whoever is at this machine may be anybody here: each has rows of their own.
  return {
    platform: 'terminal',
    workspace: 'local',
    user: role === 'student' ? user : `${user}-${role}`,
    name: role === 'student' ? name : `${name} (${role})`,
    role,
    zone,
  };
}

async function main(config: Config): Promise<void> {
  // Somebody reads this in the same window: what is no trouble stays out of it.
  const { course, store } = await compose(
    config,
    createLog(config.logLevel === 'info' ? 'warn' : config.logLevel),
  );
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());
  // Whoever reads the output may have seen enough of it, as `head` has.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') stop.abort();
    else throw error;
  });
  try {
    await runTerminal({
      assistant: new Assistant(course, FIRST_LAB),
      actor: actor(),
      input: process.stdin,
      output: process.stdout,
      // npm runs scripts in the project's folder and remembers where it was called.
      folder: process.env.INIT_CWD ?? process.cwd(),
      stop: stop.signal,
    });
  } finally {
    await store.close();
  }
}

runProgram(async (config) => {
  await main(config);
  // Standard input stays open where a person leaves before it ends.
  process.exit(0);
});
