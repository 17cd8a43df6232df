/** The playground's routes: the page, what it shows at first, turns, and what probes ask for. */

import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { timeout } from 'hono/timeout';
import { z } from 'zod';
import type { Assistant } from '../../commands/assistant.ts';
import { isKnownVersion } from '../../commands/button.ts';
import { ADMISSION, Admission } from '../../src/admission.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import { wayForward } from '../../src/conversation/mistake.ts';
import { UPLOAD_LIMITS } from '../../src/course/files.ts';
import { type AskHealth, probed } from '../../src/health.ts';
import type { Logger } from '../../src/log.ts';
import type { Actor } from '../../src/messages/actor.ts';
import { type Reply, reply } from '../../src/messages/reply.ts';
import type { Upload } from '../../src/messages/request.ts';
import { sentences } from '../sentences.ts';
import { classOf } from './class-wire.ts';
import type { PlaygroundCourier } from './courier.ts';
import { courseOf, type Sample } from './course.ts';
import { drained } from './drained.ts';
import { headers, type OwnNames, ownNamesOnly, ownPageOnly } from './guard.ts';
import { type PageFiles, pageFile } from './page-files.ts';
import { actorOf, PERSONAS, type Persona } from './personas.ts';
import { render } from './render.ts';
import { verifying, verifyLimit } from './verify-route.ts';
import type { Fault, FileTurnBody, TurnAnswer, TurnBody, WireClass, WireInbox } from './wire.ts';

const TURN_LIMITS = {
  /** A line has at most 300 characters, of at most four bytes each; the rest is room to be told so. */
  bodyBytes: 8_192,
  deliveryCharacters: 64,
  zoneCharacters: 64,
  fileNameCharacters: 255,
  /** Two million bytes in base64, and the turn around them. A larger file is read so far that it can be said. */
  fileBodyBytes: 4 * 1024 * 1024,
  /** Longer than the store ever takes; after it the person is told to try again. */
  answerMs: 15_000,
} as const;

const turnSchema = z.strictObject({
  persona: z.string(),
  line: z.string(),
  delivery: z.string().min(1).max(TURN_LIMITS.deliveryCharacters),
  button: z.strictObject({ version: z.int(), entered: z.string().exactOptional() }).exactOptional(),
  zone: z.string().max(TURN_LIMITS.zoneCharacters).exactOptional(),
}) satisfies z.ZodType<TurnBody>;

const fileTurnSchema = turnSchema.extend({
  file: z.strictObject({ name: z.string().max(TURN_LIMITS.fileNameCharacters), base64: z.base64() }),
}) satisfies z.ZodType<FileTurnBody>;

export interface AppOptions {
  readonly assistant: Assistant;
  readonly charts: ChartHost;
  readonly health: AskHealth;
  readonly log: Logger;
  readonly files: PageFiles;
  /** Where what the bot writes first is kept. */
  readonly inbox: PlaygroundCourier;
  /** Who can be chosen; the usual four where left out. */
  readonly people?: readonly Persona[];
  /** An export of a gradebook that fits the class, for who tries things out. */
  readonly sample?: Sample;
  /** What evidence files of this bot are signed with. */
  readonly publicKey?: string;
  readonly own: OwnNames;
}

const SENTENCES = sentences('/lab');

const NOT_KEPT = { 'Cache-Control': 'no-store' };

const outdated = reply({ kind: 'callout', tone: 'info', text: SENTENCES.outdated }, wayForward);

/** A zone that this machine knows; what else a page may send says nothing. */
function knownZone(zone: string | undefined): string | undefined {
  try {
    return zone === undefined
      ? undefined
      : new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** A pressed button means what it meant when it was made; a typed line what it means now. */
async function answer(
  assistant: Assistant,
  actor: Actor,
  { line, delivery, button }: TurnBody,
  file?: Upload,
): Promise<Reply> {
  const call = { actor, delivery, ...(file && { file }) };
  if (!button) return assistant.say(call, line);
  return isKnownVersion(button.version) ? assistant.press(call, { ...button, line }) : outdated;
}

const stillAnswering = (count: number): Reply =>
  reply({ kind: 'callout', tone: 'info', text: SENTENCES.stillAnswering(count) }, wayForward);

const FILE_TOO_LARGE = `file is larger than the ${UPLOAD_LIMITS.bytes / 1_000_000} MB that are read`;

const fault = (error: string): Fault => ({ error });

export function playgroundApp({
  assistant,
  charts,
  health,
  log,
  files,
  inbox,
  people = PERSONAS,
  sample,
  publicKey,
  own,
}: AppOptions): Hono {
  const app = new Hono();

  // Before everything else: a probe comes under whatever name it has for this machine.
  app.use(async (c, next) => {
    const answer = probed(c.req.path, health);
    if (!answer) return next();
    const { status, report } = await answer;
    return c.json(report, status, NOT_KEPT);
  });

  app.use(drained);
  app.use(headers(charts.origin));
  app.use(ownNamesOnly(own));

  app.get('/api/course', (c) => c.json(courseOf(assistant, { sample, publicKey }), 200, NOT_KEPT));

  const inTime = timeout(
    TURN_LIMITS.answerMs,
    () =>
      new HTTPException(503, {
        message: 'The lab took too long to answer. Try again: twice does no harm.',
      }),
  );
  const atMost = (maxSize: number, what: string) =>
    bodyLimit({
      maxSize,
      onError: (c) => c.json(fault(`That ${what}: nothing was recorded.`), 413),
    });
  const isJson = (c: Context): boolean => /^application\/json\b/i.test(c.req.header('content-type') ?? '');

  const isHere = (persona: string): boolean => people.some(({ id }) => id === persona);

  const admission = new Admission();
  /** Personas are shared where others on the network may come, so a person is who comes from one address as one of them. */
  const personOf = (c: Context, persona: string): string =>
    `${getConnInfo(c).remote.address ?? ''} ${persona}`;

  async function answered(c: Context, turn: TurnBody, file?: Upload): Promise<Response> {
    const started = performance.now();
    const { commands } = assistant;
    const { persona, zone, delivery } = turn;
    const rendered = (said: Reply): Promise<TurnAnswer> => render(said, { commands, charts, log });
    const refusal = (count: number) => rendered(stillAnswering(count));
    const work = async () =>
      rendered(await answer(assistant, actorOf(persona, knownZone(zone), people), turn, file));
    const made =
      (await admission.run(personOf(c, persona), delivery, work, refusal)) ??
      (await refusal(ADMISSION.underWay));
    log.debug({ persona, parts: made.parts.length, ms: Math.round(performance.now() - started) }, 'turn');
    return c.json(made, 200, NOT_KEPT);
  }

  app.post(
    '/api/turn',
    ownPageOnly,
    atMost(TURN_LIMITS.bodyBytes, 'message is too long'),
    inTime,
    async (c) => {
      if (!isJson(c)) return c.json(fault('A turn is sent as application/json.'), 415);
      const body = turnSchema.safeParse(await c.req.json().catch(() => undefined));
      return body.success && isHere(body.data.persona)
        ? answered(c, body.data)
        : c.json(fault('A turn has a persona of this playground, a line and a delivery id.'), 400);
    },
  );

  app.post(
    '/api/turn-with-file',
    ownPageOnly,
    atMost(TURN_LIMITS.fileBodyBytes, FILE_TOO_LARGE),
    inTime,
    async (c) => {
      if (!isJson(c)) return c.json(fault('A turn is sent as application/json.'), 415);
      const body = fileTurnSchema.safeParse(await c.req.json().catch(() => undefined));
      if (!body.success || !isHere(body.data.persona))
        return c.json(fault('A turn with a file has a persona, a line, a delivery id and a file.'), 400);
      const { file, ...turn } = body.data;
      return answered(c, turn, { name: file.name, bytes: Buffer.from(file.base64, 'base64') });
    },
  );

  app.get('/api/inbox', async (c) => {
    const { commands } = assistant;
    const messages = await Promise.all(
      (await inbox.messages(people.map(({ id }) => id))).map(
        async ({ id, user, at, edition, reply: written }) => ({
          id,
          ...(user !== undefined && { persona: user }),
          at: at.toISOString(),
          edition,
          ...(await render(written, { commands, charts, log })),
        }),
      ),
    );
    return c.json({ messages } satisfies WireInbox, 200, NOT_KEPT);
  });

  app.get('/api/class', inTime, async (c) => {
    const { persona = '', assignment, section } = c.req.query();
    if (!isHere(persona)) return c.json(fault('A class is shown to a persona of this playground.'), 400);
    const { commands } = assistant;
    const answered = await assistant.classPage(
      { actor: actorOf(persona, undefined, people) },
      { ...(assignment !== undefined && { assignment }), ...(section !== undefined && { section }) },
    );
    const made: WireClass = await classOf(answered, { commands, charts, log });
    return c.json(made, 200, NOT_KEPT);
  });

  app.post('/api/verify', ownPageOnly, verifyLimit, inTime, verifying());

  app.get('*', (c) => pageFile(files, c) ?? c.json(fault('There is nothing at this address.'), 404));
  app.notFound((c) => c.json(fault('There is nothing at this address.'), 404));

  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.json(fault(error.message), error.status);
    log.error({ err: error, path: c.req.routePath }, 'the playground failed to answer');
    return c.json(fault(SENTENCES.failed), 500);
  });

  return app;
}
