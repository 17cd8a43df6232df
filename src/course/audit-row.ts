/** A line of the audit as a row: its key is new, so nothing has to be held against others. */

import { randomBytes } from 'node:crypto';
import { audits } from './keys.ts';
import type { Audit } from './rows.ts';

export type AuditRow = readonly [key: string, text: string];

export const auditRow = (course: string, entry: Audit): AuditRow => [
  `${audits(course)}/${entry.at}-${randomBytes(4).toString('hex')}`,
  JSON.stringify(entry),
];
