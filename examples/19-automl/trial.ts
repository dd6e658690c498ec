/** One trial: the translator of a choice, trained for what the budget pays, judged on pairs kept back from training. */

import { transformer, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { crossEntropy } from '../../chapters/08-backprop/cross-entropy.ts';
import { smoothed, teacherForced, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import { ofTransformer, stepsFor, type Text } from '../../chapters/19-automl/budget.ts';
import { answersOf, TRANSLATOR, type Choice } from '../../chapters/19-automl/space.ts';
import { log } from '../../lib/elementary.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { seeded, shuffle } from '../../lib/random.ts';
import type { WordData } from '../corpus/prepared.ts';
import { toyData } from '../corpus/toy.ts';
import { fitPairs } from '../training/fit-by-engine.ts';

/**
 * Multiplications of a trial: about 110 steps of a translator with the sizes of `npm start`,
 * about half a second of one core.
 */
export const BUDGET = 1e9;
/** Pairs a step. */
export const BATCH = 16;
/** Training pairs kept back to judge by. */
export const KEPT = 128;

/** The translator's corpus, some of its training pairs kept back. */
export interface Split {
  data: WordData; //    without the pairs kept back
  judged: Pair[];
  text: Text; //    lengths and vocabulary, for the budget
}

/** The same split for every search: no seed of a study changes what is asked. */
export function splitData(): Split {
  const data = toyData();
  const mixed = shuffle(seeded('kept back'), data.training);
  const [judged, training] = [mixed.slice(0, KEPT), mixed.slice(KEPT)];
  const mean = (of: (pair: Pair) => number) => training.reduce((sum, pair) => sum + of(pair), 0) / training.length;
  const text = {
    m: mean(({ source }) => source.length),
    n: mean(({ target }) => target.length + 1),
    V: data.target.tokens.length,
  };
  return { data: { ...data, training }, judged, text };
}

/**
 * The plan of a choice. Twice the width between the layers as `npm start` has it; smoothing and
 * dropout are the paper's.
 */
export function planOf(choice: Choice): Plan {
  const { h, d_model, N, rate, warmup } = answersOf(choice, TRANSLATOR);
  return { sizes: { h, d_model, N, d_ff: 2 * d_model }, batch: BATCH, rate, warmup, smoothing: 0.1, drop: 0.1 };
}

/** The steps that the budget pays for. */
export function stepsOf(choice: Choice, text: Text, budget = BUDGET): number {
  return stepsFor(budget, ofTransformer(planOf(choice).sizes, text), BATCH);
}

/** The weights after those steps. */
export async function trained(
  choice: Choice,
  { data, text }: Split,
  seed: string,
  budget = BUDGET,
): Promise<TransformerParams> {
  const steps = stepsOf(choice, text, budget);
  const epochs = Math.ceil(steps / Math.ceil(data.training.length / BATCH));
  for await (const { step, parameters } of fitPairs(data, planOf(choice), epochs, seed)) {
    if (step === steps) return parameters(); // leaving the loop dismisses the engine
  }
  throw new RangeError(`training must reach step ${steps}`);
}

/**
 * The loss of a trial in nats a token, on the pairs kept back; who does worse than knowing nothing
 * counts as knowing nothing.
 */
export async function lossOf(choice: Choice, split: Split, seed: string): Promise<number> {
  const P = await trained(choice, split, seed);
  return meanLoss(split, ({ source }, read) => transformer(source, read, P).S);
}

/** The mean loss a token of any model, at most ln V. scores: n×V, of a pair and what is read of its target. */
export function meanLoss({ judged, text }: Split, scores: (pair: Pair, read: number[]) => Matrix): number {
  let [loss, n] = [0, 0];
  for (const pair of judged) {
    const { read, wanted } = teacherForced(pair.target);
    loss += crossEntropy(scores(pair, read), smoothed(wanted, text.V, 0)).loss;
    n += wanted.length;
  }
  return Math.min(loss / n, log(text.V));
}
