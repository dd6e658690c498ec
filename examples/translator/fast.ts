/** What fit.ts does with the chapters' loops, done by the engine on several cores: the same batches, dropout and sums. */

import { BOS } from '../../chapters/02-embedding/vocabulary.ts';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner, warmupRate } from '../../chapters/12-training/adam.ts';
import { averaged } from '../../chapters/12-training/averaging.ts';
import { batches, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import { greedySearch, lengthLimit } from '../../chapters/13-translator/decoding.ts';
import { capacityFor } from '../../chapters/20-speed/engine/batch.ts';
import { nextAfter } from '../../chapters/20-speed/engine/decoding.ts';
import { incrementalDecoder } from '../../chapters/20-speed/engine/incremental-decoder.ts';
import { transformer } from '../../chapters/20-speed/engine/transformer.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import { moduleOf } from '../training/kernels.ts';
import { CHECKPOINTS, needNumbers, untrained, type Data, type Progress, type Translate } from './fit.ts';
import { threads } from '../training/crew.ts';
import { assemble, dismiss, modelOf, step } from '../training/team.ts';

/** `fit` of fit.ts, by a team of so many workers; their number changes no bit of the result. Throws as `fit`. */
export async function* fitFast(
  data: Data,
  plan: Plan,
  epochs: number,
  seed: string,
  workers: number,
  start = untrained(data, plan, seed), // what training begins from
): AsyncGenerator<Progress, TransformerParams> {
  const { training } = data;
  const learner = beginner(start);
  const longest = longestOf(training);
  const capacity = capacityFor(plan.batch * longest, longest);
  const team = await assemble(transformer, learner, { capacity, workers, precision: 'f64' }, threads);
  try {
    const stream = streamOf(`order ${seed}`); // of the batches, and for dropout
    const steps = epochs * Math.ceil(training.length / plan.batch);
    const checkpoints: TransformerParams[] = [];
    for (let e = 1; e <= epochs; e++) {
      const order = batches(numbersOf(stream), training, plan.batch);
      for (const [b, batch] of order.entries()) {
        const rate = plan.rate * warmupRate(team.t + 1, plan.sizes.d_model, plan.warmup);
        const loss = await step(team, batch, { ...plan, rate }, stream);
        const endOfEpoch = b === order.length - 1;
        if (endOfEpoch || !Number.isFinite(loss)) needNumbers(loss, modelOf(team));
        yield { step: team.t, steps, epoch: e, endOfEpoch, loss, P: () => modelOf(team) };
      }
      checkpoints.push(modelOf(team));
    }
    return averaged(checkpoints.slice(-CHECKPOINTS));
  } finally {
    await dismiss(team);
  }
}

/** Tokens of the longest sentence on either side; on the target's side BOS, or EOS, is one of them. */
function longestOf(pairs: Pair[]): number {
  let longest = 0;
  for (const { source, target } of pairs) longest = Math.max(longest, source.length, target.length + 1);
  return longest;
}

/** Chapter 13's greedy by the engine, a word at a time; sentences longer than `longest` tokens are refused. */
export async function translatingFast(P: TransformerParams, longest: number): Promise<Translate> {
  const decoder = await incrementalDecoder(moduleOf('f64'), P, longest, 'f64');
  return (source, limit = lengthLimit(source.length)) => greedySearch(nextAfter(decoder, source, BOS), limit);
}
