/** Chapter 15's toy: words hidden, of a line given and of one's own; what it guesses is what Node's model guesses. */

import type { Page } from 'playwright-core';
import { characters, idsOf, vocabularyFrom } from '../../../chapters/02-embedding/vocabulary.ts';
import type { BertParams } from '../../../chapters/15-bert/bert.ts';
import { guesses } from '../../../chapters/15-bert/blanks.ts';
import { maskOf } from '../../../chapters/15-bert/masking-words.ts';
import { pretrain } from '../../../examples/15-bert/fit.ts';
import { threads } from '../../../examples/training/crew.ts';
import { finished } from '../../../examples/training/finished.ts';
import { decimal } from '../../../lib/print.ts';
import { data } from '../../toys/15-bert/data.ts';
import { untrained } from '../../toys/15-bert/untrained.ts';
import { same, type Counting } from '../counting.ts';

const { tokens, lines, plan, epochs } = data();

/** Untrained; then trained, with one blank, with two, and in another line. */
export async function bertPlayed(page: Page, counting: Counting): Promise<void> {
  const fresh = untrained({ tokens, lines, plan, epochs }, '1');
  await compared(page, counting, fresh, '我爱你', [1]);
  await page.locator('[data-toy-do="start"]').click();
  await page.locator('[data-toy-do="start"]:disabled').waitFor({ timeout: 180_000 });
  const P = await finished(pretrain(fresh, lines, plan, epochs, 'bert 1', threads));
  await compared(page, counting, P, '我爱你', [1]);
  const likeliest = await page.locator('[data-share]').first().getAttribute('data-share');
  same(counting, '我 [MASK] 你 is 我爱你', likeliest, '爱');
  await page.locator('[data-control="own"]').fill('他写了一封信');
  await page.locator('[data-control="own"]').blur();
  await page.locator('[data-sign="4"]').click();
  await page.locator('[data-sign="1"]').click();
  await compared(page, counting, P, '他写了一封信', [1, 4]);
  await page.locator('[data-sign="1"]').click();
  await compared(page, counting, P, '他写了一封信', [4]);
  const address = await page.evaluate(() => decodeURIComponent(location.search));
  same(counting, 'the address keeps the line and its blank', address, '?line=他写了一封信&hide=4');
}

/** The guesses on the page for these places of the line. */
async function compared(page: Page, counting: Counting, P: BertParams, line: string, places: number[]) {
  await page.waitForTimeout(100);
  const mask = maskOf(tokens.length);
  const ids = idsOf(characters(line), vocabularyFrom(tokens));
  const read = ids.map((id, i) => (places.includes(i) ? mask : id));
  const wanted = guesses(read, P).map((some) =>
    some.slice(0, 5).map(({ id, share }) => `${tokens[id]} ${decimal(100 * share, 1)} %`),
  );
  const found = await page.locator('[data-place]').evaluateAll((blanks) =>
    blanks.map((blank) =>
      [...blank.querySelectorAll('tr')].map((row) =>
        [...row.querySelectorAll('th, td')]
          .slice(0, 2)
          .map(({ textContent }) => textContent)
          .join(' '),
      ),
    ),
  );
  same(counting, `chapter 15's toy, ${line}, hidden ${places.join()}`, found, wanted);
}
