/**
 * Short trainings whose every bit is compared between machines: the engine's, the chapters' loops', and what else of
 * the project draws, searches and samples. Nothing here imports Node, so that a page can do the same.
 */

import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { step, type LossAndGradient } from '../../chapters/12-training/step.ts';
import type { Pair, Plan } from '../../chapters/12-training/training.ts';
import { recurrentParams } from '../../chapters/14-rnn/parameters.ts';
import * as rnn from '../../chapters/14-rnn/training.ts';
import { gptParams } from '../../chapters/16-gpt/gpt.ts';
import * as text from '../../chapters/16-gpt/language-model.ts';
import { sampled } from '../../chapters/16-gpt/sampling.ts';
import { drawings } from '../../chapters/17-vision/glyphs.ts';
import { cut } from '../../chapters/17-vision/patches.ts';
import * as images from '../../chapters/17-vision/training.ts';
import { vision, visionBackward, visionParams, type VisionParams } from '../../chapters/17-vision/vision.ts';
import { bank } from '../../chapters/18-gan/customers.ts';
import { ganParams } from '../../chapters/18-gan/gan.ts';
import { players, round } from '../../chapters/18-gan/training.ts';
import { bayesianSearch, type Trial } from '../../chapters/19-automl/search.ts';
import { TRANSLATOR } from '../../chapters/19-automl/space.ts';
import type { Precision } from '../../chapters/20-speed/engine/memory.ts';
import { moduleFrom } from '../../chapters/20-speed/engine/module.ts';
import { parseCorpus } from '../../examples/corpus/corpus.ts';
import { inPieces, inWords, type Data } from '../../examples/corpus/prepared.ts';
import { finished } from '../../examples/training/finished.ts';
import { beginning, fit, type TrainerFrom } from '../../examples/training/fit.ts';
import { byChapters, byEngine, capacityOf, fittingOf, untrained } from '../../examples/training/fit-pairs.ts';
import { alone, type Place } from '../../examples/training/team.ts';
import * as translating from '../../examples/training/translating.ts';
import * as elementary from '../../lib/elementary.ts';
import { rows } from '../../lib/params.ts';
import { seeded } from '../../lib/random.ts';

/** The files that trainings need, as bytes. */
export interface Files {
  toy: Uint8Array; //      examples/corpus/corpus.tsv
  everyday: Uint8Array; // examples/corpus/everyday.tsv
  kernels: Record<Precision, Uint8Array>;
}

const PLAN: Plan = {
  sizes: { d_model: 32, h: 4, d_ff: 64, N: 1 },
  batch: 16,
  warmup: 150,
  rate: 0.7,
  smoothing: 0.1,
  drop: 0.1,
};

/** A hash for each training, under its name. */
export async function hashes(files: Files): Promise<Record<string, string>> {
  const modules = {
    f64: moduleFrom(files.kernels.f64, false),
    f32: moduleFrom(files.kernels.f32, false),
  };
  const place = alone((precision) => modules[precision]);
  const say = (en: string) => en;
  const toy = inWords(parseCorpus(files.toy, 'corpus.tsv', say).pairs, 'zh-en');
  const everyday = parseCorpus(files.everyday, 'everyday.tsv', say).pairs;
  const larger: Plan = { ...PLAN, sizes: { d_model: 64, h: 4, d_ff: 128, N: 2 } };
  const found = {
    'elementary functions': functions(),
    'toy, engine, f64': await trained(toy, PLAN, engineAt(place, 'f64'), modules.f64),
    'toy, engine, f32': await trained(toy, PLAN, engineAt(place, 'f32'), modules.f64),
    'everyday, engine, f32': await trained(
      first(inPieces(everyday, 'en-zh', 300, 40), 400),
      larger,
      engineAt(place, 'f32'),
      modules.f64,
    ),
    'toy, chapters': await trained(first(toy, 160), PLAN, () => byChapters(PLAN.sizes), modules.f64),
    'recurrent network': recurrent(toy),
    'text, sampled': written(toy),
    images: seen(),
    'generator and judge': played(),
    'search by a Gaussian process': searched(),
  };
  const named = await Promise.all(Object.entries(found).map(async ([name, numbers]) => [name, await hash(numbers)]));
  return Object.fromEntries(named);
}

/** Twenty thousand results of each elementary function. */
function functions(): number[] {
  const random = seeded('elementary');
  const { exp, log, log10, sin, cos, tanh, pow } = elementary;
  return Array.from({ length: 20_000 }, () => {
    const [x, y] = [random(), random()];
    const wide = exp(100 * (x - 0.5));
    return [
      exp(40 * (x - 1)),
      log(wide),
      log10(wide),
      sin(400 * x),
      cos(400 * x),
      tanh(6 * x - 3),
      pow(wide, 4 * y - 2),
    ];
  }).flat();
}

/** Makes a trainer for the data. */
type Maker = (data: Data) => TrainerFrom<TransformerParams, Pair>;

/** The engine, with one worker. */
function engineAt(place: Place, precision: Precision): Maker {
  return (data) => byEngine({ capacity: capacityOf(data.training, PLAN.batch), workers: 1, precision }, place);
}

/** Two epochs: weights, losses, and what the model then says of the first sentences, by beam, with ln P. */
async function trained(data: Data, plan: Plan, make: Maker, module: WebAssembly.Module): Promise<number[]> {
  const begin = beginning(untrained(data, plan.sizes, '1'), '1');
  const { P, state } = await finished(fit(begin, fittingOf(data.training, plan, 2), make(data)));
  const translate = await translating.byEngine(module, P, translating.beam, 40);
  const said = data.training.slice(0, 20).map(({ source }) => translate(source));
  return [...rows(P).flat(), ...state.losses, ...said.flatMap(({ ids, logP }) => [...ids, logP])];
}

function first<D extends Data>(data: D, pairs: number): D {
  return { ...data, training: data.training.slice(0, pairs) };
}

/** Some steps of chapter 12 by the loops of any chapter. */
function stepped<P extends object, Item>(
  P: P,
  items: Item[],
  steps: number,
  lossOf: (item: Item, P: P) => LossAndGradient<P>,
): { P: P; numbers: number[] } {
  let learner = beginner(P);
  const losses: number[] = [];
  for (let t = 0; t < steps; t++) {
    const taken = step(learner, items.slice(8 * t, 8 * t + 8), lossOf, 0.003);
    learner = taken.learner;
    losses.push(taken.loss);
  }
  return { P: learner.P, numbers: [...losses, ...rows(learner.P).flat()] };
}

/** Chapter 14: gates and additive attention. */
function recurrent({ source, target, training }: Data): number[] {
  const random = seeded('recurrent');
  const P = recurrentParams(random, source.tokens.length, target.tokens.length, 16, 'attention');
  const plan = { ...PLAN, d_rate: 32 };
  return stepped(P, training, 5, rnn.trainingLoss(plan, random)).numbers;
}

/** Chapter 16: a few steps, then sentences drawn from the model. */
function written({ source, training }: Data): number[] {
  const random = seeded('text');
  const lines = training.map((pair) => ({ source: [], target: pair.source }));
  const P = gptParams(random, source.tokens.length, PLAN.sizes);
  const after = stepped(P, lines, 5, text.trainingLoss(PLAN, random));
  const drawn = Array.from({ length: 5 }, () =>
    sampled(text.nextAfter([], after.P), { temperature: 0.8, k: 20, p: 0.9 }, random, 8),
  );
  return [...after.numbers, ...drawn.flatMap(({ ids, logP }) => [...ids, logP])];
}

/** Chapter 17: characters drawn by hand, and an encoder that learns to tell them apart. */
function seen(): number[] {
  const random = seeded('images');
  const hand = { side: 12, smallest: 7, largest: 11, shake: 0.3, pen: 0.7, noise: 0.1 };
  const examples = drawings(random, 40, hand).map(({ image, label }) => ({ X: cut(image, 4), label }));
  const P = visionParams(random, { d_model: 16, h: 2, d_ff: 32, N: 1, n: 9, pixels: 16, K: 10 });
  const lossOf = (example: images.Example, P: VisionParams) =>
    images.lossOf(example, P, { forward: vision, backward: visionBackward });
  return stepped(P, examples, 5, lossOf).numbers;
}

/** Chapter 18: a bank's customers, and some rounds of the game. */
function played(): number[] {
  const random = seeded('game');
  const { X, y } = bank(random, 100);
  const Y = y.map((label) => [label]);
  const plan = { noise: 6, batch: 32, d_steps: 1, g_steps: 1, rate: 0.001, blur: X[0].map(() => 1 / 2) };
  let now = players(ganParams(random, { noise: 6, label: 1, features: 9, hidden: 16 }));
  for (let k = 0; k < 40; k++) now = round(now, X, Y, plan, random).players;
  return [...rows(now.G.P).flat(), ...rows(now.D.P).flat()];
}

/** Chapter 19: proposals for a made-up loss that mends with the choice. */
function searched(): number[] {
  const random = seeded('search');
  const trials: Trial[] = [];
  for (let k = 0; k < 14; k++) {
    const choice = bayesianSearch(trials, TRANSLATOR, random);
    const far = choice.reduce((sum, answer, q) => sum + (answer - (q % 2)) ** 2, 0);
    trials.push({ choice, loss: 1 + far + 0.2 * random() });
  }
  return trials.flatMap(({ choice, loss }) => [...choice, loss]);
}

/** The first 16 digits of SHA-256 over the doubles. */
async function hash(numbers: number[]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new Float64Array(numbers));
  return [...new Uint8Array(digest)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, 16);
}
