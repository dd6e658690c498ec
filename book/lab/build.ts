/** The lab's scripts when the book is woven: the page's, the trainer's, and one for each part taken away. */

import type { Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { changing, type Change } from '../../examples/12-training/changed.ts';
import { seeded } from '../../lib/random.ts';
import { linesOf } from '../stage/build.ts';
import { bundled, imported } from '../tracing/bundle.ts';
import { pieceOf } from '../tracing/piece.ts';
import { flags } from './flags.ts';
import { withouts, type Without } from './without.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Scripts by their names in the folder lab/. All are classic scripts: they run from disk, too. */
export async function labScripts(): Promise<Map<string, string>> {
  const trainers = withouts
    .filter(({ changes }) => changes)
    .map(async (without): Promise<[string, string]> => {
      const name = `without-${without.name}`;
      return [`${name}.js`, registered(name, await trainer(without))];
    });
  return new Map([
    ['lab.js', await page()],
    ['whole.js', registered('whole', await trainer())],
    ['corpus.js', registered('corpus', readFileSync(join(root, 'examples/corpus/corpus.tsv'), 'utf8'))],
    ['simplified.js', registered('simplified', await table())],
    ['opened.js', registered('opened', await opener())],
    ['unrolling.js', registered('unrolling', await unroller())],
    ...(await Promise.all(trainers)),
  ]);
}

/** A script that leaves a text where the page finds it: scripts are all that a page from disk may load. */
function registered(name: string, text: string): string {
  return `(globalThis.labFiles ??= {})[${JSON.stringify(name)}] = ${JSON.stringify(text)};\n`;
}

/** The page's own script, with the flags of `npm start` in it. */
function page(): Promise<string> {
  return pieceOf(`import { mount } from './book/lab/mount.tsx';\nmount(${JSON.stringify(flags())});`);
}

/** The script of one who trains; run at a port by what it leaves in `labWorker`. */
function trainer({ changes, byChapters = false }: Partial<Without> = {}): Promise<string> {
  const contents = [
    "import { serve } from './book/lab/worker.ts';",
    "import { hasVectors } from './chapters/20-speed/engine/module.ts';",
    byChapters ? 'const f64 = undefined;' : "import f64 from './build/kernels-f64.wasm';",
    `const kernels = f64 && hasVectors() ? { f64, translate: ${changes === undefined} } : undefined;`,
    'globalThis.labWorker = (port, chapters) => serve(port, chapters ? undefined : kernels);',
  ];
  return pieceOf(contents.join('\n'), { plugins: [tableLater, ...(changes ? [changing(changes)] : [])] });
}

/** The table that turns Traditional into Simplified: most of the code's weight, so it comes when somebody types. */
function table(): Promise<string> {
  return pieceOf("import { Converter } from 'opencc-js/t2cn';\nglobalThis.labConverter = Converter;");
}

/** Who opens a model, at a port: its chapters rewritten. */
function unroller(): Promise<string> {
  return bundled("import { serve } from './book/lab/unrolling.ts';\nserve(port);", 'iife');
}

/** What shows a model that is open, and the lines of source that its numbers point at. */
async function opener(): Promise<string> {
  const { files } = await imported<typeof import('./case.ts')>(
    await bundled("export { files } from './book/lab/case.ts';", 'esm'),
  );
  const P = transformerParams(seeded('any'), 7, 7, { d_model: 4, h: 2, d_ff: 6, N: 1 });
  const sources = linesOf(files({ P, source: [4, 5], said: [4] }));
  const contents = [
    "import { open } from './book/lab/opened.tsx';",
    `const sources = ${JSON.stringify(sources)};`,
    'globalThis.labOpen = (element, opening, packed, language) => open(element, opening, packed, sources, language);',
  ];
  return pieceOf(contents.join('\n'));
}

/** Until the table is there, every text is Simplified already; the corpus is. */
const tableLater: Plugin = {
  name: 'table later',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^opencc-js\/t2cn$/ }, ({ path }) => ({ path, namespace: 'later' }));
    onLoad({ filter: /.*/, namespace: 'later' }, () => ({
      contents: `let known;
export const Converter = (languages) => (text) => (known ??= globalThis.labConverter?.(languages)) ? known(text) : text;`,
    }));
  },
};

/** A module of the project with the lines of a part taken away changed, to be imported here. */
export function changedModule<Module>(contents: string, changes: Change[]): Promise<Module> {
  return pieceOf(contents, { plugins: [changing(changes)], format: 'esm' }).then((code) => imported<Module>(code));
}
