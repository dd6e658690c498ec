/** Part 4: the memory that training takes, and whether it grows. */

import { fileURLToPath } from 'node:url';
import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { readCorpus } from '../../examples/corpus/corpus.ts';
import { prepare } from '../../examples/translator/fit.ts';
import { optionsFrom, OWN_CORPUS } from '../../examples/translator/options.ts';
import { assemble, dismiss, step } from '../../examples/training/team.ts';
import { capacityFor } from '../../chapters/20-speed/engine/batch.ts';
import { bytesFor, type EnginePlan } from '../../chapters/20-speed/engine/engine.ts';
import type { Say } from '../../lib/language.ts';
import { count } from '../../lib/params.ts';
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
  plan: EnginePlan;
  pairs: number; // a batch
}

/** What the engine takes for two models, in both precisions: known before training, and fixed. */
export function memoryTable(workers: number, say: Say): string {
  const heads = [say('parameters', '参数个数'), 'f64 MiB', 'f32 MiB'];
  const lines = [translator(workers, say), twentyThousand(workers, say)].map(({ name, plan }) => {
    const bytes = (['f64', 'f32'] as const).map((precision) => bytesFor({ ...plan, precision }));
    return [name, grouped(parametersOf(plan)), ...bytes.map((b) => decimal(b / 2 ** 20, 1))];
  });
  return columns([['', ...heads], ...lines]);
}

/** The whole process while the translator is trained, before and after some hundred steps. */
export async function growthLine(workers: number, say: Say): Promise<string> {
  const { plan, pairs } = translator(workers, say);
  const { sizes, V_source, V_target, capacity } = plan;
  const random = seeded('memory');
  const team = await assemble(plan, beginner(transformerParams(random, V_source, V_target, sizes)));
  const batch = randomPairs(random, pairs, capacity.longest, V_source, V_target);
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
  const { plan, direction } = optionsFrom([], say);
  const { training, source, target } = prepare(readCorpus(fileURLToPath(OWN_CORPUS), say).pairs, direction);
  const longest = Math.max(...training.flatMap((pair) => [pair.source.length, pair.target.length + 1]));
  const capacity = capacityFor(plan.batch * longest, longest);
  const [V_source, V_target] = [source.tokens.length, target.tokens.length];
  const name = say('the translator of npm start', 'npm start 的翻译器');
  return {
    name,
    plan: { sizes: plan.sizes, V_source, V_target, capacity, workers, precision: 'f64' },
    pairs: plan.batch,
  };
}

/** A model for a file of 20,000 everyday pairs: 64 pairs a step, about 10 tokens a side each, none with more than 60. */
function twentyThousand(workers: number, say: Say): Trained {
  const sizes = { d_model: 128, d_ff: 512, h: 4, N: 2 };
  const capacity = capacityFor(640, 60);
  const plan: EnginePlan = { sizes, V_source: 2500, V_target: 4000, capacity, workers, precision: 'f64' };
  return { name: say('20,000 pairs, d_model 128', '20,000 对句子，d_model 128'), plan, pairs: 64 };
}

function parametersOf({ sizes, V_source, V_target }: EnginePlan): number {
  return count(transformerParams(() => 0.5, V_source, V_target, sizes));
}
