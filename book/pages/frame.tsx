/** The frame around a page: header, outline, text, the way to the pages before and after, footer. */

import type { ComponentChildren } from 'preact';
import type { Language } from '../../lib/language.ts';
import { wordsIn, type Words } from './words.ts';

/** A link to a page, with what stands above it. */
export interface Neighbour {
  href: string;
  label: string;
  title: string;
}

/** An entry of the outline; html is its text, set. */
export interface Section {
  anchor: string;
  html: string;
}

/** What a frame is put around. */
export interface Framed {
  language: Language;
  file: string; //        04-attention.html, the same in both languages
  kind: string; //        chapter, contents, list
  title: string;
  description: string;
  sections: Section[];
  previous?: Neighbour | undefined;
  next?: Neighbour | undefined;
  script?: string | undefined; // that wakes the figures of the page
  children: ComponentChildren;
}

// Before anything is drawn: else a page chosen dark would flash up light. Storing may be refused.
const CHOSEN_THEME =
  "document.documentElement.dataset.scripts='';try{document.documentElement.dataset.theme=localStorage.getItem('transformer-by-hand theme')||'system'}catch{}";

/** A whole page. */
export function Frame(page: Framed) {
  const { language, file, kind, title, description, sections, previous, next, script, children } = page;
  const words = wordsIn(language);
  const other = language === 'en' ? 'zh' : 'en';
  return (
    <html lang={language === 'zh' ? 'zh-Hans' : 'en'} data-kind={kind}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{kind === 'contents' ? words.book : `${title} – ${words.book}`}</title>
        <meta name="description" content={description} />
        <meta name="color-scheme" content="light dark" />
        <link rel="alternate" hreflang={other} href={`../${other}/${file}`} />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="../book.css" />
        <script dangerouslySetInnerHTML={{ __html: CHOSEN_THEME }} />
        <script defer src="../book.js" />
        {script !== undefined && <script defer src={script} />}
      </head>
      <body>
        <a class="skip" href="#text">
          {words.toText}
        </a>
        <Header language={language} file={file} words={words} />
        <div class="page">
          {sections.length > 1 && <Outline sections={sections} words={words} />}
          <main id="text" tabIndex={-1}>
            {children}
          </main>
        </div>
        {(previous || next) && (
          <nav class="turn" aria-label={words.chapters}>
            {previous && <Turn way="previous" to={previous} />}
            {next && <Turn way="next" to={next} />}
          </nav>
        )}
        <Footer words={words} />
      </body>
    </html>
  );
}

function Header({ language, file, words }: { language: Language; file: string; words: Words }) {
  const other = language === 'en' ? 'zh' : 'en';
  return (
    <header class="head">
      <a class="home" href="index.html">
        {words.book}
      </a>
      <nav aria-label={words.pages}>
        <a class="contents" href="index.html#chapters">
          {words.contents}
        </a>
        <button type="button" class="search-opener" data-search="open" hidden aria-keyshortcuts="/">
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d="M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2Zm3.6 8.6L15 15" />
          </svg>
          <span>{words.search}</span>
        </button>
        <a href={`../${other}/${file}`} lang={other === 'zh' ? 'zh-Hans' : 'en'} hreflang={other} data-language={other}>
          {words.other}
        </a>
        <button type="button" class="theme" data-theme-switch hidden aria-label={words.theme}>
          <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
            <circle cx="8" cy="8" r="6.5" />
            <path class="half" d="M8 1.5a6.5 6.5 0 0 1 0 13Z" />
          </svg>
        </button>
      </nav>
    </header>
  );
}

function Outline({ sections, words }: { sections: Section[]; words: Words }) {
  return (
    <nav class="outline" aria-label={words.onThisPage}>
      <details>
        <summary>{words.onThisPage}</summary>
        <ol>
          {sections.map(({ anchor, html }) => (
            <li>
              <a href={`#${anchor}`} dangerouslySetInnerHTML={{ __html: html }} />
            </li>
          ))}
        </ol>
      </details>
    </nav>
  );
}

function Turn({ way, to }: { way: 'previous' | 'next'; to: Neighbour }) {
  return (
    <a class={way} rel={way === 'previous' ? 'prev' : 'next'} href={to.href}>
      <span class="label">{to.label}</span>
      <span class="title">{to.title}</span>
    </a>
  );
}

function Footer({ words }: { words: Words }) {
  return (
    <footer class="foot">
      <ul>
        <li>
          <a href="index.html">{words.contents}</a>
        </li>
        <li>
          <a href="article.html">{words.article}</a>
        </li>
        <li>
          <a href="paper.html">{words.paper}</a>
        </li>
        <li>
          <a href="terms.html">{words.terms}</a>
        </li>
        <li>
          <a href="lab.html">{words.lab}</a>
        </li>
      </ul>
      <p>{words.license}</p>
    </footer>
  );
}

/** HTML that was set already. */
export function Prose({ html, kind = 'prose' }: { html: string; kind?: string }) {
  return <div class={kind} dangerouslySetInnerHTML={{ __html: html }} />;
}
