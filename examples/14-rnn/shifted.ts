/**
 * A Transformer that learns with its places moved: in every step all sentences begin at one place from 0 to `most`,
 * drawn anew. Used, it begins at 0 like any other. Kiyono et al. 2021 (SHAPE); differs: they draw for each sentence.
 */

import { positionalEncoding } from '../../chapters/03-positions/positions.ts';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Pair, Plan } from '../../chapters/12-training/training.ts';
import { transformer } from '../../chapters/20-speed/engine/transformer.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { numbersOf } from '../../lib/philox.ts';
import type { Data } from '../corpus/prepared.ts';
import { threads } from '../training/crew.ts';
import { beginning, fit, type TrainerFrom } from '../training/fit.ts';
import { capacityOf, fittingOf, untrained, type PairProgress } from '../training/fit-pairs.ts';
import { assemble, dismiss, judge, learnerOf, modelOf, step, type Team, type TeamPlan } from '../training/team.ts';

/** Trains as `fitPairs` does, with places moved by 0 to `most`. Throws as `fit`. */
export async function* fitShifted(
  data: Data,
  plan: Plan,
  epochs: number,
  seed: string,
  most: number,
): AsyncGenerator<PairProgress, TransformerParams> {
  const told: TeamPlan = { capacity: capacityOf(data.training, plan.batch), workers: 1, precision: 'f64' };
  const fitting = fittingOf(data.training, plan, epochs);
  const { P } = yield* fit(beginning(untrained(data, plan.sizes, seed), seed), fitting, shifting(told, most));
  return P;
}

/** The engine, whose table of positions is written anew before each step. */
export function shifting(plan: TeamPlan, most: number): TrainerFrom<TransformerParams, Pair> {
  return async (learner) => {
    const team = await assemble(transformer, learner, plan, threads);
    const { longest } = plan.capacity;
    const places = positionalEncoding(most + longest, learner.P.E_source[0].length);
    return {
      step: (pairs, told, stream) => {
        const first = Math.floor((most + 1) * numbersOf(stream)());
        setPlaces(team, places.slice(first, first + longest));
        return step(team, pairs, told, stream);
      },
      judge: (pairs, smoothing) => {
        setPlaces(team, places.slice(0, longest));
        return judge(team, pairs, smoothing);
      },
      parameters: () => modelOf(team),
      learner: () => learnerOf(team),
      dismiss: () => dismiss(team),
    };
  };
}

/** Writes the rows of the table of positions that a sentence is placed by. */
function setPlaces({ engine: { numbers, desk, ground } }: Team<TransformerParams, Pair>, rows: Matrix): void {
  for (const [p, row] of rows.entries()) numbers.set(row, ground.PE / desk.bytes + p * row.length);
}
