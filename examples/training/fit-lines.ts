/**
 * Chapter 16's model fitted to lines by the engine: whole epochs, and in the end the mean of the
 * weights after the last five.
 */

import type { Pair, Plan } from '../../chapters/12-training/training.ts';
import type { GptParams } from '../../chapters/16-gpt/gpt.ts';
import { capacityFor } from '../../chapters/20-speed/engine/batch.ts';
import { gpt } from '../../chapters/20-speed/engine/gpt.ts';
import { beginning, fit, type Progress } from './fit.ts';
import { fittingOf } from './fit-pairs.ts';
import { engineTrainer, type Place } from './team.ts';

/** Trains at a place, with one worker, and reports after each step. Throws as `fit`. */
export async function* fitLines(
  P: GptParams,
  lines: Pair[],
  plan: Plan,
  epochs: number,
  seed: string,
  place: Place,
): AsyncGenerator<Progress<GptParams, Pair>, GptParams> {
  const longest = Math.max(...lines.map((line) => gpt.tokensOf(line)));
  const capacity = capacityFor(plan.batch * longest, longest, gpt.parts);
  const fitted = yield* fit(beginning(P, seed), fittingOf(lines, plan, epochs), (learner) =>
    engineTrainer(gpt, learner, { capacity, workers: 1, precision: 'f64' }, place),
  );
  return fitted.P;
}
