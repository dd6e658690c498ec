/**
 * Chapter 20: what a tile saves, the same bits on every rung, who adds in which order, and the ladder measured here.
 */

import * as hand from '../chapters/20-speed/by-hand.ts';
import { flattened, rowsOf } from '../chapters/20-speed/flat.ts';
import { amdahl, intensity, padding, tileStep } from '../chapters/20-speed/limits.ts';
import { totalByParts, totalByWorkers } from '../chapters/20-speed/parts.ts';
import { tileProduct } from '../chapters/20-speed/tile.ts';
import { batches, type Pair } from '../chapters/12-training/training.ts';
import { numberAt, numbersOf, streamOf } from '../lib/philox.ts';
import { bracketed, columns, decimal, grouped, part } from '../lib/print.ts';
import { normalMatrix, seeded } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import { toyData } from './corpus/toy.ts';
import { measured } from './20-speed/measured.ts';
import { ladderTable, limitTable, partTable, stepTable } from './20-speed/report.ts';
import { onEveryRung, panels, printedPanels, printedRungs } from './20-speed/rungs.ts';
import { missing, moduleOf } from './training/kernels.ts';
import { unwatched, type Watch } from './training/watched.ts';

/** Change these and run again. */
export const constants = {
  seed: '快',
  n: 37, //       the product whose bits are compared: 37×29 times 29×23
  k: 29,
  m: 23,
  batch: 32, //   pairs in a batch, of those whose padding is counted
  seconds: 12, // for measuring part 8, which no page quotes; 0: nothing is measured
  size: 256, //   of the ladder's matrices
  training: {
    sizes: { d_model: 64, h: 4, d_ff: 256, N: 2 }, // of the model whose steps are measured
    V: 256, //     words on each side
    pairs: 32, //  a batch, as `npm run bench` has it
    tokens: 8, //  of each sentence
  },
};

/** The named quantities of each part. */
export async function computed(these: typeof constants, watch: Watch = unwatched) {
  const { seed, n, k, m, batch } = these;
  const random = seeded(seed);
  const why = missing('f64') ?? missing('f32');
  const modules = why === undefined ? moduleOf : undefined;
  return {
    why,
    tile: tile(),
    panels: [await panels('f64', hand.panels_64, modules), await panels('f32', hand.panels_32, modules)],
    product: await onEveryRung(normalMatrix(random, n, k), normalMatrix(random, k, m), modules),
    totals: totals(),
    number1000: number1000(seed),
    padded: padded(seed, batch),
    hopes: hopes(),
    ladder: modules ? await ladder(these, watch) : undefined,
  };
}

type Found = Awaited<ReturnType<typeof computed>>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  const { why } = found;
  return [
    ...(why ? [say(`No vectors: ${why[0]}.`, `没有向量指令：${why[1]}。`)] : []),
    part(1, say('A tile, by hand', '小块，手算')),
    printedTile(found.tile, say),
    part(2, say('Packed into panels', '装成条带')),
    ...found.panels.map((packed) => printedPanels(packed, say)),
    part(3, say('The same bits', '每一位都相同')),
    printedRungs(found.product, say),
    part(4, say('Who adds, and in which order', '谁来加，按什么顺序')),
    printedTotals(found.totals, say),
    part(5, say('Numbers that are counted', '按编号算出的随机数')),
    printedNumber1000(found.number1000, say),
    part(6, say('Padding that is never computed', '从不计算的填充')),
    printedPadded(found.padded, say),
    part(7, say('What can be hoped for', '能指望什么')),
    printedHopes(found.hopes, say),
    part(8, say('The ladder, on this machine', '梯子，在这台机器上')),
    printedLadder(found.ladder, say),
  ].join('\n');
}

/** Part 1: what tiles of some shapes read and compute in a step, and a product of a tile after each of its steps. */
function tile() {
  const steps = [...hand.sums.keys()].map((step) => {
    const [A, B] = [hand.A.map((row) => row.slice(0, step + 1)), hand.B.slice(0, step + 1)];
    return rowsOf(tileProduct(flattened(A), flattened(B)));
  });
  return { shapes: hand.tiles.map(({ r, c }) => ({ r, c, ...tileStep(r, c) })), steps };
}

function printedTile({ shapes, steps }: Found['tile'], say: Say): string {
  const head = [
    say('tile', '小块'),
    say('loads', '读取'),
    say('operations', '运算'),
    say('operations a load', '每次读取的运算'),
  ];
  const rows = shapes.map(({ r, c, loads, operations }) => [
    `${r}×${c}`,
    String(loads),
    String(operations),
    decimal(operations / loads, 1),
  ]);
  const sums = steps.map((C, k) => `k = ${k}   ${C.map((row) => bracketed(row)).join('  ')}`);
  return [columns([head, ...rows]), ...sums].join('\n');
}

/** Part 4: one sum by several workers, each adding a stretch, and by four parts that are always added in one order. */
function totals() {
  return [1, 2, 3, 4].map((workers) => ({
    workers,
    byStretch: totalByWorkers(hand.addends, workers),
    byParts: totalByParts(hand.addends, 4, workers),
  }));
}

function printedTotals(totals: Found['totals'], say: Say): string {
  const above = (sum: number) => `2⁵³ + ${sum - 2 ** 53}`;
  return columns([
    [say('workers', '工人'), say('a stretch each', '各加一段'), say('four parts in order', '固定四份，按序')],
    ...totals.map(({ workers, byStretch, byParts }) => [String(workers), above(byStretch), above(byParts)]),
  ]);
}

/** Part 5: a random number drawn after a thousand others, and computed at once. */
function number1000(seed: string) {
  const stream = streamOf(seed);
  const drawn = Array.from({ length: 1001 }, numbersOf(stream));
  return { afterOthers: drawn[1000], atOnce: numberAt(stream.key, 1000) };
}

function printedNumber1000({ afterOthers, atOnce }: Found['number1000'], say: Say): string {
  const after = say('number 1000 after 1000 others: ', '先抽完前面 1000 个，再抽第 1000 号：');
  const once = say('number 1000 at once:           ', '直接算第 1000 号：                  ');
  return `${after}${decimal(afterOthers, 6)}\n${once}${decimal(atOnce, 6)}`;
}

/**
 * Part 6: the tokens of one epoch, and the places they would take if each batch were padded to its longest sentence.
 */
function padded(seed: string, batch: number) {
  const { training } = toyData();
  const counted = (lengthOf: (pair: Pair) => number) => {
    let [tokens, places] = [0, 0];
    for (const pairs of batches(seeded(seed), training, batch)) {
      const one = padding(pairs.map(lengthOf));
      tokens += one.tokens;
      places += one.places;
    }
    return { tokens, places };
  };
  return {
    pairs: training.length,
    batch,
    chinese: counted(({ source }) => source.length),
    english: counted(({ target }) => target.length + 1), // read behind BOS
  };
}

function printedPadded({ pairs, batch, chinese, english }: Found['padded'], say: Say): string {
  const head = [
    say(`${pairs} pairs, batches of ${batch}`, `${pairs} 对，每批 ${batch} 对`),
    say('tokens', '词元'),
    say('places if padded', '填充后的位置'),
    say('for nothing', '白算'),
  ];
  const row = (name: string, { tokens, places }: typeof chinese) => [
    name,
    grouped(tokens),
    grouped(places),
    `${decimal((100 * (places - tokens)) / places, 1)} %`,
  ];
  return columns([head, row(say('Chinese', '中文'), chinese), row(say('English', '英文'), english)]);
}

/** Part 7: Amdahl's law, and the operations that square matrices allow for each number moved. */
function hopes() {
  const workers = [2, 4, 1000];
  return {
    workers,
    speedups: [1 / 2, hand.shared.p, 0.99].map((p) => ({ p, times: workers.map((w) => amdahl(p, w)) })),
    squares: [3, 12, 48, 192].map((size) => ({ size, operations: intensity(size, size, size) })),
  };
}

function printedHopes({ workers, speedups, squares }: Found['hopes'], say: Say): string {
  return [
    columns([
      [say('part that is shared', '能分担的部分'), ...workers.map((w) => say(`${w} workers`, `${w} 个工人`))],
      ...speedups.map(({ p, times }) => [p, ...times].map((x) => decimal(x, 2))),
    ]),
    columns([
      [say('square matrices of', '方阵的边长'), ...squares.map(({ size }) => String(size))],
      [
        say('operations a number moved', '每搬一个数的运算'),
        ...squares.map(({ operations }) => decimal(operations, 0)),
      ],
    ]),
  ].join('\n');
}

/** Part 8: every rung and three training steps, measured here and now. */
async function ladder({ size, training, seconds }: typeof constants, watch: Watch) {
  if (seconds === 0) return { size, training };
  const told = (done: number) => watch(['measuring', '测量中'], Math.round(100 * done), 100);
  return { size, training, found: await measured(size, training, seconds, told) };
}

function printedLadder(ladder: Found['ladder'], say: Say): string {
  if (ladder === undefined) return say('needs vectors.', '需要向量指令。');
  const { size, training, found } = ladder;
  if (found === undefined) return say('not measured: seconds is 0.', '没有测量：seconds 是 0。');
  return [
    limitTable(found, say),
    ladderTable(found, size, say),
    stepTable(found, training, say),
    partTable(found, say),
  ].join('\n\n');
}
