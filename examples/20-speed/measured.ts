/** Everything chapter 20 measures, in one run. */

import { cpus } from 'node:os';
import { ladder } from './ladder.ts';
import type { Tick } from './measuring.ts';
import type { Measured } from './report.ts';
import { steps, type Training } from './steps.ts';

/** Measures the ladder and the steps, half of so many seconds each. */
export async function measured(size: number, training: Training, seconds: number, tick: Tick): Promise<Measured> {
  const [processor] = cpus();
  const machine = `${processor?.model.trim() ?? process.arch} · ${cpus().length} × CPU · Node ${process.version}`;
  const climbed = await ladder(size, seconds / 2, (done) => tick(done / 2));
  const walked = await steps(training, seconds / 2, (done) => tick((1 + done) / 2));
  return { machine, ladder: climbed, steps: walked };
}
