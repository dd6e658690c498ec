/** The lab as a reader uses it: trained, paused, looked back at, asked, carried away, brought back, opened. */

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { BOS, EOS } from '../../chapters/02-embedding/vocabulary.ts';
import { softmax } from '../../chapters/04-attention/softmax.ts';
import { transformer } from '../../chapters/11-decoder/transformer.ts';
import { finished } from '../../examples/training/finished.ts';
import { modelFrom, toBytes } from '../../examples/translator/model.ts';
import { optionsFrom } from '../lab/choices.ts';
import { flags } from '../lab/flags.ts';
import { trainingOf } from '../lab/training.ts';
import { folder } from '../weave/weave.ts';
import { note, type Counting } from './counting.ts';
import { watched } from './watching.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const english = (en: string) => en;

/** So often each training is timed, in turns. */
const TURNS = 3;

/** A lab that is awake, from disk. before: a script that runs before those of the page. */
export async function labIn(
  browser: Browser,
  language: string,
  address = '',
  options: BrowserContextOptions = {},
  before = '',
) {
  const context = await browser.newContext(options);
  await context.addInitScript(before);
  const from = pathToFileURL(folder).href;
  const { page, complaints, outside } = await watched(context, from);
  await page.goto(`${from}/${language}/lab.html${address}`);
  await page.locator('#lab[data-alive]').waitFor();
  return { page, heard: () => [...complaints, ...outside] };
}

/** All of it. */
export async function lab(browser: Browser, counting: Counting): Promise<void> {
  await inTurns(browser, counting);
  await paused(browser, counting);
  await atHand(browser, counting);
  await withoutMask(browser, counting);
  await smoothly(browser, counting);
}

/** The lab beside Node, one worker each: the same file, in about the same time. */
async function inTurns(browser: Browser, counting: Counting): Promise<void> {
  const [here, there]: [number[], number[]] = [[], []];
  const hashes = new Set<string>();
  let accuracy = '';
  for (let turn = 0; turn < TURNS; turn++) {
    const node = await trainedInNode();
    here.push(node.seconds);
    hashes.add(node.sha);
    const { page, heard } = await labIn(browser, turn % 2 === 0 ? 'zh' : 'en');
    await page.click('[data-lab=start]');
    const ended = page.locator('.lab-ended');
    await ended.waitFor({ timeout: 120_000 });
    accuracy = await ended.innerText();
    there.push(Number(/([\d.]+) (?:s|秒)/.exec(accuracy)?.[1]));
    hashes.add(await page.innerText('[data-lab=hash]'));
    note(counting, 'the lab is quiet', heard().length === 0, heard().join());
    await page.context().close();
  }
  hashes.add(/SHA-256 (\w+)/.exec(readFileSync(join(root, 'scripts/recorded/start.en.txt'), 'utf8'))?.[1] ?? '');
  note(counting, 'one hash in Node, in the lab, in the record', hashes.size === 1, [...hashes].join());
  const shares = [...accuracy.matchAll(/([\d.]+) %/g)].map(([, share]) => Number(share));
  note(
    counting,
    'at the accuracy bar of npm start',
    shares.length === 2 && shares.every((share) => share >= 98),
    accuracy,
  );
  const [node, page] = [here, there].map((list) => list.sort((a, b) => a - b)[1]);
  console.log(
    `lab: ${page.toFixed(1)} s, Node ${node.toFixed(1)} s, ${(page / node).toFixed(2)} times as long; ${[...hashes][0]}`,
  );
  note(counting, 'at most 1.5 times the time of Node', page <= 1.5 * node, `${page} s, Node ${node} s`);
}

/** The same training in this process. */
async function trainedInNode(): Promise<{ seconds: number; sha: string }> {
  const options = optionsFrom({}, flags(), english);
  const corpus = readFileSync(join(root, 'examples/corpus/corpus.tsv'), 'utf8');
  const f64 = new Uint8Array(readFileSync(join(root, 'build/kernels-f64.wasm')));
  const training = trainingOf(options, corpus, { f64, translate: true }, english);
  const begin = performance.now();
  const { P } = await finished(training.run);
  const seconds = (performance.now() - begin) / 1000;
  return { seconds, sha: hashOf(toBytes(training.modelOf(P))) };
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** One step, one epoch, the slider, a sentence of one's own, a model that leaves and comes back, its numbers. */
async function atHand(browser: Browser, counting: Counting): Promise<void> {
  const { page, heard } = await labIn(browser, 'zh', '#!epochs=2');
  const text = (name: string) => page.innerText(`[data-lab="${name}"]`);
  await page.click('[data-lab=step]');
  await until(page, () => document.querySelector('[data-lab=step-count]')?.textContent === '1 / 266');
  note(counting, 'one step', (await text('loss')) !== '–');
  await page.click('[data-lab=epoch-button]');
  await until(page, () => document.querySelector('[data-lab=held-out]')?.textContent !== '–');
  note(
    counting,
    'one epoch ends with its last step',
    (await text('step-count')) === '133 / 266',
    await text('step-count'),
  );
  const early = await text('translation');
  await page.click('[data-lab=start]');
  await page.locator('.lab-ended').waitFor({ timeout: 60_000 });
  await until(page, () => document.querySelector('[data-lab=translation]')?.textContent !== '…');
  const late = await text('translation');
  await page.locator('[data-lab=moment]').fill('0');
  await until(page, (late) => document.querySelector('[data-lab=translation]')?.textContent !== late, late);
  note(counting, 'the slider goes back to what it was', (await text('translation')) !== late, early);
  await page.locator('[data-lab=moment]').press('End');
  await until(page, (late) => document.querySelector('[data-lab=translation]')?.textContent === late, late);
  note(counting, 'and on again', true);
  await carried(page, counting);
  note(counting, 'all this is quiet', heard().length === 0, heard().join());
  await page.context().close();
}

/** Pause is heard within 50 ms: from the click until the page says that it rests, the middle one of five. */
async function paused(browser: Browser, counting: Counting): Promise<void> {
  const { page } = await labIn(browser, 'zh', '#!epochs=100'); // longer than all this takes
  const times: number[] = [];
  for (let k = 0; k < 5; k++) {
    await page.click('[data-lab=start]');
    await page.waitForTimeout(60);
    times.push(
      await page.evaluate(async () => {
        const pause = document.querySelector<HTMLButtonElement>('[data-lab=pause]');
        const begin = performance.now();
        pause?.click();
        while (!pause?.disabled && performance.now() - begin < 2000) await new Promise((r) => setTimeout(r, 1));
        return performance.now() - begin;
      }),
    );
  }
  const [, , middle] = times.sort((a, b) => a - b);
  console.log(`lab: pause is heard after ${middle.toFixed(0)} ms`);
  note(counting, 'pause is heard', middle <= 50, `${middle} ms`);
  await page.context().close();
}

/** The model goes into a file, is the terminal's, comes back, and opens. */
async function carried(page: Page, counting: Counting): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'lab-'));
  try {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-lab=download]')]);
    const file = join(place, download.suggestedFilename());
    await download.saveAs(file);
    const bytes = new Uint8Array(readFileSync(file));
    const sha = hashOf(bytes);
    note(counting, 'the file has the hash that was shown', sha === (await page.innerText('[data-lab=hash]')));
    await page.setInputFiles('[data-lab=load]', file);
    await until(page, (sha) => document.querySelector('.lab-file [data-lab=hash]')?.textContent === sha, sha);
    note(counting, 'and comes back with it', true);
    const model = modelFrom(bytes, file, english);
    await page.locator('[data-lab=open]').click();
    await page.locator('.lab-opened [data-history]').waitFor({ timeout: 20_000 });
    await opened(page, model, counting);
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** The numbers that are open are those of the model, and go down to what is given. */
async function opened(page: Page, model: ReturnType<typeof modelFrom>, counting: Counting): Promise<void> {
  const ids = ['我', '爱', '你'].map((character) => model.source.ids.get(character) ?? 0);
  const [beliefs] = softmax(transformer(ids, [BOS], model.P).S);
  const ending = `beliefs[0][${EOS}]`; // that the translation ends at once: not what stands open first
  await page.click(`.lab-opened [data-entry="${ending}"]`);
  await page.locator(`.lab-opened [data-history="${ending}"]`).waitFor();
  const shown = await page.innerText('.lab-opened .history-value output');
  note(counting, 'an opened probability is the model’s', Number(shown) === beliefs[EOS], shown);
  let depth = 0;
  for (; depth < 60; depth++) {
    const operands = page.locator('.lab-opened [data-history] [data-operand]');
    if ((await operands.count()) === 0) break;
    await operands.last().click();
  }
  const last = await page.innerText('.lab-opened [data-history]');
  note(counting, `down to a given number in ${depth} steps`, /给定/.test(last) && depth > 3, last);
  await page.click('[data-lab=close]');
  note(counting, 'closed, its numbers are gone', (await page.locator('.lab-opened .matrix').count()) === 0);
}

/** Without the mask training looks better than ever, and nothing is translated: each word was copied from the next. */
async function withoutMask(browser: Browser, counting: Counting): Promise<void> {
  const { page } = await labIn(browser, 'en', '#!without=mask&epochs=4');
  await page.click('[data-lab=start]');
  await page.locator('.lab-ended').waitFor({ timeout: 120_000 });
  await until(page, () => document.querySelectorAll('.lab-loss .other rect').length === 4, undefined, 120_000);
  const share = async (name: string) => Number.parseInt(await page.innerText(`[data-lab="${name}"]`), 10);
  const [whole, without] = [await share('held-out'), await share('held-out-without')];
  note(counting, 'without the mask nothing is translated', whole > 50 && without < 5, `${whole} % and ${without} %`);
  await page.context().close();
}

/** Frames a second while it trains, also where the page is four times as slow: 50, or nearly what they are at rest. */
async function smoothly(browser: Browser, counting: Counting): Promise<void> {
  for (const slower of [1, 4]) {
    const { page } = await labIn(browser, 'zh', '#!epochs=60');
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
    const rest = await frames(page);
    await page.click('[data-lab=start]');
    await until(page, () => (document.querySelector('[data-lab=loss]')?.textContent ?? '–') !== '–');
    const busy = await frames(page);
    console.log(`lab: ${busy} frames a second while it trains, ${rest} at rest, ${slower} times slowed`);
    const bar = Math.min(50, 0.85 * rest); // a machine that draws fewer at rest cannot draw 50
    note(counting, `frames a second, ${slower} times slowed`, busy >= bar, `${busy}, at rest ${rest}`);
    await page.context().close();
  }
}

/** Frames a second, the best of three: another program's work only takes some away. */
async function frames(page: Page): Promise<number> {
  const counts: number[] = [];
  for (let k = 0; k < 3; k++) {
    counts.push(
      await page.evaluate(async () => {
        const begin = performance.now();
        let count = 0;
        for (; performance.now() - begin < 1000; count++) await new Promise((drawn) => requestAnimationFrame(drawn));
        return count;
      }),
    );
  }
  return Math.max(...counts);
}

/** Waits until it holds in the page. */
export async function until<Argument>(
  page: Page,
  holds: (argument: Argument) => boolean,
  argument?: Argument,
  timeout = 30_000,
): Promise<void> {
  await page.waitForFunction(holds as () => boolean, argument as never, { timeout, polling: 20 });
}
