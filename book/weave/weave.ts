/** The whole book, woven into a folder of static files. */

import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { breakingScripts } from '../breaking/build.ts';
import { bookIn } from './book.ts';
import { bundleInto } from './bundle.ts';
import { refuseDeadLinks } from './dead-links.ts';
import { entrance } from './entrance.ts';
import { figuresOf } from './figures.ts';
import { labScripts } from '../lab/build.ts';
import { keepOffline } from './offline.ts';
import { pagesOf } from './pages.tsx';
import { searchScript } from './search.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folder that the book is woven into. */
export const folder = join(root, 'book/out');

/** Weaves the book. Throws Error for a dead link, a missing twin, a lost snippet, a term without entry. */
export async function weave(): Promise<void> {
  const book = bookIn(root);
  const { figureFor, scripts, toyScripts } = await figuresOf();
  rmSync(folder, { recursive: true, force: true });
  write('index.html', entrance);
  const files = ['index.html'];
  for (const language of ['en', 'zh'] as const) {
    const pages = pagesOf(book, language, figureFor);
    for (const { file, html, charts } of pages) {
      write(`${language}/${file}`, html);
      files.push(`${language}/${file}`);
      for (const chart of charts) copy(join(root, 'chapters', chart), `${language}/${chart}`);
    }
    write(`search.${language}.js`, await searchScript(pages.flatMap(({ sections }) => sections)));
  }
  for (const [slug, script] of scripts) write(`figures/${slug}.js`, script);
  for (const [name, script] of await labScripts()) write(`lab/${name}`, script);
  for (const [slug, script] of toyScripts) write(`toys/${slug}.js`, script);
  for (const [name, script] of await breakingScripts()) write(`breaking/${name}`, script);
  await bundleInto(folder);
  refuseDeadLinks(folder, files);
  const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  await keepOffline(
    folder,
    all.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/')).sort(),
  );
}

function write(file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function copy(from: string, file: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(from, path);
}
