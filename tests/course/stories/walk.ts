/** A student's way through a lab, by what they see: any option, any run, until the lab is complete. */

import type { Seen, Stage, Who } from './stage.ts';

/** Buttons that move on, in the order in which they are looked for. */
const ONWARD = [
  /^Lock [A-F]$/,
  /^Act [IVX]+: the question/,
  /^Next: /,
  /^Commit /,
  /^Reflect on /,
  /^[A-F]$/,
  /^Run /,
];

/** Presses what moves on, `steps` times at most; stops where the lab is complete. */
export async function goOn(stage: Stage, who: Who, from: Seen, steps = 40): Promise<Seen> {
  let seen = from;
  for (let step = 0; step < steps; step++) {
    if (seen.buttons.includes('Export ledger')) return seen;
    const label = ONWARD.flatMap((pattern) => seen.buttons.filter((each) => pattern.test(each)))[0];
    if (label === undefined)
      throw new Error(`nothing moves on among ${seen.buttons.join(', ')}:\n${seen.words}`);
    seen = await stage.press(who, seen, label);
  }
  return seen;
}

/** Until the first lock is made. */
export async function lock(stage: Stage, who: Who, from: Seen, letter = 'A'): Promise<Seen> {
  let seen = from;
  while (!seen.buttons.includes(`Lock ${letter}`)) {
    const label = seen.buttons.find((each) => /^Act [IVX]+: the question|^Next: /.test(each));
    if (label === undefined) throw new Error(`no question among ${seen.buttons.join(', ')}`);
    seen = await stage.press(who, seen, label);
  }
  return stage.press(who, seen, `Lock ${letter}`);
}
