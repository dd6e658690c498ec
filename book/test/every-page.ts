/** What must hold of every page of the book. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { folder } from '../weave/weave.ts';
import { note, type Counting } from './counting.ts';
import { watched, type Watched } from './watching.ts';

/** The most that a page may weigh when it is first read, in bytes, compressed. */
const HEAVIEST = 100_000;

/** Phones, in pixels. */
const NARROW = [360, 390];

/** Each page over http below a path: quiet, alone, and not wider than a phone. */
export async function overHttp(browser: Browser, address: string, pages: string[], counting: Counting): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const { page, complaints, outside } = await watched(context, address);
  const times = new Map<string, number>();
  for (const name of pages) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(address + name);
    times.set(name, await page.evaluate(() => performance.getEntriesByType('navigation')[0].duration));
    for (const width of NARROW) {
      await page.setViewportSize({ width, height: 800 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      note(counting, `${name} is not wider than ${width}`, wide <= width, `${wide}`);
    }
    note(counting, `${name} has nothing to complain of`, complaints.length === 0, complaints.splice(0).join('; '));
    note(counting, `${name} asks for nothing outside`, outside.length === 0, outside.splice(0).join('; '));
  }
  await context.close();
  weigh(times, counting);
}

/** Says what each page weighs with its style and scripts, and how long it took, the slowest by name. */
function weigh(times: Map<string, number>, counting: Counting): void {
  const size = (name: string) => gzipSync(readFileSync(join(folder, name))).length;
  const shared = size('book.css') + size('book.js');
  for (const [name, time] of times) {
    const asked =
      /(?:<script defer src|<link rel="stylesheet" href)="\.\.\/((?:figures|lab)\/[^"]+|(?:contents|playing)\.css)"/g;
    const own = [...readFileSync(join(folder, name), 'utf8').matchAll(asked)];
    const weight = own.reduce((sum, [, script]) => sum + size(script), size(name) + shared);
    note(counting, `${name} weighs at most ${HEAVIEST / 1000} kB`, weight <= HEAVIEST, `${weight}`);
    console.log(`${name.padEnd(28)} ${(weight / 1000).toFixed(1).padStart(6)} kB  ${time.toFixed(0).padStart(5)} ms`);
  }
  const [slowest, time] = [...times].reduce((a, b) => (b[1] > a[1] ? b : a));
  console.log(`slowest: ${slowest}, ${time.toFixed(0)} ms`);
}

/** Each page from disk, as a double click opens it: the script runs, and nothing is asked for outside. */
export async function fromDisk(browser: Browser, pages: string[], counting: Counting): Promise<void> {
  const inside = pathToFileURL(folder).href;
  const context = await browser.newContext();
  const { page, complaints, outside }: Watched = await watched(context, inside);
  for (const name of pages.filter((name) => name.includes('/'))) {
    await page.goto(`${inside}/${name}`);
    const runs = await page.locator('[data-search="open"]').isVisible();
    const quiet = complaints.length === 0 && outside.length === 0;
    note(
      counting,
      `${name} works from disk`,
      runs && quiet,
      [...complaints.splice(0), ...outside.splice(0)].join('; '),
    );
  }
  await context.close();
}

/** Each page without scripts: its text is there, and its links to the contents and the other language. */
export async function withoutScripts(
  browser: Browser,
  address: string,
  pages: string[],
  counting: Counting,
): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const name of pages) {
    await page.goto(address + name);
    const isRead = await page.locator('main h1').isVisible();
    const links = await page.locator('a:visible').count();
    note(counting, `${name} is read without scripts`, isRead && links >= 2);
  }
  await context.close();
}
