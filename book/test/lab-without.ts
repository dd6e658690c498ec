/** What is taken away is taken away both ways: the gradient is still that of the loss, and the engine does the same. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Pair } from '../../chapters/12-training/training.ts';
import { transformerParams, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { moduleFrom } from '../../chapters/20-speed/engine/module.ts';
import type { Change } from '../../examples/12-training/changed.ts';
import { alone } from '../../examples/training/team.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { mapRows } from '../../lib/params.ts';
import { streamOf } from '../../lib/philox.ts';
import { normal, seeded } from '../../lib/random.ts';
import { changedModule } from '../lab/build.ts';
import { withouts } from '../lab/without.ts';
import { note, type Counting } from './counting.ts';

const kernels = fileURLToPath(new URL('../../build/kernels-f64.wasm', import.meta.url));

/** A small model, and pairs whose sentences differ in length. */
const sizes = { d_model: 8, h: 2, d_ff: 8, N: 1 };
const pairs: Pair[] = [
  { source: [4, 5, 6], target: [5, 4] },
  { source: [6, 6], target: [6, 4, 5, 5] },
];

/** The parts of the project that are changed together. */
interface Changed {
  lossOf: typeof import('../../chapters/12-training/training.ts').lossOf;
  byEngine: typeof import('../../examples/training/fit-pairs.ts').byEngine;
  byChapters: typeof import('../../examples/training/fit-pairs.ts').byChapters;
  capacityOf: typeof import('../../examples/training/fit-pairs.ts').capacityOf;
  beginner: typeof import('../../chapters/12-training/adam.ts').beginner;
}

/** Every part that is taken away by other lines of the source. */
export async function labWithout(counting: Counting): Promise<void> {
  const whole = await moduleWith([]);
  const P = unsettled();
  const usual = lossIn(whole, P);
  for (const { name, changes, byChapters = false } of withouts) {
    if (changes === undefined) continue;
    const changed = await moduleWith(changes);
    note(counting, `without ${name}: another loss`, Math.abs(lossIn(changed, P) - usual) > 1e-6);
    const { dP } = changed.lossOf(pairs[1], P, 0.1);
    const error = relativeError(
      dP,
      numericGradient(() => changed.lossOf(pairs[1], P, 0.1).loss, P),
    );
    note(counting, `without ${name}: the gradient is that of its loss`, error < 1e-6, error.toExponential(1));
    if (byChapters) continue;
    const [engine, chapters] = [await stepBy(changed, P, true), await stepBy(changed, P, false)];
    const apart = relativeError(engine.P, chapters.P);
    const same = Math.abs(engine.loss / chapters.loss - 1) < 1e-12 && apart < 1e-6; // Adam divides by gradients near 0
    note(counting, `without ${name}: the engine does the same`, same, `${engine.loss} ${chapters.loss} ${apart}`);
  }
}

function moduleWith(changes: Change[]): Promise<Changed> {
  const contents = [
    "export { lossOf } from './chapters/12-training/training.ts';",
    "export { beginner } from './chapters/12-training/adam.ts';",
    "export { byEngine, byChapters, capacityOf } from './examples/training/fit-pairs.ts';",
  ];
  return changedModule<Changed>(contents.join('\n'), changes);
}

function lossIn({ lossOf }: Changed, P: TransformerParams): number {
  return lossOf(pairs[0], P, 0.1).loss;
}

/** One step of training on both pairs. */
async function stepBy(changed: Changed, P: TransformerParams, isEngine: boolean) {
  const { byEngine, byChapters, capacityOf, beginner } = changed;
  const plan = { capacity: capacityOf(pairs, 2), workers: 1, precision: 'f64' } as const;
  const place = alone(() => moduleFrom(new Uint8Array(readFileSync(kernels)), false));
  const trainer = await (isEngine ? byEngine(plan, place) : byChapters(sizes))(beginner(P));
  const loss = await trainer.step(pairs, { rate: 0.01, smoothing: 0.1, drop: 0 }, streamOf('none'));
  return { loss, P: trainer.parameters() };
}

/** Gains that are not 1 and biases that are not 0: there mistakes would hide. */
function unsettled(): TransformerParams {
  const random = seeded('without');
  return mapRows((row) => row.map((x) => x + 0.2 * normal(random)), transformerParams(random, 7, 7, sizes));
}
