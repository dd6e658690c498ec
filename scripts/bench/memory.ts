/** Part 4: the memory that training takes, and whether it grows. */

import type { Sizes } from '../../chapters/10-encoder/encoder.ts';
import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { toyData } from '../../examples/corpus/toy.ts';
import { toyOptions } from '../../examples/translator/options.ts';
import { capacityOf } from '../../examples/training/fit-pairs.ts';
import { threads } from '../../examples/training/crew.ts';
import { assemble, dismiss, step, type TeamPlan } from '../../examples/training/team.ts';
import { capacityFor } from '../../chapters/20-speed/engine/batch.ts';
import { bytesFor } from '../../chapters/20-speed/engine/engine.ts';
import { outline } from '../../chapters/20-speed/engine/outline.ts';
import { layoutOf } from '../../chapters/20-speed/engine/parameters.ts';
import { transformer } from '../../chapters/20-speed/engine/transformer.ts';
import type { Say } from '../../lib/language.ts';
import { streamOf } from '../../lib/philox.ts';
import { columns, decimal, grouped } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { randomPairs } from './random-pairs.ts';

/** Steps before the first look at the process, while its heap finds its size, and between the first and the second. */
const [BEFORE, STEPS] = [600, 200];

/** The process may breathe by so much of its size, as the garbage collector comes and goes. */
const BREATH = 0.05;

/** A model in training. */
interface Trained {
  name: string;
  sizes: Sizes;
  V_source: number;
  V_target: number;
  plan: TeamPlan;
  pairs: number; // a batch
}

/** What the engine takes for two models, in both precisions: known before training, and fixed. */
export function memoryTable(workers: number, say: Say): string {
  const heads = [say('parameters', '参数个数'), 'f64 MiB', 'f32 MiB'];
  const models = [translator(workers, say), twentyThousand(workers, say)];
  const lines = models.map(({ name, sizes, V_source, V_target, plan }) => {
    const layout = layoutOf(outline(V_source, V_target, sizes));
    const precisions = ['f64', 'f32'] as const;
    const bytes = precisions.map((precision) => bytesFor(transformer, { ...plan, layout, precision }));
    return [name, grouped(layout.count), ...bytes.map((b) => decimal(b / 2 ** 20, 1))];
  });
  return columns([['', ...heads], ...lines]);
}

/** The whole process while the translator is trained, before and after some hundred steps. */
export async function growthLine(workers: number, say: Say): Promise<string> {
  const { plan, sizes, V_source, V_target, pairs } = translator(workers, say);
  const random = seeded('memory');
  const learner = beginner(transformerParams(random, V_source, V_target, sizes));
  const team = await assemble(transformer, learner, plan, threads);
  const batch = randomPairs(random, pairs, plan.capacity.longest, V_source, V_target);
  const stream = streamOf('memory');
  const train = async (steps: number) => {
    for (let s = 0; s < steps; s++) await step(team, batch, { rate: 1e-3, smoothing: 0.1, drop: 0.1 }, stream);
    return process.memoryUsage().rss / 2 ** 20;
  };
  const before = await train(BEFORE);
  const after = await train(STEPS);
  await dismiss(team);
  const mark = after <= before * (1 + BREATH) ? '✓' : '✗';
  const [from, to] = [decimal(before, 1), decimal(after, 1)];
  return say(
    `the process while the translator trains: ${from} MiB, ${STEPS} steps later ${to} MiB ${mark}`,
    `训练翻译器时整个进程：${from} MiB，${STEPS} 步以后 ${to} MiB ${mark}`,
  );
}

/** What `npm start` trains. */
function translator(workers: number, say: Say): Trained {
  const { sizes, batch } = toyOptions([], say);
  const { training, source, target } = toyData(say);
  const capacity = capacityOf(training, batch);
  const [V_source, V_target] = [source.tokens.length, target.tokens.length];
  const name = say('the translator of npm start', 'npm start 的翻译器');
  return { name, sizes, V_source, V_target, plan: { capacity, workers, precision: 'f64' }, pairs: batch };
}

/**
 * A model for a file of 20,000 everyday pairs: 64 pairs a step, about 10 tokens a side each, none with more than 60.
 */
function twentyThousand(workers: number, say: Say): Trained {
  const sizes = { d_model: 128, d_ff: 512, h: 4, N: 2 };
  const capacity = capacityFor(640, 60);
  const name = say('20,000 pairs, d_model 128', '20,000 对句子，d_model 128');
  const plan: TeamPlan = { capacity, workers, precision: 'f64' };
  return { name, sizes, V_source: 2500, V_target: 4000, plan, pairs: 64 };
}
