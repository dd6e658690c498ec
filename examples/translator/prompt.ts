/** The prompt at which a reader types sentences, and the same for a pipe. */

import { createInterface } from 'node:readline';
import type { Say } from '../../lib/language.ts';
import { lines } from '../corpus/stream.ts';
import type { Translate } from '../training/translating.ts';
import { lineOf } from './failing.ts';
import type { Model } from './model.ts';
import { guessed, read, spoken } from './translation.ts';
import { translatorOf } from './translator.ts';

/** Translates the lines of the input: typed at a prompt, or read from a pipe. */
export async function prompt(model: Model, say: Say): Promise<void> {
  const translate = await translatorOf(model);
  const asked = process.stdin.isTTY && process.stdout.isTTY ? typed : piped;
  await asked(model, translate, say);
}

/** Until an empty line, Ctrl-D or Ctrl-C. What cannot be translated is said, and asked again. */
async function typed(model: Model, translate: Translate, say: Say): Promise<void> {
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
      const reading = read(line, model, say);
      const unknown = guessed(reading, say);
      if (unknown !== undefined) console.log(`  ${unknown}`);
      console.log(`  ${spoken(reading, model, translate)}`);
    } catch (error) {
      console.log(`  ${lineOf(error)}`);
    }
    terminal.prompt();
  }
  if (last !== '') console.log(); // ended by a key, on the line of the prompt
  terminal.close();
}

/**
 * A line out for each line in, in their order: the translation, or an empty line where there is nothing to say. Why,
 * stands on stderr with the number of the line, and then the exit code is 1.
 */
async function piped(model: Model, translate: Translate, say: Say): Promise<void> {
  let number = 0;
  for await (const line of lines(process.stdin)) {
    number++;
    const where = say(`line ${number}: `, `第 ${number} 行：`);
    try {
      const reading = read(line, model, say);
      const unknown = guessed(reading, say);
      if (unknown !== undefined) console.error(where + unknown);
      console.log(spoken(reading, model, translate));
    } catch (error) {
      console.log();
      console.error(where + lineOf(error));
      process.exitCode = 1;
    }
  }
  if (number === 0) read('', model, say); // says that there is nothing
}
