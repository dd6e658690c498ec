/**
 * What *Break it* needs in the page, as classic scripts that load when a reader begins: the bench, for each chapter
 * its table, the modules of the project, and the worker with the packages that tests import.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { speaker } from '../../lib/language.ts';
import { fileOf, tasks } from '../../scripts/exercise/tasks.ts';
import { exerciseText, filesOf, sourceOf } from '../../scripts/exercise/text.ts';
import { breaks } from '../../scripts/markdown.ts';
import { pieceOf } from '../tracing/piece.ts';
import type { Exercise, Table } from './loading.ts';
import { scriptOf } from './script.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the tests import that is not of the project's source, as the script that the worker runs first. */
const JUDGES = `
import f32 from './build/kernels-f32.wasm';
import f64 from './build/kernels-f64.wasm';
import * as fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import seedrandom from 'seedrandom';
const module = (value) => ({ __esModule: true, default: value });
globalThis.packages = {
  'fast-check': module(fc.default),
  'mathjs/lib/browser/math.js': module(math),
  seedrandom: module(seedrandom),
  kernels: { f32, f64 },
};`;

/** Of the engine what chapter 20's own files call. */
const ENGINE = ['kernels', 'memory', 'module', 'product'].map((name) => `chapters/20-speed/engine/${name}.ts`);

/** What watches a reader's functions. */
const JUDGING = ['unchanging', 'difference'].map((name) => `scripts/judging/${name}.ts`);

/** Where the tests find the engine's kernels, as files of a build. */
const KERNELS = 'examples/training/kernels.ts';

/** The same where there are no files. */
const KERNELS_HERE = `
import { hasVectors, moduleFrom } from '../../chapters/20-speed/engine/module.ts';
import * as kernels from 'kernels';
export function moduleOf(precision) {
  if (!hasVectors()) throw new Error('WebAssembly here has no SIMD / 这里的 WebAssembly 不支持 SIMD');
  return moduleFrom(kernels[precision], false);
}
`;

/** The scripts by their names in the folder. Throws Error if a row of a table does not fit its file. */
export async function breakingScripts(): Promise<Map<string, string>> {
  const chapters = readdirSync(join(root, 'chapters')).filter((name) => !name.endsWith('.md'));
  const scripts = chapters.map((slug): [string, string] => [`${slug}.js`, given({ [`of ${slug}`]: tableOf(slug) })]);
  const bench = await pieceOf("import './book/breaking/mount.tsx';");
  const worker = await pieceOf("import './book/breaking/worker.ts';");
  const judges = await pieceOf(JUDGES);
  return new Map([
    ...scripts,
    ['bench.js', bench],
    ['modules.js', given({ scripts: modulesFor(chapters) })],
    ['checks.js', given({ worker, judges })],
  ]);
}

/** A script that puts values where the page looks for them. */
function given(values: object): string {
  return `Object.assign((globalThis.breaking ??= {}), ${JSON.stringify(values)});\n`;
}

/** A chapter's table. Throws Error unless what a row changes stands in its file once. */
function tableOf(slug: string): Table {
  const sources: Table['sources'] = {};
  const rows = breaks(readFileSync(join(root, 'chapters', slug, 'README.md'), 'utf8')).map(({ file, from, to }) => {
    const path = `chapters/${slug}/${file}`;
    sources[path] ??= readFileSync(join(root, path), 'utf8');
    const times = sources[path].split(from).length - 1;
    if (times !== 1) throw new Error(`${path}: ${from} must stand there once, it stands there ${times} times`);
    return { file: path, from, to };
  });
  return { rows, sources, exercises: exercisesOf(slug) };
}

/** What a reader may write of a chapter: the files that the terminal hands out. */
function exercisesOf(slug: string): Exercise[] {
  const source = sourceOf(root, slug);
  const files = [...filesOf(source)];
  return tasks
    .filter(({ chapter }) => chapter === slug)
    .map((task) => ({
      file: fileOf(task),
      empty: { en: exerciseText(source, task, speaker('en')), zh: exerciseText(source, task, speaker('zh')) },
      names: Object.fromEntries(
        files.map(([file, declared]) => [file, task.names.filter((name) => declared.includes(name))]),
      ),
    }));
}

/**
 * Every file that the tests of these chapters may import, and the tests, as scripts. Throws Error for a test that
 * imports another file: it could not judge in the page.
 */
function modulesFor(chapters: string[]): Record<string, string> {
  const folders = ['lib', 'test', ...chapters.map((slug) => `chapters/${slug}`)];
  const files = folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`));
  const scripts = [...files, ...ENGINE, ...JUDGING, ...chapters.map((slug) => `test/chapters/${slug}.test.ts`)]
    .filter((file) => /\.ts$/.test(file) && !/\.d\.ts$|^test\/[^/]*\.test\.ts$/.test(file))
    .map((file): [string, string] => [file, scriptOf(readFileSync(join(root, file), 'utf8'))]);
  const modules = Object.fromEntries([...scripts, [KERNELS, scriptOf(KERNELS_HERE)]]);
  for (const slug of chapters) {
    const test = `test/chapters/${slug}.test.ts`;
    for (const [, from] of modules[test].matchAll(/require\(['"](\.[^'"]+)['"]\)/g)) {
      const path = join(test, '..', from).replaceAll('\\', '/');
      if (!(path in modules)) throw new Error(`${test} imports ${path}, which Break it in the page has not`);
    }
  }
  return modules;
}
