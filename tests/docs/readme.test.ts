/** The README says what the code says, and its two commands are the scripts that exist. */

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCUMENTS, withSections } from './generated.ts';

const readme = readFileSync(resolve('README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe('the documents', () => {
  for (const path of Object.keys(DOCUMENTS)) {
    it(`has its generated tables up to date: ${path}`, () => {
      const text = readFileSync(resolve(path), 'utf8');
      expect(text, 'run: npm run docs').toBe(withSections(path, text));
    });
  }
});

describe('the README', () => {
  it('gives the two commands first', () => {
    const start = readme.indexOf('npm ci && npm start');
    expect(start).toBeGreaterThan(0);
    expect(readme.indexOf('npm ci && npm test')).toBeGreaterThan(start);
    expect(start).toBeLessThan(2500);
  });

  it('names only scripts, files and pictures that exist', () => {
    for (const [, script] of readme.matchAll(/npm run (?:--silent )?([\w:-]+)/g))
      expect(scripts, script).toHaveProperty([script as string]);
    const links = [...readme.matchAll(/\]\(([^)#]+)\)|src="([^"]+)"/g)].map(
      ([, link, source]) => link ?? source ?? '',
    );
    const local = links.filter((link) => !/^https?:/.test(link));
    expect(local.length).toBeGreaterThan(3);
    for (const link of local) expect(existsSync(resolve(link)), link).toBe(true);
  });
});
