/** Runs checks one after another and says what is well, what is not, and what to do about it. */

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
