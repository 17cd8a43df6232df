/** Discord's own OpenAPI document, where it lies beside the project: every request body is held against it. */

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const FILE = resolve(import.meta.dirname, '../../../shared/platforms/discord-openapi.json');

/** False where the document is not at hand; tests then say so by name. */
export const openapiPresent = existsSync(FILE);

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

const ID = 'https://discord.com/openapi';
let loaded: { readonly ajv: Ajv2020; readonly document: Document } | undefined;
const compiled = new Map<string, ValidateFunction>();

function load() {
  if (!loaded) {
    const document = JSON.parse(readFileSync(FILE, 'utf8')) as Document;
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true, inlineRefs: false });
    ajv.addSchema({ $id: ID, ...document }, ID);
    loaded = { ajv, document };
  }
  return loaded;
}

const pointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** The document's path with this address: `/interactions/1/abc/callback` → `/interactions/{interaction_id}/…`. */
function template(paths: Document['paths'], address: string, method: string): string | undefined {
  const fits = (path: string): boolean =>
    new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(address) &&
    paths[path]?.[method] !== undefined;
  // The path with the fewest places is the one that is meant: `@original` before `{message_id}`.
  return Object.keys(paths)
    .filter(fits)
    .sort((a, b) => a.split('{').length - b.split('{').length)[0];
}

/** Read ahead: the first look at each takes a second of a busy machine, which an interaction does not have. */
export function readAhead(): void {
  for (const [method, address] of [
    ['POST', '/interactions/1/token/callback'],
    ['PATCH', '/webhooks/1/token/messages/@original'],
    ['POST', '/channels/1/messages'],
  ] as const)
    openapiProblems(method, address, {});
}

/**
 * The document says that permissions are a number, where Discord's reference, its own answers and every library have them in
 * digits, since there are more than 53.
 */
function asTheDocumentHasIt(body: unknown): unknown {
  const { default_member_permissions: digits } = body as { default_member_permissions?: unknown };
  return typeof digits === 'string'
    ? { ...(body as object), default_member_permissions: Number(digits) }
    : body;
}

/** What the document has against this request; empty when nothing, or where there is no document. */
export function openapiProblems(method: string, address: string, body: unknown): string[] {
  if (!openapiPresent) return [];
  const { ajv, document } = load();
  const path = template(document.paths, address, method.toLowerCase());
  if (path === undefined) return [`the document has no ${method} ${address}`];
  const key = `${method.toLowerCase()} ${path}`;
  let validate = compiled.get(key);
  if (!validate) {
    const at = ['paths', path, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'];
    validate = ajv.compile({
      $ref: `${ID}#/${at.map((part) => encodeURIComponent(pointer(part))).join('/')}`,
    });
    compiled.set(key, validate);
  }
  if (validate(asTheDocumentHasIt(body))) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${key}${instancePath}: ${message ?? ''}`,
  );
}
