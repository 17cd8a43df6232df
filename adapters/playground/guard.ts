/** Who may talk to the playground: pages that this server sent, under an address or a name that means this machine. */

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

/** `localhost` of `localhost:3000`, in the letters that travel; undefined when it is no host at all. */
function hostnameOf(host: string | undefined): string | undefined {
  if (!host) return undefined;
  try {
    return new URL(`http://${host}`).hostname.replace(/\.$/, '');
  } catch {
    return undefined;
  }
}

const refuse = (c: Context, status: 403 | 421, error: string) => c.json<Fault>({ error }, status);

/** By what this playground may be called. */
export interface OwnNames {
  /** True when others on the network may come, by any address that this machine has there. */
  readonly exposed: boolean;
  /** What this machine calls itself. */
  readonly known: readonly string[];
  /** What whoever runs it says that it is called beside, by others or by a proxy before it. Without a port, as all of these. */
  readonly given: readonly string[];
}

/** No name of the network is under anybody's control there. */
const isLocal = (name: string): boolean => isLoopback(name) || name.endsWith('.localhost');

const isAddress = (name: string): boolean => isIP(name.replace(/^\[|\]$/g, '')) !== 0;

/** Longer than a name may be, it is not worth repeating. */
const LONGEST_NAME = 253;

function refusalOf(name: string | undefined, { exposed, given }: OwnNames): string {
  if (!exposed && given.length === 0) return 'This playground answers to localhost and 127.0.0.1 only.';
  if (name === undefined || name.length > LONGEST_NAME)
    return 'This playground does not answer to that name.';
  const setting = ['without-log-in', ...given, name].join(',');
  return `This playground does not answer to ${name}. If that is a name of this machine, set PLAYGROUND_EXPOSE=${setting} and start it again.`;
}

/**
 * Another site's name that resolves to this machine (DNS rebinding) is turned away: to a browser its pages and these here
 * would be one site. An address can't be made to mean another machine, and what nobody gave as a name is nobody's.
 */
export function ownNamesOnly(own: OwnNames): MiddlewareHandler {
  const names = [...own.known, ...own.given].map((name) => hostnameOf(name));
  return async (c, next) => {
    const name = hostnameOf(c.req.header('host'));
    const known =
      name !== undefined && (isLocal(name) || (own.exposed && isAddress(name)) || names.includes(name));
    return known ? next() : refuse(c, 421, refusalOf(name, own));
  };
}

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
