/** Chapter 16's model fitted to lines by the engine: whole epochs, and in the end the mean of the weights after the last five. */

import { beginner } from '../../chapters/12-training/adam.ts';
import { averaged } from '../../chapters/12-training/averaging.ts';
import { batches, rateOf, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import type { GptParams } from '../../chapters/16-gpt/gpt.ts';
import { capacityFor } from '../../chapters/20-speed/engine/batch.ts';
import { gpt } from '../../chapters/20-speed/engine/gpt.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import { threads } from '../training/crew.ts';
import { engineTrainer } from '../training/team.ts';
import { CHECKPOINTS } from '../translator/fit.ts';

/** How far training has come. */
export interface Progress {
  step: number;
  steps: number;
  epoch: number;
  endOfEpoch: boolean;
  loss: number; // of the last batch, nats a token
  P: () => GptParams; // as it is now
}

/** Trains, and reports after each step. Throws RangeError when the loss is no longer a number. */
export async function* fit(
  P: GptParams,
  lines: Pair[],
  plan: Plan,
  epochs: number,
  seed: string,
): AsyncGenerator<Progress, GptParams> {
  const longest = Math.max(...lines.map((line) => gpt.tokensOf(line)));
  const capacity = capacityFor(plan.batch * longest, longest, gpt.parts);
  const trainer = await engineTrainer(gpt, beginner(P), { capacity, workers: 1, precision: 'f64' }, threads);
  const stream = streamOf(`order ${seed}`); // of the batches, and for dropout
  const steps = epochs * Math.ceil(lines.length / plan.batch);
  const checkpoints: GptParams[] = [];
  let step = 0;
  try {
    for (let e = 1; e <= epochs; e++) {
      const order = batches(numbersOf(stream), lines, plan.batch);
      for (const [b, batch] of order.entries()) {
        const rate = rateOf(plan, ++step);
        const loss = await trainer.step(batch, { ...plan, rate }, stream);
        if (!Number.isFinite(loss)) throw new RangeError(`the loss of a step must be a number, got ${loss}`);
        yield { step, steps, epoch: e, endOfEpoch: b === order.length - 1, loss, P: trainer.parameters };
      }
      checkpoints.push(trainer.parameters());
    }
    return averaged(checkpoints.slice(-CHECKPOINTS));
  } finally {
    await trainer.dismiss();
  }
}
