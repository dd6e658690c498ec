/**
 * Figures of the book as drawings, for those who read on paper or on a forge. A page asks for one by a marker before an
 * image, and `npm run quote` draws it, and fills in its caption:
 *
 *     <!-- picture 3 -->            the figure in the place of part 3, with the number opened that is opened there
 *     <!-- picture 3 dS[0][1] -->   with this one opened; if it lies on the way back, so does the drawing
 *     <!-- picture 3 dS -->         the way back, none opened
 *     ![…](attention.en.svg)
 */

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { traced } from '../book/tracing/bundle.ts';
import { inWords, type Figure } from '../book/stage/figure.ts';
import type { Language } from '../lib/language.ts';
import { captionOf, sheet } from './draw/sheet.ts';

const ASKED = /^(<!-- picture (\d+)(?: (\S+))? -->\n)!\[.*\]\((.+)\)$/gm;

/** A drawing that a page asks for. */
interface Drawing {
  figure: Figure;
  entry: string | undefined; // that is opened in it
  path: string;
}

/** The text of a page, with what one finds in them as the words of its drawings. Throws Error as `drawings`. */
export async function captioned(page: string, text: string): Promise<string> {
  const wanted = await drawingsIn(page, text);
  let k = 0;
  return text.replace(ASKED, (_, marker, _part, _entry, file) => {
    const { figure, entry } = wanted[k++];
    return `${marker}![${inWords(captionOf(figure, entry), languageOf(page))}](${file})`;
  });
}

/** The paths of the drawings that a page asks for, and each as SVG. Throws Error for a figure that there is not. */
export async function drawings(page: string): Promise<Map<string, string>> {
  const wanted = await drawingsIn(page, readFileSync(page, 'utf8'));
  const drawn = wanted.map(async ({ figure, entry, path }): Promise<[string, string]> => {
    return [path, sheet(figure, entry, await traced(slugOf(page)), languageOf(page))];
  });
  return new Map(await Promise.all(drawn));
}

/** The paths of the drawings that a page asks for. Throws Error as `drawings`. */
export async function asked(page: string): Promise<string[]> {
  return (await drawingsIn(page, readFileSync(page, 'utf8'))).map(({ path }) => path);
}

async function drawingsIn(page: string, text: string): Promise<Drawing[]> {
  const markers = [...text.matchAll(ASKED)];
  if (markers.length === 0) return [];
  const { figures = [] } = (await import(`../book/chapters/${slugOf(page)}.ts`)) as { figures?: Figure[] };
  return markers.map(([marker, , part, entry, file]) => {
    const figure = figures.find((figure) => figure.part === part);
    if (figure === undefined) throw new Error(`book/chapters/${slugOf(page)}.ts has no figure for ${marker}`);
    if (!file.endsWith(`.${languageOf(page)}.svg`)) throw new Error(`${file} must end in .${languageOf(page)}.svg`);
    return { figure, entry: entry ?? figure.first, path: join(dirname(page), file) };
  });
}

function slugOf(page: string): string {
  return basename(dirname(page));
}

function languageOf(page: string): Language {
  return page.endsWith('.zh.md') ? 'zh' : 'en';
}
