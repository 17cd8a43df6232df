/** The page where evidence files are dropped, in a browser: by keyboard, by drag, on a phone and in the dark. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpointLine } from '../../src/evidence/checkpoint-line.ts';
import { receipt } from '../../src/ledger/chain.ts';
import { plain } from '../../src/messages/rich-text.ts';
import { checkpointOver, fileOf, hours, inTwo, worked } from '../evidence/making.ts';
import { build } from '../support/build.ts';
import { TEST_KEY } from '../support/key.ts';
import { chromiumPath, DESK, launch, PHONE, picture, seriousViolations, visit } from './chromium.ts';
import { openPlayground } from './open-playground.ts';

const ADA = inTwo().text;
const FILES = {
  'ada/lab-06-evidence.json': ADA,
  'ben/lab-06-evidence.json': ADA.replace('"linear"', '"quadratic"'),
  'cleo/lab-06-evidence.json': fileOf(worked(4, 'cleo'), { name: 'Cleo' }),
  'cleo/essay.txt': 'Dear professor',
};

/** What takes seconds alone. */
const FULL = process.env.FULL === '1';

describe.skipIf(!chromiumPath)('the page for evidence', () => {
  let browser: Browser;
  let playground: Awaited<ReturnType<typeof openPlayground>>;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'handed-in-'));
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const page = `${build('evidence')}/page`;
    [browser, playground] = await Promise.all([
      launch(),
      openPlayground({ page, publicKey: TEST_KEY.publicKey }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await playground?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(options: BrowserContextOptions = DESK) {
    const seen = await visit(browser, playground.address, options);
    await seen.page.goto(`${playground.address}/?as=instructor`);
    return seen;
  }

  const choose = (page: Page, names: readonly string[] = Object.keys(FILES)) =>
    page.locator('.drop-zone input[type=file]').setInputFiles(names.map((name) => join(folder, name)));
  const says = (page: Page, words: string | RegExp) =>
    page.getByRole('status').filter({ hasText: words }).waitFor();
  const verdicts = (page: Page) => page.locator('.verdicts > li').allTextContents();

  it('is reached by keyboard, and says of each file what it is, those that do not fit first', async () => {
    const { page, complaints } = await open();
    await page.getByRole('link', { name: 'Evidence' }).press('Enter');
    await page.getByRole('heading', { name: 'Is it genuine?' }).waitFor();
    expect(await page.getByLabel('The bot’s key').inputValue()).toBe(TEST_KEY.publicKey);
    await choose(page);
    await says(page, '3 files: 2 genuine, 1 does not fit. 1 other file passed over.');
    const [first, ...others] = await verdicts(page);
    expect(first).toMatch(
      /^Does not fitAda Æ.*its signature does not fit.*Decision 1 \(locked act1_prediction/,
    );
    expect(others[0]).toContain('GenuineAda Æ');
    expect(others[0]).toContain(`Unchanged up to receipt ${receipt(worked())}`);
    expect(others[1]).toMatch(/^GenuineCleo.*not complete · 2 decisions, 2 runs · no checkpoint/);
    // And nothing of it for a student, whose address it may be all the same.
    await page.locator('.personas label').filter({ hasText: 'Student 1' }).click();
    await page.getByRole('combobox').waitFor();
    expect(await page.getByRole('link', { name: 'Evidence' }).count()).toBe(0);
    expect(await page.getByText('Is it genuine?').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('takes a folder that is dropped', async () => {
    const { page, complaints } = await open();
    await page.goto(`${playground.address}/?as=instructor#evidence`);
    const box = await page.locator('.drop-zone').boundingBox();
    const devtools = await page.context().newCDPSession(page);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', {
        type,
        x: (box?.x ?? 0) + 20,
        y: (box?.y ?? 0) + 20,
        data: { items: [], files: [folder], dragOperationsMask: 1 },
      });
    }
    await says(page, '3 files: 2 genuine, 1 does not fit. 1 other file passed over.');
    expect((await verdicts(page)).join('\n')).toContain('ben/lab-06-evidence.json');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('checks again with another key, with none, and with a post that somebody kept', async () => {
    const { page } = await open();
    await page.goto(`${playground.address}/?as=instructor#evidence`);
    await choose(page, ['ada/lab-06-evidence.json']);
    await says(page, '1 file: 1 genuine');
    const key = page.getByLabel('The bot’s key');
    const enter = async (value: string) => {
      await key.fill(value);
      await key.press('Tab');
    };
    await enter('ab'.repeat(8));
    await says(page, '1 file: 0 genuine, 1 does not fit.');
    await enter('my key');
    await says(page, 'That is no key');
    await enter('');
    await says(page, '1 file: 1 genuine');
    await page.getByText(`held to the key that it names itself: ${TEST_KEY.id}`).waitFor();
    const rewritten = checkpointOver([worked()], { number: 2, at: hours(24) }).checkpoint;
    const post = page.getByLabel(/A post of a checkpoint/);
    await post.fill(plain(checkpointLine(rewritten)));
    await post.press('Tab');
    await says(page, '1 file: 0 genuine, 1 does not fit.');
    expect((await verdicts(page))[0]).toContain('in the post of checkpoint 2');
    await page.context().close();
  });

  it('says so where there is nothing to check, too much of it, or no answer', async () => {
    const { page } = await open();
    await page.goto(`${playground.address}/?as=instructor#evidence`);
    await choose(page, ['cleo/essay.txt']);
    await says(page, 'None of these is an evidence file');
    if (FULL) {
      const large = {
        name: 'large.json',
        mimeType: 'application/json',
        buffer: Buffer.alloc(4_000_000, 'x'),
      };
      await page.locator('.drop-zone input[type=file]').setInputFiles(Array(5).fill(large));
      await says(page, /more than the 16 MB that are checked at once/);
    }
    await page.route('**/api/verify', (route) => route.abort());
    await choose(page);
    await says(page, 'The lab is not answering just now');
    await page.unroute('**/api/verify');
    await page.getByRole('button', { name: 'Check again' }).click();
    await says(page, '3 files');
    await page.context().close();
  });

  it.each([
    ['phone', 'light', PHONE],
    ['phone', 'dark', PHONE],
  ] as const)('at a %s in %s passes axe and fits', async (device, colorScheme, options) => {
    const { page, complaints } = await open({ ...options, colorScheme });
    await page.goto(`${playground.address}/?as=instructor#evidence`);
    await choose(page);
    await says(page, '3 files');
    await page.evaluate('document.fonts.ready');
    await picture(page, `evidence-${device}-${colorScheme}`);
    const misfits = await page.evaluate<string[]>(`[
      ...[document.body, document.querySelector('.scroll')].filter((each) => each.scrollWidth > each.clientWidth).map(({ className }) => className + ' scrolls sideways'),
      ...[...document.querySelectorAll('main :is(button, label, textarea, input:not([type=file])), .views a')].map((each) => each.getBoundingClientRect())
        .filter(({ width, height }) => Math.min(width, height) < 43.5).map(({ width, height }) => width + ' × ' + height),
    ]`);
    expect(misfits).toEqual([]);
    expect(await seriousViolations(page, ...(colorScheme === 'dark' ? ['color-contrast'] : []))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
