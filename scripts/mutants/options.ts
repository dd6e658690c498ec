/** The command line of `npm run mutants`. */

import { parsed } from '../../examples/translator/command-line.ts';
import type { Say } from '../../lib/language.ts';

/** Which mutants are tried. */
export interface Options {
  files: string[]; // sources, in the order of their names
  count: number; //   of mutants, chosen by chance
  seed: string; //    of that choice
  help: boolean;
}

/** The folders whose sources have mutants. */
const FOLDERS = ['chapters', 'lib'];

/** Matrices written out by hand are what the tests compare with: they are not tried, they try. */
const BY_HAND = /\/by-hand\.ts$/;

/** The options of a command line, for a project of these sources. Throws RangeError with the rule that is broken. */
export function optionsFrom(args: string[], sources: string[], say: Say): Options {
  const { values, positionals } = parse(args, say);
  const { count = '500', seed = 'mutants', help = false } = values;
  if (!(/^\d+$/.test(count) && Number(count) > 0)) {
    const got = count || say('nothing', '空');
    throw new RangeError(
      say(`--count must be a whole number, at least 1, got ${got}`, `--count 必须是不小于 1 的整数，得到 ${got}`),
    );
  }
  const candidates = sources
    .filter((file) => FOLDERS.some((folder) => file.startsWith(`${folder}/`)) && !BY_HAND.test(file))
    .sort();
  const chosen = positionals.flatMap((name) => under(name, candidates, say));
  const files = positionals.length === 0 ? candidates : candidates.filter((file) => chosen.includes(file));
  return { files, count: Number(count), seed, help };
}

/** What `--help` prints. */
export function helpText(say: Say): string {
  const line = (flag: string, en: string, zh: string) => `  ${flag.padEnd(12)}${say(en, zh)}`;
  return [
    say(
      'npm run mutants -- [files or folders] [flags]   changes the source at random places: do the tests notice?',
      'npm run mutants -- [文件或文件夹] [选项]   随机改动源码：测试会发现吗？',
    ),
    line('--count N', 'so many changes (500)', '改动多少处（500）'),
    line('--seed TEXT', 'which places: the same text, the same places', '改动哪些地方：文本相同，地方就相同'),
    line('--lang L', 'en or zh: the language of these messages', 'en 或 zh：程序说哪种语言'),
    line('--help', 'this page', '显示本页'),
  ].join('\n');
}

/** The sources that a name on the command line means: a file, or all of a folder. */
function under(name: string, candidates: string[], say: Say): string[] {
  const path = name.replace(/^\.\//, '').replace(/\/+$/, '');
  const found = candidates.filter((file) => file === path || file.startsWith(`${path}/`));
  if (found.length > 0) return found;
  const where = FOLDERS.join(say(' or ', ' 或 '));
  throw new RangeError(
    say(`${name} must be a source file or a folder of ${where}`, `${name} 应当是 ${where} 里的源文件或文件夹`),
  );
}

function parse(args: string[], say: Say) {
  return parsed(
    {
      args,
      allowPositionals: true,
      options: {
        count: { type: 'string' },
        seed: { type: 'string' },
        lang: { type: 'string' },
        help: { type: 'boolean' },
      },
    },
    'npm run mutants -- --help',
    say,
  );
}
