/** What a sentence that refuses says to write instead. */

import { spansOf } from '../../src/messages/rich-text.ts';
import type { UserError } from '../../src/messages/user-error.ts';

/** The code behind “Write” or “such as”; what is quoted before is the person’s own. */
export function examplesOf({ sentence }: UserError): readonly string[] {
  const spans = spansOf(sentence);
  const from = spans.findIndex(
    (span) => typeof span === 'string' && /(?:Write|mean it,|such as) $/.test(span),
  );
  return spans
    .slice(from)
    .flatMap((span) => (from >= 0 && typeof span === 'object' && 'code' in span ? [span.code] : []));
}
