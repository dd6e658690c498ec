/** A training run with a bar on the terminal; where there is no terminal, silently. */

import cliProgress from 'cli-progress';

/** What a training run reports after each step: the step, how many there will be, and the loss of its batch. */
interface Reported {
  step: number;
  steps: number;
  loss: number;
}

/** The model that was trained, and the loss of every step. The bar stands on stderr and is gone in the end. */
export async function watched<P>(
  fitting: AsyncGenerator<Reported, P> | Generator<Reported, P>,
  name: string,
): Promise<{ P: P; losses: number[] }> {
  const losses: number[] = [];
  const bar = new cliProgress.SingleBar(
    {
      format: `${name} {bar} {value}/{total}  {eta} s`,
      stream: process.stderr,
      clearOnComplete: true,
      linewrap: true,
      hideCursor: null,
      gracefulExit: false,
    },
    cliProgress.Presets.shades_classic,
  );
  let next = await fitting.next();
  try {
    for (; !next.done; next = await fitting.next()) {
      if (losses.length === 0) bar.start(next.value.steps, 0);
      losses.push(next.value.loss);
      bar.update(next.value.step);
    }
  } finally {
    bar.stop();
  }
  return { P: next.value, losses };
}
