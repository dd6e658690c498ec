/** How far measuring has come: a bar in a terminal, nothing elsewhere. */

import cliProgress from 'cli-progress';
import type { Say } from '../../lib/language.ts';
import type { Tick } from './measuring.ts';

/** A bar on the error output, where it is in nobody's way. */
export function meter(say: Say): { tick: Tick; stop: () => void } {
  if (!process.stderr.isTTY) return { tick() {}, stop() {} };
  const format = say('measuring {bar} {percentage} %', '测量中 {bar} {percentage} %');
  const bar = new cliProgress.SingleBar(
    { format, barsize: 30, stream: process.stderr, clearOnComplete: true, hideCursor: null, gracefulExit: false },
    cliProgress.Presets.shades_classic,
  );
  bar.start(100, 0);
  return { tick: (done) => bar.update(Math.round(100 * done)), stop: () => bar.stop() };
}
