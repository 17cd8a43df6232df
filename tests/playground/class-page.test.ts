/** The class's page in a browser: its numbers are the server's, it is worked by keyboard, and what is pressed is answered beside it. */

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canvasExport } from '../../adapters/playground/demo/people.ts';
import type { PersonaId } from '../../adapters/playground/personas.ts';
import type { WireClass, WireClassPage } from '../../adapters/playground/wire.ts';
import { FIRST_LAB, PACKS } from '../../src/labs/catalogue.ts';
import { build } from '../support/build.ts';
import { chromiumPath, DESK, launch, PATIENT, visit } from './chromium.ts';
import { openDemoClass } from './demo-class.ts';
import { sayAt } from './open-playground.ts';

/** A Tuesday evening. */
const PRESENT = new Date('2026-11-24T18:00:00.000Z');
describe.skipIf(!chromiumPath)('the class’s page', () => {
  let browser: Browser;
  let demo: Awaited<ReturnType<typeof openDemoClass>>;
  beforeAll(async () => {
    [browser, demo] = await Promise.all([launch(), openDemoClass(PRESENT, `${build('class')}/page`)]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });

  async function open(persona: PersonaId, options: BrowserContextOptions = DESK) {
    const seen = await visit(browser, demo.address, options);
    await seen.page.goto(`${demo.address}/?as=${persona}#class`);
    return seen;
  }

  async function openAs(persona: 'assistant' | 'instructor', options: BrowserContextOptions = DESK) {
    const seen = await open(persona, options);
    await seen.page.getByRole('heading', { name: 'Students', exact: true }).waitFor();
    return seen;
  }

  async function served(): Promise<WireClassPage> {
    const found = (await (await fetch(`${demo.address}/api/class?persona=assistant`)).json()) as WireClass;
    if (!('page' in found)) throw new Error('the assistant was refused');
    return found.page;
  }

  /** What the thing with the focus says; what scrolls has it too, and says everything. */
  const focused = (page: Page): Promise<string> =>
    page.evaluate<string>(
      "document.activeElement?.matches('body, .scroll, dialog, dialog .body') ? '' : document.activeElement?.textContent",
    );

  /** As somebody without a mouse gets there. */
  async function tabTo(page: Page, name: string): Promise<void> {
    for (let presses = 0; presses < 120; presses++) {
      if ((await focused(page)).includes(name)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reached ${name}`);
  }

  /** Asked again at once, as when somebody comes back to the tab. */
  const lookAgain = (page: Page) => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

  it('shows the server’s numbers: who stands where, every chart with what it says, every student', async () => {
    const { page, complaints } = await openAs('instructor');
    const { title, standings, panels, students } = await served();
    expect(await page.getByRole('heading', { name: title, exact: true }).count()).toBe(1);
    for (const { standing, count } of standings.filter((each) => each.count > 0)) {
      const tile = page.locator('.standings').getByRole('button', { name: new RegExp(standing, 'i') });
      expect(await tile.textContent()).toMatch(new RegExp(`^${count}\\D`));
    }
    for (const { title: name, chart, table } of panels) {
      const panel = page.getByRole('region', { name, exact: true });
      expect(await panel.textContent()).toContain(chart?.finding);
      expect(await panel.locator('figure').count(), name).toBe(chart ? 1 : 0);
      expect(await panel.locator('tbody tr').count(), name).toBe(table?.rows.length);
    }
    const rows = page.locator('.students tbody tr');
    expect(await rows.count()).toBe(students.length);
    for (const [index, { name, done, steps }] of students.entries()) {
      expect(await rows.nth(index).textContent()).toContain(name);
      expect(await rows.nth(index).textContent()).toContain(`${done} of ${steps}`);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('draws each bar as long as its number, and hatches the right answer alone', async () => {
    const { page } = await openAs('instructor');
    const { panels } = await served();
    const locks = panels.find(({ id }) => id.startsWith('locks-'))?.chart;
    if (locks?.kind !== 'bars') throw new Error('first locks are bars');
    const bars = page.getByRole('region', { name: locks.title }).locator('svg rect.bar');
    const drawn = await bars.evaluateAll((all) =>
      all.map((bar) => [
        Number(bar.getAttribute('width')),
        bar.getAttribute('fill')?.startsWith('url(') ?? false,
      ]),
    );
    const longest = Math.max(...locks.categories.map(({ values }) => values[0] ?? 0));
    const full = Math.max(...drawn.map(([width]) => Number(width)));
    expect(drawn).toHaveLength(locks.categories.length);
    for (const [index, { values, right = false }] of locks.categories.entries()) {
      expect(drawn[index]?.[0]).toBeCloseTo(((values[0] ?? 0) / longest) * full, 3);
      expect(drawn[index]?.[1]).toBe(right);
    }
    await page.context().close();
  });

  it('names who is stuck, where, and who circles', async () => {
    const { page } = await openAs('assistant');
    const { students } = await served();
    const list = (name: string) =>
      page.getByRole('region', { name: 'Who needs a look' }).getByRole('region', { name });
    const stuck = students.filter(({ standing }) => standing === 'stuck');
    expect(await list('Stuck').getByRole('listitem').count()).toBe(Math.min(5, stuck.length));
    for (const { name, next } of stuck.slice(0, 5))
      expect(await list('Stuck').textContent()).toContain(`${name}${next} · `);
    const circling = students.filter((each) => each.circling);
    expect(circling.length).toBeGreaterThan(0);
    for (const { name, runs } of circling)
      expect(await list('Circling').textContent()).toContain(`${name}${runs} runs`);
    await page.context().close();
  });

  it('has each chart’s numbers as a table, opened by keyboard', async () => {
    const { page } = await openAs('instructor');
    const { panels } = await served();
    for (const { title, table } of panels) {
      const panel = page.getByRole('region', { name: title, exact: true });
      expect(await panel.getByRole('table').count(), title).toBe(0);
      await panel.locator('summary').focus();
      await page.keyboard.press('Enter');
      const cells = await panel.getByRole('cell').allTextContents();
      expect(cells, title).toEqual(table?.rows.flat());
    }
    await page.context().close();
  });

  it('goes by keyboard from the count of those who are stuck to one of them, and writes to them', async () => {
    const { page, complaints } = await openAs('instructor');
    const stuck = (await served()).students.filter(({ standing }) => standing === 'stuck');
    const [first] = stuck;
    if (!first) throw new Error('nobody is stuck');
    await tabTo(page, 'begun, and quiet');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('Students');
    expect(await page.locator('.students tbody tr').count()).toBe(stuck.length);
    await tabTo(page, first.name);
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog', { name: first.name });
    await sheet.getByRole('heading', { name: 'One student: stuck' }).waitFor();
    const steps = sheet.getByRole('table').first().locator('tbody tr');
    expect(await steps.count()).toBe(first.steps);
    expect(await steps.filter({ hasText: 'on time' }).count()).toBe(first.done);
    expect(await sheet.textContent()).toContain(`Grade as it would be exported: ${first.points} of 8 points`);
    await tabTo(page, 'Nudge');
    await page.keyboard.press('Enter');
    await sheet
      .or(page.getByRole('dialog', { name: 'Nudge' }))
      .getByText('1 student written to')
      .waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count(), PATIENT).toBe(0);
    expect(await focused(page)).toBe(first.name);
    const nudged = (await demo.audits()).filter(({ act }) => act === 'nudged');
    expect(nudged.map(({ by }) => by)).toEqual(['playground:local:instructor']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('finds a name without its marks, and puts the list in the order of a column', async () => {
    const { page } = await openAs('assistant');
    const names = () => page.locator('.students tbody th').allTextContents();
    await page.getByRole('searchbox', { name: 'Find a name' }).fill('elod');
    expect(await names()).toEqual(['Élodie Marchandeau']);
    await page.getByRole('searchbox').fill('nobody of this name');
    expect(await names()).toEqual([]);
    await page.getByRole('searchbox').fill('');
    const minutes = (await served()).students.map((each) => each.minutes);
    const column = page.getByRole('columnheader', { name: 'Minutes' });
    await column.getByRole('button').click();
    expect(await column.getAttribute('aria-sort')).toBe('descending');
    expect((await page.locator('.students [data-unit="min"]').allTextContents()).map(Number)).toEqual(
      minutes.toSorted((a, b) => b - a),
    );
    await page.context().close();
  });

  it('tells when something changed, and when the lab does not answer', async () => {
    const { page } = await openAs('assistant');
    const news = page.getByRole('status').filter({ hasText: 'The class has changed' });
    const before = (await served()).students.length;
    await lookAgain(page);
    expect(await news.count()).toBe(0);
    await sayAt(demo.address, 'student-1', '/lab quadratic');
    await lookAgain(page);
    await news.waitFor({ state: 'attached' });
    expect(await page.locator('.students tbody tr').count()).toBe(before + 1);
    await page.route('**/api/class?*', (route) => route.abort());
    await lookAgain(page);
    await page.getByText('What stands here is as it was before').waitFor();
    expect(await page.locator('.students tbody tr').count()).toBe(before + 1);
    await page.unroute('**/api/class?*');
    await lookAgain(page);
    await page.getByText('What stands here is as it was before').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('takes a gradebook’s export and gives the same file back, with one column filled', async () => {
    const { page, complaints } = await openAs('instructor');
    const title = PACKS.find(({ id }) => id === FIRST_LAB)?.title ?? '';
    await page
      .getByRole('region', { name: 'Grades' })
      .locator('input[type=file]')
      .setInputFiles({ name: 'export.csv', mimeType: 'text/csv', buffer: Buffer.from(canvasExport(title)) });
    const sheet = page.getByRole('dialog');
    const link = sheet.locator('a[download$=".csv"]');
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const stream = await download.createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    const [head, points, ...rows] = Buffer.concat(chunks).toString('utf8').trim().split('\n');
    expect(head).toContain(`${title} (88123)`);
    expect(points).toMatch(/Points Possible.*,8\s*$/);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((row) => !/,(\d+(\.\d+)?|EX)\s*$/.test(row))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('shows an assistant no grades and nothing to reveal', async () => {
    const { page } = await openAs('assistant');
    expect(await page.getByRole('region', { name: 'Grades' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /Reveal|Extend|Log/ }).count()).toBe(0);
    await page.context().close();
  });

  it('is nothing for a student: no link leads there, and its address shows the conversation', async () => {
    const { page, complaints } = await open('student-2');
    await page.getByRole('combobox').waitFor();
    expect(await page.getByRole('navigation', { name: 'Views' }).count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'Students' }).count()).toBe(0);
    await page.locator('.personas label').filter({ hasText: 'Instructor' }).click();
    await page.getByRole('heading', { name: 'Students', exact: true }).waitFor();
    await page.locator('.personas label').filter({ hasText: 'Student 2' }).click();
    await page.getByRole('combobox').waitFor();
    expect(await page.getByText('Amara Okonjo').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
