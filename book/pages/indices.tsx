/** The three lists of the book: by the article, by the paper, terms. */

import type { Language } from '../../lib/language.ts';
import type { Listed } from './contents.tsx';
import { wordsIn } from './words.ts';

/** The article's headings, each with its chapters; under undefined those beyond the article. */
export function ByArticle(page: { language: Language; headings: [heading: string | undefined, chapters: Listed[]][] }) {
  const words = wordsIn(page.language);
  return (
    <div class="prose index">
      <h1>{words.article}</h1>
      <p class="about">{words.articleAbout}</p>
      {page.headings.map(([heading, chapters]) => (
        <section>
          <h2 id={heading ?? 'beyond'}>{heading ? <span lang="zh-Hant">{`「${heading}」`}</span> : words.beyond}</h2>
          <ul>
            {chapters.map(({ href, number, title, place, finding }) => (
              <li>
                <a href={href}>{`${number} · ${title}`}</a>
                <span class="place" dangerouslySetInnerHTML={{ __html: place }} />
                <span class="finding" dangerouslySetInnerHTML={{ __html: finding }} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** A row of a list: its place in addresses, its cells as HTML. */
export interface Row {
  anchor: string;
  cells: string[];
}

/** A list of rows in a table. classes: of its columns. */
export function List(page: { title: string; about: string; head: string[]; rows: Row[]; kind: string }) {
  const { title, about, head, rows, kind } = page;
  return (
    <div class={`prose index ${kind}`}>
      <h1>{title}</h1>
      <p class="about">{about}</p>
      <div class="scroll" tabIndex={0} role="group" aria-label={title}>
        <table>
          <thead>
            <tr>
              {head.map((cell) => (
                <th scope="col">{cell}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ anchor, cells: [first, ...others] }) => (
              <tr id={anchor}>
                <th scope="row" dangerouslySetInnerHTML={{ __html: first }} />
                {others.map((cell) => (
                  <td dangerouslySetInnerHTML={{ __html: cell }} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
