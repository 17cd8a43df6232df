/** Who may talk to the playground: pages that this server sent, under a name that means this machine. */

import { BlockList, isIP } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Fault } from './wire.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** True for `localhost`, `127.0.0.0/8` and `::1`, with or without brackets. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (name === 'localhost') return true;
  const version = isIP(name);
  return version !== 0 && loopback.check(name, version === 6 ? 'ipv6' : 'ipv4');
}

/** `localhost` of `localhost:3000`; undefined when it is no host at all. */
function hostnameOf(host: string | undefined): string | undefined {
  if (!host) return undefined;
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return undefined;
  }
}

const refuse = (c: Context, status: 403 | 421, error: string) => c.json<Fault>({ error }, status);

/** Another site's name that resolves to this machine (DNS rebinding) is turned away. */
export const loopbackNamesOnly: MiddlewareHandler = async (c, next) => {
  const name = hostnameOf(c.req.header('host'));
  if (name !== undefined && isLoopback(name)) return next();
  return refuse(c, 421, 'This playground answers to localhost and 127.0.0.1 only.');
};

/** A browser says where a request comes from; anything but this very page is turned away. Other programs say nothing. */
export const ownPageOnly: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const foreign =
    (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== c.req.header('host'))) ||
    (site !== undefined && site !== 'same-origin');
  return foreign ? refuse(c, 403, 'Only the playground’s own page may send messages.') : next();
};

/** @param pictureOrigin where charts are drawn, when that is not here */
export const headers = (pictureOrigin?: string): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', ...(pictureOrigin === undefined ? [] : [pictureOrigin])],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
    },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    // Plain HTTP on this machine: a promise of HTTPS would bind every other server on localhost too.
    strictTransportSecurity: false,
    permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
  });
