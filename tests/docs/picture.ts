/** Makes docs/playground.png from the running page: `npm run picture`, after `npm run build`. */

import { readFileSync, writeFileSync } from 'node:fs';
import { DESK, launch, PHONE, serve, visit } from '../playground/chromium.ts';

const FILE = 'docs/playground.png';

/** The README shows it at half this width on a sharp screen. */
const SHEET = { width: 1500, height: 1060 } as const;

async function main(): Promise<void> {
  const [browser, server] = await Promise.all([launch(), serve('dist')]);
  try {
    const desk = await visit(browser, server.address, { ...DESK, viewport: { width: 1180, height: 1020 } });
    for (const line of ['/predict lab quadratic', '/predict b', '/seq 64k']) await desk.say(line);
    await desk.page.evaluate("document.querySelector('.chart > img').decode()");
    const wide = await desk.page.screenshot();
    const phone = await visit(browser, server.address, {
      ...PHONE,
      deviceScaleFactor: 1,
      viewport: { width: 370, height: 760 },
      colorScheme: 'dark',
    });
    await phone.page.getByText('Student 2').tap();
    await phone.page.getByRole('button', { name: 'Show the labs' }).tap();
    await phone.settled();
    await phone.press('Start: Lab 06 · The Quadratic Wall');
    await phone.press('Act I: the question');
    await phone.page.evaluate("document.querySelector('.scroll').scrollTop = 1e6");
    const narrow = await phone.page.screenshot();
    writeFileSync(FILE, await sheet(wide, narrow));
    process.stdout.write(`${FILE}: ${Math.round(readFileSync(FILE).length / 1000)} kB\n`);
  } finally {
    await browser.close();
    await server.stop();
  }

  /** Both windows on one sheet. */
  async function sheet(wide: Buffer, narrow: Buffer): Promise<Buffer> {
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
    return page.screenshot();
  }
}

await main();
