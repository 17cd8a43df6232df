/** A class in one browser: the instructor assigns, the post is everybody's, a student starts, is written to, and is seen. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canvasExport } from '../../adapters/playground/demo/people.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { build } from '../support/build.ts';
import { chromiumPath, DESK, launch, PATIENT, picture, type Server, serve, visit } from './chromium.ts';

describe.skipIf(!chromiumPath)('what comes first, in Chromium', () => {
  let browser: Browser;
  let server: Server;
  let folder: string;
  beforeAll(async () => {
    folder = build('inbox');
    browser = await launch();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    server = await serve(folder);
  });
  afterEach(async () => {
    expect(await server.stop()).toBe(0);
  });

  const written = (page: Page, kind: 'post' | 'direct') => page.locator(`.written.${kind}`);

  it('goes from /assign to a student’s first message and the class’s page', async () => {
    const desk = await visit(browser, server.address, { ...DESK, timezoneId: 'Europe/Berlin' });
    const { page, say, press, settled, answer } = desk;
    await page.getByLabel('Instructor').check();
    await say('/assign due in 6 days late in 8 days 50%');
    // The browser's clock is known, so none is asked for.
    expect(await answer()).toContain('Berlin');
    await picture(page, 'desk-light-assign');
    await press('Post it here');
    await written(page, 'post').waitFor();
    await picture(page, 'desk-light-post');

    await page.getByLabel('Student 1').check();
    await written(page, 'post').waitFor();
    expect(await written(page, 'post').textContent()).toContain('In the channel, for everybody');
    await written(page, 'post').getByRole('button', { name: 'Start' }).click();
    await settled();
    expect(await answer()).toContain('I’ll remind you by direct message');
    await written(page, 'direct').waitFor();
    expect(await written(page, 'direct').textContent()).toContain('To you alone');
    await picture(page, 'desk-light-inbox');
    // A button of the message works as pressed, in the same conversation.
    await written(page, 'direct').getByRole('button', { name: 'Continue' }).click();
    await settled();
    expect(await answer()).toMatch(/Act I/);
    expect(await page.getByRole('link', { name: 'The class' }).count()).toBe(0);

    // The other student has the post, and nobody else's message.
    await page.getByText('Student 2').click();
    await written(page, 'post').waitFor();
    expect(await written(page, 'direct').count()).toBe(0);

    await page.getByLabel('Instructor').check();
    await page.getByRole('link', { name: 'The class' }).click();
    const row = page.locator('.students tbody tr');
    await expect.poll(() => row.count(), PATIENT).toBe(1);
    expect(await row.textContent()).toContain('Student 1');
    // What was being written in the conversation is there again, and the page can be gone back from.
    await page.goBack();
    await page.getByRole('combobox').waitFor();
    expect(desk.complaints).toEqual([]);
    await page.context().close();
  });

  it('says whom something waits for, until they are looked at, and keeps it over a reload and a restart', async () => {
    const { page, say, press, complaints } = await visit(browser, server.address, DESK);
    await page.getByLabel('Instructor').check();
    await say('/assign due in 6 days');
    await press('Post it here');
    const unread = (name: string) => page.locator('.personas label', { hasText: name }).locator('.unread');
    await expect.poll(() => unread('Assistant').count(), PATIENT).toBe(1);
    await page.locator('.personas').getByText('Assistant').click();
    await written(page, 'post').waitFor();
    expect(await unread('Assistant').count()).toBe(0);
    await server.kill();
    await server.restart();
    await page.reload();
    await written(page, 'post').waitFor();
    expect(await written(page, 'post').count()).toBe(1);
    // In another tab, which stored nothing, too.
    const other = await visit(browser, server.address, DESK);
    await written(other.page, 'post').waitFor();
    expect(complaints).toEqual([]);
    await other.page.context().close();
    await page.context().close();
  });

  it('takes a gradebook that is dropped, pasted or chosen, and sends it with the line', async () => {
    const { page, say, press, answer, settled, complaints } = await visit(browser, server.address, DESK);
    await page.getByLabel('Instructor').check();
    await say('/assign due in 6 days');
    await press('Post it here');
    const content = canvasExport(PACKS[0]?.title ?? '');
    const bring = (event: 'drop' | 'paste', name: string) =>
      page.evaluate<undefined>(`(() => {
        const brought = new DataTransfer();
        brought.items.add(new File([${JSON.stringify(content)}], '${name}', { type: 'text/csv' }));
        const init = { bubbles: true, cancelable: true, dataTransfer: brought, clipboardData: brought };
        document.querySelector('.composer input[type=text]').dispatchEvent(
          '${event}' === 'drop' ? new DragEvent('drop', init) : new ClipboardEvent('paste', init));
      })()`);
    for (const [how, name] of [
      ['drop', 'dropped.csv'],
      ['paste', 'pasted.csv'],
    ] as const) {
      await bring(how, name);
      await page.getByText(`${name} goes with the next line`).waitFor();
      await page.getByRole('button', { name: 'Take it off' }).click();
    }
    await page
      .getByLabel('Attach a gradebook export (CSV)')
      .setInputFiles({ name: 'export.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
    await page.getByText('export.csv goes with the next line').waitFor();
    await page.getByRole('combobox').fill('/grades canvas');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await settled();
    expect(await page.locator('.said').last().textContent()).toContain('with export.csv');
    expect(await answer()).toContain('for Canvas');
    // It went with that line alone.
    expect(await page.getByText('goes with the next line').count()).toBe(0);
    await page.getByLabel('Student 1').check();
    expect(await page.getByLabel('Attach a gradebook export (CSV)').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
