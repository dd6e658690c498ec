/**
 * `npm run quote` fills the marked blocks of every page of prose from the source and from real runs.
 *
 *     <!-- code softmax.ts softmax -->   declarations of a file beside the page, one or several names
 *     <!-- output 3 -->                  part 3 of the chapter's example, in the page's language
 *     <!-- output 04 3 -->               part 3 of the example of chapter 4, on any page
 *     <!-- recorded start 2-4 -->        those paragraphs of a long run kept in scripts/recorded
 *
 * The tests call `quoted` and fail where a page differs.
 */

import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { speaker, type Language } from '../lib/language.ts';
import { exampleIn, names } from './example.ts';
import { refill } from './markdown.ts';
import { folder } from './recorded.ts';

/** The folder of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Every page of prose, as paths: README.md and README.zh.md of the project and of each chapter. */
export function pages(): string[] {
  const chapters = readdirSync(join(root, 'chapters'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, 'chapters', entry.name));
  return [root, ...chapters]
    .flatMap((folder) => [join(folder, 'README.md'), join(folder, 'README.zh.md')])
    .filter((page) => existsSync(page));
}

/** The page's text as it should be. Throws if it names what does not exist. */
export async function quoted(page: string): Promise<string> {
  const text = readFileSync(page, 'utf8');
  const language: Language = page.endsWith('.zh.md') ? 'zh' : 'en';
  const chapter = /chapters\/(\d\d)-/.exec(page)?.[1];
  const runs = new Map<string, string[]>();
  for (const [, number = chapter] of text.matchAll(/^<!-- output (?:(\d\d) )?\d+ -->$/gm)) {
    if (number !== undefined) runs.set(number, await partsOf(number, language));
  }
  return refill(text, ({ marker }) => {
    const code = /^code (\S+) (.+)$/.exec(marker);
    if (code) {
      const source = readFileSync(join(dirname(page), code[1]), 'utf8');
      return code[2]
        .split(' ')
        .map((name) => declaration(source, name, code[1]))
        .join('\n\n');
    }
    const output = /^output (?:(\d\d) )?(\d+)$/.exec(marker);
    if (output) {
      const [, number = chapter, part] = output;
      const found = runs.get(number ?? '')?.[Number(part)];
      if (found === undefined) throw new Error(`${relative(root, page)}: no ${marker}`);
      return found;
    }
    const recorded = /^recorded (\S+) (\d+)-(\d+)$/.exec(marker);
    if (recorded) {
      const [, name, from, to] = recorded;
      return paragraphsOf(name, language)
        .slice(Number(from) - 1, Number(to))
        .join('\n\n');
    }
    return undefined;
  });
}

/** The paragraphs of a recorded run, in that language if there is one for each. */
function paragraphsOf(name: string, language: string): string[] {
  const own = join(folder, `${name}.${language}.txt`);
  const path = existsSync(own) ? own : join(folder, `${name}.txt`);
  return readFileSync(path, 'utf8').trimEnd().split('\n\n');
}

/** A declaration from its first line to the line that closes it, as the formatter lays it out. */
export function declaration(source: string, name: string, file: string): string {
  const lines = source.split('\n');
  const start = lines.findIndex((line) =>
    new RegExp(`^(export )?(async )?(function\\*?|const|interface|type|class) ${name}\\b`).test(line),
  );
  if (start < 0) throw new Error(`${file}: nothing is called ${name}`);
  let end = start;
  if (!lines[start].endsWith(';')) {
    end = lines.findIndex((line, i) => i > start && /^[}\])]/.test(line) && /[;}]$/.test(line));
  }
  return lines.slice(start, end + 1).join('\n');
}

/** The numbered parts of what an example prints; index 0 is what stands before the first heading. */
async function partsOf(number: string, language: Language): Promise<string[]> {
  const output = await outputOf(number);
  return output[language].split(/^── \d+ · .* ──$/m).map((part) => part.replace(/^\n+|\s+$/g, ''));
}

const started = new Map<string, Promise<Record<Language, string>>>();

/** What the example of that number prints in each language; each is computed once a process. */
function outputOf(number: string): Promise<Record<Language, string>> {
  const run = started.get(number) ?? runExample(number);
  started.set(number, run);
  return run;
}

async function runExample(number: string): Promise<Record<Language, string>> {
  const name = names.find((name) => name.startsWith(`${number}-`));
  if (name === undefined) throw new Error(`there is no example ${number}`);
  // To go when every example is split: one that is not prints as soon as it is imported.
  if (!isSplit(name)) return { en: await asProgram(name, 'en'), zh: await asProgram(name, 'zh') };
  const { constants, computed, printed } = await exampleIn(name);
  // No page quotes times that were measured just now: an example that measures for some seconds measures nothing here.
  const found = await computed('seconds' in constants ? { ...constants, seconds: 0 } : constants);
  return { en: printed(found, speaker('en')), zh: printed(found, speaker('zh')) };
}

/** Does the example compute, then print? To go when every example does. */
export function isSplit(name: string): boolean {
  return /^export function printed\(/m.test(readFileSync(join(root, 'examples', name), 'utf8'));
}

/** What an example that is not split prints, run as a program. To go when every example is. */
async function asProgram(name: string, language: Language): Promise<string> {
  const command = ['--import', 'tsx', join('examples', name), '--lang', language];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root });
  return stdout;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const only = process.argv.slice(2);
  for (const page of pages()) {
    const name = relative(root, page);
    if (only.length > 0 && !only.some((part) => name.includes(part))) continue;
    const text = await quoted(page);
    const changed = text !== readFileSync(page, 'utf8');
    if (changed) writeFileSync(page, text);
    console.log(`${changed ? 'filled' : 'as it was'}  ${name}`);
  }
}
