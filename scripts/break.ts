/**
 * `npm run break` shows that the tests bite: every row of every *Break it* table is tried on a copy of
 * the project, and the sections of the chapter's test that the row names must fail. `npm run break -- 04`
 * tries one chapter.
 */

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { onCopies, tested, whileChanged } from './copied.ts';
import { breaks, type Break } from './markdown.ts';
import { pages } from './quote.ts';

/** Seconds after which a broken copy counts as failing throughout: a change may make a loop endless. */
const PATIENCE = 60;

const only = process.argv[2];
const tasks = pages()
  .filter((page) => /chapters\/.*README\.md$/.test(page))
  .map((page) => ({ chapter: basename(dirname(page)), rows: breaks(readFileSync(page, 'utf8')) }))
  .filter(({ chapter }) => only === undefined || chapter.startsWith(only))
  .flatMap(({ chapter, rows }) => rows.map((row) => ({ chapter, row })));

let [passed, failed] = [0, 0];
await onCopies(tasks, async (copy, { chapter, row }) => {
  const complaint = await tryBreaking(copy, chapter, row);
  if (complaint === '') passed++;
  else failed++;
  const { file, from, to, sections } = row;
  console.log(
    `${complaint === '' ? 'ok    ' : 'NOT OK'} ${chapter}/${file}: ${from} → ${to || 'nothing'}  (${sections.join(', ')})${complaint && `\n       ${complaint}`}`,
  );
});
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** What is wrong with a row, or '' if the sections it names fail. */
async function tryBreaking(copy: string, chapter: string, row: Break): Promise<string> {
  const path = join(copy, 'chapters', chapter, row.file);
  const source = readFileSync(path, 'utf8');
  const times = source.split(row.from).length - 1;
  if (times !== 1) return `the text to change must stand in the file once, it stands there ${times} times`;
  const broken = source.replace(row.from, () => row.to);
  const failing = await whileChanged(path, broken, () => failingSections(copy, chapter));
  const calm = row.sections.filter((section) => !failing.includes(section));
  return calm.length === 0 ? '' : `did not fail: ${calm.join(', ')}; failed: ${failing.join(', ') || 'none'}`;
}

/** The names of the sections of a chapter's test that fail. */
async function failingSections(copy: string, chapter: string): Promise<string[]> {
  const { output } = await tested(copy, join('test', 'chapters', `${chapter}.test.ts`), PATIENCE);
  return [...output.matchAll(/^not ok \d+ - (.+?)(?: # .*)?$/gm)].map(([, name]) => name);
}
