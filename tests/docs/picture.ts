/** Makes the pictures of docs/ from the running page and the demo: `npm run picture`, after `npm run build`. */

import { readFileSync, writeFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { DESK, launch, PHONE, serve, visit } from '../playground/chromium.ts';

/** The README shows it at half this width on a sharp screen. */
const SHEET = { width: 1500, height: 1060 } as const;

const WIDE: BrowserContextOptions = { ...DESK, viewport: { width: 1180, height: 1020 } };
const NARROW: BrowserContextOptions = {
  ...PHONE,
  deviceScaleFactor: 1,
  viewport: { width: 370, height: 760 },
  colorScheme: 'dark',
};

/** Both windows on one sheet. */
async function sheet(browser: Browser, file: string, wide: Buffer, narrow: Buffer): Promise<void> {
  const page = await browser.newPage({ viewport: SHEET });
  const source = (png: Buffer) => `data:image/png;base64,${png.toString('base64')}`;
  await page.setContent(`
    <style>
      body { margin: 0; background: #e9e6de; }
      img { position: absolute; border-radius: 10px; box-shadow: 0 10px 40px rgb(20 24 32 / 22%); }
      .wide { left: 20px; top: 20px; }
      .narrow { right: 20px; bottom: 20px; border-radius: 22px; }
    </style>
    <img class="wide" src="${source(wide)}"><img class="narrow" src="${source(narrow)}">`);
  writeFileSync(file, await page.screenshot());
  await page.close();
  process.stdout.write(`${file}: ${Math.round(readFileSync(file).length / 1000)} kB\n`);
}

/** A student's run at a desk, and the question on a phone. */
async function lab(browser: Browser): Promise<void> {
  const server = await serve('dist');
  try {
    const desk = await visit(browser, server.address, WIDE);
    for (const line of ['/predict lab quadratic', '/predict b', '/seq 64k']) await desk.say(line);
    await desk.page.evaluate("document.querySelector('.chart > img').decode()");
    const phone = await visit(browser, server.address, NARROW);
    await phone.page.getByText('Student 2').tap();
    await phone.page.getByRole('button', { name: 'Show the labs' }).tap();
    await phone.settled();
    await phone.press('Start: Lab 06 · The Quadratic Wall');
    await phone.press('Act I: the question');
    await phone.page.evaluate("document.querySelector('.scroll').scrollTop = 1e6");
    await sheet(browser, 'docs/playground.png', await desk.page.screenshot(), await phone.page.screenshot());
  } finally {
    await server.stop();
  }
}

/** The demo's class: as a page, and as an instructor assigns to it and takes its grades. */
async function course(browser: Browser): Promise<void> {
  const server = await serve('dist', 'demo.js');
  try {
    const open = async (options: BrowserContextOptions, where: string) => {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      await page.goto(`${server.address}/${where}`);
      return page;
    };
    const wide = await open(WIDE, '?as=instructor#class');
    await wide.getByRole('heading', { name: 'Who needs a look' }).waitFor();
    const narrow = await open(NARROW, '?as=instructor#class');
    await narrow.getByRole('heading', { name: 'Who needs a look' }).waitFor();
    await sheet(browser, 'docs/class.png', await wide.screenshot(), await narrow.screenshot());
    const instructor = await visit(browser, `${server.address}/?as=instructor`, WIDE);
    await instructor.say('/assign due Fri 23:59 lab tail late Sun 23:59 50%');
    const preview = await instructor.page.screenshot();
    await instructor.press('Post it here');
    const student = await visit(browser, `${server.address}/?as=student-1`, NARROW);
    await student.page.locator('.written.post').last().scrollIntoViewIfNeeded();
    await sheet(browser, 'docs/assign.png', preview, await student.page.screenshot());
  } finally {
    await server.stop();
  }
}

const browser = await launch();
try {
  await lab(browser);
  await course(browser);
} finally {
  await browser.close();
}
