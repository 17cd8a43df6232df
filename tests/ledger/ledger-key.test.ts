/** The key: one secret gives one key, and nothing that another one made passes for its own. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSignature, keyId, ledgerKey } from '../../src/ledger/ledger-key.ts';
import { sealed, unsealed } from '../../src/ledger/seal.ts';
import { edit, edited } from './histories.ts';

const secret = fc.string({ minLength: 32, maxLength: 80 });

describe('a ledger’s key', () => {
  it('is the same for the same secret, and says so by its id', () => {
    // As it was when the first ledgers were sealed: another derivation would refuse them all.
    const key = ledgerKey('a key for tests, of forty signs at least');
    expect([key.id, key.publicKey, key.mac('text')]).toMatchInlineSnapshot(`
      [
        "e5cf763f14491eb2",
        "-LXYA4UuukbFFc-fmIMa2lqSdJ1G19_RQIyOIU7mCVQ",
        "AHJJVj_8oix9GO3NnaMtiA",
      ]
    `);
    expect(keyId(key.publicKey)).toBe(key.id);
    expect(key.sign('text')).toBe(ledgerKey('a key for tests, of forty signs at least').sign('text'));
  });

  it('takes its own codes and signatures alone', () => {
    fc.assert(
      fc.property(secret, secret, fc.string(), fc.string(), (one, two, text, other) => {
        fc.pre(one !== two && text !== other);
        const [key, stranger] = [ledgerKey(one), ledgerKey(two)];
        const [mac, signature] = [key.mac(text), key.sign(text)];
        expect([key.isMac(text, mac), isSignature(text, signature, key.publicKey)]).toEqual([true, true]);
        for (const [by, of] of [
          [key, other],
          [stranger, text],
        ] as const) {
          expect(by.isMac(of, mac)).toBe(false);
          expect(isSignature(of, signature, by.publicKey)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is no key where it is cut, and no signature where there is none', () => {
    const { publicKey, sign } = ledgerKey('a key for tests, of forty signs at least');
    for (const cut of ['', publicKey.slice(1), `${publicKey}AA`])
      expect(isSignature('text', sign('text'), cut)).toBe(false);
    expect(isSignature('text', '', publicKey)).toBe(false);
  });
});

describe('a seal', () => {
  const key = ledgerKey('a key for tests, of forty signs at least');

  it('holds over the text that was sealed, and over no other', () => {
    const objects = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(objects, edit, (object, change) => {
        const body = JSON.stringify(object);
        const text = sealed(body, key);
        expect(unsealed(text, key)).toEqual({ body, holds: true });
        expect(unsealed(text, ledgerKey('another key for tests, of forty signs'))?.holds).toBe(false);
        const damaged = edited(text, change).text;
        if (damaged !== text) expect(unsealed(damaged, key)?.holds ?? false).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
