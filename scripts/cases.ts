/**
 * `npm run cases` writes the hand cases of the chapters, and a few random ones, as plain JSON into cases/: what is
 * given, every named quantity that comes of it, gradients among them, and the shape of each. Whoever writes the
 * Transformer in another language checks it against these: CASES.md.
 *
 *     npm run cases -- --out FOLDER
 */

import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Case } from '../book/tracing/work.ts';
import { parsed } from '../examples/translator/command-line.ts';
import { run } from '../examples/translator/failing.ts';
import { normal, seeded, type Random } from '../lib/random.ts';

/** One case of a chapter. */
export interface Written {
  name: string; // by hand, random 1
  given: Record<string, unknown>;
  found: Record<string, unknown>;
  shapes: Record<string, number[]>; // of every list of numbers, by its path: P.W_Q[0] → [4, 2]
}

/** Random cases of each chapter. */
const RANDOM = 3;

const folder = fileURLToPath(new URL('../book/chapters', import.meta.url));

/** The chapters that have cases. */
export const chapters = readdirSync(folder)
  .map((name) => name.replace('.ts', ''))
  .sort();

/** The hand case of a chapter, and random ones in its shapes. */
export async function casesOf(chapter: string): Promise<Written[]> {
  const found = (await import(`../book/chapters/${chapter}.ts`)) as Case;
  const random = seeded(`cases of ${chapter}`);
  const drawn = Array.from({ length: RANDOM }, (_, k) => written(`random ${k + 1}`, found, drawnFor(found, random)));
  return [written('by hand', found, found.given), ...drawn];
}

function written(name: string, { worked }: Case, given: Record<string, unknown>): Written {
  const found = worked(structuredClone(given) as never);
  return { name, given: plain(given), found: plain(found), shapes: { ...shapesIn(given), ...shapesIn(found) } };
}

/**
 * The given, with normal numbers in every matrix that takes any: a mask does not, nor what a chapter refuses, as rows
 * that must sum to 1.
 */
function drawnFor({ given, masks = [], worked }: Case, random: Random): Record<string, unknown> {
  let drawn = given;
  for (const name of Object.keys(given).filter((name) => !masks.includes(name))) {
    const changed = { ...drawn, [name]: withNormal(given[name], random) };
    try {
      worked(structuredClone(changed) as never);
      drawn = changed;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return drawn;
}

/** The tree with normal numbers in its matrices; lists and single numbers are choices, and stay. */
function withNormal(value: unknown, random: Random): unknown {
  if (isMatrix(value)) return value.map((row) => row.map(() => normal(random)));
  if (Array.isArray(value)) return value.map((item) => withNormal(item, random));
  if (!isTree(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withNormal(item, random)]));
}

/** What JSON can say of it: lists, names, numbers; −∞ as a text, as JSON has no such number. No functions. */
function plain<Tree extends object>(value: Tree): Tree {
  const said = (_: string, item: unknown) => {
    if (typeof item === 'number' && !Number.isFinite(item)) return String(item);
    return item instanceof Map ? undefined : item;
  };
  return JSON.parse(JSON.stringify(value, said)) as Tree;
}

/** The shape of every list of numbers, or of lists of them, in a tree. */
function shapesIn(value: unknown, path = ''): Record<string, number[]> {
  if (isMatrix(value)) return { [path]: [value.length, value[0].length] };
  if (Array.isArray(value) && value.length > 0 && value.every((x) => typeof x === 'number'))
    return { [path]: [value.length] };
  if (!isTree(value) || value instanceof Map) return {};
  const at = (key: string) => (Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
  return Object.assign({}, ...Object.entries(value).map(([key, item]) => shapesIn(item, at(key))));
}

function isMatrix(value: unknown): value is number[][] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const isRow = (row: unknown) => Array.isArray(row) && row.length > 0 && row.every((x) => typeof x === 'number');
  return value.every((row) => isRow(row) && (row as []).length === (value[0] as []).length);
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(async (args, say) => {
    const options = { out: { type: 'string', default: 'cases' }, lang: { type: 'string' } } as const;
    const { out } = parsed({ args, options }, 'scripts/cases.ts', say).values;
    try {
      mkdirSync(out, { recursive: true });
    } catch {
      throw new Error(say(`cannot write the folder ${out}`, `无法写入文件夹 ${out}`));
    }
    for (const chapter of chapters) {
      const cases = await casesOf(chapter);
      const file = join(out, `${chapter}.json`);
      writeFileSync(`${file}.new`, `${JSON.stringify({ chapter, cases })}\n`);
      renameSync(`${file}.new`, file);
      const named = cases.reduce((sum, { shapes }) => sum + Object.keys(shapes).length, 0);
      console.log(
        say(
          `${file}: ${cases.length} cases, ${named} lists of numbers`,
          `${file}：${cases.length} 个例子，${named} 组数`,
        ),
      );
    }
  });
}
