/** A corpus made ready, and a model fitted to it by the chapters' own loops: the loop around chapter 12's epochs. */

import { idsOf, vocabularyOf, type Vocabulary } from '../../chapters/02-embedding/vocabulary.ts';
import { transformerParams, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { averaged } from '../../chapters/12-training/averaging.ts';
import { epoch, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import { greedy, type Hypothesis } from '../../chapters/13-translator/decoding.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import { rows } from '../../lib/params.ts';
import { seeded } from '../../lib/random.ts';
import { sourceLanguage, targetLanguage, type Direction } from './model.ts';
import { normalise } from '../corpus/normalise.ts';
import { split, type Pair as Sentences } from '../corpus/split.ts';

/** How many of the last epochs are averaged in the end: the paper's 5 (§6.1). */
export const CHECKPOINTS = 5;

/** A corpus as ids, and the same pairs as sentences, in the same order. */
export interface Data {
  direction: Direction;
  source: Vocabulary;
  target: Vocabulary;
  training: Pair[];
  unseen: Pair[];
  recombined: Pair[];
  sentences: { training: Sentences[]; unseen: Sentences[]; recombined: Sentences[] };
}

/** The corpus split and numbered. The vocabularies hold what training sees, nothing else. */
export function prepare(pairs: Sentences[], direction: Direction): Data {
  const sentences = split(pairs);
  const [from, to] = [sourceLanguage(direction), targetLanguage(direction)];
  const side = {
    zh: (pair: Sentences) => normalise(pair.chinese, 'zh'),
    en: (pair: Sentences) => normalise(pair.english, 'en'),
  };
  const source = vocabularyOf(sentences.training.map(side[from]));
  const target = vocabularyOf(sentences.training.map(side[to]));
  const numbered = (list: Sentences[]): Pair[] =>
    list.map((pair) => ({
      source: idsOf(side[from](pair), source),
      target: idsOf(side[to](pair), target),
    }));
  return {
    direction,
    source,
    target,
    training: numbered(sentences.training),
    unseen: numbered(sentences.unseen),
    recombined: numbered(sentences.recombined),
    sentences,
  };
}

/** How far training has come. */
export interface Progress {
  step: number;
  steps: number;
  epoch: number;
  endOfEpoch: boolean;
  loss: number; // of the last batch, nats a token
  P: () => TransformerParams; // as it is now
}

/** The weights before the first step. */
export function untrained(data: Data, plan: Plan, seed: string): TransformerParams {
  const { source, target } = data;
  return transformerParams(seeded(`weights ${seed}`), source.tokens.length, target.tokens.length, plan.sizes);
}

/**
 * Trains, and reports after each step. Result: the mean of the weights after each of the last five epochs.
 * Throws RangeError when the loss or a weight is no longer a number.
 */
export function* fit(data: Data, plan: Plan, epochs: number, seed: string): Generator<Progress, TransformerParams> {
  const random = numbersOf(streamOf(`order ${seed}`)); // of the batches, and for dropout
  const stepsAnEpoch = Math.ceil(data.training.length / plan.batch);
  const steps = epochs * stepsAnEpoch;
  let learner = beginner(untrained(data, plan, seed));
  const checkpoints: TransformerParams[] = [];
  for (let e = 1; e <= epochs; e++) {
    for (const { learner: next, loss } of epoch(learner, data.training, plan, random)) {
      needNumbers(loss, next.P);
      learner = next;
      const endOfEpoch = learner.t % stepsAnEpoch === 0;
      yield { step: learner.t, steps, epoch: e, endOfEpoch, loss, P: () => next.P };
    }
    checkpoints.push(learner.P);
  }
  return averaged(checkpoints.slice(-CHECKPOINTS));
}

/** Throws RangeError unless the loss of a step and the weights after it are numbers. */
export function needNumbers(loss: number, P: TransformerParams): void {
  if (!Number.isFinite(loss)) {
    throw new RangeError(`the loss of a step must be a number, got ${loss}`);
  }
  if (!rows(P).every((row) => row.every(Number.isFinite))) {
    throw new RangeError('the weights after a step must be numbers, got NaN or Infinity');
  }
}

/** A way to translate ids; limit: the longest translation tried, in tokens. */
export type Translate = (source: number[], limit?: number) => Hypothesis;

/** Chapter 13's greedy with that model. */
export function translating(P: TransformerParams): Translate {
  return (source, limit) => greedy(source, P, limit);
}

/** The share of pairs that are translated word for word. */
export function exactMatch(pairs: Pair[], translate: Translate): number {
  const right = pairs.filter(({ source, target }) => {
    // A translation that is longer than the right one is wrong already.
    const { ids, finished } = translate(source, target.length + 1);
    return finished && ids.join() === target.join();
  });
  return right.length / pairs.length;
}
