/** Toys, played with as a reader does: what they show is what the chapters' functions give in Node. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { folder } from '../weave/weave.ts';
import { axe, type Found } from './accessible.ts';
import { note, type Counting } from './counting.ts';
import { rnnPlayed } from './toys/14-rnn.ts';
import { bertPlayed } from './toys/15-bert.ts';
import { gptPlayed } from './toys/16-gpt.ts';
import { visionPlayed } from './toys/17-vision.ts';
import { ganPlayed } from './toys/18-gan.ts';
import { automlPlayed } from './toys/19-automl.ts';
import { speedPlayed } from './toys/20-speed.ts';
import { watched } from './watching.ts';

/** What each toy's test does with its page. */
export type Play = (toy: Page, counting: Counting) => Promise<void>;

const PLAYS: Record<string, Play> = {
  '14-rnn': rnnPlayed,
  '15-bert': bertPlayed,
  '16-gpt': gptPlayed,
  '17-vision': visionPlayed,
  '18-gan': ganPlayed,
  '19-automl': automlPlayed,
  '20-speed': speedPlayed,
};

/** The most that a toy may weigh when it is fetched, in bytes, compressed. */
const HEAVIEST = 150_000;

const inside = pathToFileURL(folder).href;

/** Each toy from disk, on a wide page and on a phone, and where there is no worker; or one alone. */
export async function played(browser: Browser, counting: Counting, only?: string): Promise<void> {
  for (const [slug, play] of Object.entries(PLAYS).filter(([slug]) => only === undefined || slug === only)) {
    const weight = gzipSync(readFileSync(join(folder, `toys/${slug}.js`))).length;
    note(counting, `the toy of ${slug} weighs at most ${HEAVIEST / 1000} kB`, weight <= HEAVIEST, `${weight}`);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const { page, complaints, outside } = await watched(context, inside);
    await page.goto(`${inside}/en/${slug}.html`);
    const asked = await page.locator(`script[src*="toys/"]`).count();
    note(counting, `the toy of ${slug} is not fetched before it is near`, asked === 0);
    await awake(page);
    await play(page, counting);
    await withoutBarrier(page, slug, counting);
    const heard = [...complaints, ...outside];
    note(counting, `the toy of ${slug} is quiet`, heard.length === 0, heard.join('; '));
    await context.close();
    await onPhone(browser, slug, counting);
    await withoutWorkers(browser, slug, counting);
  }
}

/** No barrier that axe can find in the toy as it now stands. */
async function withoutBarrier(page: Page, slug: string, counting: Counting): Promise<void> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<Found>('axe.run(".toy", { preload: false })');
  const told = violations.map(({ id, nodes }) => `${id} ×${nodes.length} ${JSON.stringify(nodes[0].target)}`);
  note(counting, `the toy of ${slug} has no barrier`, told.length === 0, told.join('; '));
}

/** Scrolls to the toy and waits until it is alive. */
export async function awake(page: Page): Promise<void> {
  await page.locator('[data-toy]').scrollIntoViewIfNeeded();
  await page.locator('[data-toy][data-alive]').waitFor();
}

/** Nothing is wider than the page, and what is pressed is large enough for a finger. */
async function onPhone(browser: Browser, slug: string, counting: Counting): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 360, height: 780 }, hasTouch: true });
  const page = await context.newPage();
  await page.goto(`${inside}/zh/${slug}.html`);
  await awake(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  note(counting, `the toy of ${slug} is not wider than 360`, wide <= 360, `${wide}`);
  const small = await page.locator('[data-toy] :is(button, select, input)').evaluateAll((elements) =>
    elements
      .filter((element) => element.checkVisibility())
      .filter((element) => element.getBoundingClientRect().height < 44 || element.getBoundingClientRect().width < 44)
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  note(counting, `the toy of ${slug} has room for a finger`, small.length === 0, small.join('; '));
  await context.close();
}

/** Where the page may not start a worker, a training runs in the page itself. */
async function withoutWorkers(browser: Browser, slug: string, counting: Counting): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript('delete globalThis.Worker');
  await page.goto(`${inside}/en/${slug}.html`);
  await awake(page);
  const step = page.locator('[data-toy-do="step"]');
  if ((await step.count()) > 0) {
    const before = await page.locator('.toy-says').innerText();
    await step.click();
    await page.waitForFunction((before) => document.querySelector('.toy-says')?.textContent !== before, before);
    const wrong = await page.locator('[data-toy] [role="alert"]').allInnerTexts();
    note(counting, `the toy of ${slug} takes a step without a worker`, wrong.length === 0, wrong.join('; '));
  }
  await context.close();
}
