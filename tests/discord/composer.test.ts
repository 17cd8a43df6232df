/** Lines as Discord's composer shows them, and words that are none. */

import { describe, expect, it } from 'vitest';
import { composed } from '../../adapters/discord/composer.ts';

describe('a line', () => {
  it.each([
    ['/seq 64k', '/seq tokens:65536'],
    ['/seq 64k heads 16', '/seq tokens:65536 heads:16'],
    ['/depth 64 width 512', '/depth layers:64 width:512'],
    ['/predict B', '/predict choice:B'],
    ['/lab help', '/lab what:help'],
    ['/lab', '/lab'],
    ['/predict [choice]', '/predict [choice]'],
    ['/seq tokens [heads]', '/seq tokens [heads]'],
    ['/etc/passwd', '/etc/passwd'],
    ['/', '/'],
    ['seq 64k', 'seq 64k'],
  ])('%j is shown as %j', (line, shown) => {
    expect(composed(line)).toBe(shown);
  });
});
