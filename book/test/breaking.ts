/** *Break it* in the page: every row of every table is made there, from disk, and the chapter's own checks object. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Language } from '../../lib/language.ts';
import { breaks } from '../../scripts/markdown.ts';
import { folder } from '../weave/weave.ts';
import { note, type Counting } from './counting.ts';
import { inLanes } from './lanes.ts';
import { watched } from './watching.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const inside = pathToFileURL(folder).href;
const read = (file: string) => readFileSync(root + file, 'utf8');

/** The chapter whose rows are all run to their end, and in which the reader writes; and its first file. */
const MODEL = '04-attention';
const FILE = 'chapters/04-attention/attention.ts';

/** What the checks say. */
interface Outcome {
  state: string;
  objecting: string[]; // sections
  text: string;
}

/** All of it. */
export async function breaking(browser: Browser, counting: Counting): Promise<void> {
  let rows = 0;
  const slugs = readdirSync(`${root}chapters`).filter((name) => !name.endsWith('.md'));
  await inLanes(slugs, async (slug, i) => {
    const language = i % 2 === 0 ? 'en' : 'zh';
    const broken = await quietly(browser, counting, slug, (page) => everyRow(page, language, slug, counting));
    rows += broken; // read after the waiting: the other lane has added to it, too
  });
  console.log(`${rows} rows were broken in the page`);
  await quietly(browser, counting, MODEL, async (page) => {
    await written(page, counting);
    await addressed(page, counting);
  });
  await withoutWorkers(browser, counting);
}

/** Does something in a page of its own, which neither complains nor asks for anything outside. */
async function quietly<Found>(
  browser: Browser,
  counting: Counting,
  slug: string,
  run: (page: Page) => Promise<Found>,
): Promise<Found> {
  const { page, complaints, outside } = await watched(await browser.newContext(), inside);
  const found = await run(page);
  const loud = [...complaints, ...outside.filter((address) => !address.startsWith('blob:'))];
  note(counting, `${slug}: breaking is quiet`, loud.length === 0, loud.join('; '));
  await page.context().close();
  return found;
}

/** The source as it is passes; with a row's change a section that the row names objects. Result: how many rows. */
async function everyRow(page: Page, language: Language, slug: string, counting: Counting): Promise<number> {
  await page.goto(`${inside}/${language}/${slug}.html`);
  const rows = breaks(read(`chapters/${slug}/README.md`));
  const buttons = await page.locator('button[data-break]').count();
  note(counting, `${slug}: a button for each row`, buttons === rows.length, `${buttons} of ${rows.length}`);
  await page.click('button[data-break="1"]');
  await page.click('[data-bench-reset]');
  const whole = await checked(page);
  note(counting, `${slug} as it is: no check objects`, whole.state === 'over' && !whole.objecting.length, whole.text);
  for (const [i, { file, from, to, sections }] of rows.entries()) {
    const what = `${slug}/${file}: ${from} → ${to}`;
    await page.click(`button[data-break="${i + 1}"]`);
    const shown = await page.locator('.bench textarea').inputValue();
    note(counting, `${what}: is shown`, shown === read(`chapters/${slug}/${file}`).replace(from, () => to));
    note(counting, `${what}: is marked`, (await page.locator('.bench-mark').count()) > 0);
    const { objecting, state, text } = await checked(page, slug === MODEL ? undefined : sections);
    const objects = slug === MODEL ? sections.every((name) => objecting.includes(name)) : objecting.length > 0;
    note(counting, `${what}: ${sections.join(', ')} must object`, objects, `${state}: ${text}`);
  }
  return rows.length;
}

/** Runs the checks, to their end, or until one of the sections objects. */
export async function checked(page: Page, sections: string[] = []): Promise<Outcome> {
  await page.click('[data-bench-run]');
  const found = await page.waitForFunction(
    (sections) => {
      const state = document.querySelector<HTMLElement>('.bench [data-state]')?.dataset.state ?? '';
      const objecting = [...document.querySelectorAll<HTMLElement>('[data-section][data-objects]')]
        .map(({ dataset }) => dataset.section ?? '')
        .filter((name) => sections.length === 0 || sections.includes(name));
      const isOver = !['', 'loading', 'running'].includes(state);
      if (!isOver && (sections.length === 0 || objecting.length === 0)) return undefined;
      return { state, objecting, text: document.querySelector<HTMLElement>('.bench-verdicts')?.innerText ?? '' };
    },
    sections,
    { timeout: 120_000 },
  );
  return (await found.jsonValue()) as Outcome;
}

/** What a reader writes: a loop without end, slips of the pen, a name that there is not; and everything back. */
async function written(page: Page, counting: Counting): Promise<void> {
  const source = read(FILE);
  const at = (text: string) => `${FILE}:${source.slice(0, source.indexOf(text)).split('\n').length}`;
  const write = async (from: string, to: string) => {
    await page.goto(`${inside}/zh/${MODEL}.html?break=1`);
    await page.fill(
      '.bench textarea',
      source.replace(from, () => to),
    );
    return checked(page);
  };
  const endless = await write('c < d_k; c++) dot', 'c < d_k; ) dot');
  note(
    counting,
    'an endless loop is stopped',
    endless.state === 'silent' && endless.text.includes('尽头'),
    endless.text,
  );

  for (const [from, to, what] of [
    ['dot / Math.sqrt(d_k)', 'dot / ', 'a slip'],
    ['let dot = 0;', 'let dot = 0; let dot = 1;', 'a name given twice'],
  ]) {
    const { state, text } = await write(from, to);
    const isSaid = state === 'trouble' && text.includes(at(from)) && text.trim().split('\n').length <= 4;
    note(counting, `${what} is said with its place, ${at(from)}`, isSaid, `${state}: ${text}`);
  }

  const thrown = await write('dot / Math.sqrt(d_k)', 'nobody / Math.sqrt(d_k)');
  const said = thrown.text.includes('ReferenceError: nobody is not defined') && !/\n\s*at /.test(thrown.text);
  const places = await page.locator('.bench-place').allInnerTexts();
  note(counting, 'what is thrown is said', said && thrown.objecting.includes('by hand'), thrown.text);
  note(counting, 'with its place', places.includes(at('dot / Math.sqrt').replace(/.*\//, '')), places.join(' '));

  await page.click('[data-bench-reset]');
  note(counting, 'everything back', (await page.locator('.bench textarea').inputValue()) === source);
  note(counting, 'nothing is marked', (await page.locator('.bench-mark').count()) === 0);
  note(counting, 'and the address says no row', !page.url().includes('break='), page.url());
}

/** A row in the address is made when the page opens; on a phone it is as wide as the phone. */
async function addressed(page: Page, counting: Counting): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${inside}/zh/${MODEL}.html?break=2`);
  await page.locator('button[data-break="2"][aria-pressed="true"]').waitFor();
  const shown = await page.locator('.bench textarea').inputValue();
  note(counting, 'a link to a row', shown === read(FILE).replace('dot / Math.sqrt(d_k)', 'dot / d_k'));
  await checked(page);
  const told = await page
    .waitForFunction(
      () => (document.querySelector('.bench-verdicts')?.getBoundingClientRect().top ?? NaN) < 0.72 * innerHeight,
    )
    .catch(() => undefined);
  note(counting, 'what the checks say comes in sight', told !== undefined);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  note(counting, 'the bench is not wider than a phone', wide <= 360, `${wide}`);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('.bench button, .bench select, button[data-break]')]
      .map((each) => ({ text: each.textContent, box: each.getBoundingClientRect() }))
      .filter(({ box: { width, height } }) => width < 43.5 || height < 43.5)
      .map(({ text }) => text),
  );
  note(counting, 'a finger finds its buttons', small.length === 0, small.join('; '));
  await page.click('a[data-language]');
  await page.locator('button[data-break="2"][aria-pressed="true"]').waitFor();
  note(counting, 'the row is the same in the other language', page.url().includes('/en/'), page.url());
  // A row and a toy, in one address: neither minds the other.
  await page.goto(`${inside}/zh/15-bert.html?break=1&line=他写了一封信`);
  await page.locator('button[data-break="1"][aria-pressed="true"]').waitFor();
  await page.locator('[data-toy][data-alive]').waitFor();
  note(counting, 'a row and a toy are both there', (await page.locator('.stage-trouble').count()) === 0);
  await page.locator('[data-sign="4"]').click();
  await page.waitForURL(/hide=/);
  const both = decodeURIComponent(page.url());
  note(counting, 'and both are kept', both.endsWith('?break=1&line=他写了一封信&hide=1+4'), both);
}

/** Where no worker can be made the page says so. */
async function withoutWorkers(browser: Browser, counting: Counting): Promise<void> {
  const page = await browser.newPage();
  await page.addInitScript("window.Worker = function () { throw new Error('refused') }");
  await page.goto(`${inside}/en/${MODEL}.html?break=1`);
  const { state, text } = await checked(page);
  note(counting, 'without workers it is said', state === 'no worker' && text.includes('terminal'), text);
  await page.close();
}
