/** What stands in the place of a printed output: its figure, drawn as it first stands; and the scripts that wake it. */

import type { Language } from '../../lib/language.ts';
import { cases } from '../../scripts/why.ts';
import { builtFigures, type Built } from '../stage/build.ts';
import { inWords } from '../stage/figure.ts';
import { builtToys } from '../toys/build.ts';
import { escaped } from './html.ts';

/**
 * The first state of a figure as HTML, in the place of part '3' of the example of chapter '04-attention'; none
 * where the printed text is the best form. The text stays below the figure, and in print. And the toy at that part.
 */
export type FigureFor = (chapter: string, part: string, language: Language) => Standing;

/** What stands at a part: a figure instead of its text, a toy below it. */
export interface Standing {
  figure?: string;
  toy?: string;
}

/** The figures of the book, and a script for each chapter that has some, by its slug. */
export interface Figures {
  figureFor: FigureFor;
  scripts: Map<string, string>; //  figures/04-attention.js by 04-attention
  toyScripts: Map<string, string>;
}

/** Builds the figures of all chapters. Throws Error if a line that a reader may change is lost. */
export async function figuresOf(): Promise<Figures> {
  const built = new Map<string, Built>();
  for (const slug of cases) {
    const figures = await builtFigures(slug);
    if (figures) built.set(slug, figures);
  }
  const toys = await builtToys();
  const figureFor: FigureFor = (chapter, part, language) => {
    const { figures = [], drawn } = built.get(chapter) ?? {};
    const toy = toys.get(chapter);
    const standing: Standing = toy?.part === part ? { toy: toy.drawn(language) } : {};
    const figure = figures.find((figure) => figure.part === part);
    if (figure === undefined || drawn === undefined) return standing;
    const said = [figure.caption, figure.back, figure.trying].flatMap((words) => words ?? []);
    const text = said.map((words) => inWords(words, language)).join(language === 'en' ? ' ' : '');
    const caption = `<p class="stage-caption">${escaped(text)}</p>`;
    const html = `<div class="stage"><div data-stage="${part}">${drawn(part, language)}</div>${caption}</div>`;
    return { ...standing, figure: html };
  };
  const scripts = (of: Map<string, { script: string }>) => new Map([...of].map(([slug, { script }]) => [slug, script]));
  return { figureFor, scripts: scripts(built), toyScripts: scripts(toys) };
}
