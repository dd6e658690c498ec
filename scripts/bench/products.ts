/** Part 1: chapter 1's product of two matrices, and the engine's. */

import { multiply } from '../../chapters/01-vectors/matrices.ts';
import { kernelsOn } from '../../chapters/20-speed/engine/kernels.ts';
import {
  bytesOf,
  FIRST,
  memoryOf,
  numbersIn,
  roomFrom,
  type Precision,
} from '../../chapters/20-speed/engine/memory.ts';
import { panelBytes, product } from '../../chapters/20-speed/engine/product.ts';
import type { Say } from '../../lib/language.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { columns } from '../../lib/print.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { moduleOf } from '../../examples/training/kernels.ts';
import { during, inRounds, quartilesText, type Contestant, type Pace } from './timing.ts';

/** n×m times m×p: a sentence of 8 tokens, a part of a batch, and squares. */
// prettier-ignore
const shapes = [[8, 32, 32], [8, 64, 256], [64, 32, 64], [96, 128, 512], [64, 64, 64], [256, 256, 256]];

/** Multiply-adds in one run: enough calls that the clock is fine enough. */
const WORK = 1_000_000;

/** The table of part 1, a line a shape. precisions: those in which the engine can be measured here. */
export async function productsTable(pace: Pace, precisions: Precision[], say: Say): Promise<string> {
  const heads = [
    say('chapter 1', '第 1 章'),
    ...precisions.map((precision) => say(`engine ${precision}`, `引擎 ${precision}`)),
  ];
  const lines = [['', ...heads]];
  for (const [n, m, p] of shapes) {
    const random = seeded(`bench ${n} ${m} ${p}`);
    const [A, B] = [normalMatrix(random, n, m), normalMatrix(random, m, p)];
    const calls = Math.ceil(WORK / (n * m * p));
    const contestants = [
      repeated('chapter', calls, () => multiply(A, B)),
      ...(await Promise.all(precisions.map((precision) => ofEngine(A, B, precision, calls)))),
    ];
    const times = await inRounds(contestants, pace);
    // 2 operations a multiply-add.
    const speeds = times.map((list) => list.map((seconds) => (2 * n * m * p * calls) / seconds / 1e9));
    lines.push([`${n}×${m} · ${m}×${p}`, ...speeds.map((list) => quartilesText(list, 2))]);
  }
  return columns(lines);
}

/** The engine's product of the same two matrices; B is packed anew each time, as it is in training. */
async function ofEngine(A: Matrix, B: Matrix, precision: Precision, calls: number): Promise<Contestant> {
  const bytes = bytesOf(precision);
  const [n, m, p] = [A.length, B.length, B[0].length];
  const room = roomFrom(FIRST, bytes);
  const [at, W, Y] = [room.numbers(n * m), { at: room.numbers(m * p), n: m, m: p }, room.numbers(n * p)];
  const panels = room.numbers(panelBytes(m, p, bytes) / bytes);
  const memory = memoryOf(room.end());
  const numbers = numbersIn(memory, precision);
  numbers.set(A.flat(), at / bytes);
  numbers.set(B.flat(), W.at / bytes);
  const desk = { k: await kernelsOn(moduleOf(precision), memory), bytes, panels };
  return repeated(precision, calls, () => product(desk, { X: at, n, W }, Y));
}

/** One run is so many calls. */
function repeated(name: string, calls: number, call: () => unknown): Contestant {
  const run = () => {
    for (let k = 0; k < calls; k++) call();
  };
  return { name, every: 1, measure: (seconds) => during(seconds, run) };
}
