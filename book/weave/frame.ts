/** What stands around every page: head, navigation, the tools of the reader, foot. */

import { speaker, type Language, type Say } from '../../lib/language.ts';
import { chapters, titleOf } from './book-pages.ts';
import { escaped } from './escaped.ts';
import type { Heading } from './markdown.ts';

/** A page before it is framed. */
export interface Page {
  name: string; //  04-attention, index
  language: Language;
  title: string;
  html: string; //  of <main>
  headings: Heading[];
  scripts: string[]; // besides book.js
}

/** The whole page. All addresses are relative, and all scripts classic, so that it opens from a disk, too. */
export function framed(page: Page): string {
  const { name, language, title, html, scripts } = page;
  const say = speaker(language);
  const other = language === 'en' ? 'zh' : 'en';
  const lang = language === 'zh' ? 'zh-Hans' : 'en';
  const book = say('The Transformer by hand', '手算 Transformer');
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(name === 'index' ? book : `${title} — ${book}`)}</title>
<link rel="stylesheet" href="../book.css">
<link rel="alternate" hreflang="${other === 'zh' ? 'zh-Hans' : 'en'}" href="../${other}/${name}.html">
<link rel="icon" href="data:,">
<script>${FIRST}</script>
</head>
<body>
<a class="skip" href="#main">${say('to the text', '跳到正文')}</a>
<header class="top">
<a class="book-name" href="index.html">${book}</a>
<nav aria-label="${say('book', '全书')}">
<a href="article.html">${say('by the article', '按文章')}</a>
<a href="paper.html">${say('by the paper', '按论文')}</a>
<a href="terms.html">${say('terms', '术语')}</a>
<a data-language hreflang="${other === 'zh' ? 'zh-Hans' : 'en'}" lang="${other === 'zh' ? 'zh-Hans' : 'en'}" href="../${other}/${name}.html">${other === 'zh' ? '中文' : 'English'}</a>
</nav>
<div class="tools" hidden data-tools>
<label>${say('search', '搜索')} <input type="search" data-search autocomplete="off"></label>
<button type="button" data-theme-switch>${say('light or dark', '明暗')}</button>
<div class="found" data-found role="region" aria-live="polite" aria-label="${say('found', '搜索结果')}"></div>
</div>
</header>
${contentsOf(page, say)}
<main id="main"${chapters.includes(name) ? '' : ' data-wide'}>
${html}
</main>
${stepsOf(name, language, say)}
<footer>
<p>${say(
    'The Transformer in TypeScript, with explicit arrays and loops; every number on these pages is computed by the source that they show.',
    '用 TypeScript 写成的 Transformer，数组和循环都摆在明处；页面上的每一个数，都由页面上的源码算出。',
  )}</p>
</footer>
${['../book.js', ...scripts].map((script) => `<script defer src="${script}"></script>`).join('\n')}
</body>
</html>
`;
}

/** Before anything is drawn: that scripts run, and the theme that was chosen last, where it could be kept. */
const FIRST = `document.documentElement.dataset.scripts='';try{const t=localStorage.getItem('theme');if(t)document.documentElement.dataset.theme=t}catch{}`;

/** The headings of a chapter. */
function contentsOf({ headings, name }: Page, say: Say): string {
  const second = headings.filter(({ level }) => level === 2);
  if (!chapters.includes(name) || second.length === 0) return '';
  const items = second.map(({ text, anchor }) => `<li><a href="#${anchor}">${escaped(text)}</a></li>`).join('');
  return `<details class="on-page"><summary>${say('on this page', '本页内容')}</summary><nav aria-label="${say('on this page', '本页内容')}"><ol>${items}</ol></nav></details>`;
}

/** To the chapter before and the one behind. */
function stepsOf(name: string, language: Language, say: Say): string {
  const at = chapters.indexOf(name);
  if (at < 0) return '';
  const [before, behind] = [chapters[at - 1], chapters[at + 1]];
  const link = (chapter: string | undefined, rel: 'prev' | 'next') =>
    chapter === undefined
      ? '<span></span>'
      : `<a rel="${rel}" href="${chapter}.html">${escaped(titleOf(chapter, language))}</a>`;
  return `<nav class="steps" aria-label="${say('chapters', '前后章')}">${link(before, 'prev')}${link(behind, 'next')}</nav>`;
}
