/** A bar on the terminal for what runs; where there is none that can draw it, nothing. */

import cliProgress from 'cli-progress';
import type { Say } from '../../lib/language.ts';
import type { Watch } from './watched.ts';

/** Whether this is a terminal that can move its cursor: one without colours (TERM=dumb) cannot. */
export function canDraw(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'getColorDepth'>): boolean {
  return stream.isTTY && stream.getColorDepth() > 1;
}

/** A watch that draws one bar at a time. It stands on stderr and is gone when its run ends, or `stop` is called. */
export function bars(say: Say): { watch: Watch; stop: () => void } {
  let drawn: { name: string; bar: cliProgress.SingleBar } | undefined;
  const stop = () => {
    drawn?.bar.stop();
    drawn = undefined;
  };
  const watch: Watch = (both, step, steps) => {
    if (!canDraw(process.stderr)) return;
    const name = say(...both);
    if (drawn?.name !== name) {
      stop();
      drawn = { name, bar: barOf(name) };
      drawn.bar.start(steps, 0);
    }
    drawn.bar.update(step);
    if (step === steps) stop();
  };
  return { watch, stop };
}

function barOf(name: string): cliProgress.SingleBar {
  return new cliProgress.SingleBar(
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
}
