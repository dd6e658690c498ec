/** Training's progress: a bar in a terminal, a plain line an epoch elsewhere. */

import cliProgress from 'cli-progress';
import type { Say } from '../../lib/language.ts';
import { decimal } from '../../lib/print.ts';

/** Shows how far training has come. */
export interface Meter {
  step(step: number, loss: number): void;
  epoch(epoch: number, loss: number, accuracy: number): void;
  stop(): void;
}

/** A meter for so many steps and epochs. `now` is a clock in milliseconds. */
export function meter(steps: number, epochs: number, say: Say, now = () => Date.now()): Meter {
  return process.stdout.isTTY ? bar(steps, epochs, say) : lines(epochs, say, now);
}

function bar(steps: number, epochs: number, say: Say): Meter {
  const shown = { epoch: `0/${epochs}`, loss: '-', accuracy: '-' };
  const format = say(
    '{bar} {percentage} %  epoch {epoch}  loss {loss}  held out {accuracy}  {eta_formatted} left',
    '{bar} {percentage} %  轮 {epoch}  损失 {loss}  留出句 {accuracy}  还需 {eta_formatted}',
  );
  const drawn = new cliProgress.SingleBar(
    { format, barsize: 24, etaBuffer: 50, stream: process.stdout, hideCursor: true },
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
