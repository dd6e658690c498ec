/** The prompt at which a reader types sentences. */

import { createInterface } from 'node:readline/promises';
import type { Say } from '../../lib/language.ts';
import type { Model } from './model.ts';
import { translate } from './translation.ts';

/** Translates what is typed, line by line, until an empty line or the end of the input. What cannot be translated is said, and asked again. */
export async function prompt(model: Model, say: Say): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  console.log(
    model.direction === 'zh-en'
      ? say('Type a Chinese sentence; an empty line ends.', '请输入中文句子；空行结束。')
      : say('Type an English sentence; an empty line ends.', '请输入英文句子；空行结束。'),
  );
  terminal.setPrompt('> ');
  terminal.prompt();
  for await (const line of terminal) {
    if (line === '') break;
    try {
      console.log(`  ${translate(line, model, say)}`);
    } catch (error) {
      console.log(`  ${(error as Error).message}`);
    }
    terminal.prompt();
  }
  terminal.close();
}
