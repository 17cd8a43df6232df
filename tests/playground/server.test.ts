/** What the playground's server lets through, to whom, and what it says of itself. */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireCourse } from '../../adapters/playground/wire.ts';
import { PRODUCT_NAME } from '../../src/product.ts';
import { COURSE } from '../support/every-reply.ts';
import { openTestLab } from '../support/lab.ts';
import { holding, openTestStore } from '../support/stores.ts';
import { openPlayground, post, sayAt, statusAs, turn } from './open-playground.ts';

let playground: Awaited<ReturnType<typeof openPlayground>>;
beforeAll(async () => {
  playground = await openPlayground();
});
afterAll(() => playground.close());

describe('other pages', () => {
  it.each([
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', { 'Content-Type': 'text/plain' }, 415],
    ['a foreign origin', { Origin: 'https://example.org' }, 403],
    ['another port of this machine', { Origin: 'http://127.0.0.1:1' }, 403],
    ['a sandboxed frame', { Origin: 'null' }, 403],
    ['a site that the browser calls foreign', { 'Sec-Fetch-Site': 'cross-site' }, 403],
  ])('can’t send a turn as %s', async (_, headers, status) => {
    expect((await post(playground.address, turn('student-1', '/lab'), headers)).status).toBe(status);
  });

  it('that are this one can', async () => {
    expect(
      (await post(playground.address, turn('student-1', '/lab'), { Origin: playground.address })).status,
    ).toBe(200);
  });

  it.each(['/', '/api/course', '/page.js'])('can’t read %s under a foreign name', async (path) => {
    expect(await statusAs(playground.address, path, 'lab.example.org')).toBe(421);
    expect(await statusAs(playground.address, path, '169.254.1.1:3000')).toBe(421);
    expect(await statusAs(playground.address, path, '127.0.0.1.example.org')).toBe(421);
    expect(await statusAs(playground.address, path, 'localhost:3000')).not.toBe(421);
  });
});

describe('pictures', () => {
  /** A student who has locked. */
  const locked = async (address: string): Promise<string> => {
    for (const line of ['/lab quadratic', '/predict', '/predict a']) await sayAt(address, 'student-1', line);
    return address;
  };
  const chartOf = async (address: string) => {
    const parts = await sayAt(address, 'student-1', '/seq 64k');
    return parts.find((part) => part.kind === 'chart');
  };

  it('come with the answer, so that a transcript needs no server to be read again', async () => {
    const chart = await chartOf(await locked(playground.address));
    const [head, data] = (chart?.source ?? '').split(',');
    expect(head).toBe('data:image/png;base64');
    expect(
      Buffer.from(data ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(chart?.source?.length).toBeLessThan(150_000);
  });

  it('that can’t be drawn leave the rest of the answer, and their finding', async () => {
    const failing = () => Promise.reject(new Error('no canvas'));
    const other = await openPlayground({ charts: { image: failing, draw: failing } });
    const chart = await chartOf(await locked(other.address));
    expect(chart).toMatchObject({ finding: expect.stringContaining('4,948 GB') });
    expect(chart).not.toHaveProperty('source');
    await other.close();
  });
});

describe('the rest of the server', () => {
  it('sends a policy that allows nothing but itself', async () => {
    const { headers } = await fetch(playground.address);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('lets pictures come from the chart host that is configured, and from no other', async () => {
    const origin = 'https://charts.example.org';
    const charts = {
      origin,
      image: async () => ({ kind: 'url', url: `${origin}/chart?c=1` }) as const,
      draw: async () => new Uint8Array(),
    };
    const other = await openPlayground({ charts });
    const { headers } = await fetch(other.address);
    expect(headers.get('content-security-policy')).toContain(`img-src 'self' data: ${origin};`);
    for (const line of ['/lab quadratic', '/predict', '/predict a'])
      await post(other.address, turn('student-1', line));
    const answer = await post(other.address, turn('student-1', '/seq 8k'));
    expect(await answer.text()).toContain(`"source":"${origin}/chart?c=1"`);
    await other.close();
  });

  it('tells the page its name, its labs, and the commands without what is internal', async () => {
    const { assistant } = await openTestLab({ packs: COURSE });
    const other = await openPlayground({ assistant });
    const course = (await (await fetch(`${other.address}/api/course`)).json()) as WireCourse;
    await other.close();
    expect(course.name).toBe(PRODUCT_NAME);
    expect(course.labs).toEqual(COURSE.map(({ title, description }) => ({ title, description })));
    expect(course.commands.map(({ name }) => name)).toEqual(
      assistant.commands.offered.map(({ name }) => name),
    );
    const optionsOf = (command: string) => course.commands.find(({ name }) => name === command)?.options;
    expect(optionsOf('predict')?.map(({ name }) => name)).toEqual(['answer', 'lab', 'confidence']);
    expect(optionsOf('seq')?.[0]?.values[3]).toEqual({ value: '64k', label: '65,536 tokens' });
    expect(optionsOf('toss')?.find(({ name }) => name === 'stake')?.values).toEqual([
      { value: '1', label: '1 USD' },
      { value: '1k', label: '1,000 USD' },
    ]);
  });

  it('is called by the same name before anything was asked of it', () => {
    const page = readFileSync('adapters/playground/page/index.html', 'utf8');
    expect(page).toContain(`<title>${PRODUCT_NAME}</title>`);
  });

  it('serves its page and tells a browser when it has it already', async () => {
    const first = await fetch(playground.address);
    expect(first.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const etag = first.headers.get('etag') as string;
    const second = await fetch(playground.address, { headers: { 'If-None-Match': etag } });
    expect(second.status).toBe(304);
  });

  it.each(['/../package.json', '/%2e%2e/package.json', '/page.js.map', '/nothing'])(
    'has nothing at %s',
    async (path) => {
      const response = await fetch(`${playground.address}${path}`);
      expect([response.status, await response.json()]).toEqual([404, { error: expect.any(String) }]);
    },
  );

  it('says how it is at /healthz, under any name', async () => {
    const response = await fetch(`${playground.address}/healthz`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { ok: true, ready: true, checks: { store: 'ok' } },
    ]);
    expect(await statusAs(playground.address, '/healthz', '10.0.0.7:3000')).toBe(200);
    const checks = { store: 'failed: x' };
    const away = await openPlayground({ health: async () => ({ ok: true, ready: false, checks }) });
    const statuses = async (address: string) =>
      Promise.all(['/healthz', '/readyz'].map(async (path) => (await fetch(`${address}${path}`)).status));
    expect(await statuses(away.address)).toEqual([200, 503]);
    await away.close();
    const ill = await openPlayground({ health: async () => ({ ok: false, ready: false, checks }) });
    expect(await statuses(ill.address)).toEqual([503, 503]);
    await ill.close();
  });

  it('answers its own failures with a sentence and no trace of the code', async () => {
    const store = holding(await openTestStore(), () => ({
      load: () => Promise.reject(new Error('secret path /srv/x')),
    }));
    const { assistant } = await openTestLab({ store });
    const other = await openPlayground({ assistant });
    const response = await post(other.address, turn('student-1', '/lab'));
    expect([response.status, await response.json()]).toEqual([
      500,
      { error: expect.stringMatching(/^Something went wrong here, not with you\. .*\/lab/) },
    ]);
    await other.close();
  });
});
