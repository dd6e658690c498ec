/** What COURSE.md projects is there: each address opens, in both languages, and says nothing of what there is not. */

import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { folder } from '../weave/weave.ts';
import { note, type Counting } from './counting.ts';
import { inLanes } from './lanes.ts';
import { watched } from './watching.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const inside = pathToFileURL(folder).href;

/** The addresses that a page of prose names. */
function addressesIn(page: string): string[] {
  const text = readFileSync(root + page, 'utf8');
  return [...text.matchAll(/`([\w-]+\.html[^`]*)`/g)].map(([, address]) => address);
}

/** All of them. */
export async function course(browser: Browser, counting: Counting): Promise<void> {
  const [en, zh] = ['COURSE.md', 'COURSE.zh.md'].map(addressesIn);
  note(counting, 'the course projects the same in both languages', en.join() === zh.join() && en.length >= 20);
  const all = ['en', 'zh'].flatMap((language) => en.map((address) => `${language}/${address}`));
  await inLanes([...new Set(all)], async (address) => {
    const { page, complaints } = await watched(await browser.newContext(), inside);
    await page.goto(`${inside}/${address}`);
    const alive = ':is([data-stage], [data-toy])[data-alive], [data-lab=start]';
    await page.locator(alive).first().waitFor();
    const trouble = await page.locator('.stage-trouble').allInnerTexts();
    note(counting, `${address} is there`, trouble.length === 0, trouble.join());
    note(counting, `${address} is quiet`, complaints.length === 0, complaints.join());
    await page.context().close();
  });
}
