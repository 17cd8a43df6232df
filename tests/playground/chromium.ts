/** A real Chromium before a real server process: how browser tests start both, and what every page is held to. */

import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type Child, run } from '../support/child.ts';

const PATH = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Where a Chromium is, or undefined where there is none. In CI there has to be one. */
export const chromiumPath = existsSync(PATH) || process.env.CI ? PATH : undefined;
if (!chromiumPath) {
  console.warn(`SKIPPED: no Chromium at ${PATH}. Set CHROMIUM_PATH to run the playground's browser tests.`);
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: PATH,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** For `expect.poll`, whose own patience is a second: a busy machine is no failure. */
export const PATIENT = { timeout: 15_000 } as const;

const ARTIFACTS = 'tests/.artifacts/playground';

/** Saves what is on the screen, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTIFACTS, `${name}.png`) });
}

export const DESK = { viewport: { width: 1280, height: 800 } } as const;
export const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
} as const;

/** The program as it is shipped, on SQLite in a folder of its own. */
export interface Server {
  readonly address: string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and the same file. */
  restart(): Promise<void>;
  stop(): Promise<number | NodeJS.Signals>;
}

/** @param program the one that serves the page: the playground itself, or the demo */
export async function serve(folder: string, program = 'main.js'): Promise<Server> {
  const store = join(mkdtempSync(join(tmpdir(), 'lab-')), 'lab.sqlite');
  const start = async (port: number): Promise<{ child: Child; address: string }> => {
    const child = run(join(folder, program), [], {
      PORT: String(port),
      STORE_URL: `sqlite://${store}`,
      PLAYGROUND: 'on',
      QUICKCHART_URL: 'embedded',
      LOG_LEVEL: 'error',
      DISCORD_TOKEN: '',
      SLACK_BOT_TOKEN: '',
    });
    const line = await child.line((each) => each.includes('http://'));
    return { child, address: /http:\/\/[^/\s]+/.exec(line)?.[0] ?? '' };
  };
  let { child, address } = await start(0);
  return {
    address,
    kill: async () => {
      child.process.kill('SIGKILL');
      await child.ended;
    },
    restart: async () => {
      ({ child } = await start(Number(new URL(address).port)));
    },
    stop: () => {
      child.process.kill('SIGTERM');
      return child.ended;
    },
  };
}

export interface Visit {
  readonly page: Page;
  /** Types a line and waits for its answer. */
  say(line: string): Promise<void>;
  /** Presses a button of the newest answer and waits for what comes of it. */
  press(name: string | RegExp): Promise<void>;
  /** Waits until nothing is under way. */
  settled(): Promise<void>;
  /** The newest answer. */
  answer(): Promise<string>;
  /** Errors, refused content and requests to anywhere but the server. */
  readonly complaints: readonly string[];
}

export async function visit(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = DESK,
): Promise<Visit> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  // Under the test's own limit, so that what is missing is named.
  page.setDefaultTimeout(PATIENT.timeout);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const lost = message.text().includes('ERR_CONNECTION_REFUSED');
    if (message.type() === 'error' && !lost) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${address}/`) && !url.startsWith('blob:')) complaints.push(`asked for ${url}`);
  });
  await page.goto(address);
  await page.getByRole('combobox').waitFor();
  const settled = async () => {
    await page.locator('.said.waiting').waitFor({ state: 'detached' });
    await page.evaluate('document.fonts.ready');
  };
  const answer = async () => {
    const words = await page.locator('.answer.latest').textContent();
    return (words ?? '').replaceAll('\u00a0', ' ');
  };
  return {
    page,
    complaints,
    settled,
    answer,
    say: async (line) => {
      await page.getByRole('combobox').fill(line);
      await page.keyboard.press('Enter');
      await settled();
    },
    press: async (name) => {
      const before = await page.locator('.answer').count();
      const button = page.locator('.answer.latest').getByRole('button', { name, exact: true });
      await (options.hasTouch ? button.tap() : button.click());
      await page.locator('.answer').nth(before).waitFor();
      await settled();
    },
  };
}

/** What axe calls serious or critical on the page as it stands, by all of its rules or by the ones named. */
export async function seriousViolations(page: Page, ...rules: readonly string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}
