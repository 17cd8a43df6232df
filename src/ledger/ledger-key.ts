/**
 * The key that ledgers are sealed and signed with. Whoever can write the database and does not have it can change nothing
 * unseen; whoever has it can be shown by what was posted or handed out before.
 */

import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { sha256 } from './hashing.ts';

/** 128 bits are kept of a code of 256. */
const MAC_BYTES = 16;

/** What comes before the 32 bytes of a private, and of a public Ed25519 key: RFC 8410. */
const PRIVATE_DER = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_DER = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;

/** Digits of a key's id: its public key's hash. */
const ID_DIGITS = 16;

export const keyId = (publicKey: string): string => sha256(publicKey).slice(0, ID_DIGITS);

export interface LedgerKey {
  /** Names it without giving it away: the first 16 hexadecimal digits of the public key's SHA-256. */
  readonly id: string;
  /** 32 bytes, base64url: what anyone checks signatures with. */
  readonly publicKey: string;
  /** 22 signs of base64url: HMAC-SHA-256, cut to 128 bits. */
  mac(text: string): string;
  isMac(text: string, mac: string): boolean;
  /** Ed25519 over the text's UTF-8, base64url. */
  sign(text: string): string;
}

const derived = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'lab-assistant', purpose, KEY_BYTES));

/** @param secret at least 32 signs that nobody can guess; the same secret gives the same key */
export function ledgerKey(secret: string): LedgerKey {
  const macKey = derived(secret, 'seal');
  const privateKey = createPrivateKey({
    key: Buffer.concat([PRIVATE_DER, derived(secret, 'sign')]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey)
    .export({ format: 'der', type: 'spki' })
    .subarray(PUBLIC_DER.length)
    .toString('base64url');
  const mac = (text: string): string =>
    createHmac('sha256', macKey).update(text).digest().subarray(0, MAC_BYTES).toString('base64url');
  return {
    id: keyId(publicKey),
    publicKey,
    mac,
    isMac: (text, given) => {
      const [expected, actual] = [Buffer.from(mac(text)), Buffer.from(given)];
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  };
}

function publicKeyOf(text: string): KeyObject | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== KEY_BYTES) return undefined;
  return createPublicKey({ key: Buffer.concat([PUBLIC_DER, bytes]), format: 'der', type: 'spki' });
}

/** False too where the key is none. */
export function isSignature(text: string, signature: string, publicKey: string): boolean {
  const key = publicKeyOf(publicKey);
  return key !== undefined && verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}
