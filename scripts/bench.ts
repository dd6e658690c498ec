/**
 * `npm run bench` measures this machine: products of matrices, a training step, how the cost grows, and memory.
 * `npm run bench -- --torch` compares with PyTorch; `--record` keeps the tables for the prose to quote;
 * `--help` lists the flags.
 */

import { cpus, loadavg } from 'node:os';
import { lineOf, run } from '../examples/translator/failing.ts';
import { missing } from '../examples/training/kernels.ts';
import type { Precision } from '../chapters/20-speed/engine/memory.ts';
import { languageOf, speaker, type Say } from '../lib/language.ts';
import { decimal, part } from '../lib/print.ts';
import { growthTable } from './bench/growth.ts';
import { growthLine, memoryTable } from './bench/memory.ts';
import { helpText, optionsFrom, type Options } from './bench/options.ts';
import { productsTable } from './bench/products.ts';
import { PAIRS, settings, stepsTable, titleOf } from './bench/steps.ts';
import type { Pace } from './bench/timing.ts';
import { startTorch, type Torch } from './bench/torch.ts';
import { keep } from './record/kept.ts';

/** How long each part measures, and how long with --quick. */
const paces = {
  products: { rounds: 7, seconds: 0.05, warmUp: 0.2 },
  steps: { rounds: 9, seconds: 0.3, warmUp: 0.5 },
  growth: { rounds: 7, seconds: 0.05, warmUp: 0.2 },
};
const QUICK: Pace = { rounds: 3, seconds: 0.01, warmUp: 0.02 };

await run(async () => {
  const args = process.argv.slice(2);
  const say = speaker(languageOf(args));
  const options = optionsFrom(args, say);
  if (options.help) {
    console.log(helpText(say));
    return;
  }
  const print = (text: string) => {
    console.log(text);
    printed.push(text);
  };
  const printed: string[] = [];
  const [processor] = cpus();
  print(`Node ${process.version} · ${processor?.model ?? process.arch} · ${cpus().length} ${say('cores', '核')}`);
  const [busy] = loadavg();
  if (busy > cpus().length / 2)
    print(
      say(
        `other programs are at work (load ${decimal(busy, 1)}): times are too long, and workers wait for each other`,
        `其他程序也在运行（负载 ${decimal(busy, 1)}）：时间会偏长，各线程要互相等待`,
      ),
    );
  const precisions = (['f64', 'f32'] as const).filter((precision) => missing(precision) === undefined);
  const why = missing('f64') ?? missing('f32');
  if (why) print(say(`the engine is left out: ${why[0]}`, `没有测引擎：${why[1]}`));
  const wanted = (number: number) => options.only === 0 || options.only === number;
  const pace = (name: keyof typeof paces) => (options.quick ? QUICK : paces[name]);

  // First of all, though it is printed last: what the other parts allocate stays with the process.
  const grown = wanted(4) && !why ? await growthLine(options.workers, say) : '';

  if (wanted(1)) {
    print(
      part(
        1,
        say('product of two matrices, GFLOP/s, median (quartiles)', '两个矩阵的乘积，GFLOP/s，中位数（四分位数）'),
      ),
    );
    print(await productsTable(pace('products'), precisions, say));
  }
  if (wanted(2)) await partTwo(options, precisions, pace('steps'), print, say);
  if (wanted(3) && !why) await partThree(pace('growth'), print, say);
  if (wanted(4) && !why) partFour(options.workers, grown, print, say);
  if (options.record) keep('bench.txt', printed.join('\n'), false);
});

/** How the cost grows with the length and the width, beside the paper's table 1. */
async function partThree(pace: Pace, print: (text: string) => void, say: Say): Promise<void> {
  print(
    part(
      3,
      say(
        'how the cost grows: forward and backward, engine f64, 1 worker, processor time',
        '代价怎样增长：去程和回程，引擎 f64，1 个线程，处理器时间',
      ),
    ),
  );
  print(await growthTable(pace, say));
  print(
    say(
      'theory: Vaswani et al. 2017, table 1; n tokens, d their width',
      '理论：Vaswani et al. 2017，表 1；n 个词元，d 是它们的宽度',
    ),
  );
}

/** What training takes, as planned and as it was seen to grow. */
function partFour(workers: number, grown: string, print: (text: string) => void, say: Say): void {
  print(part(4, say(`memory that training takes, ${workers} workers`, `训练占用的内存，${workers} 个线程`)));
  print(memoryTable(workers, say));
  print(grown);
}

/**
 * A table for each setting. Without PyTorch the reader is told how to get it, and the chapters
 * are what is compared with.
 */
async function partTwo(
  { torch: wanted, workers }: Options,
  precisions: Precision[],
  pace: Pace,
  print: (text: string) => void,
  say: Say,
): Promise<void> {
  print(
    part(
      2,
      say(
        `a training step: ${PAIRS} pairs, dropout 0.1, milliseconds, median (quartiles)`,
        `一步训练：${PAIRS} 对句子，随机失活 0.1，毫秒，中位数（四分位数）`,
      ),
    ),
  );
  const torch = wanted ? await torchOr(print, say) : undefined;
  if (torch) print(`${torch.title} · ${say('1 thread', '1 个线程')}`);
  for (const setting of settings) {
    print(`\n${titleOf(setting, say)}`);
    print(await stepsTable(setting, precisions, workers, torch, pace, say));
  }
  torch?.end();
}

async function torchOr(print: (text: string) => void, say: Say): Promise<Torch | undefined> {
  try {
    return await startTorch(say);
  } catch (error) {
    print(lineOf(error));
    return undefined;
  }
}
