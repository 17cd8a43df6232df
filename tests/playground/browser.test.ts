/** The playground as people use it: in a Chromium, by keyboard and by touch, through a killed server. */

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
  serve,
  type Visit,
  visit,
} from './chromium.ts';

describe.skipIf(!chromiumPath)('the page in Chromium', () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(), serve(build('browser'))]);
  });
  afterAll(async () => {
    await browser?.close();
    expect(await server?.stop()).toBe(0);
  });

  /** What a screen reader says of the element that has the focus. */
  async function focused(page: Page): Promise<string> {
    const element = page.locator(':focus');
    return (await element.getAttribute('aria-label')) ?? (await element.textContent()) ?? '';
  }

  /** Goes back through the page until the focus is on the button with this name. */
  async function shiftTabTo(page: Page, name: string): Promise<void> {
    for (let steps = 0; steps < 40; steps++) {
      await page.keyboard.press('Shift+Tab');
      if ((await focused(page)) === name) return;
    }
    throw new Error(`Shift+Tab does not lead to ${name}`);
  }

  async function typeAndSend({ page, settled }: Visit, line: string): Promise<void> {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
    await settled();
  }

  it('takes a student from /lab to the takeaways by keyboard alone', async () => {
    const desk = await visit(browser, server.address, DESK);
    const { page, settled, answer } = desk;
    expect(await focused(page)).toBe('Message to the lab');
    // Completion: arrows mark, Tab and Enter take, Escape closes.
    await page.keyboard.type('/');
    await expect.poll(() => page.getByRole('option').count(), PATIENT).toBe(8);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('option').count()).toBe(0);
    await page.keyboard.type('pr');
    await page.keyboard.press('Tab');
    expect(await page.getByRole('combobox').inputValue()).toBe('/predict ');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('option', { selected: true }).textContent()).toContain('B');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+a');
    await typeAndSend(desk, '/lab');
    expect(await answer()).toContain('lock a prediction');
    // Buttons: one steps back to them from the composer, and goes on from there.
    await shiftTabTo(page, 'Act I: the question');
    await page.keyboard.press('Enter');
    await settled();
    expect(await answer()).toContain('4K to 8K');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Lock A');
    // Typing goes to the composer, wherever the focus is.
    await typeAndSend(desk, '/predict b');
    expect(await answer()).toContain('Locked: B');
    await typeAndSend(desk, '/seq 64k');
    expect(await answer()).toMatch(/You predicted/);
    // History: the last line but one, changed.
    await page.keyboard.press('ArrowUp');
    expect(await page.getByRole('combobox').inputValue()).toBe('/seq 64k');
    await page.keyboard.press('ArrowUp');
    expect(await page.getByRole('combobox').inputValue()).toBe('/predict b');
    await page.keyboard.press('ArrowDown');
    await typeAndSend(desk, ' heads 1');
    expect(await answer()).toContain('65,536 tokens, 1 head');
    await shiftTabTo(page, 'Reflect on Act I');
    await page.keyboard.press('Enter');
    await settled();
    await typeAndSend(desk, '/reflect a');
    await shiftTabTo(page, 'Next: Act II');
    await page.keyboard.press('Space');
    await settled();
    await typeAndSend(desk, '/predict d');
    await typeAndSend(desk, '/depth 64');
    await typeAndSend(desk, '/reflect');
    await typeAndSend(desk, '/reflect c');
    expect(await answer()).toContain('What you take away');
    await picture(page, 'desk-light-takeaways');
    expect(desk.complaints).toEqual([]);
    await page.context().close();
  });

  it('leaves the second student untouched', async () => {
    const { page, say, answer, complaints } = await visit(browser, server.address, DESK);
    // A new tab has no transcript; the first student's ledger is on the server.
    await say('/lab');
    expect(await answer()).toContain('Welcome back');
    await page.getByLabel('Student 2').check();
    expect(await page.locator('.answer').count()).toBe(0);
    await say('/ledger');
    expect(await answer()).toContain('No decision is recorded yet');
    await say('/lab');
    expect(await answer()).not.toContain('Welcome back');
    await page.getByLabel('Student 1').check();
    expect(await answer()).toContain('Welcome back');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('takes a student from the first button to the takeaways by touch alone', async () => {
    const phone = await visit(browser, server.address, PHONE);
    const { page, press, answer, settled } = phone;
    await page.getByText('Student 2').tap();
    await picture(page, 'phone-light-welcome');
    await page.getByRole('button', { name: 'Start the lab' }).tap();
    await settled();
    await press(/^Lock C$/);
    await picture(page, 'phone-light-locked');
    await press('Run 100K');
    expect(await answer()).toContain('fits neither device');
    await picture(page, 'phone-light-run');
    await press('Reflect on Act I');
    await press('B');
    await press('Next: Act II');
    await picture(page, 'phone-light-question');
    await press('Lock A');
    await press('Switch to the edge');
    await press('Run 64 layers');
    await press(/^Commit 64/);
    await press('Reflect on Act II');
    await press('D');
    expect(await answer()).toContain('What you take away');
    await press('Export ledger');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /quadratic-wall-ledger\.json/ }).tap(),
    ]);
    expect(download.suggestedFilename()).toBe('quadratic-wall-ledger.json');
    // The keyboard of a phone never came up over what there is to read.
    expect(await page.locator('[role=combobox]:focus').count()).toBe(0);
    expect(phone.complaints).toEqual([]);
    await page.context().close();
  });

  it('shows a lost server at once, and goes on where it was when the server is back', async () => {
    const desk = await visit(browser, server.address, DESK);
    const { page, say, settled, answer } = desk;
    await page.getByLabel('Instructor').check();
    await say('/predict');
    await say('/predict a');
    expect(await answer()).toContain('Locked: A');
    // The question remembers how it was answered, also when that was typed.
    expect(await page.locator('.pressed').textContent()).toBe('Lock A (pressed)');
    await server.kill();
    await page.keyboard.type('/seq 64k');
    await page.keyboard.press('Enter');
    await page.getByText('The lab is not answering.').waitFor();
    await picture(page, 'desk-light-lost');
    await server.restart();
    await settled();
    expect(await page.getByText('The lab is not answering.').count()).toBe(0);
    expect(await answer()).toContain('You predicted');
    await say('/predict b');
    expect(await answer()).toContain('already locked A');
    await say('/ledger');
    expect(await answer()).toMatch(/Runs1explorations/);
    // A reload shows the same conversation, its picture too, and the lab goes on.
    const words = await page.getByRole('log').textContent();
    await page.reload();
    await page.locator('.answer').first().waitFor();
    expect(await page.getByRole('log').textContent()).toBe(words);
    const drawn = () => page.evaluate<number>("document.querySelector('.chart > img').naturalWidth");
    await expect.poll(drawn, PATIENT).toBeGreaterThan(500);
    await say('/reflect');
    expect(await answer()).toContain('reflection');
    expect(desk.complaints).toEqual([]);
    await page.context().close();
  });

  it('sends a line that a reload found unanswered', async () => {
    const { page, say, settled, answer } = await visit(browser, server.address, DESK);
    await say('/lab');
    await server.kill();
    await page.keyboard.type('/ledger verify');
    await page.keyboard.press('Enter');
    await page.getByText('The lab is not answering.').waitFor();
    await server.restart();
    await page.reload();
    await settled();
    expect(await answer()).toContain('The chain is intact');
    await page.context().close();
  });

  it('shows what was typed as words, never as markup', async () => {
    const { page, say, answer, complaints } = await visit(browser, server.address, DESK);
    await say('/seq <img/src=x/onerror=alert(1)>');
    expect(await answer()).toContain('<img/src=x/onerror=alert(1)>');
    expect(await page.locator('.scroll img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
