/** What `/healthz` and `/readyz` say: whether this process goes on by itself, whether it can answer students, and what can't. */

/** A part of the running program that can be asked how it is, and stopped. */
export interface Component {
  readonly name: string;
  /**
   * Resolves with one word or line, which may say something worth reading, where students are answered; rejects with the
   * reason where they are not, with {@link NeedsRestartError} where waiting won't change that.
   */
  health(): Promise<string>;
  /** Takes nothing new, finishes what was accepted, then resolves. */
  close(): Promise<void>;
}

/** A part that will not come back by itself, and that starting the process again may. */
export class NeedsRestartError extends Error {
  override readonly name = 'NeedsRestartError';
}

export interface HealthReport {
  /** False only where starting again may help: never because a store or a platform is away. */
  readonly ok: boolean;
  /** True where every part is there and answers students. */
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

/** @param withinMs a part that has not answered by then is not ready; {@link CHECK_MS} unless told otherwise */
export type AskHealth = (withinMs?: number) => Promise<HealthReport>;

interface Probe {
  readonly withinMs: number;
  passes(report: HealthReport): boolean;
}

/** A part that has not answered after this is not ready. */
const CHECK_MS = 2_000;

const PROBES: Readonly<Record<string, Probe>> = {
  // A supervisor waits a second unless told otherwise, and must not take a store that hangs for a process that does.
  '/healthz': { withinMs: 500, passes: ({ ok }) => ok },
  '/readyz': { withinMs: CHECK_MS, passes: ({ ready }) => ready },
};

export interface ProbeAnswer {
  readonly status: 200 | 503;
  readonly report: HealthReport;
}

/** What a path is answered with if it is a probe's, and undefined if not. */
export function probed(path: string, ask: AskHealth): Promise<ProbeAnswer> | undefined {
  const probe = Object.hasOwn(PROBES, path) ? PROBES[path] : undefined;
  return (
    probe &&
    ask(probe.withinMs).then((report) => ({ status: probe.passes(report) ? 200 : 503, report }) as const)
  );
}

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
  withinMs = CHECK_MS,
): Promise<HealthReport> {
  let ok = true;
  let ready = true;
  const checks = await Promise.all(
    components.map(async (component) => {
      const { name } = component;
      try {
        return [name, await within(withinMs, component.health())] as const;
      } catch (error) {
        ready = false;
        if (error instanceof NeedsRestartError) ok = false;
        return [name, `failed: ${error instanceof Error ? error.message : 'unknown reason'}`] as const;
      }
    }),
  );
  return { ok, ready, checks: Object.fromEntries(checks) };
}
