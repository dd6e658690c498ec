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

/** Runs axe on pages, wide and narrow, light and dark. */
export async function accessible(
  browser: Browser,
  address: string,
  pages: string[],
  counting: Counting,
): Promise<void> {
  await inLanes(['light', 'dark'] as const, async (colorScheme) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    for (const name of pages) {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(address + name);
        await page.evaluate(axe);
        const { violations } = await page.evaluate<Found>('axe.run()');
        const told = violations.map(({ id, nodes }) => `${id} ×${nodes.length} ${JSON.stringify(nodes[0].target)}`);
        note(counting, `${name} has no barrier, ${colorScheme}, ${width}`, told.length === 0, told.join('; '));
      }
    }
    await context.close();
  });
}
