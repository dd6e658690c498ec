/** Every page under a finger: what is pressed, chosen, slid or dragged is at least 44 pixels high and wide. */

import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { folder } from '../weave/weave.ts';
import { note, type Counting } from './counting.ts';

const inside = pathToFileURL(folder).href;

/** A phone. */
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Each page as it comes, and then with everything open: details, a box, an operand, the player, the bench. */
export async function fingers(browser: Browser, counting: Counting): Promise<void> {
  const context = await browser.newContext(PHONE);
  await context.addInitScript('globalThis.__name = (f) => f'); // tsx names functions, the browser's copies of them too
  const page = await context.newPage();
  let all = 0;
  for (const name of readdirSync(`${folder}/zh`).filter((name) => name.endsWith('.html'))) {
    await page.goto(`${inside}/zh/${name}${/^\d/.test(name) ? '?break=1' : ''}`);
    await awake(page);
    all += await tried(page, name, counting);
    await opened(page);
    all += await tried(page, `${name}, all open`, counting);
  }
  await page.goto(`${inside}/zh/lab.html#!epochs=1`);
  await trained(page);
  all += await tried(page, 'the lab, trained and open', counting);
  console.log(`${all} things are large enough for a finger`);
  await context.close();
}

/** What wakes when it is near is near. */
async function awake(page: Page): Promise<void> {
  if ((await page.locator('[data-toy]').count()) > 0) {
    await page.locator('[data-toy]').scrollIntoViewIfNeeded();
    await page.locator('[data-toy][data-alive]').waitFor();
  }
  if ((await page.locator('[data-bench]').count()) > 0) await page.locator('[data-bench-run]').waitFor();
}

/** Opens what there is of each kind. */
async function opened(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  const first = (what: string) => page.locator(what).first();
  for (const what of ['[data-box]', '[data-watch]', '[data-stage] [data-entry]', '[data-operand]']) {
    // Wherever it lies: a sheet may cover it.
    if ((await first(what).count()) > 0) await first(what).dispatchEvent('click');
  }
}

async function trained(page: Page): Promise<void> {
  await page.click('[data-lab=start]');
  await page.locator('.lab-ended').waitFor({ timeout: 60_000 });
  await page.click('[data-lab=open]');
  await page.locator('.lab-opened [data-history]').waitFor({ timeout: 20_000 });
}

/** Notes what is too small. A label that holds an input, or names it, is pressed for it. Result: how many there are. */
async function tried(page: Page, name: string, counting: Counting): Promise<number> {
  await page.waitForTimeout(100); // drawn
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  note(counting, `${name} is not wider than the phone`, wide <= PHONE.viewport.width, `${wide}`);
  const { count, small } = await page.evaluate(() => {
    const pressed = 'button, select, textarea, summary, input, [role="button"], [role="slider"], [data-box]';
    const all = [...document.querySelectorAll(pressed)].filter((element) => element.checkVisibility());
    const isSmall = (element: Element) => {
      const label = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      const boxes = [element, ...label].map((each) => each.getBoundingClientRect());
      return boxes.every(({ width, height }) => width < 43.5 || height < 43.5);
    };
    const told = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      return `${element.outerHTML.slice(0, 90)} ${width.toFixed(0)}×${height.toFixed(0)}`;
    };
    return { count: all.length, small: all.filter(isSmall).map(told) };
  });
  note(
    counting,
    `${name}: ${small.length} of ${count} are too small for a finger`,
    small.length === 0,
    small.join('\n'),
  );
  return count;
}
