/** After the first visit the whole book is there without a network. */

import type { Browser } from 'playwright-core';
import { serve } from '../weave/served.ts';
import { note, type Counting } from './counting.ts';

/** Visits the contents, takes the server away, and opens a chapter that was never visited. */
export async function offline(browser: Browser, counting: Counting): Promise<void> {
  const { address, server } = await serve('/kept/', 0);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${address}en/index.html`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  server.close();
  server.closeAllConnections();
  await page.goto(`${address}zh/04-attention.html`);
  await page.locator('[data-stage][data-alive]').first().waitFor();
  const share = await page.locator('[data-entry="A[0][1]"]').innerText();
  note(counting, 'a page never visited is there without a network', share === '0.50', share);
  await context.close();
}
