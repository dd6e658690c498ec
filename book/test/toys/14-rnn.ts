/** Chapter 14's toy: read on word by word by each reader; how strongly 我 is felt is what the chapter's reach says. */

import type { Page } from 'playwright-core';
import { attendingReach, heldOpen, readersOf, recurrentReach, scaled } from '../../../examples/14-rnn/readers.ts';
import type { Matrix, Vector } from '../../../lib/matrix.ts';
import { normalMatrix, seeded } from '../../../lib/random.ts';
import { note, same, type Counting } from '../counting.ts';

/** The simple cell, a stronger one, a gated one, and the encoder's layer. */
export async function rnnPlayed(page: Page, counting: Counting): Promise<void> {
  const { plain, gates, layers } = readersOf('1', 16);
  await compared(page, counting, recurrentReach(scaled(plain, 1)), 9);
  await page.locator('[data-toy-do="next"]').click();
  await compared(page, counting, recurrentReach(scaled(plain, 1)), 10);
  await page.locator('[data-control="strength"]').fill('2');
  await compared(page, counting, recurrentReach(scaled(plain, 2)), 10);
  await page.locator('[data-control="reader"]').selectOption('gru');
  await page.locator('[data-control="open"]').fill('3');
  await compared(page, counting, recurrentReach(heldOpen(gates, 3)), 10);
  const strips = await page.locator('.toy-strip').count();
  same(counting, 'a gated cell shows its state and its gate', strips, 2);
  await page.locator('[data-control="reader"]').selectOption('encoder');
  await page.locator('[data-control="read"]').fill('33');
  await compared(page, counting, attendingReach(layers), 33);
  const search = await page.evaluate(() => location.search);
  note(counting, 'the address keeps it', search === '?reader=encoder&strength=2&open=3&read=33', search);
}

async function compared(page: Page, counting: Counting, reachOf: (X: Matrix) => Vector, read: number): Promise<void> {
  await page.waitForTimeout(100);
  const found = Number(await page.locator('[data-felt]').getAttribute('data-felt'));
  const X = normalMatrix(seeded('words 1'), 33, 16);
  same(counting, `chapter 14's toy, after ${read} words`, found, reachOf(X.slice(0, read))[0]);
}
