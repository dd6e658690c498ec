/** Reads the whole book in a browser, as readers do: over http, from disk, without scripts, on a phone. */

import { readdirSync } from 'node:fs';
import type { Say } from '../../lib/language.ts';
import { serve } from '../weave/served.ts';
import { folder } from '../weave/weave.ts';
import { accessible } from './accessible.ts';
import { breaking } from './breaking.ts';
import { boxes } from './boxes.ts';
import { startedChromium } from './chromium.ts';
import type { Counting } from './counting.ts';
import { course } from './course.ts';
import { drawings } from './drawings.ts';
import { curves } from './curves.ts';
import { fromDisk, overHttp, withoutScripts } from './every-page.ts';
import { exercising } from './exercising.ts';
import { fingers } from './fingers.ts';
import { asPrinted, everyEntry, nonsense, onPhone, used } from './figures.ts';
import { handled } from './handling.ts';
import { lab } from './lab.ts';
import { labOpened } from './lab-opened.ts';
import { labTrouble } from './lab-trouble.ts';
import { labWithout } from './lab-without.ts';
import { offline } from './offline.ts';
import { ownHand } from './own-hand.ts';
import { reading } from './reading.ts';
import { touching } from './touching.ts';
import { played } from './toys.ts';

/** Tests the woven folder; the last line counts. Throws Error where there is no browser. */
export async function tested(say: Say): Promise<void> {
  const browser = await startedChromium(say);
  const { address, server } = await serve('/any/sub-path/', 0);
  const pages = readdirSync(folder, { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.html'))
    .sort();
  const counting: Counting = { passed: 0, failed: 0 };
  const inBook = pages.filter((name) => name.includes('/'));
  try {
    await overHttp(browser, address, inBook, counting);
    await fromDisk(browser, inBook, counting);
    await withoutScripts(browser, address, pages, counting);
    await reading(browser, address, counting);
    await offline(browser, counting);
    await drawings(browser, address, counting);
    await used(browser, counting);
    await nonsense(browser, counting);
    await onPhone(browser, counting);
    await boxes(browser, address, counting);
    await fingers(browser, counting);
    await ownHand(browser, counting);
    await handled(browser, counting);
    await touching(browser, counting);
    await curves(browser, counting);
    await course(browser, counting);
    await asPrinted(browser, counting);
    await played(browser, counting);
    await everyEntry(browser, counting);
    await lab(browser, counting);
    await labOpened(browser, counting);
    await labTrouble(browser, counting);
    await labWithout(counting);
    await breaking(browser, counting);
    await exercising(browser, counting);
    await accessible(browser, address, [...inBook, 'en/04-attention.html?break=1'], counting);
  } finally {
    await browser.close();
    server.close();
  }
  console.log(`${counting.passed} passed, ${counting.failed} failed`);
  if (counting.failed > 0) process.exitCode = 1;
}
