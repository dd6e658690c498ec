/** What a training needs of the machine: an engine that runs, and memory. */

import { parameterList, total } from '../../chapters/11-decoder/parameters.ts';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Pair } from '../../chapters/12-training/training.ts';
import { bytesFor } from '../../chapters/20-speed/engine/engine.ts';
import { outline } from '../../chapters/20-speed/engine/outline.ts';
import { layoutOf } from '../../chapters/20-speed/engine/parameters.ts';
import { transformer } from '../../chapters/20-speed/engine/transformer.ts';
import type { Say } from '../../lib/language.ts';
import type { Data } from '../corpus/prepared.ts';
import { threads } from '../training/crew.ts';
import type { TrainerFrom } from '../training/fit.ts';
import { byChapters, byEngine } from '../training/fit-pairs.ts';
import { missing } from '../training/kernels.ts';
import type { Course } from './course.ts';
import type { Options } from './options.ts';

const MIB = 2 ** 20;

/** MiB of the program itself, half of them garbage that may pile up (--max-semi-space-size in package.json). */
const PROGRAM = 650;

/** Models that JavaScript holds beside the engine when a state is saved, as numbers and as bytes. Both are measured. */
const COPIES = 40;

/**
 * Whether the engine computes. Where it cannot run the toy is trained by the chapters' own loops, and a line says why;
 * real sentences would take them days: throws Error of one line.
 */
export function hasEngine({ preset, engine, precision }: Options, say: Say): boolean {
  if (engine === 'chapters') return false;
  const why = missing(precision);
  if (why === undefined) return true;
  if (preset === 'everyday') {
    throw new Error(
      say(`training on real sentences needs the engine: ${why[0]}`, `用真实的句子训练需要快速引擎：${why[1]}`),
    );
  }
  console.log(
    say(
      `The fast engine cannot run: ${why[0]}. The chapters' own loops train instead.\n`,
      `快速引擎无法运行：${why[1]}。改用各章自己的循环来训练。\n`,
    ),
  );
  return false;
}

/** Who trains: the engine's workers, or the chapters' loops. */
export function trainerOf(
  options: Options,
  { capacity }: Course,
  engine: boolean,
): TrainerFrom<TransformerParams, Pair> {
  const { workers, precision } = options;
  return engine ? byEngine({ capacity, workers, precision }, threads) : byChapters(options.sizes);
}

/** How many numbers a model has. */
export function numbersOf({ source, target }: Data, { sizes }: Options): number {
  return total(parameterList(sizes, [source.tokens.length, target.tokens.length]));
}

/**
 * How many bytes training will take at most, about, known before a number of the model is there.
 * Throws Error of one line if that is more than there may be.
 */
export function checkMemory(options: Options, { data, capacity }: Course, engine: boolean, say: Say): number {
  const { sizes, workers, precision, memory } = options;
  const layout = layoutOf(outline(data.source.tokens.length, data.target.tokens.length, sizes));
  const engineBytes = engine ? bytesFor(transformer, { layout, capacity, workers, precision }) : 0;
  const bytes = PROGRAM * MIB + engineBytes + COPIES * 8 * numbersOf(data, options);
  const needed = Math.ceil(bytes / MIB);
  const smaller = options.preset === 'toy' ? ['--layers', '--batch'] : ['--merges', '--tokens'];
  if (needed > memory) {
    throw new Error(
      say(
        `training takes up to ${needed} MiB of memory, got --memory ${memory}; allow more, or lower --d-model, ${smaller.join(' or ')}`,
        `训练最多需要 ${needed} MiB 内存，而 --memory 是 ${memory}；请调高它，或调小 --d-model、${smaller.join('、')}`,
      ),
    );
  }
  if (engineBytes > 2 ** 32) {
    const own = Math.ceil(engineBytes / MIB);
    throw new Error(
      say(
        `the engine's memory ends at 4096 MiB, got a model and batches of ${own}; lower --d-model, ${smaller.join(' or ')}`,
        `引擎最多使用 4096 MiB 内存，这里需要 ${own} MiB；请调小 --d-model、${smaller.join('、')}`,
      ),
    );
  }
  return bytes;
}
