/** Chapter 13 under a hand: the pencil translator word by word, and the beam as a tree. */

import type { Page } from 'playwright-core';
import { BOS, idsOf, tokensOf } from '../../../chapters/02-embedding/vocabulary.ts';
import { softmax } from '../../../chapters/04-attention/softmax.ts';
import { decode, encode } from '../../../chapters/11-decoder/transformer.ts';
import * as hand from '../../../chapters/13-translator/by-hand.ts';
import { beamSearch, beamSteps } from '../../../chapters/13-translator/decoding.ts';
import { english, pencil, pencilSource } from '../../../chapters/13-translator/pencil.ts';
import { note, type Counting } from '../counting.ts';
import { allOpened, compared, same } from '../figures.ts';
import { slide, texts } from './page.ts';

/** 我爱你 word by word, by buttons and keys: 16 coordinates after each sublayer, as the chapter's functions have them. */
export async function usedWords(page: Page, counting: Counting): Promise<void> {
  const P = pencil();
  const encoding = encode(pencilSource(hand.sentence), P);
  const decoding = decode([BOS, ...idsOf(hand.translation, english)], encoding, P);
  const [one, two] = [encoding.encoded.layers[0], decoding.decoded.layers[0]];
  const stage = '[data-stage="4"]';
  const [says, read]: string[][] = [[], ['<bos>', ...hand.translation]];
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
    const chances = (await texts(page, `${stage} [data-entry^="believed[${i}]["]`)).map(Number);
    same(
      counting,
      chances,
      softmax(decoding.S)[i].map((x) => Number(x.toFixed(4))),
      `${read[i]}: what may follow`,
    );
    await compared(await allOpened(page, `${stage} .stepper`), '13-translator', 'en', counting);
    await page.focus(`${stage} .stepper [data-step="next"]`);
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
export async function usedTree(page: Page, counting: Counting): Promise<void> {
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
