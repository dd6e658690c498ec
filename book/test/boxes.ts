/** The architecture's figure as a reader uses it: each box by mouse and by keys, its numbers, its film, its address. */

import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import * as hand from '../../chapters/10-encoder/by-hand.ts';
import { encoderLayer } from '../../chapters/10-encoder/encoder.ts';
import { transformer } from '../../chapters/11-decoder/transformer.ts';
import { decimal } from '../../lib/print.ts';
import { given, figures } from '../chapters/11-decoder.ts';
import { folder } from '../weave/weave.ts';
import { accessible } from './accessible.ts';
import { note, type Counting } from './counting.ts';
import { watched } from './watching.ts';

const inside = pathToFileURL(folder).href;
const stage = '[data-stage="1"]';

/** All that is tried of it. address: of the served book, for axe. */
export async function boxes(browser: Browser, address: string, counting: Counting): Promise<void> {
  await byHand(browser, counting);
  await whole(browser, counting);
  await byKeys(browser, counting);
  await apart(browser, counting);
  await onPhone(browser, counting);
  await standing(browser, counting);
  const pages = ['en', 'zh'].flatMap((language) => [`${language}/10-encoder.html`, `${language}/11-decoder.html`]);
  await accessible(browser, address, pages, counting);
}

async function opened(browser: Browser, name: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const { page, complaints } = await watched(context, inside);
  await page.addInitScript('globalThis.__name = (f) => f'); // tsx names functions, the browser's copies of them too
  await page.goto(`${inside}/${name}`);
  return { page, complaints };
}

/** The entries of a matrix as they stand there, by rows. */
function entries(page: Page, path: string): Promise<string[][]> {
  return page
    .locator(`${stage} table:has([data-entry^="${path}["])`)
    .first()
    .evaluate((table) =>
      [...table.querySelectorAll('tbody tr')].map((row) =>
        [...row.querySelectorAll('button')].map((entry) => entry.textContent ?? ''),
      ),
    );
}

function shown(matrix: number[][], digits = 3): string {
  return JSON.stringify(matrix.map((row) => row.map((x) => decimal(x, digits))));
}

/** Chapter 10: the first box stands open; each opens by a click, and shows what the chapter's function gives. */
async function byHand(browser: Browser, counting: Counting): Promise<void> {
  const { page, complaints } = await opened(browser, 'en/10-encoder.html');
  const { attended, normed_1, fed, normed_2 } = encoderLayer(hand.X, hand.P);
  const wanted: [box: string, path: string, matrix: number[][], digits: number][] = [
    ['encoder.attention', 'heads[0].A', attended.heads[0].A, 3],
    ['encoder.norm_1', 'norm_1.X_hat', normed_1.X_hat, 0],
    ['encoder.feed-forward', 'forward.R', fed.R, 0],
    ['encoder.norm_2', 'Y', normed_2.Y, 3],
  ];
  for (const [box, path, matrix, digits] of wanted) {
    if (box !== wanted[0][0]) await page.click(`[data-box="${box}"]`);
    const found = JSON.stringify(await entries(page, path));
    note(counting, `chapter 10, ${box}: ${path}`, found === shown(matrix, digits), found);
    const open = await page.locator('[data-box][aria-expanded=true]').getAttribute('data-box');
    note(counting, `${box} alone is said to be open`, open === box, `${open}`);
  }
  // From the last box down: the deviation of 爱 is 3, and a gain put at 2 doubles its column.
  await page.click('[data-entry="P.norm_2.gain[1]"]');
  await page.fill('.history-edit input', '2');
  await page.click('.history-edit button');
  const doubled = normed_2.Y.map((row) => decimal(2 * row[1]));
  const column = (await entries(page, 'Y')).map((row) => row[1]);
  note(counting, 'a gain changed, its column follows', `${column}` === `${doubled}`, `${column}`);
  note(counting, 'chapter 10 is quiet', complaints.length === 0, complaints.join('; '));
  await page.context().close();
}

/** Chapter 11: the player walks one box, and its end is what the model gives; a link leads back to box and step. */
async function whole(browser: Browser, counting: Counting): Promise<void> {
  const { page, complaints } = await opened(browser, 'zh/11-decoder.html');
  const all = transformer([4, 5, 6], [1, 4, 5, 6], given.whole);
  const names = await page.locator('[data-box]').evaluateAll((list) => list.map((box) => box.getAttribute('data-box')));
  const declared = figures[0].boxes?.map(({ name }) => name);
  note(counting, 'every box is drawn', JSON.stringify(names) === JSON.stringify(declared), `${names}`);
  await page.click('[data-box="decoder.masked"]');
  await page.click(`${stage} [data-watch]`);
  const [head] = all.decoding.decoded.layers[0].selfAttended.heads;
  const unwritten = await entries(page, 'decoder.masked.heads[0].Q');
  note(counting, 'as the box begins', unwritten.flat().filter((text) => text === '·').length >= 7, `${unwritten}`);
  note(
    counting,
    'what comes in is there',
    JSON.stringify(await entries(page, 'decoder.placed')) === shown(all.decoding.input.Y),
  );
  const steps = Number(await page.locator(`${stage} .player input`).getAttribute('max'));
  await page.locator(`${stage} .player input`).fill(String(steps));
  const scores = await entries(page, 'decoder.masked.heads[0].A');
  note(counting, 'and as it ends', JSON.stringify(scores) === shown(head.A, 2), `${scores}`);
  const last = await page.locator(`${stage} .player-says`).innerText();
  note(counting, `its last step writes its result: ${last}`, last.includes('decoder.masked.Y[3][3]'));
  const inSight = await page
    .waitForFunction(() => {
      const top = (what: string) => document.querySelector(what)?.getBoundingClientRect().top ?? NaN;
      const entry = top('[data-stage="1"] [data-light="writing"]');
      return entry >= 0 && entry < top('[data-stage="1"] .stage-side') - 40;
    })
    .catch(() => undefined);
  note(counting, 'the entry that is written is in sight', inSight !== undefined);
  const link = decodeURI(page.url());
  note(counting, `the address has box and step: ${link}`, /#!b=decoder\.masked&s=\d+$/.test(link));
  await page.click('[data-box="decoder.softmax"]');
  const start = await page.locator(`${stage} .player`).getAttribute('data-player');
  note(counting, 'another box: the film is where that begins', start === '0', `${start}`);
  await page.goto('about:blank');
  await page.goto(link);
  const again = await page.locator('[data-box-open]').getAttribute('data-box-open');
  note(counting, 'a link opens the box again', again === 'decoder.masked', `${again}`);
  note(counting, 'and the step', (await page.locator(`${stage} .player-says`).innerText()) === last);
  await page.goto('about:blank');
  await page.goto(`${inside}/zh/11-decoder.html#!b=decoder.cellar`);
  note(counting, 'a box there is not', (await page.locator('.stage-trouble').innerText()).includes('这里没有'));
  note(counting, 'chapter 11 is quiet', complaints.length === 0, complaints.join('; '));
  await page.context().close();
}

/** One tab stop; arrows go as the boxes lie, Enter and the space bar open. */
async function byKeys(browser: Browser, counting: Counting): Promise<void> {
  const { page } = await opened(browser, 'en/11-decoder.html');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-box'));
  note(counting, 'one tab stop', (await page.locator('[data-box][tabindex="0"]').count()) === 1);
  await page.focus('[data-box="encoder.embedding"]');
  const way: [key: string, box: string][] = [
    ['ArrowUp', 'encoder.positions'],
    ['ArrowUp', 'encoder.attention'],
    ['ArrowRight', 'decoder.masked'],
    ['ArrowUp', 'decoder.norm_1'],
    ['ArrowLeft', 'encoder.norm_1'],
    ['ArrowDown', 'encoder.attention'],
    ['ArrowLeft', 'encoder.attention'],
  ];
  for (const [key, box] of way) {
    await page.keyboard.press(key);
    note(counting, `${key} leads to ${box}`, (await focused()) === box, `${await focused()}`);
  }
  for (const key of ['Enter', ' ']) {
    await page.keyboard.press(key);
    const [open, here] = [await page.locator('[data-box-open]').getAttribute('data-box-open'), await focused()];
    note(counting, `${key} opens, and the focus stays`, open === here, `${open} ${here}`);
    await page.keyboard.press('ArrowUp');
  }
  await page.context().close();
}

/** Two figures on a page: each has its own player and its own opened number. */
async function apart(browser: Browser, counting: Counting): Promise<void> {
  const { page } = await opened(browser, 'en/11-decoder.html');
  const histories = () =>
    page
      .locator('[data-stage]')
      .evaluateAll((stages) =>
        stages.map((stage) => stage.querySelector('[data-history]')?.getAttribute('data-history') ?? 'none').join(),
      );
  await page.click('[data-entry="encoder.embedded[0][0]"]');
  note(counting, 'both are open', (await histories()) === 'encoder.embedded[0][0],beliefs[1][1]', await histories());
  await page.click('[data-stage="2"] [data-watch]');
  const players = await page.locator('[data-player]').count();
  note(counting, 'one player', players === 1, `${players}`);
  const first = await entries(page, 'encoder.embedded');
  note(counting, 'the other figure stands', !first.flat().includes('·'), `${first}`);
  const link = decodeURI(page.url());
  note(counting, `each in the address: ${link}`, /#!o=encoder\.embedded\[0\]\[0\]&s2=\d+$/.test(link));
  await page.goto('about:blank');
  await page.goto(`${inside}/en/11-decoder.html#!o=Y[1][1]`);
  note(
    counting,
    'an entry without a figure opens where it stands',
    (await histories()) === 'none,Y[1][1]',
    await histories(),
  );
  await page.context().close();
}

/** A finger: large enough boxes, and the matrices come into view, with no sideways scroll of the page. */
async function onPhone(browser: Browser, counting: Counting): Promise<void> {
  const phone = {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  } as const;
  const { page } = await opened(browser, 'zh/11-decoder.html', phone);
  await page.tap('[data-box="decoder.softmax"]');
  const top = await page.locator('[data-box-open]').evaluate((panel) => panel.getBoundingClientRect().top);
  note(counting, 'a tapped box brings its matrices into view', top >= 0 && top < 444, `${top}`);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('[data-box] rect, .box-title button')]
      .map((target) => target.getBoundingClientRect())
      .filter(({ width, height }) => width < 43.5 || height < 43.5)
      .map(({ width, height }) => `${width}×${height}`),
  );
  note(counting, 'boxes of 44 px', small.length === 0, small.join(' '));
  for (const { name } of figures[0].boxes ?? []) {
    await page.tap(`[data-box="${name}"]`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    note(counting, `${name} open is not wider than a phone`, wide <= 360, `${wide}`);
  }
  await page.context().close();
}

/** Without scripts the first box stands open, and the text of the part is there. */
async function standing(browser: Browser, counting: Counting): Promise<void> {
  const { page } = await opened(browser, 'en/11-decoder.html', { javaScriptEnabled: false });
  const open = await page
    .locator('[data-box-open="encoder.embedding"] [data-entry="encoder.embedded[2][3]"]')
    .isVisible();
  note(counting, 'without scripts the first box is open', open);
  const text = await page.locator(`.stage:has(${stage}) + details.as-text pre`).textContent();
  note(counting, 'and the text is there', text?.includes('cross-attention to Z') ?? false);
  await page.context().close();
}
