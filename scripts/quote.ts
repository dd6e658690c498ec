/**
 * `npm run quote` fills the marked blocks of every page of prose from the source and from real runs.
 *
 *     <!-- code softmax.ts softmax -->   declarations of a file beside the page, one or several names
 *     <!-- output 3 -->                  part 3 of the chapter's example, in the page's language
 *     <!-- output 04 3 -->               part 3 of the example of chapter 4, on any page
 *     <!-- recorded start 2-4 -->        those paragraphs of a long run kept in scripts/recorded
 *     <!-- why 04 Y[0][1] -->            what `npm run why` says of that number
 *     <!-- picture 3 --> ![…](a.en.svg) the figure in the place of part 3, drawn: see draw.ts
 *     <!-- paper --> … <!-- /paper -->   the index by the paper, of by-paper.ts
 *     <!-- recorded study-14 1-1 -->     those of chapter 14's study, kept beside its page
 *
 * `npm run quote -- 04` fills the pages whose path holds 04; `-- --code` fills what needs no run, and takes a second;
 * `-- --check` fills nothing and fails where a page differs.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parsed } from '../examples/translator/command-line.ts';
import { run } from '../examples/translator/failing.ts';
import { speaker, type Language } from '../lib/language.ts';
import { exampleIn, names } from './example.ts';
import { refill } from './markdown.ts';
import { paperIndex } from './by-paper.ts';
import { folder } from './record/kept.ts';

/** The folder of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Every page of prose, as paths, with its twin: README of the project and of each chapter, CASES and COURSE. */
export function pages(): string[] {
  const chapters = readdirSync(join(root, 'chapters'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, 'chapters', entry.name));
  return [root, ...chapters]
    .flatMap((folder) => [join(folder, 'README.md'), join(folder, 'README.zh.md')])
    .concat(['CASES.md', 'CASES.zh.md', 'COURSE.md', 'COURSE.zh.md'].map((name) => join(root, name)))
    .filter((page) => existsSync(page));
}

/**
 * The page's text as it should be; without outputs, what the examples print is left as it stands.
 * Throws if the page names what does not exist.
 */
export async function quoted(page: string, outputs: boolean): Promise<string> {
  const text = readFileSync(page, 'utf8');
  const language: Language = page.endsWith('.zh.md') ? 'zh' : 'en';
  const chapter = /chapters\/(\d\d)-/.exec(page)?.[1];
  const runs = new Map<string, string[]>();
  for (const [, number = chapter] of text.matchAll(/^<!-- output (?:(\d\d) )?\d+ -->$/gm)) {
    if (outputs && number !== undefined) runs.set(number, await partsOf(number, language));
  }
  const reasons = new Map<string, string>(); // the compiler that finds them comes only where it is needed
  for (const [, marker, slug, name] of text.matchAll(/^<!-- (why (\d\d) (\S+)) -->$/gm)) {
    const { why } = await import('./why.ts');
    reasons.set(marker, await why(slug, name, speaker(language)));
  }
  const indexed = text.replace(
    /(?<=^<!-- paper -->\n)[\s\S]*?(?=^<!-- \/paper -->$)/m,
    () => `\n${paperIndex(root, speaker(language))}\n\n`,
  );
  const drawn = /^<!-- picture /m.test(indexed) ? await (await import('./draw.ts')).captioned(page, indexed) : indexed;
  return refill(drawn, ({ marker }) => {
    const code = /^code (\S+) (.+)$/.exec(marker);
    if (code) {
      const source = readFileSync(join(dirname(page), code[1]), 'utf8');
      return code[2]
        .split(' ')
        .map((name) => declaration(source, name, code[1]))
        .join('\n\n');
    }
    const output = /^output (?:(\d\d) )?(\d+)$/.exec(marker);
    if (output && outputs) {
      const [, number = chapter, part] = output;
      const found = runs.get(number ?? '')?.[Number(part)];
      if (found === undefined) throw new Error(`${relative(root, page)}: no ${marker}`);
      return found;
    }
    if (reasons.has(marker)) return reasons.get(marker);
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
  const study = /^study-(\d\d)$/.exec(name)?.[1];
  const chapter = readdirSync(join(root, 'chapters')).find((chapter) => chapter.startsWith(`${study}-`));
  const place = chapter === undefined ? join(folder, name) : join(root, 'chapters', chapter, 'study');
  const own = `${place}.${language}.txt`;
  const path = existsSync(own) ? own : `${place}.txt`;
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
  const { constants, computed, printed } = await exampleIn(name);
  // No page quotes times that were measured just now: an example that measures for some seconds measures nothing here.
  const found = await computed('seconds' in constants ? { ...constants, seconds: 0 } : constants);
  return { en: printed(found, speaker('en')), zh: printed(found, speaker('zh')) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(async (args, say) => {
    const options = { check: { type: 'boolean', default: false }, code: { type: 'boolean', default: false } } as const;
    const { values, positionals: only } = parsed({ args, options, allowPositionals: true }, 'scripts/quote.ts', say);
    const named = pages()
      .map((page) => ({ page, name: relative(root, page) }))
      .filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
    if (named.length === 0)
      throw new RangeError(
        say(`no page has ${only.join(' or ')} in its path`, `没有哪一页的路径里有 ${only.join(' 或 ')}`),
      );
    const { drawings } = await import('./draw.ts');
    for (const { page } of named) {
      const files = [[page, await quoted(page, !values.code)], ...(await drawings(page))];
      for (const [file, text] of files) keep(file, text, values.check);
    }
  });
}

/** Writes a file that differs from this text, or, to check, sets exit code 1; and says so. */
function keep(file: string, text: string, check: boolean): void {
  const changed = !existsSync(file) || text !== readFileSync(file, 'utf8');
  if (changed && check) process.exitCode = 1;
  if (changed && !check) writeFileSync(file, text);
  const verdict = check ? 'NOT as `npm run quote` fills it' : 'filled';
  console.log(`${changed ? verdict : 'as it was'}  ${relative(root, file)}`);
}
