/** Chapter 17's toy: drawn on by finger and by keyboard, trained; its shares and looks are those of Node. */

import type { Page } from 'playwright-core';
import { softmax } from '../../../chapters/04-attention/softmax.ts';
import { drawn, GLYPHS } from '../../../chapters/17-vision/glyphs.ts';
import { cut } from '../../../chapters/17-vision/patches.ts';
import { looks, vision, type VisionParams } from '../../../chapters/17-vision/vision.ts';
import { byEngine, fit } from '../../../examples/17-vision/fit.ts';
import { BATCH, drawn as drawings, examplesOf, HAND, PATCH } from '../../../examples/17-vision/images.ts';
import { threads } from '../../../examples/training/crew.ts';
import { finished } from '../../../examples/training/finished.ts';
import { decimal } from '../../../lib/print.ts';
import { data } from '../../toys/17-vision/data.ts';
import { untrained } from '../../toys/17-vision/untrained.ts';
import { strokesIn } from '../../toys/17-vision/strokes.ts';
import { note, same, type Counting } from '../counting.ts';

/** Untrained, with a 一 drawn by the mouse; trained, with that, with a stroke by keyboard, and with a 口. */
export async function visionPlayed(page: Page, counting: Counting): Promise<void> {
  await page.locator('[data-toy-do="clear"]').click();
  const box = await page.locator('.toy-paper').boundingBox();
  if (box === null) throw new Error('there is no paper');
  await page.mouse.move(box.x + box.width * 0.15, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.85, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  await compared(page, counting, untrained('1'), 'untrained');
  await page.locator('[data-toy-do="start"]').click();
  await page.locator('[data-toy-do="start"]:disabled').waitFor({ timeout: 120_000 });
  const { images, steps, rate } = data();
  const examples = examplesOf(drawings('training', '1', images));
  const P = await finished(fit(untrained('1'), examples, byEngine(threads), { steps, batch: BATCH, rate }, '1'));
  await compared(page, counting, P, 'trained');
  same(counting, 'a stroke is 一', await likeliest(page), '一');
  await page.locator('.toy-paper').focus();
  for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', ' ']) await page.keyboard.press(key);
  for (let k = 0; k < 8; k++) await page.keyboard.press('ArrowDown');
  await compared(page, counting, P, 'with a stroke by keyboard');
  same(counting, 'two strokes are 十', await likeliest(page), '十');
  await page.locator('.toy-buttons button:text-is("口")').click();
  await page.locator('[data-control="layer"]').selectOption('1');
  await compared(page, counting, P, 'with a 口', 0);
}

/** Shares of the ten characters, and of the nine patches, for the strokes that the address has. */
async function compared(page: Page, counting: Counting, P: VisionParams, what: string, layer = 1): Promise<void> {
  await page.waitForTimeout(100);
  const text = await page.evaluate(() => new URLSearchParams(location.search).get('strokes') ?? '');
  note(counting, `chapter 17's toy, ${what}: the strokes stand in the address`, text !== '');
  const seen = vision(cut(drawn(strokesIn(text), HAND.side, HAND.pen), PATCH), P);
  const found = await page.locator('[data-share] td:nth-child(2)').allInnerTexts();
  same(
    counting,
    `chapter 17's toy, ${what}: shares`,
    found,
    softmax(seen.S)[0].map((share) => decimal(share)),
  );
  const patches = await page.locator('.toy-look-share').allTextContents();
  const wanted = looks(seen, layer).slice(1);
  same(
    counting,
    `${what}: where it looks`,
    patches,
    wanted.map((share) => decimal(share, 2)),
  );
}

async function likeliest(page: Page): Promise<string> {
  const shares = await page.locator('[data-share] td:nth-child(2)').allInnerTexts();
  const largest = Math.max(...shares.map(Number));
  return GLYPHS[shares.findIndex((share) => Number(share) === largest)].sign;
}
