/** How the class’s page looks, in light and dark, at a desk and on a phone: axe’s rules, widths, and pictures for people. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../support/build.ts';
import { chromiumPath, DESK, launch, PHONE, picture, seriousViolations, visit } from './chromium.ts';
import { openDemoClass } from './demo-class.ts';

/** A Tuesday evening. */
const PRESENT = new Date('2026-11-24T18:00:00.000Z');
/** A finger needs this much, in CSS pixels. */
const TOUCH = 44;

describe.skipIf(!chromiumPath)('the looks of the class’s page', () => {
  let browser: Browser;
  let demo: Awaited<ReturnType<typeof openDemoClass>>;
  beforeAll(async () => {
    [browser, demo] = await Promise.all([launch(), openDemoClass(PRESENT, `${build('class-looks')}/page`)]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });

  /** What is wider than the window, or smaller than a finger. */
  const misfits = (page: Page) =>
    page.evaluate<string[]>(`(() => {
      const misfits = [document.documentElement, document.body, ...document.querySelectorAll('.scroll, dialog[open] .body')]
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map((element) => element.nodeName + '.' + element.className + ' scrolls sideways at ' + window.innerWidth);
      for (const element of document.querySelectorAll('main :is(button:not(.line), select, input:not([type=radio], [type=file]), label, summary), .views a, .personas label')) {
        const { width, height } = element.getBoundingClientRect();
        if (width > 0 && Math.min(width, height) < ${TOUCH} - 0.5 && !(element.nodeName === 'LABEL' && element.closest('.number, .class-head')))
          misfits.push(element.className + ' ' + element.textContent + ' is ' + width + ' × ' + height);
      }
      return misfits;
    })()`);

  it.each([
    ['desk', 'light', DESK, [1280, 640]],
    ['desk', 'dark', DESK, [1280, 640]],
    ['phone', 'light', PHONE, [340, 430, 390]],
    ['phone', 'dark', PHONE, [340, 430, 390]],
  ] as const)(
    'at a %s in %s passes axe and fits, also at twice the size, with its tables and with one student open',
    async (device, colorScheme, options, widths) => {
      const { page, complaints } = await visit(browser, demo.address, { ...options, colorScheme });
      await page.goto(`${demo.address}/?as=instructor#class`);
      await page.getByRole('heading', { name: 'Students', exact: true }).waitFor();
      await page.evaluate('document.fonts.ready');
      await picture(page, `class-${device}-${colorScheme}`);
      for (const summary of await page.locator('.panel summary').all()) await summary.press('Enter');
      const problems: string[] = [];
      const check = async () => {
        for (const width of widths) {
          await page.setViewportSize({ width, height: options.viewport.height });
          problems.push(...(await misfits(page)));
        }
        await page.setViewportSize(options.viewport);
        // What does not depend on colours was looked at in light.
        const rules = colorScheme === 'dark' ? ['color-contrast'] : [];
        problems.push(...(await seriousViolations(page, ...rules)));
      };
      await check();
      await page.locator('.students').getByRole('button', { name: 'Hye-won Namgoong' }).press('Enter');
      await page.getByRole('dialog').getByText('Grade as it would be exported').waitFor();
      await picture(page, `class-${device}-${colorScheme}-student`);
      await check();
      expect(problems).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    90_000,
  );
});
