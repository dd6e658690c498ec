/** Chapters 8, 12 and 13 under a reader's hand: what is stepped through, slid and chosen shows the chapters' numbers. */

import type { Browser, Page } from 'playwright-core';
import { hadamard } from '../../chapters/01-vectors/matrices.ts';
import { BOS, idsOf, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import { cost, descend } from '../../chapters/08-backprop/line.ts';
import { meanSquare, meanSquareBackward } from '../../chapters/08-backprop/linear.ts';
import { decode, encode } from '../../chapters/11-decoder/transformer.ts';
import { adam, beginner } from '../../chapters/12-training/adam.ts';
import { dropout } from '../../chapters/12-training/dropout.ts';
import * as hand from '../../chapters/13-translator/by-hand.ts';
import { beamSearch, beamSteps } from '../../chapters/13-translator/decoding.ts';
import { english, pencil, pencilSource } from '../../chapters/13-translator/pencil.ts';
import { numericGradient } from '../../lib/numeric.ts';
import { given as backprop } from '../chapters/08-backprop.ts';
import { given as training } from '../chapters/12-training.ts';
import { note, type Counting } from './counting.ts';
import { opened, same } from './figures.ts';

/** Uses each of the three chapters in one language, and its link in the other. */
export async function ownHand(browser: Browser, counting: Counting): Promise<void> {
  for (const [chapter, use] of [
    ['08-backprop', usedGraph],
    ['08-backprop', usedWalker],
    ['08-backprop', usedNudge],
    ['12-training', usedDropout],
    ['12-training', usedAdam],
    ['13-translator', usedWords],
    ['13-translator', usedTree],
  ] as const) {
    const { page, heard } = await opened(browser, 'en', chapter);
    await use(page, counting);
    same(counting, heard(), [], `${chapter}: all this is quiet`);
    await page.context().close();
  }
}

/** The texts of all elements. */
function texts(page: Page, selector: string): Promise<string[]> {
  return page.locator(selector).evaluateAll((all) => all.map(({ textContent }) => textContent ?? ''));
}

/** Sets a slider as a hand does. */
async function slide(page: Page, stage: string, path: string, value: number): Promise<void> {
  await page.locator(`[data-stage="${stage}"] [data-slider="${path}"]`).fill(String(value));
}

/** x·x + x: three values forwards, three gradients back, x changed on the way; and the same by keys. */
async function usedGraph(page: Page, counting: Counting): Promise<void> {
  const stage = '[data-stage="4"]';
  const values = () => texts(page, `${stage} [data-value]`);
  const slopes = () => texts(page, `${stage} [data-gradient]`);
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
async function usedWalker(page: Page, counting: Counting): Promise<void> {
  for (const [w_0, rate] of [
    [0, 0.25],
    [5.5, 0.45],
  ]) {
    await slide(page, '2', 'w_0', w_0);
    await slide(page, '2', 'rate', rate);
    const path = descend(w_0, rate, 4, backprop.points);
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
      path.map((w) => Number(cost(w, backprop.points).toFixed(3))),
      'what each step costs',
    );
  }
  note(counting, 'both are in the address', /w_0=5\.5&rate=0\.45/.test(page.url()), page.url());
}

/** Any number of the layer, nudged by an h of the reader's: the two slopes are those of lib and of the chapter. */
async function usedNudge(page: Page, counting: Counting): Promise<void> {
  const layer = structuredClone(backprop.layer);
  const back = meanSquareBackward(meanSquare(layer.X, layer.W, layer.T));
  const options = await page.locator('.nudge option').count();
  same(counting, options, 16, 'every number of the layer can be chosen');
  for (const power of [-5, -9]) {
    await slide(page, '6', 'h', power);
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
    .locator('[data-history] [data-operand]')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.operand));
  same(counting, operands, ['above', 'below', 'h'], 'the slope opens into the two costs and h');
}

/** Dropout off, on, and more of it: factors and row are those of `dropout`. */
async function usedDropout(page: Page, counting: Counting): Promise<void> {
  const stage = '[data-stage="4"]';
  const shown = async (path: string) => (await texts(page, `${stage} [data-entry^="${path}["]`)).map(Number);
  const { X, draws } = training.row;
  const compare = async (p: number, what: string) => {
    const queue = [...draws];
    const D = dropout(() => queue.shift() ?? 1, 1, 4, p);
    const rounded = (row: number[]) => row.map((x) => Number(x.toFixed(3)));
    same(counting, await shown('passed.D'), rounded(D[0]), `${what}: the factors`);
    same(counting, await shown('passed.Y'), rounded(hadamard(D, X)[0]), `${what}: the row`);
  };
  await page.click(`${stage} [data-choice="row.p=0"]`);
  await compare(0, 'off');
  same(counting, await shown('passed.Y'), X[0], 'off, the row passes as it is');
  const pressed = page.locator(`${stage} [data-choice][aria-pressed="true"]`);
  same(counting, await pressed.count(), 1, 'one button is pressed');
  await slide(page, '4', 'row.p', 0.6);
  await compare(0.6, 'p = 0.6');
  same(counting, await pressed.count(), 0, 'neither button says 0.6');
  await page.click(`${stage} [data-choice="row.p=0.25"]`);
  await compare(0.25, 'on');
}

/** Two dozen steps of Adam for one weight, in matrices and as curves, and again with another gradient. */
async function usedAdam(page: Page, counting: Counting): Promise<void> {
  const g = structuredClone(training.walk.g);
  const compare = async (what: string) => {
    let learner = beginner({ w: [training.walk.w] });
    const wanted: Record<'m' | 'v' | 'moves', number[]> = { m: [], v: [], moves: [] };
    for (const g_t of g.flat()) {
      const next = adam(learner, { w: [g_t] }, training.rate);
      wanted.m.push(next.m.w[0]);
      wanted.v.push(next.v.w[0]);
      wanted.moves.push(next.P.w[0] - learner.P.w[0]);
      learner = next;
    }
    for (const name of ['m', 'v', 'moves'] as const) {
      const shown = await texts(page, `[data-entry^="walked.${name}["]`);
      same(
        counting,
        shown.map(Number),
        wanted[name].map((x) => Number(x.toFixed(3)) + 0),
        `${what}: ${name}`,
      );
    }
  };
  await compare('as it stands');
  const curves = page.locator('[data-stage="2"] .curve');
  const points = () => curves.evaluateAll((all) => all.map((line) => line.getAttribute('points') ?? ''));
  const before = await points();
  same(
    counting,
    before.map((line) => line.split(' ').length),
    [24, 24, 24],
    'a point each step, in three curves',
  );
  await page.click('[data-entry="walk.g[2][1]"]');
  await page.fill('.history-edit input', '-40');
  await page.click('.history-edit button');
  g[2][1] = -40;
  await compare('turned round');
  note(
    counting,
    'the curves follow',
    (await points()).every((line, k) => k === 1 || line !== before[k]),
  );
}

/** 我爱你 word by word, by buttons and keys: 16 coordinates after each sublayer, as the chapter's functions have them. */
async function usedWords(page: Page, counting: Counting): Promise<void> {
  const P = pencil();
  const encoding = encode(pencilSource(hand.sentence), P);
  const decoding = decode([BOS, ...idsOf(hand.translation, english)], encoding, P);
  const [one, two] = [encoding.encoded.layers[0], decoding.decoded.layers[0]];
  const stage = '[data-stage="4"]';
  const says: string[] = [];
  for (let i = 0; i < 4; i++) {
    says.push(await page.locator(`${stage} [data-says]`).innerText());
    for (const [name, passed] of [
      ['characters', [encoding.input.Y, one.normed_1.Y, one.normed_2.Y]],
      ['words', [decoding.input.Y, two.normed_1.Y, two.normed_2.Y, two.normed_3.Y]],
    ] as const) {
      const wanted = Array.from({ length: 16 }, (_, c) => passed.map((Y) => Number(Y[i][c].toFixed(2)) + 0)).flat();
      const shown = await texts(page, `${stage} [data-entry^="${name}[${i}]["]`);
      same(counting, shown.map(Number), wanted, `${name}[${i}]: 16 coordinates after each sublayer`);
    }
    if (i === 0) await page.click(`${stage} .stepper [data-step="next"]`);
    else await page.keyboard.press('ArrowRight');
  }
  same(counting, says, ['I', 'love', 'you', '<eos>'], 'word by word');
  await page.click(`${stage} [data-entry="words[3][2][2]"]`);
  await page.locator('[data-history="words[3][2][2]"] [data-operand]').first().waitFor();
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link.replace('/en/', '/zh/'));
  await page.locator('[data-history="words[3][2][2]"]').waitFor();
  same(counting, await page.locator(`${stage} [data-says]`).innerText(), '<eos>', 'the link keeps the word');
}

/** The beam as a tree, by width and length penalty: what is said is what `beamSearch` finds. */
async function usedTree(page: Page, counting: Counting): Promise<void> {
  const stage = '[data-stage="7"]';
  const tree = (name: string) => `${stage} [data-stepper="${name}"]`;
  const states = async (name: string, state: string) =>
    page
      .locator(`${tree(name)} [data-state="${state}"]`)
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.hypothesis));
  for (const [width, alpha] of [
    [1, 0],
    [2, 0],
    [2, 0.6],
    [4, 1],
  ]) {
    await slide(page, '7', 'width', width);
    await slide(page, '7', 'alpha', alpha);
    for (const [name, probabilities] of [
      ['John', hand.John],
      ['Run', hand.Run],
    ] as const) {
      const { ids, logP } = beamSearch(hand.nextIn(probabilities), width, alpha, 20);
      const what = `${name}, width ${width}, α = ${alpha}`;
      same(counting, await states(name, 'said'), [tokensOf(ids, hand.words).join(' ')], what);
      const number = await page.locator(`${tree(name)} [data-state="said"] [data-entry]`).innerText();
      same(counting, number, logP.toFixed(3), `${what}: ln P`);
      const tried = [...beamSteps(hand.nextIn(probabilities), width, 20)].flatMap(({ longer }) => longer).length;
      same(counting, await page.locator(`${tree(name)} li`).count(), tried, `${what}: all that was tried`);
    }
  }
  await slide(page, '7', 'width', 2);
  same(counting, await states('John', 'dropped'), ['clever Johnny', 'smart Johnny'], 'two of four fall away');
  await page.click(`${tree('John')} [data-step="first"]`);
  await page.click(`${tree('John')} [data-step="next"]`);
  same(counting, await states('John', 'kept'), ['', 'clever', 'smart'], 'step by step');
  await page.keyboard.press('ArrowRight');
  same(counting, await states('John', 'dropped'), ['clever Johnny', 'smart Johnny'], 'and by a key');
  await page.focus(`${tree('John')} [data-entry]`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('[data-history="John[2][1].logP"]').waitFor();
  const operands = await page.locator('[data-history] [data-operand]').count();
  note(counting, `ln P opens into ${operands} operands`, operands > 0);
}
