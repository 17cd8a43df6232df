/** Bytes that are no HTTP, or HTTP of which nobody thought, as anybody can send them to a port. */

import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MARK } from './malformed.ts';

/** An answer, or the end of the connection, is there by then. */
const EXCHANGE_MS = 5_000;

/** Sends the bytes and no more, and resolves with what came before the connection ended. Rejects where it does not end. */
export async function exchange(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // Reset, which is an end as well.
  socket.on('error', () => undefined);
  socket.end(bytes);
  const closed = new Promise<'closed'>((resolve) => socket.on('close', () => resolve('closed')));
  const end = await Promise.race([closed, sleep(EXCHANGE_MS, 'late', { ref: false })]);
  socket.destroy();
  if (end === 'late') throw new Error('the connection was left open');
  return Buffer.concat(chunks).toString('latin1');
}

const head = (line: string, ...headers: readonly string[]): string =>
  [line, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n');

/** @param path one that is served */
export const rawRequests = (path: string): readonly (readonly [name: string, bytes: string | Buffer])[] => [
  ['nothing', ''],
  ['no HTTP', `${MARK}\r\n\r\n`],
  ['zeros', Buffer.alloc(2_000)],
  ['all bytes', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
  ['a TLS greeting', Buffer.from('16030100c8010000c40303', 'hex')],
  ['a WebSocket', head(`GET ${path} HTTP/1.1`, 'Upgrade: websocket', 'Connection: Upgrade')],
  ['HTTP/0.9', `GET ${path}\r\n`],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/9.9', head(`GET ${path} HTTP/9.9`)],
  ['half a head', `GET ${path} HTTP/1.1\r\nHost: loc`],
  ['half a body', `${head(`POST ${path} HTTP/1.1`, 'Content-Length: 100')}${MARK}`],
  ['no host', `GET ${path} HTTP/1.1\r\n\r\n`],
  ['an empty host', `GET ${path} HTTP/1.1\r\nHost:\r\n\r\n`],
  ['a host that is none', `GET ${path} HTTP/1.1\r\nHost: a b<>"${MARK}\r\nConnection: close\r\n\r\n`],
  ['a host with a path', `GET ${path} HTTP/1.1\r\nHost: localhost/../${MARK}@[\r\nConnection: close\r\n\r\n`],
  ['two hosts', head(`GET ${path} HTTP/1.1`, `Host: ${MARK}`)],
  ['an unknown method', head(`${MARK.replaceAll(/\W/g, '')} ${path} HTTP/1.1`)],
  ['a known method', head(`PROPFIND ${path} HTTP/1.1`)],
  ['CONNECT', head('CONNECT localhost:1 HTTP/1.1')],
  ['OPTIONS *', head('OPTIONS * HTTP/1.1')],
  ['a whole address', head(`GET http://example.invalid${path} HTTP/1.1`)],
  ['an address that is none', head('GET http://[ HTTP/1.1')],
  ['two slashes', head(`GET //${path} HTTP/1.1`)],
  ['half an escape', head(`GET ${path}/%E0%A4%A?x=%E0%A4%A HTTP/1.1`)],
  ['zeros in the path', head(`GET ${path}%00 HTTP/1.1`)],
  ['a way up', head(`GET ${path}/../../../etc/passwd HTTP/1.1`)],
  ['a long path', head(`GET ${path}?${MARK.repeat(1_000)} HTTP/1.1`)],
  ['a very long path', head(`GET ${path}?${MARK.repeat(10_000)} HTTP/1.1`)],
  ['many headers', head(`GET ${path} HTTP/1.1`, ...Array.from({ length: 1_500 }, (_, n) => `X-${n}: 1`))],
  ['a long header', head(`GET ${path} HTTP/1.1`, `X-Mark: ${MARK.repeat(10_000)}`)],
  ['a header without a name', head(`GET ${path} HTTP/1.1`, `: ${MARK}`)],
  ['a header over two lines', head(`GET ${path} HTTP/1.1`, 'X-A: 1', ` ${MARK}`)],
  ['a negative length', head(`POST ${path} HTTP/1.1`, 'Content-Length: -1')],
  ['a length that is none', head(`POST ${path} HTTP/1.1`, `Content-Length: ${MARK}`)],
  ['two lengths', `${head(`POST ${path} HTTP/1.1`, 'Content-Length: 1', 'Content-Length: 2')}{}`],
  ['a length without end', head(`POST ${path} HTTP/1.1`, `Content-Length: ${'9'.repeat(40)}`)],
  [
    'a wrong chunk',
    `${head(`POST ${path} HTTP/1.1`, 'Transfer-Encoding: chunked')}zz\r\n${MARK}\r\n0\r\n\r\n`,
  ],
  ['half a chunk', `${head(`POST ${path} HTTP/1.1`, 'Transfer-Encoding: chunked')}ffff\r\n${MARK}`],
  [
    'a length and chunks',
    `${head(`POST ${path} HTTP/1.1`, 'Content-Length: 3', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
  ],
  ['an unknown coding', `${head(`POST ${path} HTTP/1.1`, `Transfer-Encoding: ${MARK}`)}{}`],
  [
    'a wait for a go-ahead',
    `${head(`POST ${path} HTTP/1.1`, 'Expect: 100-continue', 'Content-Length: 2')}{}`,
  ],
  ['another expectation', `${head(`POST ${path} HTTP/1.1`, `Expect: ${MARK}`, 'Content-Length: 2')}{}`],
  ['two requests in one', `${head(`GET ${path} HTTP/1.1`)}${head(`GET ${path} HTTP/1.1`)}`],
];
