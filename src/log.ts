/** Structured logs: JSON lines on standard error, without personal text or secrets. */

import pino, { type Logger } from 'pino';

export type { Logger };

/** Names under which a secret or a person's words might travel; they are cut out wherever they stand. */
const REDACTED = ['token', 'secret', 'authorization', 'headers', 'line', 'text', 'body', 'record'];

export const createLog = (level: string): Logger =>
  pino(
    {
      level,
      base: null,
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[cut]' },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ fd: 2, sync: true }),
  );
