/** Figures and toys under a finger on a phone: tapped, dragged, drawn on; and a finger that scrolls changes nothing. */

import type { Browser, Page } from 'playwright-core';
import { note, type Counting } from './counting.ts';
import { opened, same } from './figures.ts';
import { awake } from './toys.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** What is touched, and where. */
const TOUCHES = [
  ['01-vectors', customer],
  ['03-positions', dial],
  ['06-masking', mask],
  ['07-layer-norm', row],
  ['17-vision', paper],
  ['19-automl', plane],
] as const;

/** All of them. */
export async function touching(browser: Browser, counting: Counting): Promise<void> {
  for (const [chapter, touch] of TOUCHES) {
    const { page, heard } = await opened(browser, 'zh', chapter, PHONE);
    await touch(page, counting);
    same(counting, heard(), [], `${chapter}: touching is quiet`);
    await page.context().close();
  }
}

/** A finger goes down in the middle of what is found first, moves, and goes up. */
async function swiped(page: Page, what: string, right: number, down: number): Promise<void> {
  const target = page.locator(what).first();
  await target.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  const box = await target.boundingBox();
  if (box === null) throw new Error(`${what} cannot be seen`);
  const session = await page.context().newCDPSession(page);
  const at = (share: number) => ({
    x: box.x + box.width / 2 + right * share,
    y: box.y + box.height / 2 + down * share,
  });
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at(0)] });
  for (let k = 1; k <= 8; k++) {
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at(k / 8)] });
    await page.waitForTimeout(16);
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await page.waitForTimeout(100);
}

const state = (page: Page) => decodeURI(page.url().split('.html')[1]);

/** The fourth customer of the first picture is dragged, and its numbers with it; the page does not scroll meanwhile. */
async function customer(page: Page, counting: Counting): Promise<void> {
  const handle = '[data-separation="line.w"] .handle >> nth=3';
  await swiped(page, handle, 60, 40);
  const scrolled = () => page.evaluate(() => scrollY);
  const before = await scrolled();
  note(counting, `a customer is dragged by a finger: ${state(page)}`, /customers\[3\]\[\d\]=/.test(state(page)));
  await swiped(page, handle, -40, -60);
  note(counting, 'and the page stays', Math.abs((await scrolled()) - before) < 200);
}

async function dial(page: Page, counting: Counting): Promise<void> {
  await swiped(page, '[data-dial] >> nth=1', 60, 0);
  note(counting, `a dial is turned by a finger: ${state(page)}`, /p=\d+/.test(state(page)));
}

/** A tap hides or shows; a finger that goes over the mask on its way down the page paints nothing. */
async function mask(page: Page, counting: Counting): Promise<void> {
  const entry = '[data-mask] [data-entry="M[0][1]"]';
  await page.locator(entry).tap();
  same(counting, await page.locator(entry).innerText(), '0', 'a tap shows a word');
  await page.locator(entry).tap();
  same(counting, await page.locator(entry).innerText(), '-∞', 'another hides it again');
  const rest = await page.locator('[data-mask] table').first().innerText();
  const before = await page.evaluate(() => scrollY);
  await swiped(page, entry, 0, -150);
  const after = await page.evaluate(() => scrollY);
  note(counting, 'a finger over the mask scrolls', after !== before, `${before} ${after}`);
  same(counting, await page.locator('[data-mask] table').first().innerText(), rest, 'and paints nothing');
}

async function row(page: Page, counting: Counting): Promise<void> {
  await swiped(page, '.moments .handle', 0, -40);
  note(counting, `a number of the row is dragged: ${state(page)}`, /\[0\]\[0\]=/.test(state(page)));
}

async function paper(page: Page, counting: Counting): Promise<void> {
  await awake(page);
  await page.locator('[data-toy-do="clear"]').tap();
  await swiped(page, '.toy-paper', 80, 0);
  const { strokes } = await page.evaluate(() => Object.fromEntries(new URLSearchParams(location.search)));
  const ends = (strokes ?? '').split(',').map((stroke) => stroke.split(' ').map(Number));
  const [from = NaN, to = NaN] = [ends[0]?.[0], ends.at(-1)?.[2]];
  note(counting, 'a stroke is drawn by a finger', to - from > 2 && ends.length > 3, strokes);
}

async function plane(page: Page, counting: Counting): Promise<void> {
  await awake(page);
  const trials = page.locator('.toy-trials li');
  const before = await trials.count();
  await page.locator('.toy-touched').tap();
  same(counting, await trials.count(), before + 1, 'a tap is a trial');
}
