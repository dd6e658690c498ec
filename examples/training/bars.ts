/** A bar on the terminal for what runs; where there is no terminal, nothing. */

import cliProgress from 'cli-progress';
import type { Say } from '../../lib/language.ts';
import type { Watch } from './watched.ts';

/** A watch that draws one bar at a time. It stands on stderr and is gone when its run ends, or `stop` is called. */
export function bars(say: Say): { watch: Watch; stop: () => void } {
  let drawn: { name: string; bar: cliProgress.SingleBar } | undefined;
  const stop = () => {
    drawn?.bar.stop();
    drawn = undefined;
  };
  const watch: Watch = (both, step, steps) => {
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
