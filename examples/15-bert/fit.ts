/** Chapter 15's model pre-trained on lines by the engine: whole epochs, other words hidden each time. */

import type { Pair } from '../../chapters/12-training/training.ts';
import type { BertParams } from '../../chapters/15-bert/bert.ts';
import { hidden } from '../../chapters/15-bert/masking-words.ts';
import type { Pretraining } from '../../chapters/15-bert/pretraining.ts';
import { capacityFor } from '../../chapters/20-speed/engine/batch.ts';
import { bert } from '../../chapters/20-speed/engine/bert.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import { beginning, fit, type Progress, type TrainerFrom } from '../training/fit.ts';
import { fittingOf } from '../training/fit-pairs.ts';
import { engineTrainer, type Place, type TeamPlan } from '../training/team.ts';

/** Pre-trains at a place, with one worker, and reports after each step. Result: the weights after the last. */
export async function* pretrain(
  P: BertParams,
  lines: number[][],
  plan: Pretraining,
  epochs: number,
  seed: string,
  place: Place,
): AsyncGenerator<Progress<BertParams, Pair>, BertParams> {
  const longest = Math.max(...lines.map((line) => line.length));
  const capacity = capacityFor(plan.batch * longest, longest, bert.parts);
  const fitting = fittingOf(lines.map(asPair), { ...plan, smoothing: 0, drop: 0 }, epochs);
  const V = P.E.length - 1; // the last row is [MASK]'s
  const { state } = yield* fit(
    beginning(P, seed),
    fitting,
    hiding(V, { capacity, workers: 1, precision: 'f64' }, place),
  );
  return state.learner.P;
}

/** The engine, which is shown each line with some of its words hidden, drawn anew in every step. */
function hiding(V: number, plan: TeamPlan, place: Place): TrainerFrom<BertParams, Pair> {
  return async (learner) => {
    const trainer = await engineTrainer(bert, learner, plan, place);
    const read = (random: () => number, lines: Pair[]) => lines.map(({ target }) => hidden(random, target, V));
    return {
      ...trainer,
      step: (lines, stepPlan, stream) => trainer.step(read(numbersOf(stream), lines), stepPlan, stream),
      judge: (lines, smoothing) => trainer.judge(read(numbersOf(streamOf('judged')), lines), smoothing),
    };
  };
}

/** A line as chapter 12's batches take it. */
function asPair(line: number[]): Pair {
  return { source: [], target: line };
}
