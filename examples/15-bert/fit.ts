/** Chapter 15's model pre-trained on lines by the engine: whole epochs, other words hidden each time. */

import { beginner } from '../../chapters/12-training/adam.ts';
import { batches, rateOf, type Pair } from '../../chapters/12-training/training.ts';
import type { BertParams } from '../../chapters/15-bert/bert.ts';
import { hidden } from '../../chapters/15-bert/masking-words.ts';
import type { Pretraining } from '../../chapters/15-bert/pretraining.ts';
import { capacityFor } from '../../chapters/20-speed/engine/batch.ts';
import { bert } from '../../chapters/20-speed/engine/bert.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import { threads } from '../training/crew.ts';
import { engineTrainer } from '../training/team.ts';
import type { Progress } from '../16-gpt/fit.ts';

/** Pre-trains, and reports after each step. */
export async function* pretrain(
  P: BertParams,
  lines: number[][],
  plan: Pretraining,
  epochs: number,
  seed: string,
): AsyncGenerator<Progress, BertParams> {
  const longest = Math.max(...lines.map((line) => line.length));
  const capacity = capacityFor(plan.batch * longest, longest, bert.parts);
  const trainer = await engineTrainer(bert, beginner(P), { capacity, workers: 1, precision: 'f64' }, threads);
  const V = P.E.length - 1; // the last row is [MASK]'s
  const stream = streamOf(`order ${seed}`);
  const random = numbersOf(stream); // of the batches, and of what is hidden
  const steps = epochs * Math.ceil(lines.length / plan.batch);
  let step = 0;
  try {
    for (let e = 1; e <= epochs; e++) {
      const order = batches(random, lines.map(asPair), plan.batch);
      for (const [b, batch] of order.entries()) {
        const read = batch.map(({ target }) => hidden(random, target, V));
        const rate = rateOf(plan, ++step);
        const loss = await trainer.step(read, { rate, smoothing: 0, drop: 0 }, stream);
        yield { step, steps, epoch: e, endOfEpoch: b === order.length - 1, loss, P: trainer.parameters };
      }
    }
    return trainer.parameters();
  } finally {
    await trainer.dismiss();
  }
}

/** A line as chapter 12's batches take it. */
function asPair(line: number[]): Pair {
  return { source: [], target: line };
}
