/** Every page, as it is: nothing from outside, nothing too wide, nothing that shuts a reader out. */

import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import type { Language } from '../../lib/language.ts';
import { chapters, LANGUAGES, OTHERS } from '../weave/book-pages.ts';
import { out } from '../weave/weave.ts';
import { check, same } from './checks.ts';

const names = [...OTHERS, ...chapters];
const LIMIT = 100_000; // bytes of a chapter's first load, compressed

/** The address of a page on the disk. */
export function onDisk(language: Language, name: string): string {
  return pathToFileURL(join(out, language, `${name}.html`)).href;
}

/** A page that listens: what is asked for from outside, and what goes wrong in it. */
export async function listening(browser: Browser, options: object = {}): Promise<{ page: Page; heard: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const heard: string[] = [];
  await page.addInitScript('globalThis.__name = (f) => f'); // tsx names functions, the browser's copies of them too
  page.on('request', (request) => {
    if (!/^(file:|data:|blob:|http:\/\/localhost:)/.test(request.url())) heard.push(`asks for ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(`says ${message.text()}`);
  });
  page.on('pageerror', (error) => heard.push(`throws ${error.message}`));
  return { page, heard };
}

/** From disk: quiet, and no wider than the screen, at 1280, 390 and 360 pixels; the size of each first load. */
export async function everyPage(browser: Browser): Promise<void> {
  const sizes: { name: string; bytes: number; usable: number }[] = [];
  for (const language of LANGUAGES) {
    for (const name of names) {
      const { page, heard } = await listening(browser);
      await page.goto(onDisk(language, name));
      const usable = await page.evaluate(() => {
        const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        return navigation.domContentLoadedEventEnd;
      });
      sizes.push({ name: `${language}/${name}`, bytes: firstLoad(language, name), usable });
      for (const width of [1280, 390, 360]) {
        await page.setViewportSize({ width, height: 800 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        check(wide <= width, `${language}/${name} is ${wide} px wide on a screen of ${width}`);
      }
      same(heard, [], `${language}/${name} from disk is quiet`);
      const alive = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('[data-stage]')].every((stage) => stage.dataset.alive === ''),
      );
      check(alive, `${language}/${name}: its figures are alive`);
      await page.close();
    }
  }
  const largest = sizes.toSorted((a, b) => b.bytes - a.bytes)[0];
  const slowest = sizes.toSorted((a, b) => b.usable - a.usable)[0];
  for (const { name, bytes } of sizes) check(bytes <= LIMIT, `${name}: a first load of ${bytes} bytes`);
  check(slowest.usable <= 500, `${slowest.name} is usable after ${slowest.usable.toFixed(0)} ms`);
  console.log(`first load: at most ${(largest.bytes / 1000).toFixed(0)} kB compressed (${largest.name})`);
  console.log(`usable: after at most ${slowest.usable.toFixed(0)} ms (${slowest.name})`);
}

/** Bytes of a page and of what it loads at once, compressed. */
function firstLoad(language: Language, name: string): number {
  const html = readFileSync(join(out, language, `${name}.html`), 'utf8');
  const parts = [...html.matchAll(/(?:href|src)="(\.\.\/[^"]+\.(?:css|js))"/g)].map(([, path]) => path);
  const files = [`${name}.html`, ...new Set(parts)].map((path) => join(out, language, path));
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
}

/** axe finds nothing, in both themes. */
export async function forEverybody(browser: Browser): Promise<void> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const language of LANGUAGES) {
    for (const colorScheme of ['light', 'dark']) {
      for (const name of [...OTHERS, '04-attention', '08-backprop', '14-rnn', '20-speed']) {
        const { page } = await listening(browser, { colorScheme });
        await page.goto(onDisk(language, name));
        await page.evaluate(axe);
        const violations = await page.evaluate(async () => {
          const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } };
          const { violations } = await axe.run();
          return violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .map(({ html }) => html.slice(0, 80))
                .slice(0, 3)
                .join(' · ')}`,
          );
        });
        same(violations, [], `axe, ${language}/${name}, ${colorScheme}`);
        await page.close();
      }
    }
  }
}

interface Violation {
  id: string;
  nodes: { html: string }[];
}

/** Without scripts, under a path of somebody's host, in the other language, and found by search. */
export async function elsewhere(browser: Browser): Promise<void> {
  for (const language of LANGUAGES) {
    const bare = await listening(browser, { javaScriptEnabled: false });
    await bare.page.goto(onDisk(language, '04-attention'));
    const text = await bare.page.locator('main').innerText();
    check(text.length > 3000 && text.includes('0.50'), `${language}: text and figures without scripts`);
    await bare.page.close();
  }
  const { server, address } = await served('/some/where');
  try {
    const { page, heard } = await listening(browser);
    await page.goto(`${address}/en/04-attention.html#!o=A[0][1]`);
    await page.locator('[data-history="A[0][1]"]').waitFor();
    await page.click('a[data-language]');
    await page.waitForURL(/zh\/04-attention\.html#!o=A/);
    await page.locator('[data-history="A[0][1]"]').waitFor();
    check(true, 'the other language keeps the page and its state');
    same(heard, [], 'under a path of a host: quiet');
    await page.close();
  } finally {
    server.close();
  }
  for (const [language, query, chapter] of [
    ['zh', '注意力', '04-attention'],
    ['zh', '掩码', '06-masking'],
    ['en', 'attention', '04-attention'],
  ] as const) {
    const { page } = await listening(browser);
    await page.goto(onDisk(language, 'index'));
    await page.fill('[data-search]', query);
    const link = page.locator(`[data-found] a[href="${chapter}.html"]`);
    const found = await link.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    check(found, `search finds ${query} in ${chapter}`);
    await page.close();
  }
}

/** After the first visit the whole book is there without a network. */
export async function offline(browser: Browser): Promise<void> {
  const { server, address } = await served('/kept');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${address}/en/index.html`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  server.close();
  server.closeAllConnections();
  await page.goto(`${address}/zh/04-attention.html`);
  await page.locator('[data-stage][data-alive]').first().waitFor();
  same(
    await page.locator('[data-entry="A[0][1]"]').innerText(),
    '0.50',
    'a page never visited is there without a network',
  );
  await context.close();
}

/** The folder under a path, as a host would serve it. */
async function served(path: string): Promise<{ server: Server; address: string }> {
  const server = createServer(({ url = '' }, response) => {
    const file = join(out, decodeURIComponent(url.split(/[?#]/)[0]).replace(path, ''));
    if (!url.startsWith(path) || !existsSync(file)) return void response.writeHead(404).end();
    const kind = file.endsWith('.html') ? 'text/html' : file.endsWith('.css') ? 'text/css' : 'text/javascript';
    response.writeHead(200, { 'content-type': kind }).end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return { server, address: `http://localhost:${(server.address() as AddressInfo).port}${path}` };
}
