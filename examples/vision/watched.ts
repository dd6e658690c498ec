/** A training run with a bar on the terminal; where there is no terminal, silently. */

import cliProgress from 'cli-progress';
import type { Progress } from './fit.ts';

/** The model that was trained. The bar stands on stderr and is gone in the end. */
export function watched<P>(fitting: Generator<Progress<P>, P>, name: string, steps: number): P {
  const bar = new cliProgress.SingleBar(
    { format: `${name} {bar} {value}/{total}  {eta} s`, stream: process.stderr, clearOnComplete: true, linewrap: true, hideCursor: null, gracefulExit: false }, // prettier-ignore
    cliProgress.Presets.shades_classic,
  );
  bar.start(steps, 0);
  try {
    let next = fitting.next();
    for (; !next.done; next = fitting.next()) bar.update(next.value.step);
    return next.value;
  } finally {
    bar.stop();
  }
}
