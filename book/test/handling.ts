/** Figures that one takes hold of: customers dragged, dials turned, masks drawn, a row moved, a line written wrong. */

import type { Browser, Page } from 'playwright-core';
import { perceptron } from '../../chapters/01-vectors/separating.ts';
import { positionalEncoding, similarity } from '../../chapters/03-positions/positions.ts';
import * as four from '../../chapters/04-attention/by-hand.ts';
import { attention } from '../../chapters/04-attention/attention.ts';
import { causalMask, paddingMask } from '../../chapters/06-masking/masking.ts';
import * as seven from '../../chapters/07-layer-norm/by-hand.ts';
import { layerNorm } from '../../chapters/07-layer-norm/layer-norm.ts';
import { decimal } from '../../lib/print.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { note, type Counting } from './counting.ts';
import { opened, same } from './figures.ts';

/** All four chapters. */
export async function handled(browser: Browser, counting: Counting): Promise<void> {
  for (const [chapter, hold] of [
    ['01-vectors', customers],
    ['03-positions', dials],
    ['06-masking', masks],
    ['07-layer-norm', rowAndWays],
  ] as const) {
    const { page, heard } = await opened(browser, 'en', chapter);
    await hold(page, counting);
    same(counting, heard(), [], `${chapter}: handling is quiet`);
    await page.context().close();
  }
}

/** The rows of a matrix as they stand on the page. */
function shown(page: Page, path: string): Promise<string[][]> {
  const table = page.locator(`table:has([data-entry="${path}"], [data-entry^="${path}["])`).first();
  return table.evaluate((element) =>
    [...element.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('button')].map((button) => button.textContent ?? ''),
    ),
  );
}

function texts(A: Matrix, digits: number): string[][] {
  return A.map((row) => row.map((x) => decimal(x, digits)));
}

/** Drags what a locator finds, by so many pixels. */
async function dragged(page: Page, what: string, right: number, down: number): Promise<void> {
  await page.locator(what).first().scrollIntoViewIfNeeded();
  const box = await page.locator(what).first().boundingBox();
  if (box === null) throw new Error(`${what} cannot be seen`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + right / 2, y + down / 2);
  await page.mouse.move(x + right, y + down);
  await page.mouse.up();
}

/** A customer out of the way: a line. Another dragged: line and matrices are those of the chapter's perceptron. */
async function customers(page: Page, counting: Counting): Promise<void> {
  const picture = (w: string) => page.locator(`[data-separation="${w}"]`);
  const isSeparate = (w: string) => picture(w).getAttribute('data-separates');
  const labels = [1, 1, 1, -1, -1, -1];
  same(counting, await isSeparate('without.w'), 'false', 'no line as it first stands');
  note(counting, 'and why', (await picture('without.w').innerText()).includes('the middle of A and B'));
  await picture('without.w').locator('.handle').nth(1).focus();
  for (let k = 0; k < 8; k++) await page.keyboard.press('ArrowDown');
  same(counting, await isSeparate('without.w'), 'true', 'B by the arrow keys without a late payment: a line');
  note(counting, `the address keeps it: ${page.url()}`, decodeURI(page.url()).includes('customers[1][6]=0'));
  const line = await picture('line.w').locator('.separation-plane').getAttribute('points');
  await dragged(page, '[data-separation="line.w"] .handle:nth-of-type(4)', 40, 30);
  const bank = (await shown(page, 'customers')).map((row) => row.map(Number));
  note(counting, 'a customer was dragged', bank[3][6] !== 1 && bank[3][8] !== 2, bank[3].join(' '));
  const found = perceptron(
    bank.map((row) => [row[6], row[8]]),
    labels,
    300,
  );
  same(counting, await shown(page, 'line.w'), texts([found.w], 2), 'the line is that of the perceptron');
  same(counting, await shown(page, 'line.b'), texts([[found.b]], 2), 'and its b');
  note(
    counting,
    'the line turned',
    (await picture('line.w').locator('.separation-plane').getAttribute('points')) !== line,
  );
  const room = await picture('space.w').locator('.separation-plane').getAttribute('points');
  await page.locator('[data-turn]').focus();
  await page.keyboard.press('ArrowRight');
  note(
    counting,
    'the room turns',
    (await picture('space.w').locator('.separation-plane').getAttribute('points')) !== room,
  );
  // D where A is: no line, the last one stays and is dashed.
  await page.goto(`${page.url().split('#')[0]}`);
  await picture('line.w').locator('.handle').nth(0).focus();
  for (let k = 0; k < 16; k++) await page.keyboard.press('ArrowDown');
  same(counting, await isSeparate('line.w'), 'false', 'A without a salary: no line');
  note(counting, 'the last line stays', (await picture('line.w').locator('.separation-plane.last').count()) === 1);
  note(
    counting,
    'and that is said',
    (await picture('line.w').innerText()).includes('The last line that did is dashed'),
  );
}

/** p and k by keys, then a hand dragged: what stands there is the table's row, and the hands agree. */
async function dials(page: Page, counting: Counting): Promise<void> {
  const agrees = async (what: string) => {
    const [[p], [k]] = [await shown(page, 'p'), await shown(page, 'k')].map(([row]) => row.map(Number));
    const PE = positionalEncoding(p + k + 1, 8);
    same(counting, await shown(page, 'here'), texts([PE[p]], 3), `${what}: PE(${p})`);
    same(counting, await shown(page, 'there'), texts([PE[p + k]], 3), `${what}: PE(${p} + ${k})`);
    same(counting, await shown(page, 'onward'), texts([PE[p + k]], 3), `${what}: PE(${p}) turned`);
    same(counting, await shown(page, 'product'), [[decimal(similarity(k, 8), 6)]], `${what}: similarity`);
    return [p, k];
  };
  same(counting, await page.locator('[data-dial]').count(), 4, 'a dial for each wavelength');
  await page.locator('[data-slider="p"]').focus();
  for (let n = 0; n < 9; n++) await page.keyboard.press('ArrowRight');
  await page.locator('[data-slider="k"]').focus();
  await page.keyboard.press('ArrowLeft');
  same(counting, await agrees('by keys'), [12, 4], 'the sliders were moved');
  note(counting, 'the address keeps it', decodeURI(page.url()).includes('p=12&k=4'), page.url());
  await page.locator('[data-dial]').nth(1).scrollIntoViewIfNeeded();
  const box = await page.locator('[data-dial]').nth(1).boundingBox();
  if (box === null) throw new Error('no dial');
  // The second hand turns a tenth of a radian a position: three o'clock is nearest at 16.
  await page.mouse.click(box.x + box.width - 8, box.y + box.height / 2);
  same(counting, await agrees('by hand'), [16, 4], 'the dial was turned');
  // The third dial's hand goes on from there.
  await dragged(page, '[data-dial] >> nth=2', 0, -40);
  await agrees('dragged');
}

/** Masks by clicks, keys and buttons; a row that sees nothing is refused; padding changes no digit. */
async function masks(page: Page, counting: Counting): Promise<void> {
  const M = (path: string) => page.locator(`[data-mask] [data-entry="${path}"]`);
  const mask = causalMask(3);
  const follows = async (what: string) => {
    same(counting, await shown(page, 'M'), texts(mask, 0), `${what}: M`);
    const { A } = attention(four.Q, four.K, four.V, mask);
    same(counting, await shown(page, 'A'), texts(A, 2), `${what}: the shares`);
  };
  await M('M[0][1]').click();
  mask[0][1] = 0;
  await follows('a click');
  await M('M[2][0]').focus();
  await page.keyboard.press('Enter');
  mask[2][0] = -Infinity;
  await follows('Enter');
  const link = page.url();
  note(counting, 'the address keeps −∞', decodeURI(link).includes('M[2][0]=-Infinity'), link);
  await M('M[2][1]').click();
  mask[2][1] = -Infinity;
  await follows('another click');
  await M('M[2][2]').click();
  await follows('a row that sees nothing is refused');
  note(
    counting,
    'and why',
    (await page.locator('.masks-refused').innerText()).includes('every query must see at least one key'),
  );
  for (const [ready, wanted] of [
    ['none', [[0, 0, 0], [0, 0, 0], [0, 0, 0]]], // prettier-ignore
    ['causal', causalMask(3)],
    ['padding', paddingMask(3, [4, 5, 0])],
  ] as const) {
    await page.click(`[data-ready="ready.${ready}"]`);
    same(counting, await shown(page, 'M'), texts(wanted as Matrix, 0), `the mask that stands ready: ${ready}`);
  }
  // A stroke of the mouse over 我 and 爱 in the last column, which is hidden, shows both.
  const [from, to] = [await M('M[0][2]').boundingBox(), await M('M[1][2]').boundingBox()];
  if (from === null || to === null) throw new Error('no mask');
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(to.x + 8, to.y + 8, { steps: 6 });
  await page.mouse.up();
  const last = async () => (await shown(page, 'M')).map((row) => row[2]);
  same(counting, await last(), ['0', '0', '-∞'], 'a stroke over two entries');
  await page.check('[data-click="open"]');
  await M('M[0][2]').click();
  await page.locator('[data-history="M[0][2]"]').waitFor();
  await page.fill('.history-edit input', '−∞');
  await page.click('.history-edit button');
  same(counting, await last(), ['-∞', '0', '-∞'], 'the editor takes −∞');
  await page.goto('about:blank');
  await page.goto(link);
  same(counting, (await shown(page, 'M'))[2], ['-∞', '0', '0'], 'the link brings the mask back');
  await padded(page, counting);
}

/** The same digits with a word of filling, whatever stands in it; others where it is seen. */
async function padded(page: Page, counting: Counting): Promise<void> {
  const compared = async (what: string) => {
    const [alone, hidden, seen] = await Promise.all(['alone.Y', 'padded.Y', 'seen.Y'].map((path) => shown(page, path)));
    same(counting, alone, texts(attention(four.Q, four.K, four.V).Y, 9), `${what}: unpadded`);
    same(counting, hidden.slice(0, 3), alone, `${what}: padded is unpadded, digit by digit`);
    note(counting, `${what}: seen it is not`, JSON.stringify(seen.slice(0, 3)) !== JSON.stringify(alone));
    same(counting, await page.locator('[data-same="padded.Y"]').getAttribute('data-equal'), 'true', `${what}: said`);
    same(counting, await page.locator('[data-same="seen.Y"]').getAttribute('data-equal'), 'false', `${what}: said`);
  };
  await compared('as it stands');
  await page.click('[data-entry="pad.V[0][0]"]');
  await page.fill('.history-edit input', '-123456');
  await page.click('.history-edit button');
  await compared('other filling');
}

/** A number of the row moved, statistics with it; and each of the four wrong ways. */
async function rowAndWays(page: Page, counting: Counting): Promise<void> {
  const says = async (path: string) =>
    (await page.locator(`[data-moments="${path}"] output`).allInnerTexts()).join(' ');
  same(counting, [await says('sum'), await says('added.X_hat')], ['3.000 4.000', '0.000 1.000'], 'mean and variance');
  await page.locator('.moments .handle').first().focus();
  for (let k = 0; k < 16; k++) await page.keyboard.press('ArrowUp');
  // 5, 1, 5, 5: mean 4, variance (1 + 9 + 1 + 1)/4 = 3
  same(counting, [await says('sum'), await says('added.X_hat')], ['4.000 3.000', '0.000 1.000'], 'by the arrow keys');
  await dragged(page, '.moments .handle >> nth=1', 0, -30);
  const moved = (await shown(page, 'sum'))[0].map(Number);
  note(counting, 'a number was dragged', moved[1] > 1, moved.join(' '));
  const mean = moved.reduce((sum, x) => sum + x, 0) / 4;
  const variance = moved.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 4;
  same(counting, await says('sum'), `${decimal(mean)} ${decimal(variance)}`, 'statistics by dragging');
  await page.click('[data-reset]');

  const { P } = seven;
  const epsilon = 1e-5;
  const ways: [number, Vector][] = [
    [1, [1, 1, 5, 5].map((x) => (x - 3) / Math.sqrt(16 / 3 + epsilon))],
    [2, [1, 1, 5, 5].map((x) => (x - 3) / 2)],
    // the mean of all eight numbers is 5
    [3, [1, 1, 5, 5].map((x) => (x - 5) / Math.sqrt((16 + 16 + 0 + 0) / 4 + epsilon))],
    [4, layerNorm([seven.F[0]], P).X_hat[0]],
  ];
  for (const [way, row] of ways) {
    await page.check(`[data-switch="${way}"]`);
    same(counting, (await shown(page, 'added.X_hat'))[0], texts([row], 3)[0], `wrong way ${way}`);
    note(counting, `the address keeps it: ${page.url()}`, page.url().endsWith(`x=${way}`));
    note(counting, `way ${way} says what goes wrong`, (await page.locator('.switches-wrong').innerText()).length > 40);
  }
  await page.click('[data-entry="added.X_hat[0][0]"]');
  await page.check('[data-switch="2"]');
  for (const [c, x] of [4, 3, 2, 1].entries()) {
    await page.click(`[data-entry="X[0][${c}]"]`);
    await page.fill('.history-edit input', String(x));
    await page.click('.history-edit button');
  }
  same(counting, (await shown(page, 'added.X_hat'))[0], ['NaN', 'NaN', 'NaN', 'NaN'], 'without ε, 4 4 4 4 is NaN');
  await page.check('[data-switch="0"]');
  same(counting, (await shown(page, 'added.X_hat'))[0], ['0.000', '0.000', '0.000', '0.000'], 'with ε it is 0');
}
