/** A store that is a server of its own: its address as it may be shown, and whether it is only away. */

/** `127.0.0.1:6379`. In an address whose password is not percent-encoded, the host is what follows the last `@`. */
export function hostOf(address: string): string {
  const [, rest = ''] = /^[a-z]+:\/\/(.*)$/.exec(address) ?? [];
  const [host = ''] = rest.slice(rest.lastIndexOf('@') + 1).split(/[/?#]/);
  return host === '' ? 'its socket' : host;
}

/** False where a password holds signs that an address must have percent-encoded. */
export const isWellFormed = (address: string): boolean =>
  URL.canParse(address) && !/@/.test(new URL(address).pathname);

/** Nobody answers there, or it is just starting: the same start may work in a minute. */
export const isAway = (error: unknown): boolean =>
  error instanceof Error &&
  (/timeout/i.test(error.message) ||
    ('code' in error &&
      /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|57P03)$/.test(
        String(error.code),
      )));
