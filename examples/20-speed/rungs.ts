/**
 * What every rung of the ladder makes of the same matrices: the panels that the kernels read,
 * and the bits of a product.
 */

import * as hand from '../../chapters/20-speed/by-hand.ts';
import { flatProduct, flattened, rowsOf } from '../../chapters/20-speed/flat.ts';
import { plain } from '../../chapters/20-speed/plain.ts';
import { tileProduct } from '../../chapters/20-speed/tile.ts';
import { taken, vectorProduct } from '../../chapters/20-speed/vectors.ts';
import { multiply } from '../../chapters/01-vectors/matrices.ts';
import { bytesOf, type Numbers, type Precision } from '../../chapters/20-speed/engine/memory.ts';
import type { Say } from '../../lib/language.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { columns } from '../../lib/print.ts';
import { laidOut, type Modules } from './one-thread.ts';
import { rungNames } from './report.ts';

/** A matrix as the kernels lay it into their panels; as the hand does where there are no vectors. */
export async function panels(precision: Precision, byHand: Vector[], modules: Modules | undefined) {
  const B = hand.unpacked;
  const A = [B[0].slice(0, B.length)]; // some row that can stand before B
  const packed = modules ? (await inVectors(A, B, precision, 1, modules)).panels : Float64Array.from(byHand.flat());
  const rows = byHand.map(({ length }, p) => {
    const width = length / B.length;
    return B.map((_, row) => [...packed.subarray(p * length + row * width, p * length + (row + 1) * width)]);
  });
  return { bits: bytesOf(precision) * 8, panels: rows };
}

type Packed = Awaited<ReturnType<typeof panels>>;

export function printedPanels({ bits, panels }: Packed, say: Say): string {
  const name = say(`${bits} bits, panel`, `${bits} 位，条带`);
  return panels.map((rows, p) => `${name} ${p + 1}:  ${rows.map((row) => row.join(' ')).join(' | ')}`).join('\n');
}

/**
 * A product on every rung beside that of the plain loops: the entries with other bits, and how far the farthest is off.
 */
export async function onEveryRung(A: Matrix, B: Matrix, modules: Modules | undefined) {
  const [a, b] = [flattened(A), flattened(B)];
  const wanted = plain(A, B);
  const products = [wanted, multiply(A, B), rowsOf(flatProduct(a, b)), rowsOf(tileProduct(a, b))];
  if (modules) {
    products.push((await inVectors(A, B, 'f64', 1, modules)).C);
    products.push((await inVectors(A, B, 'f32', 1, modules)).C);
    products.push((await inVectors(A, B, 'f64', 2, modules)).C);
  }
  const rungs = products.map((C) => {
    const apart = C.flatMap((row, i) => row.map((x, j) => Math.abs(x - wanted[i][j])));
    const others = C.flatMap((row, i) => row.filter((x, j) => !Object.is(x, wanted[i][j])));
    return { others: others.length, farthest: Math.max(...apart) };
  });
  return { n: A.length, k: B.length, m: B[0].length, rungs };
}

export function printedRungs({ n, k, m, rungs }: Awaited<ReturnType<typeof onEveryRung>>, say: Say): string {
  const names = rungNames(say);
  return columns([
    [`${n}×${k} · ${k}×${m}`, say('other bits', '位不同'), say('farthest', '最大差')],
    ...rungs.map(({ others, farthest }, r) => [
      names[r],
      `${others} / ${n * m}`,
      farthest === 0 ? '0' : farthest.toExponential(0),
    ]),
  ]);
}

/** A B, its rows shared out to so many workers, who take their turns here; and the panels into which B was packed. */
async function inVectors(
  A: Matrix,
  B: Matrix,
  precision: Precision,
  workers: number,
  modules: Modules,
): Promise<{ C: Matrix; panels: Numbers }> {
  const { at, kernels, numbers } = await laidOut(A, B, precision, workers, modules);
  for (let w = 0; w < workers; w++) vectorProduct(kernels, at, w);
  return { C: taken(at.C, numbers), panels: numbers.subarray(at.panels[0] / at.bytes) };
}
