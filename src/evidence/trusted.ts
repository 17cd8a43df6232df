/** What whoever checks files knows from elsewhere: the bot's key, and checkpoints that they kept. */

import { keyId } from '../ledger/ledger-key.ts';
import type { Checkpoint } from './checkpoint.ts';

/** A checkpoint that somebody kept: as it is, or its post, which names the key by its id. */
export type Posted = Pick<Checkpoint, 'number' | 'root'> &
  Partial<Pick<Checkpoint, 'before' | 'key'>> & { readonly keyId?: string };

export interface Trusted {
  /** The bot's public key, or its id as posts name it; several where it was changed. */
  readonly publicKey?: string | readonly string[];
  readonly checkpoints?: readonly Posted[];
}

/** The ids of the keys that are trusted; where none is given, those that the posts name. Empty: any is. */
export function trustedIds({ publicKey, checkpoints = [] }: Trusted): readonly string[] {
  const given = publicKey === undefined ? [] : typeof publicKey === 'string' ? [publicKey] : publicKey;
  return given.length > 0
    ? given.map((key) => (isKeyId(key) ? key.toLowerCase() : keyId(key)))
    : [
        ...new Set(
          checkpoints.flatMap((post) => post.keyId ?? (post.key === undefined ? [] : keyId(post.key))),
        ),
      ];
}

const isKeyId = (text: string): boolean => /^[0-9a-f]{16}$/i.test(text);

/** True for what {@link Trusted.publicKey} takes. */
export const isKey = (text: string): boolean => isKeyId(text) || /^[\w-]{43}$/.test(text);
