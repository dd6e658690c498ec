/** Toys when the book is woven: how each first stands, and its script, which a page loads when it is needed. */

import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createElement } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Language } from '../../lib/language.ts';
import { inWords } from '../stage/figure.ts';
import { pieceOf } from '../tracing/piece.ts';
import { valuesOf } from './address.ts';
import type { AnyToy } from './toy.ts';
import { resting } from './training.ts';

const toys = fileURLToPath(new URL('.', import.meta.url));

/** A chapter's toy, built. */
export interface BuiltToy {
  part: string;
  script: string;
  drawn: (language: Language) => string; // HTML of the toy as it first stands
}

/** All toys, by the slug of their chapter. */
export async function builtToys(): Promise<Map<string, BuiltToy>> {
  const slugs = readdirSync(toys, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  return new Map(await Promise.all(slugs.map(async (slug): Promise<[string, BuiltToy]> => [slug, await built(slug)])));
}

async function built(slug: string): Promise<BuiltToy> {
  const toy = (await import(`./${slug}/toy.tsx`)) as AnyToy;
  const data = await prepared(slug);
  const training = existsSync(`${toys}${slug}/steps.ts`) ? await trainingScript(slug) : undefined;
  const page = [
    `import * as toy from './book/toys/${slug}/toy.tsx';`,
    "import { wake } from './book/toys/wake.tsx';",
    `wake(${JSON.stringify(slug)}, toy, ${JSON.stringify(data)}, ${JSON.stringify(training)});`,
  ];
  return {
    part: toy.part,
    script: await bundled(page.join('\n')),
    drawn: (language) => drawn(slug, toy, data, language),
  };
}

/** What a toy needs that a page cannot make itself: book/toys/NN-slug/data.ts makes it, in Node. */
async function prepared(slug: string): Promise<unknown> {
  if (!existsSync(`${toys}${slug}/data.ts`)) return null;
  const { data } = (await import(`./${slug}/data.ts`)) as { data: () => unknown };
  return JSON.parse(JSON.stringify(await data()));
}

/** The training as a script that talks through `port`, whatever that is where it runs. */
function trainingScript(slug: string): Promise<string> {
  const lines = [
    `import { steps } from './book/toys/${slug}/steps.ts';`,
    "import { answer } from './book/toys/answering.ts';",
    'answer(port, steps);',
  ];
  return bundled(lines.join('\n'));
}

function drawn(slug: string, toy: AnyToy, data: unknown, language: Language): string {
  const { Toy, controls, title, caption } = toy;
  const first = renderToString(createElement(Toy, { values: valuesOf(controls), data, training: resting(), language }));
  const words = [title, caption].map((each) => inWords(each, language));
  return (
    `<section class="toy" aria-label="${words[0]}"><h3>${words[0]}</h3>` +
    `<div data-toy="${slug}">${first}</div><p class="stage-caption">${words[1]}</p></section>\n`
  );
}

function bundled(contents: string): Promise<string> {
  // mathjs as a whole weighs more than the rest of the book
  return pieceOf(contents, { alias: { 'mathjs/lib/browser/math.js': `${toys}math.ts` } });
}
