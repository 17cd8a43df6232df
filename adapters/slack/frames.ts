/** Frames of Slack's socket: what the library may be given of them, so that none makes it throw, or takes it for a word of its own. */

import { z } from 'zod';

const frameSchema = z.looseObject({ type: z.string() });
const envelope = z.looseObject({ envelope_id: z.string().min(1).max(300) });

/** The library tells its listeners of an envelope by its type and by its event's, beside what it says of its socket. */
const NEUTRAL = 'envelope';

export type Frame =
  | { readonly kind: 'hello' | 'disconnect' | 'envelope'; readonly text: string }
  /** Nothing can be done with it. Which part of it is wrong, without what stands there. */
  | { readonly kind: 'malformed'; readonly problem: string };

const malformed = (problem: string): Frame => ({ kind: 'malformed', problem });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As deep as can be read, a payload need not be written again. */
function rewritten(sent: z.infer<typeof envelope>): string {
  const { envelope_id } = sent;
  try {
    return JSON.stringify({ ...sent, type: NEUTRAL });
  } catch {
    return JSON.stringify({ envelope_id, type: NEUTRAL });
  }
}

/** @param data as the socket gives it: text, or bytes */
export function readFrame(data: unknown): Frame {
  if (typeof data !== 'string') return malformed('bytes');
  const sent = parsed(data);
  const { data: frame } = frameSchema.safeParse(sent);
  if (frame?.type === 'hello' || frame?.type === 'disconnect') {
    return { kind: frame.type, text: JSON.stringify({ type: frame.type }) };
  }
  // One without a type, or with another, is acknowledged as well: else it would come again.
  const { data: addressed } = envelope.safeParse(sent);
  if (addressed) return { kind: 'envelope', text: rewritten(addressed) };
  return malformed(sent === undefined ? 'no JSON' : 'envelope_id');
}
