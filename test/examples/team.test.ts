import { readFileSync } from 'node:fs';
import t from 'tap';
import { transformerParams, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner, warmupRate } from '../../chapters/12-training/adam.ts';
import { step as stepByChapters } from '../../chapters/12-training/step.ts';
import { lossOf, rateOf, trainingLoss, type Pair } from '../../chapters/12-training/training.ts';
import { hire, type Threads } from '../../examples/training/crew.ts';
import { missing, moduleOf } from '../../examples/training/kernels.ts';
import {
  alone,
  assemble,
  dismiss,
  engineTrainer,
  judge,
  learnerOf,
  modelOf,
  step,
  type Team,
} from '../../examples/training/team.ts';
import type { Precision } from '../../chapters/20-speed/engine/memory.ts';
import { transformer } from '../../chapters/20-speed/engine/transformer.ts';
import { relativeError } from '../../lib/numeric.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import { seeded } from '../../lib/random.ts';

const sizes = { d_model: 12, h: 2, d_ff: 10, N: 1 };
const V = 15;
const random = seeded('team');
const sentence = (n: number) => Array.from({ length: n }, () => 3 + Math.floor(random() * (V - 3)));
const pairs: Pair[] = Array.from({ length: 11 }, (_, i) => ({
  source: sentence(1 + (i % 5)),
  target: sentence(i % 4),
}));
const learner = beginner(transformerParams(random, V, V, sizes));
const plan = { rate: 0.01, smoothing: 0.1, drop: 0.2 };

const capacity = { source: 20, target: 20, longest: 5 };

/** A team, and its threads. */
interface Hired extends Team<TransformerParams, Pair> {
  crew: Threads;
}

async function team(workers: number, precision: Precision = 'f64'): Promise<Hired> {
  const hired: Threads[] = [];
  const place = {
    module: moduleOf,
    hire: async (assignment: Parameters<typeof hire>[0]) => {
      const crew = await hire(assignment);
      hired.push(crew);
      return crew;
    },
  };
  const assembled = await assemble(transformer, learner, { capacity, workers, precision }, place);
  return { ...assembled, crew: hired[0] };
}

/** How a promise ends: its error as text, or that it had none; or that it had not ended after five seconds. */
async function ending(promise: Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, 5000, 'still waiting');
  });
  const found = await Promise.race([promise.then(() => 'no error', String), late]);
  clearTimeout(timer);
  return found;
}

for (const precision of ['f64', 'f32'] as const) {
  t.test(`twenty steps are the same bits for 1, 2, 3 and 4 workers, ${precision}`, async (t) => {
    const found = [];
    for (const workers of [1, 2, 3, 4]) {
      const crew = await team(workers, precision);
      const stream = streamOf('dropout');
      const losses = [];
      for (let k = 0; k < 20; k++) losses.push(await step(crew, pairs.slice(k % 3), plan, stream));
      const judged = await judge(crew, pairs, 0.1);
      found.push({ learner: learnerOf(crew), losses, judged, stream });
      t.strictSame(modelOf(crew), learnerOf(crew).P, "the model is the learner's");
      await dismiss(crew);
    }
    const [alone, ...others] = found;
    t.equal(alone.learner.t, 20, 'steps are counted');
    t.ok(relativeError(alone.learner.P, learner.P) > 0.01, 'the model has moved');
    for (const [i, other] of others.entries()) t.strictSame(other, alone, `${i + 2} workers`);
  });
}

t.test('a team does what the chapters do', async (t) => {
  const crew = await team(2);
  const [ours, theirs] = [streamOf('dropout'), streamOf('dropout')];
  const numbers = numbersOf(theirs);
  let byChapters = learner;
  for (let k = 1; k <= 5; k++) {
    const rate = warmupRate(k, sizes.d_model, 100);
    const loss = await step(crew, pairs, { ...plan, rate }, ours);
    const told = { ...plan, rate: 1, sizes, batch: 11, warmup: 100 };
    const stepped = stepByChapters(byChapters, pairs, trainingLoss(told, numbers), rateOf(told, byChapters.t + 1));
    byChapters = stepped.learner;
    t.ok(Math.abs(loss / stepped.loss - 1) < 1e-12, `step ${k}: ${loss}`);
    t.strictSame(ours, theirs, 'the stream stands where theirs stands');
  }
  t.equal(learnerOf(crew).t, 5);
  t.ok(relativeError(modelOf(crew), byChapters.P) < 1e-9, 'and ends with their model');
  let wanted = 0;
  for (const pair of pairs) wanted += lossOf(pair, byChapters.P, 0).loss;
  t.ok(Math.abs((await judge(crew, pairs, 0)) / wanted - 1) < 1e-9, 'judged alike');
  const before = { ...ours };
  await step(crew, pairs, { ...plan, drop: 0 }, ours);
  t.strictSame(ours, before, 'without dropout nothing is drawn');
  t.equal(await ending(step(crew, [], plan, ours)), 'RangeError: a step needs at least one item, got 0');
  await dismiss(crew);
});

t.test('a worker that dies is named', async (t) => {
  const stream = streamOf('dropout');
  // Stopped while the others wait for it.
  const stopped = await team(3);
  await step(stopped, pairs, plan, stream);
  const began = performance.now();
  void stopped.crew.workers[1].terminate();
  const died = 'Error: worker 3 of 3 has died: exit code 1';
  t.equal(await ending(manySteps(stopped)), died, 'in the middle of training');
  t.ok(performance.now() - began < 2000, 'within two seconds');
  t.equal(await ending(step(stopped, pairs, plan, stream)), died, 'and whenever it is asked again');
  t.equal(await ending(judge(stopped, pairs, 0)), died);
  await dismiss(stopped);

  // An order that it does not understand.
  const thrown = await team(2);
  thrown.crew.workers[0].postMessage(null);
  const reason = "Error: worker 2 of 2 has died: Cannot read properties of null (reading 'kind')";
  t.equal(await ending(manySteps(thrown)), reason, 'with what it threw');
  await dismiss(thrown);

  const dismissed = await team(2);
  await dismiss(dismissed);
  t.equal(dismissed.crew.lost, undefined, 'sent home is not dead');
});

/** Trains for so long that a worker cannot die behind it. */
async function manySteps(crew: Hired): Promise<void> {
  const stream = streamOf('dropout');
  for (let k = 0; k < 2000; k++) await step(crew, pairs, plan, stream);
}

t.test('a team of one, where nobody can be hired and nothing is shared, finds the same bits', async (t) => {
  const wanted = await team(2);
  const told = { capacity, workers: 1, precision: 'f64' } as const;
  const trainer = await engineTrainer(transformer, learner, told, alone(moduleOf));
  const [ours, theirs] = [streamOf('dropout'), streamOf('dropout')];
  for (let k = 0; k < 3; k++) {
    t.equal(await trainer.step(pairs, plan, ours), await step(wanted, pairs, plan, theirs), `step ${k}`);
  }
  t.strictSame(ours, theirs);
  t.equal(await trainer.judge(pairs, 0.1), await judge(wanted, pairs, 0.1));
  t.strictSame(trainer.learner(), learnerOf(wanted));
  t.strictSame(trainer.parameters(), modelOf(wanted));
  await trainer.dismiss();
  await dismiss(wanted);
  const single = await team(1);
  t.ok(single.engine.numbers.buffer instanceof ArrayBuffer, 'one worker shares nothing');
  t.ok(wanted.engine.numbers.buffer instanceof SharedArrayBuffer, 'two do');
  const two = engineTrainer(transformer, learner, { ...told, workers: 2 }, alone(moduleOf));
  t.equal(await ending(two), 'RangeError: here is one worker, got a plan for 2');
});

t.test('a team needs nothing of Node', async (t) => {
  // A page bundles what team.ts imports, directly or not, and the models that it trains.
  const seen = new Set<string>();
  const begins = ['examples/training/team.ts', 'chapters/20-speed/engine/compositions.ts'];
  const open = begins.map((file) => new URL(`../../${file}`, import.meta.url).href);
  const foreign: string[] = [];
  for (let file = open.pop(); file; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const [, from] of readFileSync(new URL(file), 'utf8').matchAll(/^(?:import|\} from)\b.*'([^']+)';$/gm)) {
      if (from.startsWith('.')) open.push(new URL(from, file).href);
      else if (from !== 'seedrandom') foreign.push(`${file}: ${from}`);
    }
  }
  t.strictSame(foreign, [], 'seedrandom runs in a page, and nothing else is taken from outside');
  t.ok(seen.size > 30, `${seen.size} files were read`);
});

t.test('what is missing here', async (t) => {
  t.equal(missing('f64'), undefined, 'nothing, or no test would have come here');
  t.equal(missing('f32'), undefined);
});
