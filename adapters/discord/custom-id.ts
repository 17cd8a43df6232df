/** What a button carries: a version, whose it is, and the line it stands for. It needs no memory, so it works after a restart. */

import { lineFor } from '../../commands/grammar/line.ts';
import type { Request } from '../../src/messages/request.ts';
import { ownerOf } from '../owner.ts';

/** Raised when the form changes; older buttons are then answered with how to go on. */
const VERSION = '1';

/** The custom ids of one student's buttons. */
export function customIds(user: string): (request: Request) => string {
  const start = `${VERSION}:${ownerOf(user)}:`;
  return (request) => start + lineFor(request, { internal: true });
}

export type Pressed =
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'not-yours' }
  | { readonly kind: 'outdated' };

/** What a pressed button means for this student. */
export function readCustomId(id: string, user: string): Pressed {
  const [, version, owner, line] = /^([^:]*):([^:]*):(.+)$/.exec(id) ?? [];
  if (version !== VERSION || line === undefined) return { kind: 'outdated' };
  return owner === ownerOf(user) ? { kind: 'line', line } : { kind: 'not-yours' };
}
