/** The playground as people use it: in a Chromium, by keyboard and by touch, through a killed server. */

import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PACKS } from '../../src/labs/catalogue.ts';
import { PRODUCT_NAME } from '../../src/product.ts';
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

/** The tab's storage as the page left it that knew one lab, with a line that it could not send any more. */
const STORED_BY_VERSION_1 = readFileSync(new URL('./stored-by-version-1.json', import.meta.url), 'utf8');

describe.skipIf(!chromiumPath)('the page in Chromium', () => {
  let browser: Browser;
  let server: Server;
  let folder: string;
  beforeAll(async () => {
    folder = build('browser');
    browser = await launch();
  });
  afterAll(() => browser?.close());
  // A store for each test: what one student does in one of them is nothing that another may lean on.
  beforeEach(async () => {
    server = await serve(folder);
  });
  afterEach(async () => {
    expect(await server.stop()).toBe(0);
  });

  /** What a screen reader says of the element that has the focus. */
  async function focused(page: Page): Promise<string> {
    const element = page.locator(':focus');
    return (await element.getAttribute('aria-label')) ?? (await element.textContent()) ?? '';
  }

  /** Steps through the page until the focus is on the button with this name: back from the composer, or on. */
  async function tabTo(page: Page, name: string, key = 'Shift+Tab'): Promise<void> {
    for (let steps = 0; steps < 40; steps++) {
      await page.keyboard.press(key);
      if ((await focused(page)) === name) return;
    }
    throw new Error(`${key} does not lead to ${name}`);
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
    const named = page.getByRole('navigation', { name: 'Commands' }).getByRole('button');
    await expect.poll(() => page.getByRole('option').count(), PATIENT).toBeGreaterThan(6);
    expect(await page.getByRole('option').count()).toBe(await named.count());
    await page.keyboard.press('Escape');
    expect(await page.getByRole('option').count()).toBe(0);
    await page.keyboard.type('pre');
    await page.keyboard.press('Tab');
    expect(await page.getByRole('combobox').inputValue()).toBe('/predict ');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('option', { selected: true }).textContent()).toContain('B');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+a');
    await typeAndSend(desk, '/lab');
    // Buttons: one steps back to them from the composer, and goes on from there.
    await tabTo(page, 'Start: Lab 06 · The Quadratic Wall');
    await page.keyboard.press('Enter');
    await settled();
    expect(await answer()).toContain('lock a prediction');
    await tabTo(page, 'Act I: the question', 'Tab');
    await page.keyboard.press('Enter');
    await settled();
    expect(await answer()).toContain('4K to 8K');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Lock A');
    // Typing goes to the composer, wherever the focus is; a letter alone is an answer.
    await typeAndSend(desk, 'd');
    expect(await answer()).toContain('Locked: D');
    await typeAndSend(desk, '/predict b');
    expect(await answer()).toContain('already locked D');
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
    await tabTo(page, 'Reflect on Act I');
    await page.keyboard.press('Enter');
    await settled();
    await typeAndSend(desk, '/reflect a');
    // A line in a sentence is a button that writes it into the composer.
    await typeAndSend(desk, '/seq 100k');
    await tabTo(page, '/seq 8333');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('combobox').inputValue()).toBe('/seq 8333');
    expect(await focused(page)).toBe('Message to the lab');
    await page.keyboard.press('Control+a');
    await typeAndSend(desk, '/seq 8000 commit');
    expect(await answer()).toContain('Committed: ');
    await picture(page, 'desk-light-commit');
    await tabTo(page, 'Next: Act II');
    await page.keyboard.press('Space');
    await settled();
    await typeAndSend(desk, '/predict d');
    await typeAndSend(desk, '/depth 64');
    await typeAndSend(desk, '/reflect');
    await typeAndSend(desk, '/reflect c');
    await typeAndSend(desk, '/depth 16 commit');
    expect(await answer()).toContain('What you take away');
    await picture(page, 'desk-light-takeaways');
    expect(desk.complaints).toEqual([]);
    await page.context().close();
  });

  it('leaves the second student untouched', async () => {
    const { page, say, answer, complaints } = await visit(browser, server.address, DESK);
    await say('/lab quadratic');
    await say('/predict');
    await say('/predict a');
    await page.getByLabel('Student 2').check();
    expect(await page.locator('.answer').count()).toBe(0);
    await say('/ledger lab quadratic');
    expect(await answer()).toContain('No decision is recorded yet');
    await page.getByLabel('Student 1').check();
    expect(await answer()).toContain('Locked: A');
    await say('/lab start');
    expect(await answer()).toContain('Welcome back');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('takes a student from the first button to the takeaways by touch alone', async () => {
    const phone = await visit(browser, server.address, PHONE);
    const { page, press, answer, settled } = phone;
    await page.getByText('Student 2').tap();
    await picture(page, 'phone-light-welcome');
    expect(await page.title()).toBe(PRODUCT_NAME);
    expect(await page.locator('.welcome dt').allTextContents()).toEqual(PACKS.map(({ title }) => title));
    await page.getByRole('button', { name: 'Show the labs' }).tap();
    await settled();
    await press('Start: Lab 06 · The Quadratic Wall');
    await press('Act I: the question');
    await press(/^Lock C$/);
    await picture(page, 'phone-light-locked');
    await press('Run 100K');
    expect(await answer()).toContain('fits neither device');
    await picture(page, 'phone-light-run');
    await press('Reflect on Act I');
    await press('B');
    // 100K fits nowhere and can't be committed; the way back is written into the composer by a press, and sent.
    await press('Run 100K');
    await page.locator('.answer.latest').getByRole('button', { name: '/seq 8333' }).tap();
    expect(await page.getByRole('combobox').inputValue()).toBe('/seq 8333');
    await page.getByRole('button', { name: 'Send' }).tap();
    await settled();
    await press(/^Commit 8,333/);
    expect(await answer()).toContain('Committed: 8,333 tokens');
    await press('Next: Act II');
    await picture(page, 'phone-light-question');
    await press('Lock A');
    await press('Switch to edge');
    await press('Run 64 layers');
    await press('Reflect on Act II');
    await press('D');
    await press(/^Commit 64/);
    expect(await answer()).toContain('What you take away');
    await press('Export ledger');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /ledger-volume-1\.json/ }).tap(),
    ]);
    expect(download.suggestedFilename()).toBe('ledger-volume-1.json');
    // The keyboard of a phone never came up over what there is to read.
    expect(await page.locator('[role=combobox]:focus').count()).toBe(0);
    expect(phone.complaints).toEqual([]);
    await page.context().close();
  });

  it('shows a lost server at once, and goes on where it was when the server is back', async () => {
    const desk = await visit(browser, server.address, DESK);
    const { page, say, settled, answer } = desk;
    await page.getByLabel('Instructor').check();
    await say('/predict lab quadratic');
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
    expect(await answer()).toMatch(/Runs1so far/);
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
    await say('/lab quadratic');
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

  it('goes on with what a tab kept from the version before', async () => {
    const { page, settled, say, press, answer, complaints } = await visit(browser, server.address, DESK);
    await page.getByLabel('Student 2').check();
    await say('/lab tail');
    await page.evaluate(`sessionStorage.clear(); Object.assign(sessionStorage, ${STORED_BY_VERSION_1})`);
    await page.reload();
    await settled();
    expect(await page.locator('table').textContent()).toContain('/depth 64 width 512');
    // What had not been sent was said where there was one lab, and so were the buttons.
    expect(await answer()).toContain('No decision is recorded yet');
    await say('/lab tail');
    await page.getByRole('button', { name: 'Lock B' }).first().click();
    await settled();
    expect(await answer()).toContain('The attention explosion');
    await press('Lock C');
    expect(await answer()).toContain('Locked: C');
    const keys = await page.evaluate('Object.keys(sessionStorage).sort()');
    expect(keys).toEqual(['quadratic-wall:1:student-2', 'quadratic-wall:persona']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
