/** Chapter 8 under a hand: the graph, the walker, the nudge. */

import type { Page } from 'playwright-core';
import { cost, descend } from '../../../chapters/08-backprop/line.ts';
import { meanSquare, meanSquareBackward } from '../../../chapters/08-backprop/linear.ts';
import { numericGradient } from '../../../lib/numeric.ts';
import { given } from '../../chapters/08-backprop.ts';
import { note, type Counting } from '../counting.ts';
import { same } from '../figures.ts';
import { slide, texts } from './page.ts';

/** x·x + x: three values forwards, three gradients back, x changed on the way; and the same by keys. */
export async function usedGraph(page: Page, counting: Counting): Promise<void> {
  const stage = '[data-stage="4"]';
  const values = () => texts(page, `${stage} [data-number="value"]`);
  const slopes = () => texts(page, `${stage} [data-number="gradient"]`);
  same(
    counting,
    [await values(), await slopes()],
    [
      ['3', '9', '12'],
      ['7', '1', '1'],
    ],
    'at first all stands there',
  );
  const press = (icon: string) => page.click(`${stage} .stepper [data-step="${icon}"]`);
  await press('first');
  same(
    counting,
    [await values(), await slopes()],
    [
      ['·', '·', '·'],
      ['·', '·', '·'],
    ],
    'and before the first step nothing',
  );
  await press('next');
  await press('next');
  same(counting, await values(), ['3', '9', '·'], 'forwards, from what is read to what reads it');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  same(counting, await slopes(), ['·', '·', '1'], 'then back from the result, by a key');
  await page.keyboard.press('End');
  same(counting, await slopes(), ['7', '1', '1'], 'down to x, read three times: 1 + 3 + 3');
  const says = (await texts(page, `${stage} .stepper-says`))[0];
  note(counting, `the three are named: ${says}`, /1 · 1 .*1 · 3 .*1 · 3 .*together 7/.test(says));
  await page.keyboard.press('ArrowLeft');
  same(counting, await slopes(), ['·', '1', '1'], 'a step back takes it away');
  note(counting, 'the step is in the address', page.url().includes('t=tape~5'), page.url());
  await slide(page, '4', 'x', -1.5);
  await press('last');
  // x² + x and 2x + 1 at x = −3/2.
  same(
    counting,
    [await values(), await slopes()],
    [
      ['−1.5', '2.25', '0.75'],
      ['−2', '1', '1'],
    ],
    'another x',
  );
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link.replace('/en/', '/zh/'));
  same(counting, await slopes(), ['−2', '1', '1'], 'the link keeps it, in the other language too');
  await page.goto('about:blank');
  await page.goto(link.replace(/#.*/, '#!t=tape~999'));
  same(counting, await values(), ['3', '9', '12'], 'a step that there is not is the last');
}

/** A rate and a start by hand: the walk is the one that `descend` takes. */
export async function usedWalker(page: Page, counting: Counting): Promise<void> {
  for (const [w_0, rate] of [
    [0, 0.25],
    [5.5, 0.45],
  ]) {
    await slide(page, '2', 'w_0', w_0);
    await slide(page, '2', 'rate', rate);
    const path = descend(w_0, rate, 4, given.points);
    const shown = await texts(page, '[data-entry^="path["]');
    same(
      counting,
      shown.map(Number),
      path.map((w) => Number(w.toFixed(3)) + 0),
      `from ${w_0} with rate ${rate}`,
    );
    const costs = await texts(page, '[data-entry^="pathCosts["]');
    same(
      counting,
      costs.map(Number),
      path.map((w) => Number(cost(w, given.points).toFixed(3))),
      'what each step costs',
    );
  }
  note(counting, 'both are in the address', /w_0=5\.5&rate=0\.45/.test(page.url()), page.url());
}

/** Any number of the layer, nudged by an h of the reader's: the two slopes are those of lib and of the chapter. */
export async function usedNudge(page: Page, counting: Counting): Promise<void> {
  const layer = structuredClone(given.layer);
  const back = meanSquareBackward(meanSquare(layer.X, layer.W, layer.T));
  const options = await page.locator('.nudge option').count();
  same(counting, options, 16, 'every number of the layer can be chosen');
  for (const power of [-5, -9]) {
    await slide(page, '9', 'h', power);
    const cost = () => meanSquare(layer.X, layer.W, layer.T).cost;
    const nudged = numericGradient(cost, layer, Number(`1e${power}`));
    for (const [name, i, c] of [
      ['W', 0, 1],
      ['X', 1, 0],
      ['T', 2, 1],
    ] as const) {
      const option = await page.locator('.nudge option', { hasText: `${name}[${i}][${c}]` }).getAttribute('value');
      await page.selectOption('.nudge select', option);
      const shown = (await texts(page, '[data-nudge-number]')).map((text) => text.replace('−', '-'));
      const wanted = [nudged[name][i][c], back[`d${name}`][i][c]].map((x) => x.toFixed(12));
      same(counting, shown, wanted, `${name}[${i}][${c}] nudged by 1e${power}`);
      const alike = (await texts(page, '.nudge u')).map((text) => text.replace('−', '-'));
      const isAlike = alike[0].length > 3 && alike.every((text, k) => shown[k].startsWith(text));
      note(counting, `digits underlined of ${shown.join(' and ')}: ${alike.join(' and ')}`, isAlike);
    }
  }
  await page.locator('[data-nudge-number]').first().click();
  const operands = await page
    .locator('[data-stage="9"] [data-history] [data-operand]')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.operand));
  same(counting, operands, ['above', 'below', 'h'], 'the slope opens into the two costs and h');
}
