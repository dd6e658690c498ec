/** `npm run example -- 04`: runs the example of a chapter; without a number, the list of them. `--lang zh` for Chinese. */

import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { languageOf, speaker, type Say } from '../lib/language.ts';

/** What an example exports: it computes, then prints. */
interface Example {
  constants: object; //                                  what the reader may change
  computed: (constants: object) => unknown; //           the named quantities of its parts, or a promise of them
  printed: (found: unknown, say: Say) => string; //      the text of its parts
}

const folder = new URL('../examples/', import.meta.url);
const names = readdirSync(folder).filter((name) => /^\d\d-.*\.ts$/.test(name));

// Whoever reads the output may stop reading, as `head` does; then there is nobody to write for.
process.stdout.on('error', () => process.exit());

try {
  const say = speaker(languageOf(process.argv.slice(2)));
  const { positionals } = parseArgs({
    options: { lang: { type: 'string' } },
    allowPositionals: true,
  });
  const [number] = positionals;
  if (number === undefined) {
    console.log(say('Run one of these:', '请选一个运行：'));
    for (const name of names) console.log(`  npm run example -- ${name.slice(0, 2)}   ${name.slice(3, -3)}`);
  } else {
    const name = names.find((name) => name.startsWith(`${number.padStart(2, '0')}-`));
    if (name === undefined) {
      throw new RangeError(
        say(
          `there is no example ${number}; npm run example lists them`,
          `没有第 ${number} 个示例；用 npm run example 查看列表`,
        ),
      );
    }
    const example = (await import(new URL(name, folder).href)) as Example;
    if ('printed' in example) console.log(example.printed(await example.computed(example.constants), say));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
