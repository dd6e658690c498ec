/** A training under way: the toy's course, its moments, and the model it has come to. */

import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { parameterList, total } from '../../chapters/11-decoder/parameters.ts';
import type { Capacity } from '../../chapters/20-speed/engine/batch.ts';
import { moduleFrom } from '../../chapters/20-speed/engine/module.ts';
import { parseCorpus } from '../../examples/corpus/corpus.ts';
import { hashOf } from '../../examples/corpus/hash.ts';
import type { WordData } from '../../examples/corpus/prepared.ts';
import { tokenizerOf } from '../../examples/corpus/tokenizer.ts';
import { beginning, fit, type Fitted } from '../../examples/training/fit.ts';
import { byChapters, byEngine, untrained, type PairProgress } from '../../examples/training/fit-pairs.ts';
import { alone } from '../../examples/training/team.ts';
import * as translating from '../../examples/training/translating.ts';
import type { Model } from '../../examples/translator/model.ts';
import type { ToyOptions } from '../../examples/translator/options.ts';
import { toyCourse } from '../../examples/translator/toy.ts';
import type { Say } from '../../lib/language.ts';

/** The engine where it can run: its kernels as bytes, and whether it may translate, too. */
export interface Kernels {
  f64: Uint8Array;
  translate: boolean; // in a source with changes only the chapters' loops know what was changed
}

/** So many models are kept on the way, at the most: the moments of the slider. */
const MOMENTS = 60;

/** What a training is made of. */
export interface Training {
  data: WordData;
  numbers: number; // of the model
  steps: number; //   of all epochs
  every: number; //   steps from one moment to the next
  run: AsyncGenerator<PairProgress, Fitted<TransformerParams>>;
  start: TransformerParams;
  modelOf: (P: TransformerParams) => Model;
  translateBy: (P: TransformerParams) => Promise<translating.Translate>;
  heldOut: (progress: PairProgress) => Promise<number>; // after an epoch
}

/** A training of `npm start`, before its first step. kernels: none where the chapters' loops train. */
export function trainingOf(options: ToyOptions, corpus: string, kernels: Kernels | undefined, say: Say): Training {
  const { pairs } = parseCorpus(new TextEncoder().encode(corpus), 'corpus.tsv', say);
  const course = toyCourse(options, pairs, 'corpus.tsv', say);
  const { data, fitting, capacity, longest } = course;
  const { seed, sizes } = options;
  const start = untrained(data, sizes, seed);
  const hash = hashOf(pairs);
  const translateBy = translatorFor(kernels, longest);
  const steps = fitting.epochs * Math.ceil(fitting.training.length / options.batch);
  return {
    data,
    numbers: total(parameterList(sizes, [data.source.tokens.length, data.target.tokens.length])),
    steps,
    every: Math.ceil(steps / MOMENTS),
    run: fit(beginning(start, seed), fitting, trainerFor(options, capacity, kernels)),
    start,
    modelOf: (P) => ({ ...tokenizerOf(data), sizes, P, seed, corpus: hash }),
    translateBy,
    async heldOut({ epoch, ended, parameters }) {
      if (ended === undefined) return NaN;
      const judged = course.judged(epoch, ended, await translateBy(parameters()));
      return 'heldOut' in judged ? judged.heldOut : NaN;
    },
  };
}

function trainerFor({ sizes, precision }: ToyOptions, capacity: Capacity, kernels: Kernels | undefined) {
  if (kernels === undefined) return byChapters(sizes);
  const place = alone(() => moduleFrom(kernels.f64, false));
  return byEngine({ capacity, workers: 1, precision }, place);
}

function translatorFor(kernels: Kernels | undefined, longest: number) {
  return async (P: TransformerParams): Promise<translating.Translate> => {
    if (kernels?.translate !== true) return translating.byChapters(P, translating.greedy);
    return translating.byEngine(moduleFrom(kernels.f64, false), P, translating.greedy, longest);
  };
}
