/** Chapter 20's toy: every rung finds the bits that it finds in Node, and has a rate. */

import type { Page } from 'playwright-core';
import { onEveryRung } from '../../../examples/20-speed/rungs.ts';
import { moduleOf } from '../../../examples/training/kernels.ts';
import { normalMatrix, seeded } from '../../../lib/random.ts';
import { data } from '../../toys/20-speed/data.ts';
import { note, same, type Counting } from '../counting.ts';

/** Measures small matrices, and resets. */
export async function speedPlayed(page: Page, counting: Counting): Promise<void> {
  await page.locator('[data-control="size"]').selectOption('32');
  await page.locator('[data-toy-do="start"]').click();
  await page.locator('[data-toy-do="start"]:disabled').waitFor({ timeout: 120_000 });
  const { seed, n, k, m } = data();
  const random = seeded(seed);
  const { rungs } = await onEveryRung(normalMatrix(random, n, k), normalMatrix(random, k, m), moduleOf);
  const others = await page.locator('[data-others]').allInnerTexts();
  same(
    counting,
    'other bits',
    others,
    rungs.slice(0, 6).map(({ others }) => String(others)),
  );
  const rates = await page.locator('[data-rate]').allInnerTexts();
  note(counting, 'every rung has a rate', rates.length === 6 && rates.every((rate) => Number(rate) > 0), rates.join());
  await page.locator('[data-toy-do="reset"]').click();
  same(counting, 'reset forgets', await page.locator('[data-rate]').first().innerText(), '–');
}
