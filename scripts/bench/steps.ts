/** Part 2: one training step — forward, backward, Adam — of the chapters, of the engine, and of PyTorch. */

import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import { rateOf, trainingLoss, type Plan } from '../../chapters/12-training/training.ts';
import { threads } from '../../examples/training/crew.ts';
import { assemble, dismiss, step as engineStep } from '../../examples/training/team.ts';
import { capacityFor } from '../../chapters/20-speed/engine/batch.ts';
import type { Precision } from '../../chapters/20-speed/engine/memory.ts';
import { transformer } from '../../chapters/20-speed/engine/transformer.ts';
import type { Say } from '../../lib/language.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { randomPairs } from './random-pairs.ts';
import { during, inRounds, quartiles, quartilesText, type Contestant, type Pace } from './timing.ts';
import type { Torch } from './torch.ts';

/** A model and its sentences, and the share of PyTorch's time that the engine may take on all cores. */
export interface Setting {
  sizes: Plan['sizes'];
  V: number; //      tokens of either vocabulary
  tokens: number; // of a sentence
  bar: number;
}

/** What is measured in part 2. */
export const settings: Setting[] = [
  { sizes: { d_model: 32, d_ff: 64, h: 4, N: 2 }, V: 64, tokens: 8, bar: 0.5 },
  { sizes: { d_model: 64, d_ff: 256, h: 4, N: 2 }, V: 256, tokens: 8, bar: 0.8 },
  { sizes: { d_model: 128, d_ff: 512, h: 8, N: 2 }, V: 1000, tokens: 12, bar: 1.5 },
];

/** Pairs in a batch. */
export const PAIRS = 32;
/** Dropout and label smoothing: the paper's (§5.4). */
const [DROP, SMOOTHING] = [0.1, 0.1];
/** A learning rate; which one does not matter for the time. */
const RATE = 1e-3;

/** A contestant of part 2. workers: 0 unless it is the engine. */
interface Stepper extends Contestant {
  workers: number;
  end: () => Promise<void>;
}

/** The table of one setting. precisions: those in which the engine can be measured here; torch: if there is one. */
export async function stepsTable(
  setting: Setting,
  precisions: Precision[],
  workers: number,
  torch: Torch | undefined,
  pace: Pace,
  say: Say,
): Promise<string> {
  const crews = workers === 1 ? [1] : [1, workers];
  const engines = precisions.flatMap((precision) => crews.map((n) => ofEngine(setting, precision, n, say)));
  const contestants = [
    ofChapters(setting, say),
    ...(await Promise.all(engines)),
    ...(torch ? [ofTorch(setting, torch)] : []),
  ];
  const times = await inRounds(contestants, pace);
  for (const { end } of contestants) await end();

  const base = torch ? times[times.length - 1] : times[0];
  const lines = contestants.map(({ name, workers: n }, c) => {
    const ratio = quartiles(times[c].map((seconds, round) => seconds / base[round])).median;
    const judged = n === workers ? `≤ ${setting.bar} ${ratio <= setting.bar ? '✓' : '✗'}` : '';
    const compared = torch ? [decimal(ratio, 2), judged] : [decimal(1 / ratio, 1)];
    return [
      name,
      quartilesText(
        times[c].map((seconds) => seconds * 1e3),
        2,
      ),
      ...compared,
    ];
  });
  const against = torch ? ['÷ PyTorch', say('bar', '目标')] : [say('speed-up', '加速倍数')];
  return columns([['', say('milliseconds', '毫秒'), ...against], ...lines]);
}

/** What a setting is, in a line. */
export function titleOf({ sizes: { d_model, d_ff, h, N }, V, tokens }: Setting, say: Say): string {
  const sizes = `d_model ${d_model} · d_ff ${d_ff} · h ${h} · N ${N}`;
  return `${sizes} · ${say(`vocabulary ${V} · ${tokens} tokens a side`, `词表 ${V} · 每侧 ${tokens} 个词元`)}`;
}

/** Chapter 12's step. Each run starts from the same model: how well it learns is not measured here. */
function ofChapters(setting: Setting, say: Say): Stepper {
  const { learner, pairs } = begun(setting);
  const plan: Plan = { sizes: setting.sizes, batch: PAIRS, warmup: 100, rate: 1, smoothing: SMOOTHING, drop: DROP };
  const random = numbersOf(streamOf('dropout'));
  const run = () => void step(learner, pairs, trainingLoss(plan, random), rateOf(plan, learner.t + 1));
  const measure = (seconds: number) => during(seconds, run);
  return {
    name: say('chapter 12', '第 12 章'),
    every: 3,
    workers: 0,
    measure,
    end: async () => {},
  };
}

async function ofEngine(setting: Setting, precision: Precision, workers: number, say: Say): Promise<Stepper> {
  const { learner, pairs } = begun(setting);
  const capacity = capacityFor(PAIRS * setting.tokens, setting.tokens);
  const team = await assemble(transformer, learner, { capacity, workers, precision }, threads);
  const stream = streamOf('dropout');
  const plan = { rate: RATE, smoothing: SMOOTHING, drop: DROP };
  const named = say(`${workers} worker${workers === 1 ? '' : 's'}`, `${workers} 个线程`);
  return {
    name: `${say('engine', '引擎')} ${precision}, ${named}`,
    every: 1,
    workers,
    measure: (seconds) => during(seconds, () => engineStep(team, pairs, plan, stream)),
    end: () => dismiss(team),
  };
}

function ofTorch({ sizes, V, tokens }: Setting, torch: Torch): Stepper {
  const { d_model, d_ff, h, N } = sizes;
  const what = [d_model, d_ff, h, N, V, tokens, PAIRS].join(' ');
  const measure = async (seconds: number) => (await torch.ask(`${what} ${seconds}`)).split(' ').map(Number);
  return { name: 'PyTorch float32', every: 1, workers: 0, measure, end: async () => {} };
}

/** The same model, untrained, and the same batch for everyone. */
function begun({ sizes, V, tokens }: Setting) {
  const random = seeded(`bench ${sizes.d_model}`);
  const learner = beginner(transformerParams(random, V, V, sizes));
  return { learner, pairs: randomPairs(random, PAIRS, tokens, V) };
}
