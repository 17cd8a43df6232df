/** What probes are answered: of parts that come, fail and go, and of the whole program from its start to its end. */

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Component, healthOf, NeedsRestartError, probed } from '../src/health.ts';
import { startHealthServer } from '../src/health-server.ts';
import { Parts } from '../src/parts.ts';
import { openDiscordServer } from './discord/discord-server.ts';
import { Person } from './discord/person.ts';
import { GUILD_ID, TOKEN } from './discord/protocol.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer } from './slack/slack-server.ts';
import { build } from './support/build.ts';
import { type Child, run } from './support/child.ts';
import { freePort } from './support/services.ts';

const part = (name: string, health: () => Promise<string> = async () => 'ok'): Component => ({
  name,
  health,
  close: async () => undefined,
});
const failing = (name: string, error: Error): Component => part(name, () => Promise.reject(error));
const hanging = (name: string): Component => part(name, () => new Promise(() => undefined));

/** In front of a server over HTTP: nothing gets through before it is opened. */
async function openGate(target: string) {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const gate = createServer(async (incoming, response) => {
    await opened;
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url ?? '', target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(gate, 'listening');
  const { port } = gate.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${new URL(target).pathname}`,
    open,
    close: () => {
      gate.closeAllConnections();
      gate.close();
    },
  };
}

describe('a report', () => {
  it('is ready where every part is, and says what a part has to say', async () => {
    expect(
      await healthOf([part('a'), part('ledgers', async () => '2 do not hold; the log names them')]),
    ).toEqual({
      ok: true,
      ready: true,
      checks: { a: 'ok', ledgers: '2 do not hold; the log names them' },
    });
  });

  it('is not ready where a part fails or is late, and not well only where starting again may help', async () => {
    const away = failing('discord', new Error('the gateway is not connected'));
    expect(await healthOf([part('a'), away, hanging('store')], 20)).toEqual({
      ok: true,
      ready: false,
      checks: {
        a: 'ok',
        discord: 'failed: the gateway is not connected',
        store: 'failed: no answer in time',
      },
    });
    const over = failing('discord', new NeedsRestartError('closed for good'));
    expect(await healthOf([over])).toMatchObject({ ok: false, ready: false });
  });

  it('asks a part as itself', async () => {
    class Counting implements Component {
      readonly name = 'counting';
      #asked = 0;
      async health(): Promise<string> {
        this.#asked += 1;
        return `${this.#asked}`;
      }
      async close(): Promise<void> {}
    }
    expect((await healthOf([new Counting()])).checks).toEqual({ counting: '1' });
  });
});

describe('a probe', () => {
  it('of liveness is answered within the second that a supervisor waits, whatever hangs', async () => {
    const started = performance.now();
    const answer = await probed('/healthz', (withinMs) => healthOf([hanging('store')], withinMs));
    expect(answer).toMatchObject({ status: 200, report: { ok: true, ready: false } });
    expect(performance.now() - started).toBeLessThan(900);
  });

  it.each(['/', '/health', '/healthz/', '/toString', '__proto__'])('is not %s', (path) => {
    expect(probed(path, () => healthOf([]))).toBeUndefined();
  });

  it('is answered by a server of its own, which has nothing else', async () => {
    const server = await startHealthServer(0, async () => ({
      ok: true,
      ready: false,
      checks: { a: 'failed: x' },
    }));
    const at = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);
    const ready = await at('/readyz?verbose');
    expect([ready.status, ready.headers.get('cache-control'), await ready.json()]).toEqual([
      503,
      'no-store',
      { ok: true, ready: false, checks: { a: 'failed: x' } },
    ]);
    expect([(await at('/healthz')).status, (await at('/')).status]).toEqual([200, 404]);
    await expect(startHealthServer(server.port, () => healthOf([]))).rejects.toThrow(/^PORT \d+ is in use/);
    await server.close();
  });
});

describe('parts', () => {
  it('are ready once all that were awaited are there and the start is over, and never again once they stop', async () => {
    const order: string[] = [];
    const closing = (name: string): Component => ({
      ...part(name),
      close: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push(name);
      },
    });
    const parts = new Parts(closing('store'));
    parts.await('discord');
    parts.addReporter(closing('health'));
    expect(await parts.health()).toEqual({
      ok: true,
      ready: false,
      checks: {
        store: 'ok',
        health: 'ok',
        start: 'failed: not there yet',
        discord: 'failed: not there yet',
      },
    });
    parts.add(closing('discord'));
    expect((await parts.health()).checks).toMatchObject({ discord: 'ok', start: 'failed: not there yet' });
    parts.started();
    expect(await parts.health()).toMatchObject({ ready: true });
    expect(parts.names).toEqual(['store', 'discord', 'health']);
    const closed = Promise.all([parts.close(), parts.close()]);
    expect(await parts.health()).toMatchObject({
      ok: true,
      ready: false,
      checks: { stop: 'failed: stopping' },
    });
    await closed;
    expect(order).toEqual(['discord', 'health', 'store']);
  });
});

describe('the program', () => {
  let programs: string;
  let folder: string;
  let port: number;
  beforeAll(async () => {
    programs = build('health');
    folder = await mkdtemp(join(tmpdir(), 'health-'));
    port = await freePort();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const start = (env: NodeJS.ProcessEnv): Child =>
    run(join(programs, 'main.js'), [], { PORT: String(port), LOG_LEVEL: 'fatal', ...env });
  const asked = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
    const { checks } = ((await answer?.json()) ?? {}) as { checks?: Record<string, string> };
    return { status: answer?.status, checks };
  };
  /** Liveness and readiness. */
  const statuses = async () => [(await asked('/healthz')).status, (await asked('/readyz')).status];
  const until = (wanted: readonly (number | undefined)[]) =>
    expect.poll(statuses, { timeout: 15_000, interval: 30 }).toEqual(wanted);

  it('lives before Discord’s gateway is there, is ready with it, not without it or while it stops', async () => {
    const server = await openDiscordServer();
    let slow = true;
    server.fault = ({ path }) =>
      path === '/gateway/bot' && slow
        ? {
            status: 429,
            headers: { 'retry-after': '0.3' },
            body: { message: 'slow', retry_after: 0.3, global: false },
          }
        : undefined;
    const child = start({
      STORE_URL: `sqlite://${join(folder, 'lab.sqlite')}`,
      DISCORD_TOKEN: TOKEN,
      DISCORD_GUILD_ID: GUILD_ID,
      DISCORD_API_URL: server.apiUrl,
    });
    await until([200, 503]);
    expect((await asked('/readyz')).checks).toMatchObject({ store: 'ok', discord: 'failed: not there yet' });
    slow = false;
    await until([200, 200]);
    // It comes back within milliseconds, so it is looked at right after it was cut.
    do server.drop(4000);
    while ((await asked('/readyz')).status === 200);
    expect((await asked('/healthz')).status).toBe(200);
    await until([200, 200]);

    // Accepted, and not to be finished at once: the answer to it is waited for.
    server.fault = ({ path }) => (path.endsWith('/callback') ? 'hang' : undefined);
    new Person(server, '700000000000000001').send('lab', {});
    await expect
      .poll(() => server.requests.some(({ path }) => path.endsWith('/callback')), { timeout: 5_000 })
      .toBe(true);
    child.process.kill('SIGTERM');
    await until([200, 503]);
    expect((await asked('/readyz')).checks).toMatchObject({ stop: 'failed: stopping' });
    child.process.kill('SIGKILL');
    await child.ended;
    await server.close();
  }, 60_000);

  it('is not alive once Discord has closed the gateway for good', async () => {
    const server = await openDiscordServer();
    const child = start({ STORE_URL: 'memory:', DISCORD_TOKEN: TOKEN, DISCORD_API_URL: server.apiUrl });
    await until([200, 200]);
    server.drop(4004);
    await until([503, 503]);
    expect((await asked('/healthz')).checks).toMatchObject({
      discord: 'failed: Discord closed the gateway for good',
    });
    child.process.kill('SIGTERM');
    expect(await child.ended).toBe(0);
    await server.close();
  }, 60_000);

  it.each(['http', 'socket'] as const)(
    'lives before Slack has answered it over %s, and is ready after',
    async (kind) => {
      const server = await SlackServer.start();
      const gate = await openGate(server.apiUrl);
      const transport =
        kind === 'http' ? { SLACK_SIGNING_SECRET: SIGNING_SECRET } : { SLACK_APP_TOKEN: APP_TOKEN };
      const child = start({
        STORE_URL: 'memory:',
        SLACK_BOT_TOKEN: BOT_TOKEN,
        SLACK_API_URL: gate.url,
        ...transport,
      });
      await until([200, 503]);
      expect((await asked('/readyz')).checks).toMatchObject({ slack: 'failed: not there yet' });
      if (kind === 'http') {
        const early = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: '{}' });
        expect(early.status).toBe(503);
      }
      gate.open();
      await until([200, 200]);
      child.process.kill('SIGTERM');
      expect(await child.ended).toBe(0);
      gate.close();
      await server.close();
    },
    60_000,
  );
});
