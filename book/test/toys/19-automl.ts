/** Chapter 19's toy: trials by finger and by keyboard; what the process says is what the chapter's functions say. */

import type { Page } from 'playwright-core';
import * as hand from '../../../chapters/19-automl/by-hand.ts';
import { expectedImprovement } from '../../../chapters/19-automl/expected-improvement.ts';
import { guess, observed, squaredExponential } from '../../../chapters/19-automl/gaussian-process.ts';
import { decimal } from '../../../lib/print.ts';
import { note, same, type Counting } from '../counting.ts';

/** The hand-sized trials, then one by keyboard, one by finger, another length, one taken away. */
export async function automlPlayed(page: Page, counting: Counting): Promise<void> {
  await compared(page, counting, 'by hand', hand.points, hand.y, hand.length);
  const x = Number(await page.locator('[data-next]').getAttribute('data-next'));
  await page.locator('[data-control="answer"]').fill('0.5');
  await page.locator('[data-toy-do="answer"]').click();
  const points = [...hand.points, [x]];
  await compared(page, counting, 'answered', points, [...hand.y, 0.5], hand.length);
  await page.locator('[data-control="length"]').selectOption('0.5');
  await compared(page, counting, 'a shorter length', points, [...hand.y, 0.5], 0.5);
  await page.locator('.toy-touched').click({ position: { x: 300, y: 100 } });
  const trials = await page.locator('.toy-trials li').allInnerTexts();
  same(counting, 'a touch is a trial', trials.length, 4);
  const [there, found] = trials[3].replaceAll('−', '-').replace('×', '').split('→').map(Number);
  await compared(page, counting, 'touched', [...points, [there]], [...hand.y, 0.5, found], 0.5);
  await page.locator('.toy-trials button').nth(2).click();
  await compared(page, counting, 'one taken away', [...hand.points, [there]], [...hand.y, found], 0.5);
  const search = await page.evaluate(() => location.search);
  await page.reload();
  await page.locator('[data-toy][data-alive]').waitFor();
  await compared(page, counting, 'from its address', [...hand.points, [there]], [...hand.y, found], 0.5);
  note(counting, 'the address keeps trials', search.includes('seen='), search);
}

/** The next question and its numbers, in the words of the page. */
async function compared(page: Page, counting: Counting, what: string, points: number[][], y: number[], length: number) {
  const process = observed(points, y, squaredExponential([length]), 0);
  const x = Number(await page.locator('[data-next]').getAttribute('data-next'));
  const at = (x: number) => expectedImprovement(Math.min(...y), guess([x], process));
  const better = Array.from({ length: 501 }, (_, k) => (k - 200) / 100).filter((other) => at(other) > at(x) + 1e-2);
  note(counting, `${what}: nowhere is much more to be expected than at ${x}`, better.length === 0, better.join());
  const { mean, deviation } = guess([x], process);
  const said = await page.locator('[data-next]').innerText();
  const wanted =
    `The next question: x = ${decimal(x, 2)}, expected improvement ${decimal(at(x))}; ` +
    `there mean ${decimal(mean)}, deviation ${decimal(deviation)}`;
  same(counting, `chapter 19's toy, ${what}`, said, wanted);
}
