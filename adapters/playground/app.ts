/** The playground's routes: the page, what it shows at first, turns and `/healthz`. */

import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { timeout } from 'hono/timeout';
import { z } from 'zod';
import type { Assistant } from '../../commands/assistant.ts';
import { isKnownVersion } from '../../commands/button.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import { wayForward } from '../../src/conversation/mistake.ts';
import type { HealthReport } from '../../src/health.ts';
import type { Logger } from '../../src/log.ts';
import { type Reply, reply } from '../../src/messages/reply.ts';
import { sentences } from '../sentences.ts';
import { courseOf } from './course.ts';
import { headers, loopbackNamesOnly, ownPageOnly } from './guard.ts';
import { type PageFiles, pageFile } from './page-files.ts';
import { actorOf, PERSONA_IDS } from './personas.ts';
import { render } from './render.ts';
import type { Fault, TurnAnswer, TurnBody } from './wire.ts';

const TURN_LIMITS = {
  /** A line has at most 300 characters, of at most four bytes each; the rest is room to be told so. */
  bodyBytes: 8_192,
  deliveryCharacters: 64,
  /** Longer than the store ever takes; after it the person is told to try again. */
  answerMs: 15_000,
} as const;

const turnSchema = z.strictObject({
  persona: z.enum(PERSONA_IDS),
  line: z.string(),
  delivery: z.string().min(1).max(TURN_LIMITS.deliveryCharacters),
  button: z.strictObject({ version: z.int(), entered: z.string().exactOptional() }).exactOptional(),
}) satisfies z.ZodType<TurnBody>;

export interface AppOptions {
  readonly assistant: Assistant;
  readonly charts: ChartHost;
  readonly health: () => Promise<HealthReport>;
  readonly log: Logger;
  readonly files: PageFiles;
  /** True when others on the network may come, by whatever name this machine has there. */
  readonly exposed: boolean;
}

const SENTENCES = sentences('/lab');

const outdated = reply({ kind: 'callout', tone: 'info', text: SENTENCES.outdated }, wayForward);

/** A pressed button means what it meant when it was made; a typed line what it means now. */
async function answer(assistant: Assistant, { persona, line, delivery, button }: TurnBody): Promise<Reply> {
  const call = { actor: actorOf(persona), delivery };
  if (!button) return assistant.say(call, line);
  return isKnownVersion(button.version) ? assistant.press(call, { ...button, line }) : outdated;
}

const fault = (error: string): Fault => ({ error });

export function playgroundApp({ assistant, charts, health, log, files, exposed }: AppOptions): Hono {
  const app = new Hono();

  app.get('/healthz', async (c) => {
    const report = await health();
    return c.json(report, report.ok ? 200 : 503, { 'Cache-Control': 'no-store' });
  });

  app.use(headers(charts.origin));
  if (!exposed) app.use(loopbackNamesOnly);

  app.get('/api/course', (c) => c.json(courseOf(assistant), 200, { 'Cache-Control': 'no-store' }));

  app.post(
    '/api/turn',
    ownPageOnly,
    bodyLimit({
      maxSize: TURN_LIMITS.bodyBytes,
      onError: (c) => c.json(fault('That message is too long: nothing was recorded.'), 413),
    }),
    timeout(
      TURN_LIMITS.answerMs,
      () =>
        new HTTPException(503, {
          message: 'The lab took too long to answer. Try again: twice does no harm.',
        }),
    ),
    async (c) => {
      if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
        return c.json(fault('A turn is sent as application/json.'), 415);
      }
      const body = turnSchema.safeParse(await c.req.json().catch(() => undefined));
      if (!body.success) {
        return c.json(fault('A turn has a persona of this playground, a line and a delivery id.'), 400);
      }
      const started = performance.now();
      const { commands } = assistant;
      const answered: TurnAnswer = await render(await answer(assistant, body.data), {
        commands,
        charts,
        log,
      });
      const { persona } = body.data;
      log.debug(
        { persona, parts: answered.parts.length, ms: Math.round(performance.now() - started) },
        'turn',
      );
      return c.json(answered, 200, { 'Cache-Control': 'no-store' });
    },
  );

  app.get('*', (c) => pageFile(files, c) ?? c.json(fault('There is nothing at this address.'), 404));
  app.notFound((c) => c.json(fault('There is nothing at this address.'), 404));

  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.json(fault(error.message), error.status);
    log.error({ err: error, path: c.req.routePath }, 'the playground failed to answer');
    return c.json(fault(SENTENCES.failed), 500);
  });

  return app;
}
