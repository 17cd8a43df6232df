/** A store's address as it may be shown: the host alone, never what stands before it. */

/** `127.0.0.1:6379`. In an address whose password is not percent-encoded, the host is what follows the last `@`. */
export function hostOf(address: string): string {
  const [, rest = ''] = /^[a-z]+:\/\/(.*)$/.exec(address) ?? [];
  const [host = ''] = rest.slice(rest.lastIndexOf('@') + 1).split(/[/?#]/);
  return host === '' ? 'its socket' : host;
}

/** False where a password holds signs that an address must have percent-encoded. */
export const isWellFormed = (address: string): boolean =>
  URL.canParse(address) && !/@/.test(new URL(address).pathname);
