/** Chapters 8, 12 and 13 under a reader's hand: what is stepped, slid and chosen shows the chapters' numbers. */

import type { Browser } from 'playwright-core';
import type { Counting } from './counting.ts';
import { opened, same, tooSmall } from './figures.ts';
import { usedGraph, usedNudge, usedWalker } from './own-hand/backprop.ts';
import { usedAdam, usedDropout } from './own-hand/training.ts';
import { usedTree, usedWords } from './own-hand/translator.ts';

const USES = [
  ['08-backprop', [usedGraph, usedWalker, usedNudge]],
  ['12-training', [usedDropout, usedAdam]],
  ['13-translator', [usedWords, usedTree]],
] as const;

/** Uses each figure on a fresh page; on a phone all of it is large enough for a finger. */
export async function ownHand(browser: Browser, counting: Counting): Promise<void> {
  for (const [chapter, uses] of USES) {
    for (const use of uses) {
      const { page, heard } = await opened(browser, 'en', chapter);
      await use(page, counting);
      same(counting, heard(), [], `${chapter}: all this is quiet`);
      await page.context().close();
    }
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    const { page } = await opened(browser, 'zh', chapter, phone);
    same(counting, await tooSmall(page), [], `${chapter}: touch targets of 44 px`);
    await page.context().close();
  }
}
