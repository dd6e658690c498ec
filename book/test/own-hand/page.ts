/** What a hand does on a page, and what an eye reads there. */

import type { Page } from 'playwright-core';

/** The texts of all elements. */
export function texts(page: Page, selector: string): Promise<string[]> {
  return page.locator(selector).evaluateAll((all) => all.map(({ textContent }) => textContent ?? ''));
}

/** Sets a slider as a hand does. */
export async function slide(page: Page, stage: string, path: string, value: number): Promise<void> {
  await page.locator(`[data-stage="${stage}"] [data-slider="${path}"]`).fill(String(value));
}
