/** No barrier that axe can find, in either theme and language. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { note, type Counting } from './counting.ts';
import { inLanes } from './lanes.ts';

/** The script that looks for barriers: axe.run() answers with what it has found. */
export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe answers. */
export interface Found {
  violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
}

/**
 * Runs axe on pages. A page and its twin in the other language are built alike: one is read light and wide and dark and
 * narrow, the other dark and wide and light and narrow.
 */
export async function accessible(
  browser: Browser,
  address: string,
  pages: string[],
  counting: Counting,
): Promise<void> {
  await inLanes(pages, async (name) => {
    const [first, second] = name.startsWith('en/') ? (['light', 'dark'] as const) : (['dark', 'light'] as const);
    await withoutBarriers(browser, address + name, name, first, 1280, counting);
    await withoutBarriers(browser, address + name, name, second, 390, counting);
  });
}

async function withoutBarriers(
  browser: Browser,
  address: string,
  name: string,
  colorScheme: 'light' | 'dark',
  width: number,
  counting: Counting,
): Promise<void> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
  const page = await context.newPage();
  await page.goto(address);
  await page.evaluate(axe);
  const { violations } = await page.evaluate<Found>('axe.run()');
  const told = violations.map(({ id, nodes }) => `${id} ×${nodes.length} ${JSON.stringify(nodes[0].target)}`);
  note(counting, `${name} has no barrier, ${colorScheme}, ${width}`, told.length === 0, told.join('; '));
  await context.close();
}
