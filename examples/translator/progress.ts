/** Training's progress: a bar in a terminal, a plain line an epoch elsewhere. */

import cliProgress from 'cli-progress';
import type { Say } from '../../lib/language.ts';
import { decimal, displayWidth } from '../../lib/print.ts';

/** Shows how far training has come. */
export interface Meter {
  step(step: number, loss: number): void;
  epoch(epoch: number, loss: number, accuracy: number): void;
  stop(): void;
}

/** The narrowest terminal, in columns, in which the bar and its numbers have room on one line. */
const NARROWEST = 72;

/** A meter for so many steps and epochs. `now` is a clock in milliseconds. */
export function meter(steps: number, epochs: number, say: Say, now = () => Date.now()): Meter {
  const room = process.stdout.isTTY && process.stdout.columns >= NARROWEST;
  return room ? bar(steps, epochs, say) : lines(epochs, say, now);
}

function bar(steps: number, epochs: number, say: Say): Meter {
  const shown = { epoch: `0/${epochs}`, loss: '-', accuracy: '-' };
  const behind = say(
    ' {percentage} %  epoch {epoch}  loss {loss}  held out {accuracy}  {eta} s left',
    ' {percentage} %  第 {epoch} 轮  损失 {loss}  留出句 {accuracy}  还需 {eta} 秒',
  );
  // The line must not be longer than the terminal is wide: the bar takes what its numbers leave.
  const longest: Record<string, string> = {
    percentage: '100',
    epoch: `${epochs}/${epochs}`,
    loss: '10.00',
    accuracy: '100 %',
    eta: '1000',
  };
  const width = displayWidth(behind.replaceAll(/{(\w+)}/g, (_, name: string) => longest[name]));
  const barsize = Math.max(1, Math.min(24, process.stdout.columns - width - 1));
  const drawn = new cliProgress.SingleBar(
    // Neither the cursor nor the wrapping of lines is changed: nobody could change them back if the program is killed.
    {
      format: `{bar}${behind}`,
      barsize,
      etaBuffer: 50,
      stream: process.stdout,
      linewrap: true,
      hideCursor: null,
      gracefulExit: false,
    },
    cliProgress.Presets.shades_classic,
  );
  drawn.start(steps, 0, shown);
  return {
    step(step, loss) {
      shown.loss = decimal(loss, 2);
      drawn.update(step, shown);
    },
    epoch(epoch, _, accuracy) {
      shown.epoch = `${epoch}/${epochs}`;
      shown.accuracy = `${decimal(100 * accuracy, 0)} %`;
      drawn.update(shown);
    },
    stop: () => drawn.stop(),
  };
}

function lines(epochs: number, say: Say, now: () => number): Meter {
  const begun = now();
  return {
    step() {},
    epoch(epoch, loss, accuracy) {
      const left = Math.round(((now() - begun) / 1000 / epoch) * (epochs - epoch));
      const held = decimal(100 * accuracy, 0);
      console.log(
        say(
          `epoch ${String(epoch).padStart(2)}/${epochs}  loss ${decimal(loss, 2)}  held out ${held} %  ${left} s left`,
          `第 ${String(epoch).padStart(2)}/${epochs} 轮  损失 ${decimal(loss, 2)}  留出句 ${held} %  还需 ${left} 秒`,
        ),
      );
    },
    stop() {},
  };
}
