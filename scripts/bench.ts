/**
 * `npm run bench` measures the chapters' own loops on this machine: chapter 1's product of two matrices, and
 * chapter 12's training step. `npm run bench -- --lang zh` for Chinese.
 */

import { cpus } from 'node:os';
import { multiply } from '../chapters/01-vectors/matrices.ts';
import { SPECIAL } from '../chapters/02-embedding/vocabulary.ts';
import { transformerParams } from '../chapters/11-decoder/transformer.ts';
import { beginner } from '../chapters/12-training/adam.ts';
import { step, type Pair, type Plan } from '../chapters/12-training/training.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { columns, decimal, part } from '../lib/print.ts';
import { normalMatrix, seeded, type Random } from '../lib/random.ts';

/** n×m times m×p: a sentence of 8 through the translator's matrices, then squares. */
const shapes = [[8, 32, 32], [8, 32, 64], [8, 64, 64], [8, 64, 256], [64, 64, 64], [256, 256, 256]]; // prettier-ignore
const models = [
  { d_model: 32, h: 4, d_ff: 64, N: 2 },
  { d_model: 64, h: 4, d_ff: 256, N: 2 },
];
const vocabularies = [64, 256];
const [PAIRS, TOKENS] = [32, 8];

/** Multiply-adds in one run of a product: enough calls for some milliseconds, so that the clock is fine enough. */
const WORK = 4_000_000;
/** Seconds of runs that are thrown away, while the machine compiles the loops; then seconds that count. */
const [WARM_UP, MEASURE] = [2, 3];
/** However slow the machine is: so many runs are thrown away, and so many count. */
const [FEWEST_FIRST, FEWEST] = [2, 5];

/** Seconds a run: half of the runs lie between `low` and `high`. */
interface Timing {
  low: number;
  median: number;
  high: number;
  runs: number;
}

try {
  const say = speaker(languageOf(process.argv.slice(2)));
  const [processor] = cpus();
  console.log(`Node ${process.version} · ${processor?.model ?? process.arch} · ${cpus().length} ${say('cores', '核')}`); // prettier-ignore

  const heads = [say('median', '中位数'), say('quartiles', '四分位数'), say('runs', '次数')];
  console.log(part(1, say('multiply (chapter 1), in GFLOP/s', '矩阵乘法（第 1 章），GFLOP/s')));
  const products = shapes.map(([n, m, p]) => productLine(n, m, p));
  console.log(columns([['', ...heads], ...products]));

  const title = say(`a training step (chapter 12): ${PAIRS} pairs, ${TOKENS} tokens a side, in milliseconds`, `一步训练（第 12 章）：${PAIRS} 对句子，每侧 ${TOKENS} 个词元，毫秒`); // prettier-ignore
  console.log(part(2, title));
  const steps = models.flatMap((sizes) => vocabularies.map((V) => stepLine(sizes, V)));
  console.log(columns([['', ...heads], ...steps]));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** 2 operations a multiply-add: 2 n m p of them in a product. */
function productLine(n: number, m: number, p: number): string[] {
  const random = seeded(`bench ${n} ${m} ${p}`);
  const [A, B] = [normalMatrix(random, n, m), normalMatrix(random, m, p)];
  const calls = Math.ceil(WORK / (n * m * p));
  const time = timed(() => {
    for (let k = 0; k < calls; k++) multiply(A, B);
  }, 0.2);
  const speed = (seconds: number) => (2 * n * m * p * calls) / seconds / 1e9;
  return line(`${n}×${m} · ${m}×${p}`, speed(time.high), speed(time.median), speed(time.low), time.runs, 2); // prettier-ignore
}

/** Forward, backward and Adam. Each run starts from the same model: how well it does is not measured here. */
function stepLine(sizes: Plan['sizes'], V: number): string[] {
  const plan: Plan = { sizes, batch: PAIRS, warmup: 100, rate: 1, smoothing: 0.1, drop: 0.1 };
  const random = seeded(`bench ${sizes.d_model} ${V}`);
  const learner = beginner(transformerParams(random, V, V, sizes));
  const pairs = Array.from({ length: PAIRS }, () => randomPair(random, V));
  const time = timed(() => step(learner, pairs, plan, random), 1);
  const { d_model, d_ff, h, N } = sizes;
  const name = `d_model ${d_model}, d_ff ${d_ff}, h ${h}, N ${N}, V ${V}`;
  return line(name, time.low * 1e3, time.median * 1e3, time.high * 1e3, time.runs, 1);
}

/** Words without sense; the decoder adds BOS before the target's or EOS behind them. */
function randomPair(random: Random, V: number): Pair {
  const word = () => SPECIAL.length + Math.floor(random() * (V - SPECIAL.length));
  const words = (length: number) => Array.from({ length }, word);
  return { source: words(TOKENS), target: words(TOKENS - 1) };
}

function line(
  name: string,
  low: number,
  median: number,
  high: number,
  runs: number,
  digits: number,
): string[] {
  // prettier-ignore
  return [name, decimal(median, digits), `${decimal(low, digits)} – ${decimal(high, digits)}`, String(runs)]; // prettier-ignore
}

/** The seconds of runs one after another, after a warm-up; share: of the usual seconds, how many it may take. */
function timed(run: () => void, share: number): Timing {
  secondsOf(run, WARM_UP * share, FEWEST_FIRST);
  const seconds = secondsOf(run, MEASURE * share, FEWEST).sort((a, b) => a - b);
  const at = (part: number) => seconds[Math.round(part * (seconds.length - 1))];
  return { low: at(0.25), median: at(0.5), high: at(0.75), runs: seconds.length };
}

function secondsOf(run: () => void, total: number, fewest: number): number[] {
  const seconds: number[] = [];
  const begun = performance.now();
  while (seconds.length < fewest || performance.now() - begun < total * 1000) {
    const before = performance.now();
    run();
    seconds.push((performance.now() - before) / 1000);
  }
  return seconds;
}
