/** The drawings beside the prose: no text runs out of them or over another, and the book shows the figures instead. */

import { readFileSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { asked } from '../../scripts/draw.ts';
import { pages, root } from '../../scripts/quote.ts';
import { note, type Counting } from './counting.ts';

/** Every drawing, and every page of the book whose prose has one. */
export async function drawings(browser: Browser, address: string, counting: Counting): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 800, height: 800 } });
  for (const readme of pages()) {
    const paths = await asked(readme);
    for (const path of paths) await fits(page, path, counting);
    if (paths.length > 0) await isLeftOut(page, address, readme, paths, counting);
  }
  await page.close();
}

async function fits(page: Page, path: string, counting: Counting): Promise<void> {
  await page.setContent(`<body style="margin: 0">${readFileSync(path, 'utf8')}</body>`);
  const faults = await page.evaluate(() => {
    const frame = document.querySelector('svg')?.getBoundingClientRect() ?? new DOMRect();
    const texts = [...document.querySelectorAll('text')].filter(({ textContent }) => textContent !== '');
    const boxes = texts.map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    const outside = boxes.filter(({ box }) => box.left < 4 || box.right > frame.right - 4 || box.bottom > frame.bottom);
    const covered = boxes.filter(({ box }, i) =>
      boxes.slice(i + 1).some((other) => {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        return across > 1 && down > 5; // lines of a paragraph stand close
      }),
    );
    return [...outside, ...covered].map(({ text }) => text);
  });
  note(counting, `${relative(root, path)} holds its texts apart`, faults.length === 0, faults.slice(0, 5).join(', '));
}

async function isLeftOut(
  page: Page,
  address: string,
  readme: string,
  paths: string[],
  counting: Counting,
): Promise<void> {
  const file = `${readme.endsWith('.zh.md') ? 'zh' : 'en'}/${basename(dirname(readme))}.html`;
  await page.goto(`${address}${file}`);
  const images = await page.locator('img').evaluateAll((all) => all.map((image) => image.getAttribute('src') ?? ''));
  const twice = images.filter((src) => paths.some((path) => basename(path) === basename(src)));
  const figures = await page.locator('[data-stage]').count();
  const once = twice.length === 0 && figures > 0;
  note(counting, `${file} shows figures and not their drawings`, once, `${figures} figures, ${twice.join(', ')}`);
}
