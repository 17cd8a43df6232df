/** Forms for a moment and a file, in the page: chosen by this browser's clock or typed, and a file that goes with the press. */

import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { enteredIn, shownWith } from '../../adapters/playground/page/shown.ts';
import { build } from '../support/build.ts';
import { chromiumPath, DESK, launch, PHONE, picture, seriousViolations, visit } from './chromium.ts';
import { openPlayground } from './open-playground.ts';

const EXPORT = resolve('tests/fixtures/gradebook/canvas.csv');

/** A Friday in the winter that is coming: far enough, and no more than a year. */
function comingNight(now = new Date()): string {
  const year = now.getUTCMonth() < 10 ? now.getUTCFullYear() : now.getUTCFullYear() + 1;
  return `${year}-01-15T23:59`;
}

describe.skipIf(!chromiumPath)('a form in the page', () => {
  let browser: Browser;
  let page: string;
  let playground: Awaited<ReturnType<typeof openPlayground>>;
  beforeAll(async () => {
    page = join(build('fields'), 'page');
    browser = await launch();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    playground = await openPlayground({ page });
  });
  afterEach(() => playground.close());

  const asInstructor = async (options: Parameters<typeof visit>[2]) => {
    const visited = await visit(browser, playground.address, options);
    await visited.page.goto(`${playground.address}/?as=instructor`);
    await visited.page.getByRole('combobox').waitFor();
    return visited;
  };

  const disclose = async (desk: Awaited<ReturnType<typeof visit>>, label: string) => {
    const form = desk.page.locator('.answer.latest details', { hasText: label });
    await form.locator('summary').click();
    return form;
  };

  it('for a moment begins with what stands, says whose clock it is, and sends that clock’s offset', async () => {
    const desk = await asInstructor({ ...DESK, timezoneId: 'Asia/Kabul' });
    await desk.say(`/assign due ${comingNight()} zone Berlin lab quadratic`);
    const form = await disclose(desk, 'Another date');
    const picker = form.getByLabel('When is it due?, Date and time');
    // Midnight in Berlin is half past three in Kabul.
    const [date = ''] = comingNight().split('T');
    expect(await picker.inputValue()).toBe(`${date.slice(0, 8)}16T03:29`);
    expect(await form.locator('.clock').textContent()).toBe('Kabul, UTC+4:30');
    await picture(desk.page, 'desk-light-moment');
    expect(await seriousViolations(desk.page)).toEqual([]);
    await picker.fill(`${date.slice(0, 8)}20T20:30`);
    await form.getByRole('button').click();
    await desk.settled();
    expect(await desk.answer()).toMatch(/20 January \d{4}, 17:00 \(Berlin, UTC\+1\)/);
    expect(await desk.page.locator('.said').last().textContent()).toMatch(
      /\/assign \d{4}-01-20T20:30\+04:30 step change draft \w+/,
    );
    // What is done shows at its button.
    expect(await desk.page.locator('details summary.pressed').textContent()).toBe('Another date');
    expect(desk.complaints).toEqual([]);
    await desk.page.context().close();
  });

  it('for a moment can be filled in with words, which count, and by keyboard alone', async () => {
    const desk = await asInstructor({ ...DESK, timezoneId: 'Europe/Berlin' });
    await desk.say('/assign due in 6 days zone Berlin lab quadratic');
    await desk.page.locator('.answer.latest summary', { hasText: 'Late work until' }).focus();
    await desk.page.keyboard.press('Enter');
    const words = desk.page.locator('details[open]').getByRole('textbox', { name: 'Or type it' });
    await words.focus();
    await desk.page.keyboard.type('in 9 days 18:00 30%');
    await desk.page.keyboard.press('Enter');
    await desk.settled();
    expect(await desk.answer()).toMatch(/Late work: counts 30% until .*18:00/);
    const points = await disclose(desk, 'Other points');
    await points.getByRole('textbox').fill('12');
    await points.getByRole('textbox').press('Enter');
    await desk.settled();
    expect(await desk.answer()).toMatch(/12 points.*counts 30% until/);
    expect(desk.complaints).toEqual([]);
    await desk.page.context().close();
  });

  it('for a moment refuses a time that this clock skips, and none at all', async () => {
    const desk = await asInstructor({ ...DESK, timezoneId: 'America/Havana' });
    await desk.say('/assign due in 6 days zone Berlin lab quadratic');
    const form = await disclose(desk, 'Late work until');
    const picker = form.getByLabel('Late work until, Date and time');
    const said = await desk.page.locator('.said').count();
    await form.getByRole('button').click();
    const validity = () =>
      picker.evaluate((input: { readonly validationMessage: string }) => input.validationMessage);
    expect(await validity()).toContain('Choose a date and a time');
    // Havana's clocks go from midnight to one, on a Sunday in March.
    await picker.fill('2027-03-14T00:30');
    await form.getByRole('button').click();
    expect(await validity()).toContain('Clocks here skip that time');
    expect(await desk.page.locator('.said').count()).toBe(said);
    await desk.page.context().close();
  });

  it('for a file sends it with the press, and shows its name in the line', async () => {
    const phone = await asInstructor(PHONE);
    await phone.say('/assign due in 6 days zone Berlin lab quadratic');
    await phone.press('Post it here');
    await phone.say('/grades canvas');
    const input = phone.page.getByLabel('Your gradebook’s export, Exported CSV file');
    const send = phone.page.locator('.answer.latest').getByRole('button', { name: 'Upload the export' });
    const said = await phone.page.locator('.said').count();
    await send.tap();
    expect(await phone.page.locator('.said').count(), 'there is no file yet').toBe(said);
    await input.setInputFiles(EXPORT);
    for (const colorScheme of ['dark', 'light'] as const) {
      await phone.page.emulateMedia({ colorScheme });
      await picture(phone.page, `phone-${colorScheme}-file`);
      expect(await seriousViolations(phone.page)).toEqual([]);
    }
    const { height } = (await input.boundingBox()) ?? { height: 0 };
    expect(height).toBeGreaterThanOrEqual(44);
    await send.tap();
    await phone.page.locator('.said').nth(said).waitFor();
    await phone.settled();
    expect(await phone.answer()).toContain('Which column is it?');
    expect(await phone.page.locator('.said').last().textContent()).toMatch(
      /\/grades canvas roster canvas\.csv assignment \w+ with canvas\.csv/,
    );
    await phone.say('/grades');
    expect(await phone.answer()).toContain('The export of canvas.csv');
    expect(phone.complaints).toEqual([]);
    await phone.page.context().close();
  });
});

describe('what was entered', () => {
  it.each([
    ['/predict ?', '12.5', '/predict 12.5'],
    ['/assign ? step change draft abc', 'Fri 23:59', '/assign Fri 23:59 step change draft abc'],
    ['/grades roster ? assignment abc', 'a b.csv', '/grades roster a b.csv assignment abc'],
    // Of a page before there was a place.
    ['/predict', '12.5', '/predict 12.5'],
  ])('stands in its place in %s, and is found there', (shown, entered, line) => {
    expect(shownWith({ shown }, entered)).toBe(line);
    expect(enteredIn(line.toLowerCase(), { shown })).toBe(entered.toLowerCase());
  });

  it.each([
    ['/assign ? step change draft abc', '/assign fri step change draft abd'],
    ['/assign ? step change draft abc', '/assign step change draft abc'],
    ['/predict ?', '/predict'],
  ])('in %s is nothing where the line is %s', (shown, line) => {
    expect(enteredIn(line, { shown })).toBeUndefined();
    expect(enteredIn(undefined, { shown })).toBeUndefined();
  });
});
