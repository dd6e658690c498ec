/** A trained model is opened and its film is watched without the page standing still; and where there is no worker. */

import type { Browser, Page } from 'playwright-core';
import { note, type Counting } from './counting.ts';
import { labIn } from './lab.ts';

/** Milliseconds that the page may be busy at a time: more would be felt. */
const BUSY = 100;

/** Both. */
export async function labOpened(browser: Browser, counting: Counting): Promise<void> {
  const here = await opening(browser, counting, '');
  const inPage = await opening(browser, counting, 'delete globalThis.Worker');
  note(counting, 'without a worker the page makes the same numbers', inPage === here && here !== '', inPage);
}

/** Trains for an epoch, opens, watches. Result: what stands open, and the first step of the film. */
async function opening(browser: Browser, counting: Counting, before: string): Promise<string> {
  const { page, heard } = await labIn(browser, 'zh', '#!epochs=1', {}, before);
  await page.click('[data-lab=start]');
  await page.locator('.lab-ended').waitFor({ timeout: 60_000 });
  await page.locator('[data-lab=open]').waitFor();
  const opened = await longest(browser, page, async () => {
    await page.click('[data-lab=open]');
    await page.locator('.lab-opened [data-entry^="beliefs"]').first().waitFor({ timeout: 30_000 });
  });
  const watched = await longest(browser, page, async () => {
    await page.click('.lab-opened [data-watch]');
    await page.locator('.lab-opened .player-says').waitFor({ timeout: 30_000 });
  });
  if (before === '') {
    console.log(`lab: busy for ${opened.toFixed(0)} ms at the most when opened, ${watched.toFixed(0)} when watched`);
    note(counting, 'the page does not stand still when a model is opened', opened <= BUSY, `${opened} ms`);
    note(counting, 'nor when its film is watched', watched <= BUSY, `${watched} ms`);
  }
  const history = await page.innerText('.lab-opened [data-history]');
  const step = await page.innerText('.lab-opened .player-says');
  note(counting, 'opening is quiet', heard().length === 0, heard().join());
  await page.context().close();
  return history + step;
}

/** What Chromium notes of a piece of work: its name, its thread, the time that the processor gave it. */
interface Noted {
  name: string;
  pid: number;
  tid: number;
  tdur?: number; // microseconds
  args: { name?: string };
}

/** The longest that the page's own thread worked at a time, by the processor's clock: others' work is not counted. */
async function longest(browser: Browser, page: Page, run: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await run();
  await page.waitForTimeout(500);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Noted[] };
  const threads = traceEvents
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid} ${tid}`);
  const tasks = traceEvents.filter(({ name, pid, tid }) => /RunTask$/.test(name) && threads.includes(`${pid} ${tid}`));
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000));
}
