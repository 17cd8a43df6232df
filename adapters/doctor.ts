/** Runs checks one after another and says what is well, what is not, and what to do about it. */

import { clockFault, SET_CLOCK } from '../src/clock-watch.ts';

export interface Finding {
  readonly ok: boolean;
  /** How it is, in a few words. */
  readonly message: string;
  /** What to do, where it is not ok. */
  readonly fix?: string;
}

/** One thing that can be well or not. It resolves either way, and never with a secret. */
export interface Check {
  readonly name: string;
  run(): Promise<Finding>;
}

/** Prints a line for each check, and a second one with the fix where there is one. True when all is well. */
export async function examine(checks: readonly Check[], print: (line: string) => void): Promise<boolean> {
  let well = true;
  for (const { name, run } of checks) {
    const { ok, message, fix } = await run();
    print(`${ok ? 'ok  ' : 'FIX '} ${name}: ${message}`);
    if (!ok && fix !== undefined) print(`     ${fix}`);
    well &&= ok;
  }
  return well;
}

/**
 * What there is to say of this machine's clock.
 * @param offMs above zero where it is ahead; undefined where nobody said what time it is
 * @param whose `Slack’s`
 */
export function clockFinding(offMs: number | undefined, whose: string): Finding {
  if (offMs === undefined) return { ok: true, message: 'no answer says what time it is there' };
  const fault = clockFault(offMs, whose);
  return fault === undefined
    ? { ok: true, message: `this machine’s is right by ${whose}` }
    : { ok: false, message: fault, fix: SET_CLOCK };
}
