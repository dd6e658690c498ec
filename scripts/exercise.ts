/**
 * `npm run exercise -- 04` puts the functions of chapter 4 into exercises/04-attention.ts, without bodies; again, it
 * judges what the reader has written there, by the chapter's own test.
 *
 *     npm run exercise                          the list of them, and how far each is
 *     npm run exercise -- 04 backwards          those on the way back, a task of its own
 *     npm run exercise -- 04 --hint             helps with the first function that is not right: three times, each more
 *     npm run exercise -- 04 --show softmax     the project's own
 *     npm run exercise -- translator            trains the translator with the reader's functions of chapters 1 to 13
 */

import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Say } from '../lib/language.ts';
import { parsed } from '../examples/translator/command-line.ts';
import { run } from '../examples/translator/failing.ts';
import { nextHint, shown } from './exercise/hints.ts';
import { complaints, firstWrong, judgement, leftIn } from './exercise/judging.ts';
import { told } from './exercise/telling.ts';
import { askedAs, fileOf, taskFor, tasks, type Task } from './exercise/tasks.ts';
import { exerciseText, sourceOf } from './exercise/text.ts';
import { trainedWith } from './exercise/translator.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

await run(async (args, say) => {
  const options = {
    hint: { type: 'boolean', default: false },
    show: { type: 'string' },
    lang: { type: 'string' },
  } as const;
  const { values, positionals } = parsed({ args, options, allowPositionals: true }, 'README.md', say);
  if (positionals.length === 0) return console.log(list(say));
  if (positionals.join() === 'translator') return void (process.exitCode = await trainedWith(root, say));
  const task = taskFor(positionals, say);
  if (values.show !== undefined) return console.log(shown(root, task, values.show, say));
  if (!existsSync(join(root, fileOf(task)))) return begun(task, say);
  const wrong = complaints(root, task, say);
  if (wrong.length > 0) throw new RangeError(wrong.join('\n'));
  if (process.stderr.isTTY) console.error(say('judging …', '正在判……'));
  if (values.hint) return console.log(await hinted(task, say));
  const left = leftIn(root, task);
  const written = task.names.filter((name) => !left.includes(name));
  // What is there is judged beside the project's own; where nothing is, everything waits.
  const asked = { ...task, names: written.length > 0 ? written : task.names };
  const { text, passed } = told(root, asked, await judgement(root, asked), left, say);
  console.log(text);
  if (!passed) process.exitCode = 1;
});

/** Puts the reader's file where it belongs; there is none yet. */
function begun(task: Task, say: Say): void {
  const file = join(root, fileOf(task));
  mkdirSync(join(root, 'exercises'), { recursive: true });
  writeFileSync(`${file}.new`, exerciseText(sourceOf(root, task.chapter), task, say));
  renameSync(`${file}.new`, file);
  const again = `npm run exercise -- ${askedAs(task)}`;
  console.log(
    say(
      `${fileOf(task)} is there now. Write ${task.names.join(', ')}; then ${again} judges.
The chapter: chapters/${task.chapter}/README.md. Stuck: ${again} --hint.`,
      `${fileOf(task)} 已经放好。把 ${task.names.join('、')} 写出来，然后用 ${again} 来判。
这一章：chapters/${task.chapter}/README.zh.md。卡住了：${again} --hint。`,
    ),
  );
}

/** Help with the first function that is not right. */
async function hinted(task: Task, say: Say): Promise<string> {
  const name = await firstWrong(root, task);
  if (name !== undefined) return nextHint(root, task, name, say);
  return say(
    `${fileOf(task)}: all of it holds, there is nothing to help with.`,
    `${fileOf(task)}：全部通过，没有要帮的。`,
  );
}

/** All exercises, and which of them have been begun. */
function list(say: Say): string {
  const state = (task: Task) => {
    if (!existsSync(join(root, fileOf(task)))) return '';
    const left = leftIn(root, task).length;
    const written = task.names.length - left;
    return say(`${written} of ${task.names.length} written`, `写了 ${written} / ${task.names.length}`);
  };
  return [
    ...tasks.map((task) => `${askedAs(task).padEnd(14)}${state(task).padEnd(16)}${task.names.join(', ')}`),
    `translator    ${say('trains with your functions of chapters 1 to 13', '用你写的第 1–13 章的函数来训练')}`,
  ].join('\n');
}
