/** The bundled program as a person starts it. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../support/build.ts';

let program: string;
beforeAll(() => {
  program = join(process.cwd(), build('terminal'), 'chat.js');
});

const chat = (input: string, environment: Readonly<Record<string, string>>) =>
  spawnSync(process.execPath, [program], {
    input,
    encoding: 'utf8',
    cwd: mkdtempSync(join(tmpdir(), 'lab-chat-')),
    env: { PATH: process.env.PATH, ...environment },
  });

describe('npm run chat', () => {
  it('runs a script and remembers it the next time', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab-chat-'));
    const environment = { STORE_URL: `sqlite://${join(folder, 'lab.sqlite')}` };
    const first = chat('/lab quadratic\n/predict\n/predict b\n', environment);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toContain('Locked: B');
    const second = chat('/lab start\n/predict c\n', environment);
    expect(second.status).toBe(0);
    expect(second.stdout).toContain('Welcome back');
    expect(second.stdout).toContain('already locked B');
  });

  it('says what is wrong with the configuration, in a line, and exits with 2', () => {
    const { status, stdout, stderr } = chat('/lab\n', { STORE_URL: 'mysql://nowhere' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^STORE_URL must be .*\n$/);
  });

  it('ends well when nothing is said', () => {
    expect(chat('', { STORE_URL: 'memory:' })).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });
});
