/** Figures: their numbers are those of the terminal, and every one of them opens down to what was given. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { speaker, type Language } from '../../lib/language.ts';
import { asked, cases, numbersOf, told } from '../../scripts/why.ts';
import { isAmong, matricesIn, matricesOf, type Figure } from '../stage/figure.ts';
import { traced } from '../tracing/bundle.ts';
import { folder } from '../weave/weave.ts';
import { note, type Counting } from './counting.ts';
import { inLanes } from './lanes.ts';
import { watched } from './watching.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LANGUAGES: Language[] = ['en', 'zh'];
const chapters = readdirSync(join(root, 'chapters')).filter((name) => /^\d\d-/.test(name));
const inside = pathToFileURL(folder).href;

/** A page, and what was heard of it that should be quiet. */
export interface Listening {
  page: Page;
  heard: () => string[];
}

/** A chapter's page from disk, watched. */
export async function opened(browser: Browser, language: Language, chapter: string, options = {}): Promise<Listening> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const { page, complaints, outside } = await watched(context, inside);
  await page.addInitScript('globalThis.__name = (f) => f'); // tsx names functions, the browser's copies of them too
  await page.goto(`${inside}/${language}/${chapter}.html`);
  return { page, heard: () => [...complaints, ...outside] };
}

/** Two things that must be the same; compared as JSON. */
export function same(counting: Counting, found: unknown, wanted: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  note(counting, what, a === b, `found ${a?.slice(0, 300)}, wanted ${b?.slice(0, 300)}`);
}

/** What one page's entries say when they are opened. */
export interface Entry {
  path: string;
  text: string; //    in the matrix
  name: string; //    of the history that opened
  value: string; //   in it
  operands: string[];
}

/** Every entry of every live matrix of every chapter opens; and in the terminal it says the same. */
export async function everyEntry(browser: Browser, counting: Counting): Promise<void> {
  const all = LANGUAGES.flatMap((language) => chapters.map((chapter) => ({ language, chapter })));
  await inLanes(all, async ({ language, chapter }) => {
    const { page, heard } = await opened(browser, language, chapter);
    const entries = await allOpened(page);
    if (entries.length > 0) await compared(entries, chapter, language, counting);
    same(counting, heard(), [], `${language}/${chapter}: opening is quiet`);
    await page.context().close();
  });
}

/** Opens every entry of a page, or of a part of it, one after the other; of a figure with boxes, box by box. */
export async function allOpened(page: Page, part = '[data-stage]'): Promise<Entry[]> {
  return page.evaluate(async (part) => {
    const entries: Entry[] = [];
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    // Where a click draws it is to open.
    for (const choice of document.querySelectorAll<HTMLElement>('[data-click="open"]')) choice.click();
    await drawn();
    const all = (within: ParentNode, what: string) => [...within.querySelectorAll<HTMLElement | SVGElement>(what)];
    const openAll = async (stage: HTMLElement | SVGElement, done: Set<string | undefined>) => {
      for (const path of all(stage, '[data-entry]').map((entry) => entry.dataset.entry)) {
        if (done.has(path)) continue; // a box hands its matrix on to the next
        done.add(path);
        const button = stage.querySelector<HTMLElement>(`[data-entry="${CSS.escape(path ?? '')}"]`);
        if (button?.getAttribute('aria-expanded') !== 'true') button?.click();
        await drawn();
        const history = stage.closest('[data-stage]')?.querySelector<HTMLElement>('[data-history]');
        entries.push({
          path: path ?? '',
          text: button?.textContent ?? '',
          name: history?.dataset.history ?? '',
          value: history?.querySelector('output')?.textContent ?? '',
          operands: all(history ?? stage, '[data-operand]').map((operand) => operand.dataset.operand ?? ''),
        });
      }
    };
    for (const stage of all(document, part)) {
      const done = new Set<string | undefined>();
      await openAll(stage, done);
      for (const box of all(stage, '[data-box]')) {
        box.dispatchEvent(new MouseEvent('click', { bubbles: true }));
        await drawn();
        await openAll(stage, done);
      }
    }
    return entries;
  }, part);
}

/** Against the terminal: the same value to the last digit, and each operand among the names that `npm run why` says. */
export async function compared(
  entries: Entry[],
  chapter: string,
  language: Language,
  counting: Counting,
): Promise<void> {
  const say = speaker(language);
  const trace = await traced(chapter);
  const all = numbersOf(trace);
  let wrong = 0;
  for (const { path, name, value, operands } of entries) {
    const text = told(trace, ...asked(path, all, say), 0, say);
    const last = [...text.matchAll(/= (\S+)(?: {2}.*)?$/gm)].map(([, number]) => number);
    const said = last.some((number) => Object.is(Number(number) + 0, Number(value.replace('−', '-')) + 0));
    const shown = operands.every((operand) => text.includes(operand) || text.includes('…'));
    if (name === path && said && shown) continue;
    wrong++;
    if (wrong <= 3)
      console.log(`  ${chapter} ${path}: opened ${name} = ${value} of ${operands.join(' ')}; why: ${text}`);
  }
  note(
    counting,
    `${language}/${chapter}: ${wrong} of ${entries.length} entries do not open as the terminal has them`,
    wrong === 0,
  );
  console.log(`${language}/${chapter}: ${entries.length} entries opened`);
}

/** What a figure shows of its part is what the part prints, digit by digit. */
export async function asPrinted(browser: Browser, counting: Counting): Promise<void> {
  let numbers = 0;
  const all = LANGUAGES.flatMap((language) => cases.map((chapter) => ({ language, chapter })));
  await inLanes(all, async ({ language, chapter }) => {
    const { figures = [] } = (await import(`../chapters/${chapter}.ts`)) as { figures?: Figure[] };
    if (figures.length === 0) return;
    const { page } = await opened(browser, language, chapter);
    for (const figure of figures) {
      const compared = await comparedWithPart(page, figure, `${language}/${chapter}`, counting);
      numbers += compared; // both lanes add to it: it is read after the waiting
    }
    await page.context().close();
  });
  console.log(`${numbers} numbers are shown as the terminal prints them`);
}

/** One figure's matrices beside the text of its part. Result: how many numbers were compared. */
async function comparedWithPart(page: Page, figure: Figure, name: string, counting: Counting): Promise<number> {
  const part = page.locator(`.stage:has([data-stage="${figure.part}"]) + details.as-text pre`);
  const lines = ((await part.textContent()) ?? '').split('\n').map((line) => line.match(/-?\d+(\.\d+)?/g) ?? []);
  const everywhere = new Set(lines.flat());
  let count = 0;
  for (const { path, printed } of matricesOf(figure)) {
    if (printed === undefined) continue;
    const box = figure.boxes?.find((box) => isAmong(path, matricesIn(box)));
    if (box) await page.click(`[data-stage="${figure.part}"] [data-box="${box.name}"]`);
    const tables = page.locator(
      `[data-stage="${figure.part}"] table:has([data-entry="${path}"], [data-entry^="${path}["])`,
    );
    const rows = await tables
      .first()
      .evaluate((table) =>
        [...table.querySelectorAll('tbody tr')].map((row) =>
          [...row.querySelectorAll('button')].map((b) => b.textContent ?? ''),
        ),
      );
    for (const row of rows) {
      count += row.length;
      const found =
        printed === 'entries' ? row.every((entry) => everywhere.has(entry)) : lines.some((line) => holdsRow(line, row));
      note(counting, `${name}, part ${figure.part}: ${path} shows ${row.join(' ')}, and no line prints that`, found);
    }
  }
  return count;
}

/** Whether the numbers of a row stand in a line, one behind the other. */
function holdsRow(line: string[], row: string[]): boolean {
  return line.some((_, k) => row.every((entry, c) => line[k + c] === entry));
}

/** Chapter 4 as a reader uses it: keys, the player, a number changed, a line changed, a link, nonsense. */
export async function used(browser: Browser, counting: Counting): Promise<void> {
  const { page, heard } = await opened(browser, 'zh', '04-attention');
  const stage = '.stage:has([data-stage="3"])';
  const text = (path: string) => page.locator(`[data-entry="${path}"]`).innerText();
  await page.focus('[data-entry="A[0][0]"]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.locator('[data-history="A[0][1]"]').waitFor();
  await page.click('[data-operand="sum"]');
  await page.locator('[data-history="sum"]').waitFor();
  note(counting, `the address has the operand: ${page.url()}`, /#!o=A\[0\]\[1\]~\d$/.test(decodeURI(page.url())));
  note(
    counting,
    'its line is lit',
    (await page.locator('[data-history] [data-source]').first().getAttribute('data-source')) !== null,
  );
  const link = page.url();
  await page.keyboard.press('Escape');
  same(
    counting,
    await page.evaluate(() => document.activeElement?.getAttribute('data-entry')),
    'A[0][1]',
    'Escape goes back',
  );

  // Forwards and back: after n steps on and n back all is as before.
  await page.click(`${stage} [data-watch]`);
  await page.click(`${stage} [data-step="first"]`);
  const first = await page.locator(`${stage} .stage-matrices`).innerText();
  for (let k = 0; k < 40; k++) await page.click(`${stage} [data-step="next"]`);
  note(counting, 'the film goes on', (await page.locator(`${stage} .stage-matrices`).innerText()) !== first);
  for (let k = 0; k < 40; k++) await page.click(`${stage} [data-step="back"]`);
  same(counting, await page.locator(`${stage} .stage-matrices`).innerText(), first, 'and back');
  await page.click(`${stage} [data-step="last"]`);

  // 爱 no longer asks for pronouns: its shares are even.
  await page.click('[data-entry="W_Q[1][0]"]');
  for (const [bad, says] of [
    ['', '空白'],
    ['abc', 'abc'],
    ['NaN', 'NaN'],
    ['1e400', '1e400'],
    ['1 2\n3', '1 2'],
  ] as const) {
    await page.fill('.history-edit input', bad);
    await page.click('.history-edit button');
    const line = await page.locator('.history-edit [role=alert]').innerText();
    note(counting, `refused beside the entry: ${line}`, line.includes(says));
    same(counting, await text('A[1][0]'), '0.40', `${JSON.stringify(bad)}: the last good figure stays`);
  }
  await page.fill('.history-edit input', '0');
  await page.click('.history-edit button');
  same(counting, [await text('A[1][0]'), await text('A[1][1]')], ['0.33', '0.33'], 'a number changed, its row follows');
  await page.click(`${stage} [data-reset]`);
  same(counting, await text('A[1][0]'), '0.40', 'as it was');

  // Without the division the scores are twice as large: 2 ln 2 is 4 to 1 to 1 for 我.
  await page.check(`${stage} [data-switch]`);
  same(counting, [await text('S[0][1]'), await text('A[0][1]')], ['1.386', '0.67'], 'a line of the source changed');
  await page.uncheck(`${stage} [data-switch]`);

  const again = await opened(browser, 'zh', '04-attention');
  await again.page.goto('about:blank');
  await again.page.goto(link);
  await again.page.locator('[data-history="sum"]').waitFor();
  same(counting, [...heard(), ...again.heard()], [], 'all this is quiet');
  await again.page.context().close();
  await page.context().close();
}

/** Addresses that ask for what there is not: the page stands as it first does, and says so once, at its top. */
const NONSENSE: [chapter: string, state: string][] = [
  ['04-attention', '#!o=Q[9][9]&x=7'],
  ['04-attention', '#!x=1&s=99999'], // a scene
  ['04-attention', '#!x=1&o=A[0][1]~99'], // an operand
  ['04-attention', '#!x=1&t=tape~3'], // a stepper, of another chapter
  ['04-attention', '#!x=1&colour=red'],
  ['04-attention', '#!x=1&colour'],
  ['04-attention', '#!x=1&%E0%A4'],
  ['04-attention', '?break=99'],
  ['04-attention', '?break=x'],
  ['08-backprop', '#!t=tape~1&t=nobody~1'],
  ['08-backprop', '#!t=tape~999'], // a step
  ['15-bert', '#!o=A[0][1]'], // no figure at all
  ['15-bert', '?line=他&seed=0'],
  ['15-bert', '?line=他&colour=red'],
];

/** Each of them. */
export async function nonsense(browser: Browser, counting: Counting): Promise<void> {
  const { page, heard } = await opened(browser, 'zh', '04-attention');
  const seen = () => page.locator('main').innerText();
  const firsts = new Map<string, string>();
  for (const [chapter, state] of NONSENSE) {
    const address = `${inside}/zh/${chapter}.html`;
    const awake = async () => {
      const toy = page.locator('[data-toy]');
      if ((await toy.count()) > 0) await toy.scrollIntoViewIfNeeded();
      await page.locator(':is([data-stage], [data-toy])[data-alive]').first().waitFor();
    };
    if (!firsts.has(chapter)) {
      await page.goto(address);
      await awake();
      firsts.set(chapter, await seen());
    }
    await page.goto('about:blank');
    await page.goto(address + state);
    await awake();
    const line = page.locator('.stage-trouble');
    const lines = await line.allInnerTexts();
    note(counting, `${chapter}${state} is said: ${lines}`, lines.length === 1 && lines[0].includes('这里没有'));
    const top = (await line.first().boundingBox())?.y ?? NaN;
    const scrolled = await page.evaluate(() => scrollY);
    note(counting, `${chapter}${state}: at the top`, top + scrolled < 700, `${top + scrolled}`);
    await line.evaluateAll((all) => all.forEach((each) => each.remove()));
    same(counting, await seen(), firsts.get(chapter), `${chapter}${state}: the page as it first stands`);
  }
  same(counting, heard(), [], 'nonsense is quiet');
  await page.context().close();
}

/** On a phone the opened number is a sheet at the foot of the screen, and every entry is large enough for a finger. */
export async function onPhone(browser: Browser, counting: Counting): Promise<void> {
  const { page } = await opened(browser, 'zh', '04-attention', {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  await page.tap('[data-entry="A[0][1]"]');
  const sheet = await page.locator('[data-history]').boundingBox();
  note(counting, 'a sheet from below', sheet !== null && Math.round(sheet.y + sheet.height) === 740);
  same(counting, await tooSmall(page), [], 'touch targets of 44 px');
  const inSight = () =>
    page.waitForFunction(() => {
      const edge = (what: string) => document.querySelector(what)?.getBoundingClientRect();
      const [entry, sheet] = [edge('[data-entry="A[0][1]"]'), edge('[data-history="A[0][1]"]')];
      return entry && sheet && entry.top >= 0 && entry.bottom <= sheet.top;
    });
  note(counting, 'the sheet does not lie over the entry', (await inSight().catch(() => undefined)) !== undefined);
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  note(counting, 'nor where a link leads', (await inSight().catch(() => undefined)) !== undefined);
  await page.context().close();
}

/** What a finger of 44 pixels would miss on a page. */
export function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.stage :is(button, select, input:not([type=checkbox])), summary')]
      .filter((button) => !button.matches('.history-names button, .history-head ol button'))
      .map((button) => ({ name: button.outerHTML.slice(0, 80), box: button.getBoundingClientRect() }))
      .filter(({ box: { width, height } }) => width > 0 && (width < 43.5 || height < 43.5))
      .map(({ name }) => name),
  );
}
