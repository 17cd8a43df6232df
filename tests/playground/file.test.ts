/** A file that comes with a line, and the zone that the browser says: through the real server and the real course. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canvasExport } from '../../adapters/playground/demo/people.ts';
import type { PersonaId } from '../../adapters/playground/personas.ts';
import type { TurnAnswer } from '../../adapters/playground/wire.ts';
import { UPLOAD_LIMITS } from '../../src/course/files.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { choicesOf, openPlayground, pressAt, sayAt, turn } from './open-playground.ts';

let playground: Awaited<ReturnType<typeof openPlayground>>;
beforeAll(async () => {
  playground = await openPlayground();
});
afterAll(async () => {
  await playground.close();
  await playground.store.close();
});

const send = (path: string, body: unknown, headers = {}): Promise<Response> =>
  fetch(`${playground.address}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const withFile = (persona: PersonaId, line: string, name: string, content: string | Uint8Array) =>
  send('/api/turn-with-file', {
    ...turn(persona, line),
    file: { name, base64: Buffer.from(content).toString('base64') },
  });

const said = async (response: Response): Promise<string> => {
  expect(response.status).toBe(200);
  return JSON.stringify(await response.json());
};

const EXPORT = canvasExport(PACKS[0]?.title ?? '');

describe('a file that comes with a line', () => {
  beforeAll(async () => {
    const preview = await sayAt(playground.address, 'instructor', '/assign due in 6 days zone UTC');
    const post = choicesOf(preview).find(({ label }) => label.startsWith('Post'));
    if (!post) throw new Error('nothing to post');
    await pressAt(playground.address, 'instructor', post);
  });

  it('is read as the gradebook that it is, with its column and its people', async () => {
    const response = await withFile('instructor', '/grades canvas', 'export.csv', EXPORT);
    const asked = (await response.json()) as TurnAnswer;
    // Its column has the homework's own title, so that it is not asked for.
    const words = JSON.stringify(asked.parts);
    expect(words).toContain('40 students');
    // Nobody has done anything yet, so no row is anybody's to fill.
    expect(words).toContain('"40 rows"');
    expect(words).toContain('there is no file to import');
  });

  it('says in a sentence what is no such file', async () => {
    const large = `Student,ID\n${'x'.repeat(UPLOAD_LIMITS.bytes)}`;
    expect(await said(await withFile('instructor', '/grades canvas', 'large.csv', large))).toContain(
      'I read up to 2,000,000',
    );
    const zip = Buffer.from([0x50, 0x4b, 0x03, 0x04, 1, 2, 3, 4]);
    expect(await said(await withFile('instructor', '/grades canvas', 'zip.csv', zip))).toContain(
      'zip archive',
    );
    expect(await said(await withFile('instructor', '/grades canvas', 'export.xlsx', EXPORT))).toContain(
      '.xlsx',
    );
  });

  it('is cut off where it is larger than anything that could be read', async () => {
    const response = await withFile('instructor', '/grades canvas', 'huge.csv', Buffer.alloc(4_000_000, 'x'));
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({
      error: 'That file is larger than the 2 MB that are read: nothing was recorded.',
    });
  });

  it.each(['student-1', 'assistant'] as const)('gives %s no grades', async (persona) => {
    const answer = await said(await withFile(persona, '/grades canvas', 'export.csv', EXPORT));
    expect(answer).toContain('Only instructors take grades away');
    expect(answer).not.toContain('demo');
  });

  it('is taken from the playground’s own page, in its own form, alone', async () => {
    const body = { ...turn('instructor', '/grades canvas'), file: { name: 'a.csv', base64: 'eA==' } };
    expect((await send('/api/turn-with-file', body, { Origin: 'https://example.org' })).status).toBe(403);
    expect((await send('/api/turn-with-file', body, { 'Content-Type': 'text/plain' })).status).toBe(415);
    for (const file of [undefined, { name: 'a.csv' }, { name: 'a.csv', base64: '<no>' }]) {
      expect((await send('/api/turn-with-file', { ...body, file })).status).toBe(400);
    }
    expect((await send('/api/turn-with-file', { ...body, persona: 'nobody' })).status).toBe(400);
    expect((await send('/api/turn', body)).status).toBe(400);
  });
});

describe('the browser’s zone', () => {
  const due = async (zone: string): Promise<string> => {
    const other = await openPlayground();
    const response = await fetch(`${other.address}/api/turn`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...turn('instructor', '/assign due in 6 days'), zone }),
    });
    const { parts } = (await response.json()) as TurnAnswer;
    await other.close();
    await other.store.close();
    return JSON.stringify(parts);
  };

  it.each([
    ['Asia/Tokyo', 'Tokyo'],
    ['America/New_York', 'New York'],
  ])('%s is whose clock dates in words go by', async (zone, place) => {
    expect(await due(zone)).toContain(place);
  });

  it.each(['Mars/Olympus', ''])('%j is none, so it is asked for', async (zone) => {
    expect(await due(zone)).toContain('Which clock do you mean');
  });
});
