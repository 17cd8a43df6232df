/** Where the playground listens, and how it stops. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { openTestLab } from '../support/lab.ts';
import { openTestStore } from '../support/stores.ts';
import { openPlayground, post, refusalAs, statusAs, turn } from './open-playground.ts';

/** A promise, and what resolves it. */
function gate(): [promise: Promise<void>, open: () => void] {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [promise, open];
}

describe('where it listens', () => {
  const starting = (host: string, expose: boolean) => openPlayground({ host, expose });

  it.each(['0.0.0.0', '::', '192.0.2.1', 'lab.example.org'])(
    'is refused beyond this machine: %s',
    async (host) => {
      await expect(starting(host, false)).rejects.toThrow(/PLAYGROUND_EXPOSE=without-log-in/);
    },
  );

  it.each(['127.0.0.1', 'localhost', '127.0.0.2'])('is this machine: %s', async (host) => {
    const other = await starting(host, false);
    expect((await fetch(`${other.address}/api/course`)).status).toBe(200);
    await other.close();
  });

  it('is open to addresses, and to the names that it is given, once that is said twice', async () => {
    const names = ['Lab.Example.org', 'bücher.example'];
    const other = await openPlayground({ host: '0.0.0.0', expose: true, names });
    expect(other.address).toMatch(/^http:\/\/localhost:\d+$/);
    const called = (host: string) => statusAs(other.address, '/api/course', host);
    for (const host of [
      'localhost',
      'demo.localhost:3000',
      '192.0.2.1:3000',
      '[2001:db8::1]:3000',
      hostname(),
      'lab.example.org',
      'LAB.example.org.:443',
      'xn--bcher-kva.example',
    ])
      expect(await called(host), host).toBe(200);
    // What an attacker owns and makes resolve to this machine, and what only looks like one of its names.
    for (const host of [
      'rebound.example.com',
      'lab.example.org.attacker.example',
      'sub.lab.example.org',
      'localhost.example.com',
      'xlocalhost',
      '192.0.2.1.example.com',
    ])
      expect(await called(host), host).toBe(421);
    await other.close();
  });

  it('says to whoever comes by another name how it is given one', async () => {
    const other = await openPlayground({ host: '0.0.0.0', expose: true, names: ['lab.example.org'] });
    expect(await refusalAs(other.address, 'demo.example.edu:3000')).toBe(
      'This playground does not answer to demo.example.edu. If that is a name of this machine, set PLAYGROUND_EXPOSE=without-log-in,lab.example.org,demo.example.edu and start it again.',
    );
    await other.close();
  });

  it('answers on this machine to a name that a proxy before it has, and to no address but its own', async () => {
    const other = await openPlayground({ expose: true, names: ['lab.example.org'] });
    expect(await statusAs(other.address, '/api/course', 'lab.example.org')).toBe(200);
    expect(await statusAs(other.address, '/api/course', '192.0.2.1')).toBe(421);
    expect(await statusAs(other.address, '/api/course', hostname())).toBe(421);
    await other.close();
  });

  it('is said to be taken when it is', async () => {
    const playground = await openPlayground();
    const port = Number(new URL(playground.address).port);
    await expect(openPlayground({ port })).rejects.toThrow(
      `PORT ${port} is in use on 127.0.0.1: stop what uses it, or set PORT to another (0 picks a free one).`,
    );
    await playground.close();
  });

  it('needs a page that was built', async () => {
    await expect(openPlayground({ page: '/nowhere' })).rejects.toThrow(/npm run build/);
  });
});

describe('the stop', () => {
  it('lets accepted work finish, keeps no idle connection, and takes nothing new', async () => {
    const store = await openTestStore();
    const { exclusive } = store;
    const [arrived, arrive] = gate();
    const [released, release] = gate();
    store.exclusive = async (student, work) => {
      arrive();
      await released;
      return exclusive.call(store, student, work) as ReturnType<typeof work>;
    };
    const { assistant } = await openTestLab({ store });
    const other = await openPlayground({ assistant });
    const idle = connect(Number(new URL(other.address).port), '127.0.0.1');
    await once(idle, 'connect');
    idle.write('GET /api/course HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(idle, 'data');
    const answer = post(other.address, turn('student-1', '/lab'));
    await arrived;
    const closed = other.close();
    await once(idle, 'close');
    await expect(fetch(`${other.address}/api/course`)).rejects.toThrow();
    release();
    expect(await (await answer).text()).toContain('Your labs');
    await closed;
  });

  it('may be asked for twice', async () => {
    const other = await openPlayground();
    await Promise.all([other.close(), other.close()]);
    await expect(fetch(other.address)).rejects.toThrow();
  });
});
