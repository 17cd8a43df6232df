/** A script in a pipe: one line after the other, plain text out. */

import { describe, expect, it } from 'vitest';
import { COIN_TOSS } from '../support/tiny-pack.ts';
import { COMPLETE, runCourse, runScript } from './open-terminal.ts';

/** The lines that a reply offers to type next. */
const offered = (text: string): string[] =>
  [...text.matchAll(/^ {2}(\/[a-z]+(?: \S+)*?)(?: {2}|$)/gm)].map((match) => match[1] as string);

describe('a script of lines', () => {
  it('answers each in its order and says whose answer is whose', async () => {
    const text = await runScript('/lab quadratic', '/predict');
    expect(text.indexOf('> /lab quadratic\n')).toBe(0);
    expect(text.indexOf('> /predict\n')).toBeGreaterThan(text.indexOf('The Quadratic Wall\n'));
    expect(text).toMatch(/\n {2}\/predict D {2}Lock D: /);
  });

  it('skips empty lines and comments, and stops at exit', async () => {
    const text = await runScript('# a comment', '', '   ', '/lab', 'exit', '/predict');
    expect(text).not.toContain('comment');
    expect(text.match(/^> /gm)).toEqual(['> ']);
  });

  it('goes from the start to the takeaways', async () => {
    const text = await runScript(...COMPLETE);
    expect(text).toContain('Good · Lab complete');
    expect(text).toContain('What you take away');
  });

  it('prints no control character besides line breaks, whatever was typed', async () => {
    const text = await runScript(
      '/lab quadratic',
      '/seq \u001b[31mred\u0007',
      '/predict',
      '/predict b',
      '/seq 8k',
    );
    expect(text).toContain('[31mred');
    expect(text.split('\n').slice(0, -1).join('')).not.toMatch(/\p{Cc}/u);
  });

  it('offers lines that are understood when they are typed', async () => {
    const walk = [
      '/lab quadratic',
      '/predict',
      '/predict c',
      '/seq 64k',
      '/ledger',
      '/reflect',
      '/reflect a',
    ];
    const lines = new Set(offered(await runScript(...walk)));
    expect([...lines]).toEqual(
      expect.arrayContaining(['/lab help', '/predict A', '/seq 100k', '/ledger verify']),
    );
    const again = await runScript(...walk, ...lines);
    expect(again).not.toContain('Nothing was recorded');
  });

  it('offers the line of a number to enter', async () => {
    const text = await runCourse([COIN_TOSS], '/lab', '/predict', '/predict 12.5');
    expect(text).toContain('  /predict <number>  Enter your prediction: 0.1 to 100 percent\n');
    expect(text).toContain('Note · Locked');
  });

  it('prints an export as it is, for another program to read', async () => {
    const text = await runScript(...COMPLETE, '/ledger export');
    const file = /^\{\n {2}"track"[\s\S]*?^\}$/m.exec(text)?.[0];
    expect(JSON.parse(file ?? '')).toMatchObject({ track: null, history: [{ chapter: 6 }] });
  });

  it('says nothing of a result before its lock', async () => {
    const text = await runScript('/lab quadratic', '/seq 64k', '/predict', '/seq 64k', '/depth 4');
    expect(text).not.toMatch(/\bGB\b(?!.*H100 SXM)/);
    expect(text).toContain('Your prediction comes first');
  });
});
