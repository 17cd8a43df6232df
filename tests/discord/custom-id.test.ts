/** What buttons carry: whose they are and where they mean something; and that the longest of all fits. */

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { customIds, directIds, publicIds, readCustomId } from '../../adapters/discord/custom-id.ts';
import { LIMITS } from '../../adapters/discord/limits.ts';
import { BUTTON_VERSION } from '../../commands/button.ts';
import { commandsFor } from '../../commands/index.ts';
import type { Request } from '../../src/messages/request.ts';
import { COURSE, everyReply } from '../support/every-reply.ts';
import { choicesOf } from '../support/lab.ts';

const commands = commandsFor(COURSE);
const ADA = '600000000000000001';
const BEN = '600000000000000002';
const OWED: Request = { kind: 'owed' };

const snowflake = fc.bigInt({ min: 10n ** 16n, max: 2n ** 64n - 1n }).map(String);

describe('whose a button is', () => {
  it('a student’s is theirs alone, a post’s everybody’s', () => {
    fc.assert(
      fc.property(snowflake, snowflake, fc.boolean(), (user, other, direct) => {
        fc.pre(user !== other);
        const own = customIds(user, commands)(OWED);
        expect(readCustomId(own, user, direct)).toMatchObject({ kind: 'theirs', line: '/owed' });
        expect(readCustomId(own, other, direct)).toEqual({ kind: 'not-theirs' });
        expect(readCustomId(publicIds(commands)(OWED), other, direct)).toEqual({
          kind: 'theirs',
          version: BUTTON_VERSION,
          line: '/owed',
        });
      }),
    );
  });

  it('a direct message’s names its server, and means something in a direct message only', () => {
    fc.assert(
      fc.property(snowflake, (workspace) => {
        const id = directIds(workspace, commands)(OWED);
        expect(readCustomId(id, ADA, true)).toMatchObject({ kind: 'theirs', line: '/owed', workspace });
        expect(readCustomId(id, BEN, false)).toEqual({ kind: 'not-theirs' });
      }),
    );
  });

  it.each(['', 'x', '2:', '2:*:', ':*:/owed', '0:*:/owed', '99:*:/owed'])('%j is of no version', (id) => {
    expect(readCustomId(id, ADA)).toEqual({ kind: 'outdated' });
  });
});

describe('the longest', () => {
  let requests: readonly Request[];
  beforeAll(async () => {
    requests = (await everyReply()).flatMap(({ reply }) => choicesOf(reply).map(({ request }) => request));
  }, 120_000);

  it('fits, also in a direct message of the longest server id that there can be', () => {
    const longest = directIds(String(2n ** 64n - 1n), commands);
    const lengths = requests.map((request) => longest(request).length);
    expect(lengths.length).toBeGreaterThan(COURSE.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(LIMITS.customIdCharacters);
  });
});
