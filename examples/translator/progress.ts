/** A display one can leave running: a bar in a terminal, and everywhere a line an epoch. */

import { clearLine, cursorTo } from 'node:readline';
import cliProgress from 'cli-progress';
import type { Say } from '../../lib/language.ts';
import { decimal, displayWidth, grouped } from '../../lib/print.ts';
import { canDraw } from '../training/bars.ts';
import { epochLine, timeOf, type Judged } from './epoch-line.ts';

/** Shows how far training has come. */
export interface Meter {
  step(tokens: number, mean: number): void; // of the batch just done; loss of the epoch so far, nats a token
  epoch(epoch: number, judged: Judged): void;
  stop(): void;
}

/** What there is to do: tokens of all epochs, those done before this run, and epochs at most. */
export interface Work {
  tokens: number;
  done: number;
  epochs: number;
}

/** The narrowest terminal, in columns, in which the bar and its numbers have room on one line. */
const NARROWEST = 72;

/** A meter for so much work. `now` is a clock in milliseconds. */
export function meter(work: Work, say: Say, now = () => Date.now()): Meter {
  const begin = now();
  let [done, mean] = [work.done, NaN];
  let from = { at: begin, done }; // where the epoch began
  const left = () => {
    const speed = (done - work.done) / (now() - begin);
    return timeOf((work.tokens - done) / speed / 1000, say);
  };
  const speed = () => (1000 * (done - from.done)) / Math.max(1, now() - from.at);
  const drawn = hasRoom() ? bar(work, say) : undefined;
  return {
    step(tokens, meanSoFar) {
      [done, mean] = [done + tokens, meanSoFar];
      drawn?.update(done, { speed: grouped(Math.round(speed())), loss: decimal(mean, 2), left: left() });
    },
    epoch(epoch, judged) {
      if (drawn) clear();
      console.log(epochLine({ epoch, of: work.epochs, speed: speed(), mean, judged, left: left() }, say));
      from = { at: now(), done };
    },
    stop() {
      drawn?.stop();
    },
  };
}

/** Whether the output is a terminal that is wide enough, and can draw. */
function hasRoom(): boolean {
  return canDraw(process.stdout) && process.stdout.columns >= NARROWEST;
}

function bar({ tokens, done }: Work, say: Say): cliProgress.SingleBar {
  const behind = say(
    ' {percentage} %  {speed} tokens/s  loss {loss}  at most {left} left',
    ' {percentage} %  每秒 {speed} 个词元  损失 {loss}  最多还需 {left}',
  );
  // The line must not be longer than the terminal is wide: the bar takes what its numbers leave.
  const longest = new Map([
    ['percentage', '100'],
    ['speed', '100,000'],
    ['loss', '10.00'],
    ['left', say('100 min', '100 分钟')],
  ]);
  const width = displayWidth(behind.replaceAll(/{(\w+)}/g, (_, name: string) => longest.get(name) ?? ''));
  const barsize = Math.max(1, Math.min(24, process.stdout.columns - width - 1));
  const drawn = new cliProgress.SingleBar(
    // Neither the cursor nor the wrapping of lines is changed: nobody could change them back if the program is killed.
    {
      format: `{bar}${behind}`,
      barsize,
      stream: process.stdout,
      linewrap: true,
      hideCursor: null,
      gracefulExit: false,
    },
    cliProgress.Presets.shades_classic,
  );
  drawn.start(tokens, done, { speed: '-', loss: '-', left: '-' });
  return drawn;
}

/** Makes room for a line above the bar, which is drawn again after the next step. */
function clear(): void {
  clearLine(process.stdout, 0);
  cursorTo(process.stdout, 0);
}
