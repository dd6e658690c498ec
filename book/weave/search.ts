/** What the search finds, written out as the script that finds it. */

import { build } from 'esbuild';
import MiniSearch from 'minisearch';
import { fileURLToPath } from 'node:url';
import { indexing } from '../pages/indexing.ts';

/** A section of a page: its address, the page's title and its own, its words. */
export interface Section {
  address: string;
  page: string;
  title: string;
  text: string;
}

/** The script of a language's search: the index and what asks it. */
export async function searchScript(sections: Section[]): Promise<string> {
  const index = new MiniSearch<Section & { id: number }>(indexing);
  index.addAll(sections.map((section, id) => ({ id, ...section })));
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../pages/searching.ts', import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    charset: 'utf8',
    plugins: [
      {
        name: 'index',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^index-of-the-book$/ }, () => ({ path: 'index', namespace: 'index' }));
          onLoad({ filter: /.*/, namespace: 'index' }, () => ({
            contents: JSON.stringify(JSON.stringify(index)),
            loader: 'json',
          }));
        },
      },
    ],
  });
  return outputFiles[0].text;
}
