/** Lab 13, The Tail Latency Trap. */

import type { Context, LabPack } from '../lab.ts';
import { ACT1 } from './act1.ts';
import { ACT2 } from './act2.ts';
import { PROMISES } from './promise.ts';
import { record } from './record.ts';
import { LAB_ID } from './words/commands.ts';
import * as frame from './words/frame.ts';

const contextOf = (promise: (typeof PROMISES)[number]): Context => ({
  id: promise.id,
  name: frame.promiseName(promise),
  card: frame.promiseCard(promise),
});

const [interactive, relaxed] = PROMISES;

export const TAIL_LATENCY_TRAP: LabPack = {
  id: LAB_ID,
  volume: 1,
  chapter: 13,
  title: frame.LAB_TITLE,
  description: frame.DESCRIPTION,
  welcome: frame.WELCOME,
  contextNoun: 'promise',
  contexts: [contextOf(interactive), contextOf(relaxed)],
  editions: [{ id: 'lab', description: 'the lab’s numbers' }],
  reads: [],
  acts: [ACT1, ACT2],
  takeaways: frame.takeaways,
  statusMetrics: ({ runs }) => [
    {
      label: 'The wall',
      value: runs[ACT1.id]?.wallHit ? 'found' : 'not found yet',
      note: 'the load that breaks the promise',
    },
  ],
  record,
};
