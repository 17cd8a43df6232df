/** How the page looks, in light and dark, at a desk and on a phone: axe's rules, widths, and pictures for people. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../support/build.ts';
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

/** A finger needs this much, in CSS pixels. */
const TOUCH = 44;

/** What a person may be looking at, and the line or the action that leads there. */
const STATES: readonly { readonly name: string; readonly go: readonly string[] }[] = [
  { name: 'labs', go: ['/lab'] },
  { name: 'question', go: ['/lab quadratic', '/predict'] },
  { name: 'run', go: ['/predict b', '/seq 64k'] },
  { name: 'near-the-wall', go: ['/seq 8000'] },
  { name: 'mistake', go: ['/seq 9'] },
  { name: 'help', go: ['/lab help'] },
  { name: 'ledger', go: ['/ledger'] },
  { name: 'export', go: ['/ledger export'] },
  { name: 'equations', go: ['/reflect', '/reflect a', '/math'] },
  { name: 'commit', go: ['/seq 8000 commit'] },
  { name: 'shape', go: ['/predict', '/predict c', '/device edge', '/depth 64'] },
];

describe.skipIf(!chromiumPath)('the page’s looks', () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(), serve(build('looks'))]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** What is wider than the window, or (but for what stands in a sentence) smaller than a finger: asked of the page in one go. */
  const misfits = (page: Page) =>
    page.evaluate<string[]>(`(() => {
      const misfits = [document.documentElement, document.body, document.querySelector('.scroll')]
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map((element) => element.nodeName + ' scrolls sideways at ' + window.innerWidth);
      for (const element of document.querySelectorAll('button:not(.line), input[type=text], .personas label, a, [role=option]')) {
        const { width, height } = element.getBoundingClientRect();
        if (width > 0 && Math.min(width, height) < ${TOUCH} - 0.5)
          misfits.push(element.textContent + ' is ' + width + ' × ' + height);
      }
      return misfits;
    })()`);

  /** The moment in light, and in dark where colours mean something. */
  async function pictures(page: Page, name: string): Promise<void> {
    const schemes = /welcome|labs|question|run|near|mistake|commit|shape|completion|number/.test(name)
      ? ['dark', 'light']
      : ['light'];
    for (const colorScheme of schemes as ('dark' | 'light')[]) {
      await page.emulateMedia({ colorScheme });
      const [device, ...state] = name.split('-');
      await picture(page, [device, colorScheme, ...state].join('-'));
    }
  }

  it('pass axe at a desk, in light and dark', async () => {
    const { page, say, complaints } = await visit(browser, server.address, DESK);
    const found: string[] = [];
    const examine = async (name: string) => {
      await pictures(page, `desk-${name}`);
      found.push(...(await seriousViolations(page)));
    };
    await examine('welcome');
    for (const { name, go } of STATES) {
      for (const line of go) await say(line);
      await pictures(page, `desk-${name}`);
    }
    await page.getByRole('combobox').fill('/seq ');
    await page.keyboard.press('ArrowDown');
    // Everything that was said is still on the page.
    await examine('completion');
    await page.emulateMedia({ colorScheme: 'dark' });
    found.push(...(await seriousViolations(page, 'color-contrast')));
    await page.emulateMedia({ colorScheme: 'light' });
    await page.keyboard.press('Escape');
    await page
      .locator('.answer.latest')
      .getByRole('button', { name: /^Enlarge the chart/ })
      .click();
    await page.getByRole('dialog').waitFor();
    await examine('enlarged');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count(), PATIENT).toBe(0);
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('fit a phone: no sideways scrolling, nothing smaller than a finger', async () => {
    const { page, say, complaints } = await visit(browser, server.address, PHONE);
    await page.getByText('Instructor').tap();
    const problems: string[] = [];
    const check = async () => {
      for (const width of [340, 430, 390]) {
        await page.setViewportSize({ width, height: 844 });
        problems.push(...(await misfits(page)));
      }
    };
    await check();
    await pictures(page, 'phone-welcome');
    for (const { name, go } of STATES) {
      for (const line of go) await say(line);
      await pictures(page, `phone-${name}`);
    }
    await check();
    await page.getByRole('combobox').fill('/');
    await check();
    await pictures(page, 'phone-completion');
    // With its keyboard up a phone leaves about this much; the composer stays in it.
    await page.setViewportSize({ width: 390, height: 420 });
    const composer = await page.getByRole('combobox').boundingBox();
    expect((composer?.y ?? 999) + (composer?.height ?? 0)).toBeLessThan(420);
    await pictures(page, 'phone-keyboard');
    expect(problems).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
