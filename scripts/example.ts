/**
 * `npm run example -- 04`: runs the example of a chapter; without a number, the list of them. `--lang zh` for Chinese.
 */

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bars } from '../examples/training/bars.ts';
import type { Watch } from '../examples/training/watched.ts';
import { parsed } from '../examples/translator/command-line.ts';
import { run } from '../examples/translator/failing.ts';
import type { Say } from '../lib/language.ts';

/** What an example exports: it computes, then prints. */
export interface Example {
  /** What the reader may change. */
  constants: object;
  /** The named quantities of its parts, or a promise of them. Training tells `watch` how far it has come. */
  computed: (constants: object, watch?: Watch, kept?: unknown) => unknown;
  /** The text of its parts. */
  printed: (found: unknown, say: Say) => string;
  /** What an earlier run kept in a file that the command line names after the number, if the example keeps anything. */
  kept?: (words: string[], say: Say) => unknown;
}

const folder = new URL('../examples/', import.meta.url);

/** The files of the numbered examples, in their order. */
export const names = readdirSync(folder).filter((name) => /^\d\d-.*\.ts$/.test(name));

/** What the example in that file exports. */
export async function exampleIn(name: string): Promise<Example> {
  return (await import(new URL(name, folder).href)) as Example;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(example);

/** Prints the example of the number on the command line, or the list of them. Throws RangeError for another number. */
async function example(args: string[], say: Say): Promise<void> {
  const options = { lang: { type: 'string' } } as const;
  const { positionals } = parsed({ args, options, allowPositionals: true }, 'npm run example', say);
  const [number, ...words] = positionals;
  if (number === undefined) {
    console.log(say('Run one of these:', '请选一个运行：'));
    for (const name of names) console.log(`  npm run example -- ${name.slice(0, 2)}   ${name.slice(3, -3)}`);
    return;
  }
  const name = names.find((name) => name.startsWith(`${number.padStart(2, '0')}-`));
  if (name === undefined) {
    throw new RangeError(
      say(
        `there is no example ${number}; npm run example lists them`,
        `没有第 ${number} 个示例；用 npm run example 查看列表`,
      ),
    );
  }
  const { constants, computed, printed, kept } = await exampleIn(name);
  const { watch, stop } = bars(say);
  try {
    console.log(printed(await computed(constants, watch, kept?.(words, say)), say));
  } finally {
    stop();
  }
}
