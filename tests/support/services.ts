/** Redis and Postgres for tests: real servers on loopback, started for a test file and gone with it. */

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect as connectTo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, it } from 'vitest';

export interface Service {
  /** As STORE_URL takes it. */
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

const START_MS = 20_000;

const onPath = (command: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((file) => existsSync(file));

/** Debian keeps the server's programs apart from the clients that are on the path. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';
const postgresProgram = (command: string): string | undefined =>
  onPath(command) ??
  (existsSync(DEBIAN_POSTGRES) ? readdirSync(DEBIAN_POSTGRES) : [])
    .map((version) => join(DEBIAN_POSTGRES, version, 'bin', command))
    .find((file) => existsSync(file));

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Asks until it answers. */
async function answers(server: ChildProcess, ask: () => Promise<unknown>): Promise<void> {
  const until = Date.now() + START_MS;
  let last: unknown;
  while (Date.now() < until && server.exitCode === null) {
    try {
      await ask();
      return;
    } catch (error) {
      last = error;
      await sleep(30);
    }
  }
  throw new Error('a service did not start', { cause: last });
}

async function ended(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  // A paused one hears nothing else.
  server.kill('SIGCONT');
  server.kill(signal);
  await exit;
}

async function startRedis(port?: number): Promise<Service> {
  const own = port ?? (await freePort());
  // Whatever it writes, and would read at the next start, is its own.
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const server = spawn(
    onPath('redis-server') ?? '',
    ['--port', String(own), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { cwd: folder, stdio: 'ignore' },
  );
  await answers(server, async () => {
    const socket = connectTo(own, '127.0.0.1');
    await once(socket, 'connect').finally(() => socket.destroy());
  });
  return {
    url: `redis://127.0.0.1:${own}/1`,
    process: server,
    stop: async () => {
      await ended(server, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Postgres refuses to run as root, so root runs it as somebody else. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const user of ['postgres', 'nobody']) {
    const { status, stdout } = spawnSync('id', ['-u', user]);
    if (status !== 0) continue;
    return { uid: Number(stdout), gid: Number(execFileSync('id', ['-g', user])) };
  }
  return undefined;
}

async function startPostgres(): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const as = unprivileged();
  if (as) chownSync(folder, as.uid, as.gid);
  const options = { ...as, cwd: folder, stdio: 'ignore' } as const;
  execFileSync(
    postgresProgram('initdb') ?? '',
    ['-D', join(folder, 'data'), '-U', 'lab', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    options,
  );
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '' };
  const server = spawn(
    postgresProgram('postgres') ?? '',
    [
      '-D',
      join(folder, 'data'),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    options,
  );
  const url = `postgres://lab@127.0.0.1:${port}/postgres`;
  await answers(server, async () => {
    const client = new pg.Client(url);
    await client.connect();
    await client.end();
  });
  return {
    url,
    process: server,
    stop: async () => {
      await ended(server, 'SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const SERVICES = {
  Redis: { present: onPath('redis-server') !== undefined, start: startRedis, installs: 'redis-server' },
  Postgres: {
    present: postgresProgram('postgres') !== undefined && postgresProgram('initdb') !== undefined,
    start: startPostgres,
    installs: 'postgresql',
  },
} as const;

export type ServiceName = keyof typeof SERVICES;

/** The tests of a service: run where its server is installed, skipped loudly where it is not, required in CI. */
export function withService(name: ServiceName, tests: () => void): void {
  const { present, installs } = SERVICES[name];
  if (present) {
    tests();
    return;
  }
  const notice = `${name} is not installed, so nothing was tested against it: install ${installs}`;
  describe(name, () => {
    it.skipIf(!process.env.CI)(`SKIPPED: ${notice}`, () => {
      throw new Error(notice);
    });
  });
  console.warn(notice);
}
