/** A figure as it first stands, as HTML, for readers without scripts and for paper. */

import { renderToString } from 'preact-render-to-string';
import type { Language } from '../../lib/language.ts';
import { switchesOf, type Figure } from './figure.ts';
import { filesOf } from './scenes.ts';
import { Stage } from './stage.tsx';
import type { Case } from '../tracing/work.ts';
import { pageOf, storeOf } from './store.ts';

/** What the build asks of a chapter's figures. */
export function drawing(figures: Figure[], cases: Case[]) {
  return {
    /** The source files that any number of the case points at. */
    files: () => filesOf(cases[0]),
    drawn(part: string, language: Language, sources: Record<string, string[]>): string {
      const figure = figures.find((figure) => figure.part === part);
      if (figure === undefined) throw new Error(`there is no figure in place of part ${part}`);
      const store = storeOf(pageOf(cases, sources, language, switchesOf(figures)), figure);
      return renderToString(<Stage figure={figure} store={store} cases={cases} />);
    },
  };
}
