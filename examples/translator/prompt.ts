/** The prompt at which a reader types sentences, and the same for a pipe. */

import { createInterface } from 'node:readline';
import type { Say } from '../../lib/language.ts';
import { lineOf } from './failing.ts';
import type { Model } from './model.ts';
import { searchOf, translate, unknownIn, type Search } from './translation.ts';

/** Translates the lines of the input: typed at a prompt, or read from a pipe. */
export async function prompt(model: Model, say: Say): Promise<void> {
  const search = await searchOf(model);
  const asked = process.stdin.isTTY && process.stdout.isTTY ? typed : piped;
  await asked(model, search, say);
}

/** Until an empty line, Ctrl-D or Ctrl-C. What cannot be translated is said, and asked again. */
async function typed(model: Model, search: Search, say: Say): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  console.log(
    model.direction === 'zh-en'
      ? say('Type a Chinese sentence; an empty line ends.', '请输入中文句子；空行结束。')
      : say('Type an English sentence; an empty line ends.', '请输入英文句子；空行结束。'),
  );
  terminal.prompt();
  let last: string | undefined;
  for await (const line of terminal) {
    last = line;
    if (line === '') break;
    try {
      const unknown = unknownIn(line, model, say);
      if (unknown !== undefined) console.log(`  ${unknown}`);
      console.log(`  ${translate(line, model, say, search)}`);
    } catch (error) {
      console.log(`  ${lineOf(error)}`);
    }
    terminal.prompt();
  }
  if (last !== '') console.log(); // ended by a key, on the line of the prompt
  terminal.close();
}

/** A translation for each line, nothing else; what cannot be translated is said on stderr, and the exit code is 1. */
async function piped(model: Model, search: Search, say: Say): Promise<void> {
  let lines = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    lines++;
    try {
      const unknown = unknownIn(line, model, say);
      if (unknown !== undefined) console.error(unknown);
      console.log(translate(line, model, say, search));
    } catch (error) {
      console.error(lineOf(error));
      process.exitCode = 1;
    }
  }
  if (lines === 0) translate('', model, say); // says that there is nothing
}
