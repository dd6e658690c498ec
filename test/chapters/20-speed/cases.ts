import fc from 'fast-check';
import type { Sizes } from '../../../chapters/10-encoder/encoder.ts';
import { transformerParams, type TransformerParams } from '../../../chapters/11-decoder/transformer.ts';
import type { Learner } from '../../../chapters/12-training/adam.ts';
import type { Pair } from '../../../chapters/12-training/training.ts';
import type { Capacity } from '../../../chapters/20-speed/engine/batch.ts';
import type { Composition } from '../../../chapters/20-speed/engine/compositions.ts';
import { bytesFor, engineOn, load, type Engine } from '../../../chapters/20-speed/engine/engine.ts';
import { memoryOf, type Precision } from '../../../chapters/20-speed/engine/memory.ts';
import { layoutOf } from '../../../chapters/20-speed/engine/parameters.ts';
import { transformer } from '../../../chapters/20-speed/engine/transformer.ts';
import { largest, relativeError } from '../../../lib/numeric.ts';
import { leaves, mapRows, type Leaf } from '../../../lib/params.ts';
import { seeded, type Random } from '../../../lib/random.ts';
import { moduleOf } from '../../../examples/training/kernels.ts';
import { unsettled } from '../../nudge.ts';

/** A random model and a random batch, small enough for a failure to be read. */
export interface Case {
  sizes: Sizes;
  V_source: number;
  V_target: number;
  lengths: [m: number, n: number][]; // source tokens, and target tokens with BOS, of each pair
  seed: string; // of the numbers and of the words
}

const modules = { f64: moduleOf('f64'), f32: moduleOf('f32') };
const sharing = { f64: moduleOf('f64', true), f32: moduleOf('f32', true) };

/**
 * Cases whose d_model is a multiple of `step`. Keys of an odd length, a d_ff that fills no vectors, words of the
 * vocabulary that do not occur, and batches of fewer pairs than parts are all among them.
 * d_model = 2 is not: two normalized numbers are always ±1, and their gradient is rounding and ε alone.
 */
export function cases(step: number): fc.Arbitrary<Case> {
  const sizes = fc
    .record({
      h: fc.integer({ min: 1, max: 4 }),
      d_k: fc.integer({ min: 1, max: 5 }),
      d_ff: fc.integer({ min: 1, max: 11 }),
      N: fc.integer({ min: 1, max: 3 }),
    })
    .filter(({ h, d_k }) => h * d_k > 2 && (h * d_k) % step === 0)
    .map(({ h, d_k, d_ff, N }) => ({ d_model: h * d_k, h, d_ff, N }));
  const words = fc.integer({ min: 5, max: 40 });
  const length = fc.integer({ min: 1, max: 7 });
  const lengths = fc.array(fc.tuple(length, length), { minLength: 1, maxLength: 9 });
  const seed = fc.integer({ min: 0, max: 999_999 }).map(String);
  return fc.record({ sizes, V_source: words, V_target: words, lengths, seed });
}

/** The model of a case; no gain is 1 and no bias 0. */
export function modelIn({ sizes, V_source, V_target, seed }: Case): TransformerParams {
  const random = seeded(seed);
  return unsettled(random, transformerParams(random, V_source, V_target, sizes));
}

/** The pairs of a case. */
export function pairsIn({ V_source, V_target, lengths, seed }: Case): Pair[] {
  const random = seeded(`words ${seed}`);
  return lengths.map(([m, n]) => ({
    source: sentence(random, m, V_source),
    target: sentence(random, n - 1, V_target),
  }));
}

/** n words; PAD, BOS and EOS are not among them. */
export function sentence(random: Random, n: number, V: number): number[] {
  return Array.from({ length: n }, () => 3 + Math.floor(random() * (V - 3)));
}

/** What a part of a batch must hold if all of it may lie there. */
export function roomFor<P extends object, Item>({ tokensOf }: Composition<P, Item>, items: Item[]): Capacity {
  const lengths = items.map((item) => tokensOf(item));
  const all = lengths.reduce((sum, length) => sum + length, 0);
  return { source: all, target: all, longest: Math.max(...lengths) };
}

/** So many engines, counted from 0, in one memory, with that learner in it: shared, or one engine's own. */
export async function enginesFor<P extends object, Item>(
  composition: Composition<P, Item>,
  learner: Learner<P>,
  { capacity, workers, precision }: { capacity: Capacity; workers: number; precision: Precision },
  shared = workers > 1,
): Promise<Engine<P, Item>[]> {
  const plan = { layout: layoutOf(learner.P), capacity, workers, precision };
  const memory = memoryOf(bytesFor(composition, plan), shared);
  const module = shared ? sharing[precision] : modules[precision];
  const crew = Array.from({ length: workers }, (_, w) => engineOn(memory, module, composition, plan, w));
  const engines = await Promise.all(crew);
  load(engines[0], learner);
  return engines;
}

/** An engine for the pairs of a case, alone in its memory, with that learner in it. */
export async function engineFor(
  { lengths }: Case,
  precision: Precision,
  learner: Learner<TransformerParams>,
): Promise<Engine<TransformerParams, Pair>> {
  let [source, target, longest] = [0, 0, 0];
  for (const [m, n] of lengths) {
    source += m;
    target += n;
    longest = Math.max(longest, m, n);
  }
  const plan = { capacity: { source, target, longest }, workers: 1, precision };
  const [engine] = await enginesFor(transformer, learner, plan);
  return engine;
}

/**
 * The leaf of two trees that is furthest apart, in units of its own largest entry, but at least of a
 * ten-thousandth of the largest of all. Where a sentence is one word twice, or an attention is saturated, dS = A
 * (dA − average) is the difference of two nearly equal numbers, W_Q and W_K get a millionth of what others get,
 * and their last digits are rounding.
 */
export function furthest<T extends object>(found: T, wanted: T): { name: string; error: number } {
  const ours = leaves(found);
  const least = LEAST * largest(wanted);
  let worst = { name: 'none', error: 0 };
  for (const [i, [name, leaf]] of leaves(wanted).entries()) {
    const size = largest([ours[i][1], leaf]);
    const error = relativeError<Leaf>(ours[i][1], leaf) * (size < least ? size / least : 1);
    if (!(error <= worst.error)) worst = { name, error };
    if (Number.isNaN(error)) return worst;
  }
  return worst;
}

const LEAST = 1e-4;

/** A model as 32 bits keep it. */
export function rounded<T extends object>(tree: T): T {
  return mapRows((row) => row.map(Math.fround), tree);
}
