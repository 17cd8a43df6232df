/** Bars and times on the page: drawn in its own colours and width, readable on a phone, told to a screen reader by the finding. */

import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render } from '../../adapters/playground/render.ts';
import { commandsFor } from '../../commands/index.ts';
import { createChartHost } from '../../src/charts/chart-host.ts';
import { createLog } from '../../src/log.ts';
import { type Reply, reply } from '../../src/messages/reply.ts';
import { say, time } from '../../src/messages/rich-text.ts';
import { build } from '../support/build.ts';
import { COURSE } from '../support/every-reply.ts';
import { OPTIONS, SAMPLE_BARS, STAGES, TIMES } from '../support/sample-charts.ts';
import {
  chromiumPath,
  DESK,
  launch,
  PATIENT,
  PHONE,
  picture,
  type Server,
  seriousViolations,
  serve,
  visit,
} from './chromium.ts';

const DUE = '2026-11-28T04:59:00.000Z';
const HOUR = 60 * 60_000;

describe.skipIf(!chromiumPath)('bars on the page', () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(), serve(build('bars'))]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** A page that is answered with this reply, as the real server would put it. */
  async function shown(answer: Reply, options: BrowserContextOptions) {
    const seen = await visit(browser, server.address, options);
    const body = await render(answer, {
      charts: createChartHost('embedded'),
      commands: commandsFor(COURSE),
      log: createLog('silent'),
    });
    await seen.page.route('**/api/turn', (route) => route.fulfill({ json: body }));
    await seen.say('/lab');
    return seen;
  }

  const charts = reply(...SAMPLE_BARS.map((chart) => ({ kind: 'chart', chart }) as const));

  it.each([
    ['desk', 'light', DESK],
    ['desk', 'dark', DESK],
    ['phone', 'light', PHONE],
    ['phone', 'dark', PHONE],
  ] as const)(
    'fit a %s in %s: no word outside, none over another, no finding of axe',
    async (device, colorScheme, options) => {
      const { page, complaints } = await shown(charts, { ...options, colorScheme });
      expect(await page.getByRole('img').count()).toBe(SAMPLE_BARS.length);
      for (const { finding } of SAMPLE_BARS)
        expect(await page.getByRole('img', { name: finding }).count()).toBe(1);
      expect(
        await page.evaluate<string[]>(`(() => {
        const problems = [];
        for (const svg of document.querySelectorAll('.bars svg[role=img]')) {
          const frame = svg.getBoundingClientRect();
          if (frame.right > document.documentElement.clientWidth) problems.push('a chart is wider than the page');
          const words = [...svg.querySelectorAll('text')].map((each) => [each.textContent, each.getBoundingClientRect()]);
          for (const [text, box] of words) {
            if (box.left < frame.left - 1 || box.right > frame.right + 1) problems.push(text + ' is cut');
            if (box.height < 12) problems.push(text + ' is ' + box.height + ' high');
            for (const [other, it] of words)
              if (it !== box && box.left < it.right && it.left < box.right && box.top + 3 < it.bottom && it.top + 3 < box.bottom)
                problems.push(text + ' lies over ' + other);
          }
        }
        return problems;
      })()`),
      ).toEqual([]);
      for (const [index, { title }] of SAMPLE_BARS.entries()) {
        await page.getByText(title, { exact: true }).scrollIntoViewIfNeeded();
        await page.locator('.bars').nth(index).evaluate('(figure) => figure.scrollIntoView()');
        await picture(page, `${device}-${colorScheme}-bars-${index}`);
      }
      expect(await seriousViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('hatch the right answer and mark it with ✓, and no other', async () => {
    const { page } = await shown(reply({ kind: 'chart', chart: OPTIONS }), DESK);
    const fills = await page.evaluate<string[]>(
      "Array.from(document.querySelectorAll('.bars .bar'), (bar) => getComputedStyle(bar).fill)",
    );
    expect(fills.map((fill) => fill.startsWith('url('))).toEqual(
      OPTIONS.categories.map(({ right }) => right ?? false),
    );
    expect(await page.locator('.bars text', { hasText: '✓' }).allTextContents()).toEqual([
      expect.stringMatching(/^✓ It quadruples/),
    ]);
    for (const { note = '' } of OPTIONS.categories)
      expect(await page.getByText(note, { exact: true }).count()).toBe(1);
    await page.context().close();
  });

  it('follow the width: standing at a desk, lying on a narrow phone, drawn anew when the window changes', async () => {
    const { page } = await shown(reply({ kind: 'chart', chart: TIMES }), DESK);
    const isStanding = () =>
      page.evaluate<boolean>(`(() => {
        const { y1, y2 } = document.querySelector('.bars svg[role=img] .mark-line').attributes;
        return y1.value !== y2.value;
      })()`);
    expect(await isStanding()).toBe(true);
    await page.setViewportSize({ width: 340, height: 800 });
    await expect.poll(isStanding, PATIENT).toBe(false);
    await page.context().close();
  });

  it('are longer where there are more, on one scale', async () => {
    const { page } = await shown(reply({ kind: 'chart', chart: STAGES }), DESK);
    const widths = await page.evaluate<number[]>(
      "Array.from(document.querySelectorAll('.bars .bar'), (bar) => Number(bar.getAttribute('width')))",
    );
    expect(widths.length).toBe(STAGES.categories.length);
    const [first = 0] = widths;
    const [most = 1] = STAGES.categories[0]?.values ?? [];
    widths.forEach((width, index) => {
      expect(width / first).toBeCloseTo((STAGES.categories[index]?.values[0] ?? 0) / most, 6);
    });
    await page.context().close();
  });

  it('tell a time by the reader’s own clock, whatever the course’s is', async () => {
    const due = reply({
      kind: 'text',
      text: say`Due ${time(DUE, 'full', 'America/New_York')}, ${time(DUE, 'short')}.`,
    });
    for (const [timezoneId, full, short, title] of [
      ['Europe/Berlin', 'Sat, 28 Nov 2026, 05:59', '28 Nov 2026, 05:59', 'Sat 28 Nov 2026, 05:59 Berlin'],
      [
        'America/New_York',
        'Fri, 27 Nov 2026, 23:59',
        '27 Nov 2026, 23:59',
        'Fri 27 Nov 2026, 23:59 New York',
      ],
    ] as const) {
      const { page, answer } = await shown(due, { ...DESK, timezoneId });
      expect(await answer()).toBe(`Due ${full}, ${short}.`);
      const first = page.locator('time').first();
      expect(await first.getAttribute('datetime')).toBe(DUE);
      expect(await first.getAttribute('title')).toBe(title);
      await page.context().close();
    }
  });

  it('count a relative time down while the page is open', async () => {
    const { page, answer } = await shown(reply(), DESK);
    await page.clock.install({ time: Date.parse(DUE) - 3 * HOUR - 30_000 });
    await page.unroute('**/api/turn');
    const body = { parts: [{ kind: 'text', text: ['Due ', { time: DUE, style: 'relative' }, '.'] }] };
    await page.route('**/api/turn', (route) => route.fulfill({ json: body }));
    await page.getByRole('combobox').fill('/lab');
    await page.keyboard.press('Enter');
    await page.locator('time').waitFor();
    expect(await answer()).toBe('Due in 3 hours.');
    await page.clock.fastForward(2 * HOUR);
    await expect.poll(answer, PATIENT).toBe('Due in 60 minutes.');
    await page.clock.fastForward(3 * HOUR + 60_000);
    await expect.poll(answer, PATIENT).toBe('Due 2 hours ago.');
    await page.context().close();
  });
});
