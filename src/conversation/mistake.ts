/** The answer to a mistake that the person can mend: one sentence, and nothing recorded. */

import { type Reply, toStudent } from '../messages/reply.ts';
import type { UserError } from '../messages/user-error.ts';

export const mistake = (error: UserError): Reply =>
  toStudent({
    kind: 'callout',
    tone: 'warning',
    title: 'Not understood; nothing was recorded',
    text: error.sentence,
  });
