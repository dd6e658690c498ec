/** What can go wrong in the lab: in what is typed, in settings and files, in a browser that lacks something. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { modelFrom } from '../../examples/translator/model.ts';
import { read } from '../../examples/translator/translation.ts';
import { speaker } from '../../lib/language.ts';
import { optionsFrom } from '../lab/choices.ts';
import { flags } from '../lab/flags.ts';
import { trainingOf } from '../lab/training.ts';
import { note, type Counting } from './counting.ts';
import { labIn, until } from './lab.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const corpus = readFileSync(join(root, 'examples/corpus/corpus.tsv'), 'utf8');
const zh = speaker('zh');

/** All of it. */
export async function labTrouble(browser: Browser, counting: Counting): Promise<void> {
  await refused(browser, counting);
  await diverged(browser, counting);
  await files(browser, counting);
  await without(browser, counting);
  await asleep(browser, counting);
}

/** What the terminal says to a sentence or a setting, the page says too. */
async function refused(browser: Browser, counting: Counting): Promise<void> {
  const { page, heard } = await labIn(browser, 'zh', '#!epochs=1');
  await page.click('[data-lab=step]');
  const model = untrained();
  for (const [sentence, expected] of [
    ['我爱恐龙', undefined],
    ['我'.repeat(10_000), undefined],
    ['我爱你😀', undefined],
    ['', undefined],
    ['我愛你', '我愛你'], // Traditional: read as Simplified, once its table is there
  ] as const) {
    await page.focus('[data-lab=sentence]');
    await page.fill('[data-lab=sentence]', sentence);
    await page.click('[data-lab=add]');
    const line = page.locator('.lab-sentences li').first();
    if (expected === undefined) {
      const said = await line.locator('[role=alert]').innerText();
      const terminal = refusal(() => read(sentence, model, zh));
      note(counting, `the terminal's own line for ${sentence.slice(0, 8)}`, said === terminal, `${said} / ${terminal}`);
    } else {
      await until(page, () => !document.querySelector('.lab-sentences li:first-child [role=alert]'));
      note(counting, `${sentence} is read`, (await line.locator('output').count()) === 1);
    }
  }
  await page.click('.lab-choosing summary');
  for (const [name, value] of [
    ['epochs', '0'],
    ['heads', '3'],
    ['rate', 'NaN'],
    ['d-model', '1e400'],
  ] as const) {
    await page.fill(`[data-lab="${name}"]`, value);
    await page.press(`[data-lab="${name}"]`, 'Tab');
    await page.click('[data-lab=start]');
    const said = await page.innerText('[data-lab=refused]');
    const terminal = refusal(() => optionsFrom({ [name]: value }, flags(), zh));
    note(counting, `--${name} ${value} is refused`, said === terminal, `${said} / ${terminal}`);
    await page.fill(`[data-lab="${name}"]`, flags()[name].usual);
    await page.press(`[data-lab="${name}"]`, 'Tab');
  }
  note(counting, 'refusing is quiet', heard().length === 0, heard().join());
  await page.context().close();
  for (const words of ['epochs=2&without=nobody', '%E0%A4', 'epochs=2&s=我&sede=1', 'without=scale&heads=3']) {
    const odd = await labIn(browser, 'zh', `#!${words}`);
    const line = await odd.page.locator('.stage-trouble').innerText();
    note(counting, `nonsense in the address, ${words}: ${line}`, line.includes('这里没有'));
    const epochs = await odd.page.inputValue('[data-lab=epochs]');
    const sentences = await odd.page.locator('.lab-sentence').allInnerTexts();
    const stands = epochs === flags().epochs.usual && sentences.join() === '我爱你';
    note(counting, 'and the page as it first stands', stands, `${epochs}, ${sentences.join()}`);
    await odd.page.context().close();
  }
}

/** A rate far too high: the step and the rule are named, and one can start over. */
async function diverged(browser: Browser, counting: Counting): Promise<void> {
  const { page } = await labIn(browser, 'zh', '#!rate=1e300');
  await page.click('[data-lab=start]');
  const line = await page.locator('.lab-numbers [role=alert]').innerText();
  note(counting, `it diverges, and says so: ${line}`, /第 \d+ 步崩溃.*学习率/.test(line));
  await page.click('[data-lab=reset]');
  note(counting, 'and can start over', await page.isEnabled('[data-lab=start]'));
  await page.context().close();
}

/** Files that are no models, and one that was cut short. */
async function files(browser: Browser, counting: Counting): Promise<void> {
  const { page } = await labIn(browser, 'zh');
  const whole = readFileSync(join(root, 'test/fixtures/model-1.2.0.safetensors'));
  for (const [name, bytes] of [
    ['words.txt', Buffer.from('我爱你')],
    ['short.safetensors', whole.subarray(0, whole.length - 9)],
  ] as const) {
    await page.setInputFiles('[data-lab=load]', { name, mimeType: '', buffer: bytes });
    const terminal = refusal(() => modelFrom(new Uint8Array(bytes), name, zh));
    await until(page, (line) => document.querySelector('.lab-numbers [role=alert]')?.textContent === line, terminal);
    note(counting, `${name}: ${terminal}`, true);
  }
  await page.setInputFiles('[data-lab=load]', { name: 'm.safetensors', mimeType: '', buffer: whole });
  await page.locator('.lab-file [data-lab=hash]').waitFor();
  note(counting, 'a whole one is read', true);
  await page.context().close();
}

/** No vectors: the chapters' loops. No workers: in the page. No storage: without it. */
async function without(browser: Browser, counting: Counting): Promise<void> {
  const usual = await hashAfterEpoch(browser, '');
  const noWorker = await hashAfterEpoch(browser, 'delete globalThis.Worker');
  note(counting, 'without workers the page trains, to the same bits', noWorker === usual, `${noWorker} / ${usual}`);
  const noStorage = await hashAfterEpoch(
    browser,
    'Object.defineProperty(globalThis, "localStorage", { get() { throw new Error("refused") } })',
  );
  note(counting, 'without storage as with it', noStorage === usual);

  const { page } = await labIn(browser, 'en', '', {}, 'WebAssembly.validate = () => false');
  note(counting, 'no vectors: said beforehand', (await page.innerText('.lab-buttons')).includes('chapters’ own loops'));
  await page.click('[data-lab=step]');
  await until(page, () => document.querySelector('[data-lab=loss]')?.textContent !== '–', undefined, 60_000);
  const loops = trainingOf(
    optionsFrom({}, flags(), (en) => en),
    corpus,
    undefined,
    (en) => en,
  );
  const { value } = await loops.run.next();
  const wanted = value && 'loss' in value ? value.loss.toFixed(3) : '';
  note(counting, 'and they train', (await page.innerText('[data-lab=loss]')) === wanted, wanted);
  await page.context().close();
}

async function hashAfterEpoch(browser: Browser, before: string): Promise<string> {
  const { page } = await labIn(browser, 'zh', '#!epochs=1', {}, before);
  await page.click('[data-lab=start]');
  await page.locator('.lab-ended').waitFor({ timeout: 60_000 });
  const hash = await page.innerText('[data-lab=hash]');
  await page.context().close();
  return hash;
}

/** A tab that is put to sleep while it trains goes on when it wakes. */
async function asleep(browser: Browser, counting: Counting): Promise<void> {
  const { page } = await labIn(browser, 'zh', '#!epochs=2');
  const session = await page.context().newCDPSession(page);
  await page.click('[data-lab=start]');
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 500));
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await page.locator('.lab-ended').waitFor({ timeout: 60_000 });
  note(counting, 'a tab put to sleep goes on', true);
  await page.context().close();
}

/** What is thrown, as text. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

function untrained() {
  const training = trainingOf(optionsFrom({}, flags(), zh), corpus, undefined, zh);
  return training.modelOf(training.start);
}
