/** What stands in the place of a printed output: its figure, drawn as it first stands; and the scripts that wake it. */

import type { Language } from '../../lib/language.ts';
import { cases } from '../../scripts/why.ts';
import { builtFigures, type Built } from '../stage/build.ts';
import { inWords } from '../stage/figure.ts';
import { escaped } from './html.ts';

/**
 * The first state of a figure as HTML, in the place of part '3' of the example of chapter '04-attention'; undefined
 * where the printed text is the best form. The text stays below the figure, and in print.
 */
export type FigureFor = (chapter: string, part: string, language: Language) => string | undefined;

/** The figures of the book, and a script for each chapter that has some, by its slug. */
export interface Figures {
  figureFor: FigureFor;
  scripts: Map<string, string>;
}

/** Builds the figures of all chapters. Throws Error if a line that a reader may change is lost. */
export async function figuresOf(): Promise<Figures> {
  const built = new Map<string, Built>();
  for (const slug of cases) {
    const figures = await builtFigures(slug);
    if (figures) built.set(slug, figures);
  }
  const figureFor: FigureFor = (chapter, part, language) => {
    const { figures = [], drawn } = built.get(chapter) ?? {};
    const figure = figures.find((figure) => figure.part === part);
    if (figure === undefined || drawn === undefined) return undefined;
    const caption = `<p class="stage-caption">${escaped(inWords(figure.caption, language))}</p>`;
    return `<div class="stage"><div data-stage="${part}">${drawn(part, language)}</div>${caption}</div>`;
  };
  return { figureFor, scripts: new Map([...built].map(([slug, { script }]) => [slug, script])) };
}
