/** Chapter 20: what a tile saves, the same bits on every rung, who adds in which order, and the ladder measured here. */

import * as hand from '../chapters/20-speed/by-hand.ts';
import { flatProduct, flattened, rowsOf } from '../chapters/20-speed/flat.ts';
import { amdahl, intensity, padding, tileStep } from '../chapters/20-speed/limits.ts';
import { totalByParts, totalByWorkers } from '../chapters/20-speed/parts.ts';
import { plain } from '../chapters/20-speed/plain.ts';
import { tileProduct } from '../chapters/20-speed/tile.ts';
import { layout, put, taken, vectorProduct } from '../chapters/20-speed/vectors.ts';
import { multiply } from '../chapters/01-vectors/matrices.ts';
import { batches } from '../chapters/12-training/training.ts';
import { kernelsOn } from '../chapters/20-speed/engine/kernels.ts';
import { bytesOf, memoryOf, numbersIn, type Precision } from '../chapters/20-speed/engine/memory.ts';
import { languageOf, speaker } from '../lib/language.ts';
import type { Matrix } from '../lib/matrix.ts';
import { numberAt, numbersOf, streamOf } from '../lib/philox.ts';
import { bracketed, columns, decimal, grouped, part } from '../lib/print.ts';
import { normalMatrix, seeded } from '../lib/random.ts';
import { missing, moduleOf } from './training/kernels.ts';
import { measured, SIZE, TRAINING } from './20-speed/measured.ts';
import { meter } from './20-speed/meter.ts';
import { ladderTable, limitTable, partTable, rungNames, stepTable } from './20-speed/report.ts';
import { readCorpus } from './corpus/corpus.ts';
import { prepare } from './translator/fit.ts';

// Change these and run again.
const seed = '快';
const [n, k, m] = [37, 29, 23]; //   the product whose bits are compared: 37×29 times 29×23
const batch = 32; //                 pairs in a batch, of those whose padding is counted
const size = SIZE; //                of the ladder's matrices
const training = TRAINING; //        of the steps
const seconds = 12; //               for measuring

const say = speaker(languageOf(process.argv.slice(2)));
const why = missing('f64') ?? missing('f32');
const fast = why === undefined;
if (!fast) console.log(say(`No vectors: ${why[0]}.`, `没有向量指令：${why[1]}。`));

/** A B by the kernels, and the panels into which B was packed. */
async function inVectors(A: Matrix, B: Matrix, precision: Precision, workers: number) {
  const at = layout(A.length, B.length, B[0].length, workers, bytesOf(precision));
  const memory = memoryOf(at.end);
  const kernels = await kernelsOn(moduleOf(precision), memory);
  const numbers = numbersIn(memory, precision);
  put(A, at.A, numbers);
  put(B, at.B, numbers);
  for (let w = 0; w < workers; w++) vectorProduct(kernels, at, w);
  return { C: taken(at.C, numbers), panels: numbers.subarray(at.panels[0] / at.bytes) };
}

console.log(part(1, say('A tile, by hand', '小块，手算')));
const steps = hand.tiles.map(({ r, c }) => {
  const { loads, operations } = tileStep(r, c);
  return [`${r}×${c}`, String(loads), String(operations), decimal(operations / loads, 1)];
});
console.log(
  columns([
    [say('tile', '小块'), say('loads', '读取'), say('operations', '运算'), say('operations a load', '每次读取的运算')],
    ...steps,
  ]),
);
for (const step of hand.sums.keys()) {
  const some = tileProduct(
    flattened(hand.A.map((row) => row.slice(0, step + 1))),
    flattened(hand.B.slice(0, step + 1)),
  );
  const found = rowsOf(some).map((row) => bracketed(row));
  console.log(`k = ${step}   ${found.join('  ')}`);
}

console.log(part(2, say('Packed into panels', '装成条带')));
for (const [precision, wanted] of [
  ['f64', hand.panels_64],
  ['f32', hand.panels_32],
] as const) {
  const { panels } = fast
    ? await inVectors(
        hand.unpacked.slice(0, 1).map((row) => row.slice(0, 3)),
        hand.unpacked,
        precision,
        1,
      )
    : { panels: Float64Array.from(wanted.flat()) };
  for (const [p, { length }] of wanted.entries()) {
    const width = length / hand.unpacked.length;
    const rows = hand.unpacked.map((_, row) => [
      ...panels.subarray(p * length + row * width, p * length + (row + 1) * width),
    ]);
    console.log(
      `${say(`${bytesOf(precision) * 8} bits, panel`, `${bytesOf(precision) * 8} 位，条带`)} ${p + 1}:  ${rows.map((row) => row.join(' ')).join(' | ')}`,
    );
  }
}

console.log(part(3, say('The same bits', '每一位都相同')));
const random = seeded(seed);
const [A, B] = [normalMatrix(random, n, k), normalMatrix(random, k, m)];
const wanted = plain(A, B);
const [a, b] = [flattened(A), flattened(B)];
const rungs = [wanted, multiply(A, B), rowsOf(flatProduct(a, b)), rowsOf(tileProduct(a, b))];
if (fast) {
  for (const [precision, workers] of [
    ['f64', 1],
    ['f32', 1],
    ['f64', 2],
  ] as const) {
    rungs.push((await inVectors(A, B, precision, workers)).C);
  }
}
const compared = rungs.map((C, r) => {
  let [others, farthest] = [0, 0];
  C.flat().forEach((x, e) => {
    const apart = Math.abs(x - wanted.flat()[e]);
    if (!Object.is(x, wanted.flat()[e])) others++;
    farthest = Math.max(farthest, apart);
  });
  return [rungNames(say)[r], `${others} / ${n * m}`, farthest === 0 ? '0' : farthest.toExponential(0)];
});
console.log(columns([[`${n}×${k} · ${k}×${m}`, say('other bits', '位不同'), say('farthest', '最大差')], ...compared]));

console.log(part(4, say('Who adds, and in which order', '谁来加，按什么顺序')));
const above = (sum: number) => `2⁵³ + ${sum - 2 ** 53}`;
const byWorkers = [1, 2, 3, 4].map((w) => [
  String(w),
  above(totalByWorkers(hand.addends, w)),
  above(totalByParts(hand.addends, 4, w)),
]);
console.log(
  columns([
    [say('workers', '工人'), say('a stretch each', '各加一段'), say('four parts in order', '固定四份，按序')],
    ...byWorkers,
  ]),
);

console.log(part(5, say('Numbers that are counted', '按编号算出的随机数')));
const stream = streamOf(seed);
const draw = numbersOf(stream);
const followed = Array.from({ length: 1001 }, draw)[1000];
console.log(
  say(
    `number 1000 after 1000 others: ${decimal(followed, 6)}`,
    `先抽完前面 1000 个，再抽第 1000 号：${decimal(followed, 6)}`,
  ),
);
console.log(
  say(
    `number 1000 at once:           ${decimal(numberAt(stream.key, 1000), 6)}`,
    `直接算第 1000 号：                  ${decimal(numberAt(stream.key, 1000), 6)}`,
  ),
);

console.log(part(6, say('Padding that is never computed', '从不计算的填充')));
const corpus = readCorpus(new URL('corpus/corpus.tsv', import.meta.url).pathname, say);
const { training: pairs } = prepare(corpus, 'zh-en');
const sides = (['source', 'target'] as const).map((side) => {
  let [tokens, places] = [0, 0];
  for (const some of batches(seeded(seed), pairs, batch)) {
    const one = padding(some.map((pair) => pair[side].length + (side === 'target' ? 1 : 0)));
    tokens += one.tokens;
    places += one.places;
  }
  const name = side === 'source' ? say('Chinese', '中文') : say('English', '英文');
  return [name, grouped(tokens), grouped(places), `${decimal((100 * (places - tokens)) / places, 1)} %`];
});
console.log(
  columns([
    [
      say(`${pairs.length} pairs, batches of ${batch}`, `${pairs.length} 对，每批 ${batch} 对`),
      say('tokens', '词元'),
      say('places if padded', '填充后的位置'),
      say('for nothing', '白算'),
    ],
    ...sides,
  ]),
);

console.log(part(7, say('What can be hoped for', '能指望什么')));
const shares = [1 / 2, hand.shared.p, 0.99];
const speedups = shares.map((p) => [decimal(p, 2), ...[2, 4, 1000].map((w) => decimal(amdahl(p, w), 2))]);
console.log(
  columns([
    [say('part that is shared', '能分担的部分'), ...[2, 4, 1000].map((w) => say(`${w} workers`, `${w} 个工人`))],
    ...speedups,
  ]),
);
const squares = [3, 12, 48, 192].map((s) => decimal(intensity(s, s, s), 0));
console.log(
  columns([
    [say('square matrices of', '方阵的边长'), '3', '12', '48', '192'],
    [say('operations a number moved', '每搬一个数的运算'), ...squares],
  ]),
);

console.log(part(8, say('The ladder, on this machine', '梯子，在这台机器上')));
if (fast) {
  const progress = meter(say);
  const found = await measured(size, training, seconds, progress.tick);
  progress.stop();
  const tables = [
    limitTable(found, say),
    ladderTable(found, size, say),
    stepTable(found, training, say),
    partTable(found, say),
  ];
  console.log(tables.join('\n\n'));
} else console.log(say('needs vectors.', '需要向量指令。'));
