/** The whole book: every page in both languages, style, scripts and the index of search, in one folder. */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { speaker, type Language } from '../../lib/language.ts';
import { sha256 } from '../../lib/sha256.ts';
import { builtFigures, type Built } from '../stage/build.ts';
import { architecture } from './architecture.ts';
import { chapters, LANGUAGES, markdownOf, root, sectionOf, titleOf } from './book-pages.ts';
import { coloured, type Coloured } from './code.ts';
import { escaped } from './escaped.ts';
import { framed, type Page } from './frame.ts';
import { woven, type FigureFor, type Woven } from './markdown.ts';
import { termRows, termsOf } from './terms.ts';

/** Where the book is written to. */
export const out = join(root, 'book/out');

/** What search finds: a page's section. */
interface Found {
  page: string;
  title: string;
  text: string;
}

/** Weaves everything anew. Throws Error of one line for whatever is not as it must be. */
export async function weave(): Promise<void> {
  rmSync(out, { recursive: true, force: true });
  written.length = 0;
  const colours = await coloured();
  const figures = new Map<string, Built>();
  for (const chapter of chapters) {
    const built = existsSync(join(root, `book/chapters/${chapter}.ts`)) ? await builtFigures(chapter) : undefined;
    if (built) figures.set(chapter, built);
  }
  const pages: Page[] = [];
  for (const language of LANGUAGES) {
    const found: Found[] = [];
    for (const chapter of chapters) {
      const page = chapterPage(chapter, language, colours, figures.get(chapter));
      pages.push(page.page);
      found.push({ page: chapter, title: page.page.title, text: page.text });
    }
    pages.push(...indexPages(language, colours));
    write(`search.${language}.js`, `window.searchable = ${JSON.stringify(found)};\n`);
  }
  needAnchors(pages);
  for (const page of pages) write(`${page.language}/${page.name}.html`, framed(page));
  for (const [chapter, { script }] of figures) write(`figures/${chapter}.js`, script);
  write('index.html', FRONT);
  const styles = ['book/pages/book.css', 'book/stage/stage.css'].map((file) => readFileSync(join(root, file), 'utf8'));
  write('book.css', styles.join('\n'));
  write('book.js', await script('book/pages/book.ts'));
  const edition = sha256(written.map((name) => readFileSync(join(out, name), 'utf8')).join('\n')).slice(0, 16);
  write(
    'offline.js',
    await script('book/pages/offline.ts', { FILES: JSON.stringify(written), EDITION: JSON.stringify(edition) }),
  );
}

/** A chapter's page, figures in place of the outputs that have one. */
function chapterPage(chapter: string, language: Language, colours: Coloured, figures: Built | undefined) {
  const from = `chapters/${chapter}/README${language === 'zh' ? '.zh' : ''}.md`;
  const figureFor: FigureFor = (part) => {
    if (!figures?.figures.some((figure) => figure.part === part)) return undefined;
    const caption = `<figcaption>${escaped(figures.text(part, language))}</figcaption>`;
    return `<figure class="stage"><div data-stage="${part}">${figures.drawn(part, language)}</div>${caption}</figure>`;
  };
  const terms = termsOf(language, Number(chapter.slice(0, 2)));
  const page: Woven = woven(markdownOf(chapter, language), from, language, colours, terms, figureFor);
  for (const picture of page.pictures) {
    write(`pictures/${picture.replaceAll('/', '-')}`, readFileSync(join(root, picture), 'utf8'));
  }
  const scripts = figures ? [`../figures/${chapter}.js`] : [];
  const title = titleOf(chapter, language);
  return {
    page: { name: chapter, language, title, html: page.html, headings: page.headings, scripts },
    text: page.text,
  };
}

/** Contents, the indices by the article and by the paper, and the terms. */
function indexPages(language: Language, colours: Coloured): Page[] {
  const say = speaker(language);
  const front = markdownOf(undefined, language);
  const from = language === 'zh' ? 'README.zh.md' : 'README.md';
  const set = (markdown: string) => woven(markdown, from, language, colours, [], () => undefined).html;
  const [byArticle, byPaper] = [sectionOf(front, /chapters|各章/i), sectionOf(front, /By the paper|按论文查/)];
  const page = (name: string, title: string, html: string): Page => ({
    name,
    language,
    title,
    html: name === 'index' ? html : `<h1>${escaped(title)}</h1>${html}`,
    headings: [],
    scripts: [],
  });
  const intro = front.split('\n').filter((line) => !/^[#[]|^$/.test(line))[0];
  return [
    page(
      'index',
      say('Contents', '目录'),
      `${contentsHead(say('The Transformer by hand', '手算 Transformer'), set(intro))}<div class="front">${architecture(language)}${contents(language)}</div>`,
    ),
    page('article', say('By the article', '按文章查'), set(byArticle)),
    page('paper', say('By the paper', '按论文查'), set(byPaper)),
    page('terms', say('Terms', '术语'), termsTable(language)),
  ];
}

function contentsHead(title: string, intro: string): string {
  return `<h1>${escaped(title)}</h1><div class="intro">${intro}</div>`;
}

function contents(language: Language): string {
  const findings = findingsOf(markdownOf(undefined, language));
  const items = chapters.map((chapter) => {
    const [number, name] = titleOf(chapter, language).split(' · ');
    const seen = findings.get(chapter);
    if (seen === undefined) throw new Error(`README's table of chapters has no row for ${chapter}`);
    return `<li value="${number}"><a href="${chapter}.html">${escaped(name)}</a><p>${escaped(seen)}</p></li>`;
  });
  return `<nav class="contents" aria-label="${speaker(language)('chapters', '各章')}"><ol>${items.join('')}</ol></nav>`;
}

/** What one sees in each chapter, from the front page's table of chapters. */
function findingsOf(front: string): Map<string, string> {
  const rows = front.matchAll(/^\|.*\(chapters\/([\w-]+)\/README[\w.]*\) \| (.*?) \|/gm);
  return new Map([...rows].map(([, chapter, seen]) => [chapter, seen.replaceAll('`', '')]));
}

function termsTable(language: Language): string {
  const say = speaker(language);
  const rows = termRows().map(({ en, zh, chapter, anchor }) => {
    const slug = chapters[chapter - 1];
    return `<tr id="${anchor}"><td lang="en">${escaped(en)}</td><td lang="zh-Hans">${escaped(zh)}</td><td><a href="${slug}.html">${chapter}</a></td></tr>`;
  });
  const head = ['English', '中文', say('chapter', '章')].map((name) => `<th scope="col">${name}</th>`).join('');
  return `<div class="wide" tabindex="0" role="region" aria-label="${say('terms', '术语')}"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** Throws Error if a link leads to no page of the book, or to no place of it. A line that no page shows is cut off. */
function needAnchors(pages: Page[]): void {
  const key = (language: string, name: string) => `${language}/${name}`;
  const byName = new Map(pages.map((page) => [key(page.language, page.name), page]));
  for (const page of pages) {
    page.html = page.html.replace(/href="([\w-]+)\.html(?:#([^"]+))?"/g, (whole, name: string, anchor?: string) => {
      const there = byName.get(key(page.language, name));
      if (there === undefined) throw new Error(`${page.name}: there is no page ${name} in ${page.language}`);
      if (anchor === undefined || there.html.includes(`id="${anchor}"`)) return whole;
      if (!anchor.includes(':')) throw new Error(`${page.name}: ${name} has no place ${anchor} in ${page.language}`);
      const shown = there.html.includes(`data-line="${anchor}"`);
      return `href="${name}.html${shown ? `#${anchor}` : ''}"`;
    });
  }
}

/** A script of the page as one classic file. */
async function script(entry: string, define: Record<string, string> = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    define,
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
    target: 'es2022',
    charset: 'utf8',
    platform: 'browser',
  });
  return outputFiles[0].text;
}

/** The files that were written, from the folder of the book. */
const written: string[] = [];

function write(name: string, text: string): void {
  written.push(name);
  const path = join(out, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

/** The door: to the language of the reader's machine, or by hand. */
const FRONT = `<!doctype html>
<html lang="zh-Hans">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>手算 Transformer · The Transformer by hand</title>
<link rel="icon" href="data:,">
<script>location.replace((/^zh/.test(navigator.language) ? 'zh' : 'en') + '/index.html' + location.hash)</script>
<main><h1>手算 Transformer · The Transformer by hand</h1>
<p><a href="zh/index.html">中文</a></p>
<p><a lang="en" href="en/index.html">English</a></p></main>
</html>
`;
