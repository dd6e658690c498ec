/** What a reader does: changes the language and the theme, searches, follows the way through the book. */

import type { Browser, Page } from 'playwright-core';
import { note, type Counting } from './counting.ts';

/** All of it. */
export async function reading(browser: Browser, address: string, counting: Counting): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, hasTouch: true });
  const page = await context.newPage();
  await changesLanguage(page, address, counting);
  await searches(page, address, counting);
  await changesTheme(page, address, counting);
  await tapsTerm(page, address, counting);
  await isTouched(page, address, counting);
  await context.close();
  await entersByLanguage(browser, address, counting);
}

async function changesLanguage(page: Page, address: string, counting: Counting): Promise<void> {
  await page.goto(`${address}en/04-attention.html?seed=7#the-way-back`);
  await page.locator('a[data-language]').click();
  await page.waitForURL(/\/zh\//);
  note(
    counting,
    'the language changes on the spot',
    page.url() === `${address}zh/04-attention.html?seed=7#the-way-back`,
    page.url(),
  );
  const heading = await page.locator('h2#the-way-back').innerText();
  note(counting, 'and its section is there', heading === '回程', heading);
  await page.goto(`${address}zh/06-masking.html`);
  await page
    .locator('h2')
    .nth(3)
    .evaluate((heading) => heading.scrollIntoView());
  await page.waitForFunction(() => document.querySelectorAll('.outline a')[3]?.hasAttribute('aria-current'));
  await page.locator('a[data-language]').evaluate((link) => (link as HTMLElement).click());
  await page.waitForURL(/\/en\/06-masking.html#./);
  const hash = await page.locator('h2').nth(3).getAttribute('id');
  note(counting, 'the section that is read is kept', page.url().endsWith(`#${hash}`), page.url());
}

async function searches(page: Page, address: string, counting: Counting): Promise<void> {
  const questions = [
    ['zh', '注意力', '04-attention.html'],
    ['zh', '掩码', '06-masking.html'],
    ['zh', '熵', '04-attention.html'],
    ['en', 'attention', '04-attention.html'],
    ['en', 'beam search', '13-translator.html'],
  ];
  for (const [language, question, wanted] of questions) {
    await page.goto(`${address}${language}/20-speed.html`);
    await page.locator('[data-search="open"]').click();
    await page.locator('dialog.search input').fill(question);
    await page
      .locator('dialog.search li a')
      .first()
      .waitFor({ timeout: 5000 })
      .catch(() => undefined);
    const found = await page
      .locator('dialog.search li a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    note(
      counting,
      `«${question}» is found`,
      found.some((href) => href?.startsWith(wanted)),
      found.join(' '),
    );
  }
  await page.locator('dialog.search li a').first().click();
  await page.waitForURL(/\/en\/(?!20)/);
  note(counting, 'a result leads to its page', true);
}

async function changesTheme(page: Page, address: string, counting: Counting): Promise<void> {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.goto(`${address}en/terms.html`);
  const before = await ground();
  const press = () => page.locator('[data-theme-switch]').click();
  await press(); // light
  await press(); // dark
  const dark = await ground();
  await page.reload();
  note(counting, 'a chosen theme is kept', dark !== before && (await ground()) === dark);
  await page.addInitScript("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })");
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.reload();
  await press();
  await press();
  note(
    counting,
    'the theme changes where storing is refused',
    (await ground()) === dark && complaints.length === 0,
    complaints[0],
  );
}

async function tapsTerm(page: Page, address: string, counting: Counting): Promise<void> {
  await page.goto(`${address}en/04-attention.html`);
  const term = page.locator('a.term').first();
  await term.tap();
  const shown = await term.evaluate((link) => getComputedStyle(link, '::after').content);
  note(
    counting,
    'a tapped term tells its other name',
    page.url().endsWith('04-attention.html') && shown.includes('词嵌入'),
    shown,
  );
  await term.tap();
  await page.waitForURL(/terms\.html#/, { timeout: 5000 }).catch(() => undefined);
  note(counting, 'a second tap leads to the terms', page.url().endsWith('en/terms.html#embedding'), page.url());
}

async function isTouched(page: Page, address: string, counting: Counting): Promise<void> {
  await page.setViewportSize({ width: 360, height: 800 });
  for (const name of ['en/04-attention.html', 'zh/index.html']) {
    await page.goto(address + name);
    const small = await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          '.head a, .head button, .turn a, .foot a, .outline summary, .architecture a',
        ),
      ]
        .filter((element) => element.checkVisibility())
        .map((element) => ({ text: element.textContent, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 43.5 || box.height < 43.5)
        .map(({ text, box }) => `${text} ${box.width}×${box.height}`),
    );
    note(counting, `a finger finds what it wants on ${name}`, small.length === 0, small.join('; '));
  }
}

async function entersByLanguage(browser: Browser, address: string, counting: Counting): Promise<void> {
  for (const [locale, folder] of [
    ['zh-TW', 'zh'],
    ['de-DE', 'en'],
  ]) {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForURL(/index\.html/);
    note(counting, `${locale} enters ${folder}`, page.url() === `${address}${folder}/index.html`, page.url());
    await context.close();
  }
}
