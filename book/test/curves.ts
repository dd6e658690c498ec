/** Curves on a phone: their names can be read, and none covers another. */

import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { folder } from '../weave/weave.ts';
import { note, type Counting } from './counting.ts';

/** Chapter 9's two pictures, in both languages: their names are there, large enough, apart, and inside. */
export async function curves(browser: Browser, counting: Counting): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  for (const language of ['en', 'zh']) {
    await page.goto(`${pathToFileURL(folder).href}/${language}/09-feed-forward.html`);
    const pictures = await page.locator('.curves svg').evaluateAll((list) =>
      list.map((svg) => {
        const { left, right, top, bottom } = svg.getBoundingClientRect();
        const boxes = [...svg.querySelectorAll('.curve-name')].map((name) => name.getBoundingClientRect());
        const outside = boxes.some((b) => b.left < left || b.right > right || b.top < top || b.bottom > bottom);
        const heights = boxes.map((box) => box.top).sort((a, b) => a - b);
        const apart = heights.slice(1).every((height, k) => height - heights[k] >= 11);
        return { names: boxes.length, outside, apart, small: boxes.some((box) => box.height < 11) };
      }),
    );
    const wanted = [3, 2].map((names) => ({ names, outside: false, apart: true, small: false }));
    const found = JSON.stringify(pictures);
    note(counting, `${language}: names of curves on a phone`, found === JSON.stringify(wanted), found);
  }
  await page.close();
}
