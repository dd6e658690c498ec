/** A page that is watched while it loads. */

import type { BrowserContext, Page } from 'playwright-core';

/** A page, what it complained of, and what it asked for outside. */
export interface Watched {
  page: Page;
  complaints: string[];
  outside: string[];
}

/** A new page of a context. inside: how addresses of the book begin. */
export async function watched(context: BrowserContext, inside: string): Promise<Watched> {
  const page = await context.newPage();
  const complaints: string[] = [];
  const outside: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(inside) || /^(data|blob):/.test(request.url()); // a blob is the page's own
    if (!isOwn) outside.push(request.url());
  });
  return { page, complaints, outside };
}
