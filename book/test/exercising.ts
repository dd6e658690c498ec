/** An exercise in the page: empty, wrong, solved; kept when the page is left, and handed out as the terminal's file. */

import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { speaker } from '../../lib/language.ts';
import { fileOf, tasks, type Task } from '../../scripts/exercise/tasks.ts';
import { exerciseText, sourceOf } from '../../scripts/exercise/text.ts';
import { folder } from '../weave/weave.ts';
import { checked } from './breaking.ts';
import { note, type Counting } from './counting.ts';
import { inLanes } from './lanes.ts';
import { watched } from './watching.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const inside = pathToFileURL(folder).href;
const editor = '.bench textarea';

/** The exercise that is tried from all sides. */
const MODEL = '04-attention';

/** All of it: chapter 4's closely, every other empty and solved. */
export async function exercising(browser: Browser, counting: Counting): Promise<void> {
  const all = tasks.filter(({ chapter }) => chapter !== MODEL);
  await inLanes(all, (task, k) => solved(browser, task, k % 2 === 0 ? 'en' : 'zh', counting));
  await written(browser, counting);
}

/** Empty, an exercise fails at a section; with the project's own functions it passes. */
async function solved(browser: Browser, task: Task, language: 'en' | 'zh', counting: Counting): Promise<void> {
  const { page, complaints } = await watched(await browser.newContext(), inside);
  const nth = tasks.filter(({ chapter }) => chapter === task.chapter).indexOf(task) + 1;
  await page.goto(`${inside}/${language}/${task.chapter}.html?exercise=${nth}`);
  await page.locator(editor).waitFor();
  const empty = await checked(page);
  note(counting, `${fileOf(task)}, empty, fails at a section`, empty.objecting.length > 0, empty.text);
  await page.fill(editor, exerciseText(sourceOf(root, task.chapter), task, speaker(language), true));
  const { state, objecting, text } = await checked(page);
  note(counting, `${fileOf(task)}, solved, holds in the page`, state === 'over' && objecting.length === 0, text);
  note(counting, `${fileOf(task)} is quiet`, complaints.length === 0, complaints.join());
  await page.context().close();
}

async function written(browser: Browser, counting: Counting): Promise<void> {
  const { page, complaints } = await watched(await browser.newContext(), inside);
  const [task] = tasks.filter(({ chapter }) => chapter === MODEL);
  const [empty, solution] = [false, true].map((solved) =>
    exerciseText(sourceOf(root, MODEL), task, speaker('zh'), solved),
  );
  await page.goto(`${inside}/zh/${MODEL}.html`);
  await page.click(`button[data-exercise="${fileOf(task)}"]`);
  await page.locator(editor).waitFor();
  note(counting, 'the empty file is the terminal’s', (await page.inputValue(editor)) === empty);
  const first = await checked(page);
  note(counting, 'empty, every section objects', first.objecting.length === 5, first.text);
  note(counting, 'and says what is missing', first.text.includes('softmax is not written yet'), first.text);

  const judged = async (from: string, to: string) => {
    await page.fill(
      editor,
      solution.replace(from, () => to),
    );
    return checked(page);
  };
  const wrong = await judged('dot / Math.sqrt(d_k)', 'dot / d_k');
  note(counting, 'a wrong line is caught', wrong.objecting.includes('by hand'), wrong.text);
  const changing = await judged('const A = softmax(S);', 'const A = softmax(S); Q[0][0] += 1;');
  note(
    counting,
    'changed arguments are said',
    changing.text.includes('attention changes its argument 1'),
    changing.text,
  );
  const whole = await judged('', '');
  note(counting, 'solved, it holds', whole.state === 'over' && whole.objecting.length === 0, whole.text);

  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-bench-save]')]);
  note(counting, 'it is handed out under its name', download.suggestedFilename() === '04-attention.ts');
  note(counting, 'as it is', readFileSync((await download.path()) ?? '', 'utf8') === solution);
  await again(page, solution, counting);
  note(counting, 'all this is quiet', complaints.length === 0, complaints.join());
  await page.context().close();
}

/** Rows of the table leave it alone, and it is there when the reader comes back; an address that is none is said. */
async function again(page: Page, solution: string, counting: Counting): Promise<void> {
  await page.click('button[data-break="1"]');
  const broken = await checked(page, ['by hand']);
  note(counting, 'a row is judged without it', broken.objecting.includes('by hand'), broken.text);
  await page.click('[data-bench-reset]');
  await page.goto(`${inside}/zh/${MODEL}.html?exercise=1`);
  await page.locator(editor).waitFor();
  note(counting, 'what was written is there again', (await page.inputValue(editor)) === solution);
  await page.goto(`${inside}/zh/${MODEL}.html?exercise=9`);
  const said = await page.locator('.stage-trouble').allInnerTexts();
  note(counting, 'an exercise that there is not is said', said.length === 1, said.join());
}
