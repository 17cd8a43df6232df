/** The privacy document knows every row that a class leaves in the store. */

import { describe, expect, it } from 'vitest';
import { makeGround } from '../course/support/ground.ts';
import { ADA, openSeminar } from '../course/support/seminar.ts';
import { ROW_KINDS } from './held-rows.ts';

describe('docs/privacy.md', () => {
  it('has a line for each kind of row that a class leaves', async () => {
    const made = await makeGround();
    const seminar = openSeminar({ rows: new Map(made.rows), at: made.at });
    await seminar.say(ADA, '/mydata delete DELETE');
    const kinds = new Set([...made.rows.keys(), ...seminar.rows.keys()].map((key) => key.split(/[:/]/)[0]));
    const known = ROW_KINDS.map(({ key }) => key);
    expect(kinds.size).toBeGreaterThan(10);
    expect([...kinds].filter((kind) => !known.includes(kind ?? ''))).toEqual([]);
  });

  it('says of every field what it is, in words of its own', () => {
    for (const { key, fields, what, why, sees, kept } of ROW_KINDS) {
      for (const words of [what, why, sees, kept]) expect(words, key).not.toBe('');
      expect(new Set(fields.map(({ name }) => name)).size, key).toBe(fields.length);
    }
  });
});
