/** All pages of one language, each as it is written. */

import { fileOf, tasks } from '../../scripts/exercise/tasks.ts';
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { speaker, type Language } from '../../lib/language.ts';
import { flags } from '../lab/flags.ts';
import { Contents, type Listed } from '../pages/contents.tsx';
import { Frame, Prose, type Framed } from '../pages/frame.tsx';
import { ByArticle, List } from '../pages/indices.tsx';
import { LabPage } from '../pages/lab-page.tsx';
import { wordsIn } from '../pages/words.ts';
import { sectionOf } from './anchors.ts';
import { byArticle } from './article.ts';
import type { Book } from './book.ts';
import type { Chapter } from './chapters.ts';
import type { FigureFor } from './figures.ts';
import { escaped } from './html.ts';
import { anchorOf, citedIn } from './paper.ts';
import { placeOf, woven, wovenLine } from './prose.ts';
import type { Section } from './search.ts';

/** How the prose ends a table. */
const TABLE_END = '</table></div>\n';

/** A page, its address below the language's folder, what the search finds in it, the charts it shows. */
export interface Page {
  file: string;
  html: string;
  sections: Section[];
  charts: string[];
}

/** Every page of a language. */
export function pagesOf(book: Book, language: Language, figureFor: FigureFor): Page[] {
  const chapters = book.chapters[language];
  return [
    contents(book, language, figureFor),
    ...chapters.map((_, at) => chapterPage(book, language, at, figureFor)),
    articlePage(book, language, figureFor),
    paperPage(book, language, figureFor),
    termsPage(book, language),
    labPage(language),
  ];
}

function chapterPage(book: Book, language: Language, at: number, figureFor: FigureFor): Page {
  const { slug, number, title } = book.chapters[language][at];
  const prose = book.prose.get(slug);
  if (prose === undefined) throw new Error(`chapters/${slug} has no prose`);
  const place = placeOf(book, language, slug, figureFor);
  const { html, headings, texts } = woven(prose[language], prose.en, place);
  const file = `${slug}.html`;
  const page = framed({
    language,
    file,
    kind: 'chapter',
    title: `${number} · ${title}`,
    description: texts[0].slice(0, 200).trim(),
    sections: headings.filter(({ level }) => level === 2),
    previous: neighbour(book.chapters[language][at - 1], language),
    next: neighbour(book.chapters[language][at + 1], language),
    script: html.includes('data-stage=') ? `../figures/${slug}.js` : undefined,
    children: <Prose html={benched(titled(html), slug)} />,
  });
  const sections = headings.map(({ anchor, text }, i) => ({
    address: i === 0 ? file : `${file}#${anchor}`,
    page: `${number} · ${title}`,
    title: i === 0 ? title : text,
    text: texts[i].trim(),
  }));
  return { file, html: page, sections, charts: [...place.charts].map((chart) => `${slug}/${chart}`) };
}

/** The title of a chapter with its number set apart. */
function titled(html: string): string {
  return html.replace(/(<h1[^>]*>)(\d+) · /, '$1<span class="number">$2<span class="dot"> · </span></span>');
}

/** Below a chapter's table *Break it*, the place where its rows and its exercises are tried; empty without scripts. */
function benched(html: string, slug: string): string {
  const heading = html.indexOf('<h2 id="break-it">');
  const table = html.indexOf(TABLE_END, heading);
  if (heading < 0 || table < 0) throw new Error(`chapters/${slug} must have its table under «Break it»`);
  const end = table + TABLE_END.length;
  const exercises = tasks.filter(({ chapter }) => chapter === slug).map(fileOf);
  const bench = `<div class="bench" data-bench="${slug}" data-exercises="${exercises.join(' ')}" hidden></div>`;
  return `${html.slice(0, end)}${bench}\n${html.slice(end)}`;
}

function neighbour(chapter: Chapter | undefined, language: Language) {
  if (chapter === undefined) return undefined;
  const { slug, number, title } = chapter;
  return { href: `${slug}.html`, label: wordsIn(language).chapter(number), title };
}

function contents(book: Book, language: Language, figureFor: FigureFor): Page {
  const { en, [language]: front } = book.front;
  const words = wordsIn(language);
  const set = (text: string) => woven(text, en, placeOf(book, language, undefined, figureFor)).html;
  const introduction = front.slice(0, front.indexOf('\n## ')).split('\n\n')[2];
  const map = sectionOf(front, en, 'The map').split('\n\n').at(-1) ?? '';
  const heading = sectionOf(en, en, 'Two commands');
  const commands = woven(sectionOf(front, en, 'Two commands'), heading, placeOf(book, language, undefined, figureFor));
  const page = framed({
    language,
    file: 'index.html',
    kind: 'contents',
    title: words.contents,
    description: introduction.replaceAll(/[*[\]]/g, '').slice(0, 200),
    sections: [],
    children: (
      <Contents
        language={language}
        introduction={set(introduction)}
        map={set(map)}
        chapters={listed(book, language, figureFor)}
        commands={commands.html}
      />
    ),
  });
  return { file: 'index.html', html: page, sections: [], charts: [] };
}

function articlePage(book: Book, language: Language, figureFor: FigureFor): Page {
  const rows = new Map(listed(book, language, figureFor).map((row) => [row.number, row]));
  const headings = byArticle(book.chapters[language]).map(([heading, chapters]): [string | undefined, Listed[]] => [
    heading,
    chapters.flatMap(({ number }) => rows.get(number) ?? []),
  ]);
  const words = wordsIn(language);
  return simple(book, language, 'article.html', words.article, <ByArticle language={language} headings={headings} />);
}

function paperPage(book: Book, language: Language, figureFor: FigureFor): Page {
  const words = wordsIn(language);
  const place = placeOf(book, language, undefined, figureFor);
  const rows = citedIn(book.front[language]).map(({ place: cited, about, chapters, functions }) => ({
    anchor: anchorOf(cited),
    cells: [escaped(cited), escaped(about), chaptersLinked(book, language, chapters), wovenLine(functions, place)],
  }));
  const list = <List title={words.paper} about={words.paperAbout} head={words.paperHead} rows={rows} kind="paper" />;
  return simple(book, language, 'paper.html', words.paper, list);
}

function termsPage(book: Book, language: Language): Page {
  const words = wordsIn(language);
  const rows = book.terms.map(({ anchor, en, zh, chapters }) => ({
    anchor,
    cells: [
      `<span lang="en">${escaped(en)}</span>`,
      `<span lang="zh-Hans">${escaped(zh)}</span>`,
      chaptersLinked(book, language, chapters),
    ],
  }));
  const about = book.termsIntroduction[language];
  const list = <List title={words.terms} about={about} head={words.termsHead} rows={rows} kind="terms" />;
  const sections = book.terms.map(({ anchor, en, zh }) => ({
    address: `terms.html#${anchor}`,
    page: words.terms,
    title: language === 'en' ? en : zh,
    text: language === 'en' ? zh : en,
  }));
  return { ...simple(book, language, 'terms.html', words.terms, list), sections };
}

function labPage(language: Language): Page {
  const { lab, labAbout } = wordsIn(language);
  const html = framed({
    language,
    file: 'lab.html',
    kind: 'lab',
    title: lab,
    description: labAbout,
    sections: [],
    script: '../lab/lab.js',
    children: <LabPage language={language} flags={flags()} />,
  });
  return {
    file: 'lab.html',
    html,
    sections: [{ address: 'lab.html', page: lab, title: lab, text: labAbout }],
    charts: [],
  };
}

function simple(book: Book, language: Language, file: string, title: string, children: JSX.Element): Page {
  const description = `${title}: ${book.chapters[language].map(({ title }) => title).join(speaker(language)(', ', '、'))}`;
  const html = framed({ language, file, kind: 'list', title, description, sections: [], children });
  return { file, html, sections: [], charts: [] };
}

function listed(book: Book, language: Language, figureFor: FigureFor): Listed[] {
  const place = placeOf(book, language, undefined, figureFor);
  return book.chapters[language].map(({ slug, number, title, place: where, finding }) => ({
    href: `${slug}.html`,
    number,
    title,
    place: wovenLine(where, place),
    finding: wovenLine(finding, place),
  }));
}

function chaptersLinked(book: Book, language: Language, numbers: number[]): string {
  const links = book.chapters[language]
    .filter(({ number }) => numbers.includes(Number(number)))
    .map(({ number, slug }) => `<a href="${slug}.html">${number}</a>`);
  return links.join(', ') || '–';
}

/** The whole page. Lists, and what is played with, have styles of their own, which no other page has to load. */
function framed(page: Framed): string {
  const html = renderToString(<Frame {...page} />);
  const common = '<link rel="stylesheet" href="../book.css"/>';
  if (!html.includes(common)) throw new TypeError('a page must have its style');
  const own = [
    ...(page.kind === 'chapter' || page.kind === 'lab' ? [] : ['contents']),
    ...(page.kind === 'lab' || html.includes(' data-toy="') ? ['playing'] : []),
  ];
  const styles = own.map((name) => `<link rel="stylesheet" href="../${name}.css"/>`).join('');
  return `<!doctype html>\n${html.replace(common, common + styles)}\n`;
}
