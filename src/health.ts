/** What `/healthz` says: whether this process can answer students, and which part of it can't. */

/** A part of the running program that can be asked how it is, and stopped. */
export interface Component {
  readonly name: string;
  /** Resolves with one word or line when all is well; rejects with the reason when it is not. */
  health(): Promise<string>;
  /** Takes nothing new, finishes what was accepted, then resolves. */
  close(): Promise<void>;
}

export interface HealthReport {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

/** A check that does not answer in this time counts as failed. */
const CHECK_MS = 2_000;

async function within(milliseconds: number, check: Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), milliseconds);
  });
  try {
    return await Promise.race([check, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks every part at once. Reasons are for operators and hold no secrets. */
export async function healthOf(
  components: readonly Pick<Component, 'name' | 'health'>[],
): Promise<HealthReport> {
  let ok = true;
  const checks = await Promise.all(
    components.map(async ({ name, health }) => {
      try {
        return [name, await within(CHECK_MS, health())] as const;
      } catch (error) {
        ok = false;
        return [name, `failed: ${error instanceof Error ? error.message : 'unknown reason'}`] as const;
      }
    }),
  );
  return { ok, checks: Object.fromEntries(checks) };
}
