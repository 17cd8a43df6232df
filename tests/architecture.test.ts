/** The import law: adapters → commands → src, and inside src only downwards. Read from the imports themselves. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKS } from '../src/labs/catalogue.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** What the adapters of platforms share. */
const SHARED = ['adapters/doctor.ts', 'adapters/button-owner.ts', 'adapters/sentences.ts'];

/** Rooms from the top to the bottom. A room may import from itself and from the rooms it names. */
const LAW: Readonly<Record<string, readonly string[]>> = {
  'src/main.ts': ['adapters', 'commands', 'src'],
  'src/labs/catalogue.ts': ['src/labs'],
  'adapters/playground': [...SHARED, 'commands', 'src'],
  'adapters/terminal': [...SHARED, 'commands', 'src'],
  'adapters/discord': [...SHARED, 'commands', 'src'],
  'adapters/slack': [...SHARED, 'commands', 'src'],
  adapters: ['adapters/discord', 'adapters/slack', 'commands', 'src'],
  commands: ['src/course', 'src/conversation', 'src/labs', 'src/time', 'src/messages'],
  'src/course': [
    'src/conversation',
    'src/evidence',
    'src/labs',
    'src/ledger',
    'src/store',
    'src/charts',
    'src/time',
    'src/messages',
    'src/health.ts',
  ],
  'src/conversation': [
    'src/evidence',
    'src/labs',
    'src/ledger',
    'src/store',
    'src/charts',
    'src/time',
    'src/messages',
  ],
  'src/evidence': ['src/labs', 'src/ledger', 'src/messages'],
  'src/ledger': ['src/labs', 'src/store', 'src/messages'],
  'src/store': ['src/log.ts'],
  'src/time': ['src/messages'],
  ...Object.fromEntries(
    PACKS.flatMap(({ id }) => [
      // A pack knows what a lab is, and no other pack; its physics knows nothing.
      [`src/labs/${id}`, ['src/labs/lab.ts', 'src/charts/chart.ts', 'src/messages']],
      [`src/labs/${id}/physics`, []],
    ]),
  ),
  'src/labs': ['src/charts/chart.ts', 'src/messages'],
  'src/charts': [],
  'src/messages': ['src/charts/chart.ts'],
  src: ['src'],
};

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Relative imports of a file, as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path]) =>
    relative(ROOT, resolve(ROOT, dirname(file), path as string)),
  );
}

const within = (path: string, room: string): boolean => path === room || path.startsWith(`${room}/`);
/** The most particular room of the law that a file is in. */
const roomOf = (file: string): string =>
  Object.keys(LAW)
    .filter((room) => within(file, room))
    .sort((a, b) => b.length - a.length)[0] ?? '';

const FILES = ['src', 'commands', 'adapters'].flatMap(filesUnder);

describe('the import law', () => {
  it('finds the house and its imports', () => {
    for (const room of Object.keys(LAW))
      expect(
        FILES.some((file) => within(file, room)),
        room,
      ).toBe(true);
    expect(FILES.flatMap(importsOf).length).toBeGreaterThan(FILES.length);
  });

  it.each(FILES)('%s imports only from its own room or one below', (file) => {
    const room = roomOf(file);
    const allowed = [room, ...(LAW[room] ?? [])];
    const strangers = importsOf(file).filter((path) => !allowed.some((each) => within(path, each)));
    expect(strangers, `${room || 'no room'} may import from ${allowed.join(', ')}`).toEqual([]);
  });

  it('is not broken by src reaching up: only main.ts knows adapters and commands', () => {
    for (const file of FILES.filter((each) => within(each, 'src') && each !== 'src/main.ts')) {
      expect(
        importsOf(file).filter((path) => !within(path, 'src')),
        file,
      ).toEqual([]);
    }
  });

  it('keeps platform libraries in their adapters', () => {
    const HOME = {
      'discord.js': 'adapters/discord',
      '@slack/bolt': 'adapters/slack',
      hono: 'adapters/playground',
    };
    for (const file of FILES) {
      const text = readFileSync(join(ROOT, file), 'utf8');
      for (const [library, home] of Object.entries(HOME)) {
        if (new RegExp(`from '${library}['/]`).test(text))
          expect(within(file, home), `${file} imports ${library}`).toBe(true);
      }
    }
  });

  it('has a first line that says why each file is there', () => {
    const silent = FILES.filter((file) => !readFileSync(join(ROOT, file), 'utf8').startsWith('/**'));
    expect(silent).toEqual([]);
  });
});
