/** What an operator should look at in a Redis so that nothing is lost: its disk, its memory, its replicas. */

import type { Advice } from './errors.ts';
import { answered, type Client } from './redis-client.ts';

type Settings = Readonly<Record<string, string | undefined>>;

const SETTINGS = ['appendonly', 'appendfsync', 'maxmemory', 'maxmemory-policy', 'min-replicas-to-write'];

export interface Replication {
  /** `master`, or `slave` where it follows another. */
  readonly role: string;
  readonly replicas: number;
}

const urgent = (message: string): Advice => ({ urgent: true, message });

/** Lines of `name:value`. Undefined where it is not told. */
export function readReplication(info: string): Replication | undefined {
  const role = /^role:(\w+)/m.exec(info)?.[1];
  const replicas = /^connected_slaves:(\d+)/m.exec(info)?.[1];
  return role === undefined ? undefined : { role, replicas: Number(replicas ?? 0) };
}

function diskAndMemory(settings: Settings | undefined): readonly Advice[] {
  if (!settings) {
    return [
      {
        urgent: false,
        message:
          'Redis does not say how it is configured: see that appendonly is yes and maxmemory-policy is noeviction.',
      },
    ];
  }
  return [
    ...(settings.appendonly === 'yes'
      ? settings.appendfsync === 'always'
        ? []
        : [urgent('Redis may lose the last second when its machine fails: set appendfsync to always.')]
      : [urgent('Redis keeps ledgers in memory alone: set appendonly to yes and appendfsync to always.')]),
    ...(settings.maxmemory === '0' || settings['maxmemory-policy'] === 'noeviction'
      ? []
      : [urgent('Redis may drop ledgers when its memory is full: set maxmemory-policy to noeviction.')]),
  ];
}

const counted = (replicas: number): string => `${replicas} replica${replicas === 1 ? '' : 's'}`;

function replication(
  { role, replicas }: Replication,
  wait: number,
  settings: Settings | undefined,
): readonly Advice[] {
  if (role === 'slave') {
    return [
      urgent(
        'Redis is a replica: it takes no writes, or loses them. Set STORE_URL to the one that it follows.',
      ),
    ];
  }
  if (wait > replicas) {
    return [
      urgent(
        `STORE_URL waits for ${counted(wait)} and Redis has ${replicas}: nothing can be saved. Attach what is missing, or lower wait in STORE_URL.`,
      ),
    ];
  }
  if (wait === 0) {
    return replicas === 0
      ? []
      : [
          urgent(
            `Redis has ${counted(replicas)} and tells that a lock is saved before any has it: when one that lags takes over, locks that students were told of are lost. End STORE_URL with ?wait=1, so that each is told once a replica has it, and set min-replicas-to-write to 1 and min-replicas-max-lag to 10.`,
          ),
        ];
  }
  return settings && Number(settings['min-replicas-to-write'] ?? 0) < wait
    ? [
        {
          urgent: false,
          message: `Redis takes writes that no replica follows, and each then waits for a second before it is refused: set min-replicas-to-write to ${wait} and min-replicas-max-lag to 10.`,
        },
      ]
    : [];
}

/** @param wait replicas that each write waits for */
export const adviceFor = (
  settings: Settings | undefined,
  replicated: Replication | undefined,
  wait: number,
): readonly Advice[] => [
  ...diskAndMemory(settings),
  ...(replicated ? replication(replicated, wait, settings) : []),
];

export async function redisAdvice(client: Client, wait: number): Promise<readonly Advice[]> {
  // Hosted ones often tell neither.
  const [settings, info] = await Promise.all([
    answered(client.configGet(SETTINGS)).catch(() => undefined),
    answered(client.info('replication')).catch(() => ''),
  ]);
  return adviceFor(settings, readReplication(info), wait);
}
