/** The contents: what the book is, its map, its chapters. */

import type { Language } from '../../lib/language.ts';
import { Architecture } from './architecture.tsx';
import { Prose } from './frame.tsx';
import { wordsIn } from './words.ts';

/** A chapter of the list; place and finding are HTML. */
export interface Listed {
  href: string;
  number: string;
  title: string;
  place: string;
  finding: string;
}

/** What the page of contents says; introduction, map and commands are HTML of the front page. */
interface Said {
  language: Language;
  introduction: string;
  map: string;
  chapters: Listed[];
  commands: string;
}

/** The page of contents. */
export function Contents({ language, introduction, map, chapters, commands }: Said) {
  const words = wordsIn(language);
  return (
    <>
      <div class="cover">
        <div class="introduction">
          <h1>{words.book}</h1>
          <Prose html={introduction} />
          <p class="ways">
            <a class="begin" href={chapters[0].href}>
              {words.start}
            </a>
            <a href="lab.html">{words.lab}</a>
            <a href="article.html">{words.article}</a>
            <a href="paper.html">{words.paper}</a>
            <a href="terms.html">{words.terms}</a>
          </p>
        </div>
        <figure class="map" id="the-map">
          <Architecture language={language} href={(chapter) => chapters[chapter - 1].href} />
          <figcaption>
            <p>{words.mapCaption}</p>
            <Prose html={map} kind="rest" />
          </figcaption>
        </figure>
      </div>
      <section class="chapters" aria-labelledby="chapters">
        <h2 id="chapters">{words.chapters}</h2>
        <ol>
          {chapters.map(({ href, number, title, place, finding }) => (
            <li>
              <a href={href}>
                <span class="number">{number}</span>
                <span class="title">{title}</span>
              </a>
              <p class="finding" dangerouslySetInnerHTML={{ __html: finding }} />
              <p class="place" dangerouslySetInnerHTML={{ __html: place }} />
            </li>
          ))}
        </ol>
      </section>
      <Prose html={commands} kind="prose commands" />
    </>
  );
}
