/** Chapter 18's toy: started, paused, stepped, reset; its groups are those that the example's rounds make. */

import type { Page } from 'playwright-core';
import { momentOf, played, type AfterRound } from '../../../examples/18-gan/clusters.ts';
import { note, same, type Counting } from '../counting.ts';

/** A game of the example's, and another one. */
export async function ganPlayed(page: Page, counting: Counting): Promise<void> {
  await compared(page, counting, { d_steps: 3, g_steps: 1 }, 0);
  await page.locator('[data-toy-do="start"]').click();
  await page.waitForFunction(() => Number(/\d+/.exec(document.querySelector('.toy-says')?.textContent ?? '')?.[0]) > 9);
  await page.locator('[data-toy-do="pause"]').click();
  await page.locator('[data-toy-do="start"]').waitFor();
  await compared(page, counting, { d_steps: 3, g_steps: 1 });
  const before = await roundOf(page);
  await page.locator('[data-toy-do="step"]').click();
  await page.waitForTimeout(400);
  same(counting, 'one step is one round', await roundOf(page), before + 1);
  await compared(page, counting, { d_steps: 3, g_steps: 1 });
  await page.locator('[data-control="g"]').selectOption('4');
  await page.locator('[data-control="d"]').selectOption('1');
  await page.waitForTimeout(200);
  await compared(page, counting, { d_steps: 1, g_steps: 4 }, 0);
  const search = await page.evaluate(() => location.search);
  note(counting, 'the address keeps turns', search === '?d=1&g=4', search);
  await page.locator('[data-toy-do="step"]').click();
  await page.waitForFunction(() => document.querySelector('.toy-says')?.textContent?.startsWith('round 1 '));
  await compared(page, counting, { d_steps: 1, g_steps: 4 }, 1);
}

/** The counts on the page are those of the example at that round; or at the round that the page says. */
async function compared(page: Page, counting: Counting, turns: { d_steps: number; g_steps: number }, round?: number) {
  const there = await roundOf(page);
  if (round !== undefined) same(counting, 'the round', there, round);
  const found = await page.locator('[data-counts]').getAttribute('data-counts');
  const game = played('1', turns);
  let now: AfterRound = game.next().value;
  while (now.round < there) now = game.next().value;
  same(counting, `chapter 18's toy, round ${there}`, found, momentOf(now.made(), there).counts.join(' '));
}

async function roundOf(page: Page): Promise<number> {
  return Number(/\d+/.exec(await page.locator('.toy-says').innerText())?.[0]);
}
