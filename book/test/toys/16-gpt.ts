/** Chapter 16's toy: heat and cuts change the bars as the chapter's functions do; trained, it says what is printed. */

import type { Page } from 'playwright-core';
import { gptParams } from '../../../chapters/16-gpt/gpt.ts';
import { nextAfter } from '../../../chapters/16-gpt/language-model.ts';
import { ngramAfter, ngrams } from '../../../chapters/16-gpt/ngrams.ts';
import { choices, sampled, sayable, type Choice } from '../../../chapters/16-gpt/sampling.ts';
import type { Next } from '../../../chapters/13-translator/decoding.ts';
import { fitLines } from '../../../examples/training/fit-lines.ts';
import { threads } from '../../../examples/training/crew.ts';
import { finished } from '../../../examples/training/finished.ts';
import { decimal } from '../../../lib/print.ts';
import { seeded } from '../../../lib/random.ts';
import { data } from '../../toys/16-gpt/data.ts';
import { controls } from '../../toys/16-gpt/toy.tsx';
import { note, same, type Counting } from '../counting.ts';

const { tokens, lines, plan, epochs } = data();
const pairs = lines.map((target) => ({ source: [], target }));
const V = tokens.length;

/** Bars of the bigram model under all three controls; then training, paused and gone on with, and its sentences. */
export async function gptPlayed(page: Page, counting: Counting): Promise<void> {
  same(counting, 'top-k: all is the whole vocabulary', controls.k.first, String(V));
  const counted = ngrams(pairs, 2);
  await compared(page, counting, ngramAfter([], counted, V), [], { temperature: 1, k: V, p: 1 });
  await page.locator('[data-control="temperature"]').fill('2');
  await page.locator('[data-control="k"]').selectOption('5');
  await page.locator('[data-control="p"]').fill('0.8');
  await compared(page, counting, ngramAfter([], counted, V), [], { temperature: 2, k: 5, p: 0.8 });
  const address = await page.evaluate(() => location.search);
  same(counting, 'the address keeps the controls', address, '?temperature=2&k=5&p=0.8');
  await page.locator('[data-control="temperature"]').fill('1');
  await page.locator('[data-control="k"]').selectOption(String(V));
  await page.locator('[data-control="p"]').fill('1');
  await page.locator('[data-toy-do="start"]').click();
  await page.locator('[data-toy-do="pause"]').click();
  await page.waitForTimeout(500);
  const paused = await page.locator('.toy-says').innerText();
  await page.waitForTimeout(300);
  same(counting, 'a paused training rests', await page.locator('.toy-says').innerText(), paused);
  await page.locator('[data-toy-do="start"]').click();
  await page.locator('[data-toy-do="start"]:disabled').waitFor({ timeout: 120_000 });
  const P = await finished(fitLines(gptParams(seeded('weights 1'), V, plan.sizes), pairs, plan, epochs, '1', threads));
  await compared(page, counting, nextAfter([], P), [], { temperature: 1, k: V, p: 1 });
  const word = await page.locator('[data-word]').first().getAttribute('data-word');
  await page.locator('[data-word] button').first().click();
  await compared(page, counting, nextAfter([], P), [Number(word)], { temperature: 1, k: V, p: 1 });
  await page.locator('[data-toy-do="reset"]').click();
  note(counting, 'reset forgets', (await page.locator('.toy-says').innerText()).startsWith('not trained'));
}

/** The bars and the sentences on the page are those of the chapter's functions. */
async function compared(page: Page, counting: Counting, next: Next, said: number[], choice: Choice): Promise<void> {
  await page.waitForTimeout(800); // sentences follow a little later
  const shares = choices(sayable(next(said)), choice);
  const found = await page
    .locator('[data-word]')
    .evaluateAll((rows) =>
      rows.map((row) => [
        Number((row as HTMLElement).dataset.word),
        row.querySelector('[data-left]')?.textContent ?? '',
      ]),
    );
  const wanted = found.map(([id]) => [id, shares[Number(id)] === 0 ? 'cut' : decimal(shares[Number(id)])]);
  const what = `after [${said.join()}], ${JSON.stringify(choice)}`;
  same(counting, `chapter 16's toy: shares ${what}`, found, wanted);
  const random = seeded('said 1');
  const spoken = [1, 2, 3].map(() => {
    const { ids } = sampled((ids) => next([...said, ...ids]), choice, random, 10);
    return [...said, ...ids].map((id) => tokens[id]).join(' ');
  });
  same(counting, `sentences ${what}`, await page.locator('[data-sentences] li').allInnerTexts(), spoken);
}
