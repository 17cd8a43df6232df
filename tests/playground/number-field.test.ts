/** A question that asks for a number, in the page: by keyboard and by touch, in light and dark. */

import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../support/build.ts';
import { openTestLab } from '../support/lab.ts';
import { COIN_TOSS } from '../support/tiny-pack.ts';
import { chromiumPath, DESK, launch, PHONE, picture, seriousViolations, visit } from './chromium.ts';
import { openPlayground } from './open-playground.ts';

describe.skipIf(!chromiumPath)('a field for a number', () => {
  let browser: Browser;
  let page: string;
  let playground: Awaited<ReturnType<typeof openPlayground>>;
  beforeAll(async () => {
    page = join(build('number-field'), 'page');
    browser = await launch();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    const { assistant } = await openTestLab({ packs: [COIN_TOSS] });
    playground = await openPlayground({ assistant, page });
  });
  afterEach(() => playground.close());

  it('is filled in and sent by keyboard, and shows what was entered', async () => {
    const desk = await visit(browser, playground.address, DESK);
    for (const line of ['/lab coin', '/predict']) await desk.say(line);
    const field = desk.page.getByRole('textbox', { name: 'Your prediction, percent' }).last();
    expect(await field.getAttribute('inputmode')).toBe('decimal');
    const hint = await field.getAttribute('aria-describedby');
    expect(await desk.page.locator(`[id="${hint}"]`).textContent()).toBe('0.1 to 100 percent');
    await field.focus();
    await picture(desk.page, 'desk-light-number');
    // A number that is none leaves the field as it is, to try again.
    await desk.page.keyboard.type('many');
    await desk.page.keyboard.press('Enter');
    await desk.settled();
    expect(await desk.answer()).toContain('can’t be read as a number');
    await field.fill('12.5');
    await field.press('Enter');
    await desk.settled();
    expect(await desk.answer()).toContain('Locked');
    expect(await desk.page.locator('.said').last().textContent()).toContain('/predict 12.5');
    await desk.page.emulateMedia({ colorScheme: 'dark' });
    await picture(desk.page, 'desk-dark-number-sent');
    expect(await seriousViolations(desk.page)).toEqual([]);
    await desk.page.emulateMedia({ colorScheme: 'light' });
    expect(await seriousViolations(desk.page)).toEqual([]);
    // A reload shows what was sent, and the line can be had again from the history.
    await desk.page.reload();
    await desk.page.locator('.answer').first().waitFor();
    expect(await desk.page.locator('.said').last().textContent()).toContain('/predict 12.5');
    expect(desk.complaints).toEqual([]);
    await desk.page.context().close();
  });

  it('fits a phone, and its letters are large enough not to be zoomed into', async () => {
    const phone = await visit(browser, playground.address, PHONE);
    for (const line of ['/lab coin', '/predict']) await phone.say(line);
    const field = phone.page.getByRole('textbox', { name: 'Your prediction, percent' });
    await field.tap();
    expect(await phone.page.evaluate('getComputedStyle(document.activeElement).fontSize')).toBe('16px');
    await phone.page.keyboard.type('37.5');
    for (const colorScheme of ['dark', 'light'] as const) {
      await phone.page.emulateMedia({ colorScheme });
      await picture(phone.page, `phone-${colorScheme}-number`);
    }
    const { height } = (await field.boundingBox()) ?? { height: 0 };
    expect(height).toBeGreaterThanOrEqual(44);
    await phone.press('Enter your prediction');
    expect(await phone.answer()).toContain('37.5 percent');
    expect(await phone.page.locator('.number .pressed').count()).toBe(1);
    expect(phone.complaints).toEqual([]);
    await phone.page.context().close();
  });
});
