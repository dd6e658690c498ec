/** A display one can leave running: a bar in a terminal, and everywhere two lines an epoch. */

import { clearLine, cursorTo } from 'node:readline';
import cliProgress from 'cli-progress';
import type { Say } from '../../../lib/language.ts';
import { decimal, displayWidth, grouped } from '../../../lib/print.ts';

/** Shows how far training has come. */
export interface Meter {
  step(tokens: number, loss: number): void; // of the batch just done; of the epoch so far
  epoch(epoch: number, validation: number, better: boolean, sample: string): void;
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
  const begun = now();
  let [done, loss] = [work.done, NaN];
  let from = { at: begun, done }; // where the epoch began
  const left = () => {
    const speed = (done - work.done) / (now() - begun);
    return timeOf((work.tokens - done) / speed / 1000, say);
  };
  const speed = () => (1000 * (done - from.done)) / Math.max(1, now() - from.at);
  const room = process.stdout.isTTY && process.stdout.columns >= NARROWEST;
  const drawn = room ? bar(work, say) : undefined;
  return {
    step(tokens, lossSoFar) {
      [done, loss] = [done + tokens, lossSoFar];
      drawn?.update(done, { speed: grouped(Math.round(speed())), loss: decimal(loss, 2), left: left() });
    },
    epoch(epoch, validation, better, sample) {
      if (drawn) clear();
      console.log(epochLine({ epoch, of: work.epochs, speed: speed(), loss, validation, better, left: left() }, say));
      console.log(`  ${sample}`);
      from = { at: now(), done };
    },
    stop() {
      drawn?.stop();
    },
  };
}

/** One epoch in numbers. */
interface Line {
  epoch: number;
  of: number;
  speed: number; //      tokens a second
  loss: number; //       nats a token
  validation: number; // nats a token
  better: boolean;
  left: string;
}

function epochLine({ epoch, of, speed, loss, validation, better, left }: Line, say: Say): string {
  const at = `${String(epoch).padStart(String(of).length)}/${of}`;
  const rate = grouped(Math.round(speed));
  const perplexity = decimal(Math.exp(validation), 1);
  const best = better ? say(', the best so far', '，目前最好') : '';
  return say(
    `epoch ${at}  ${rate} tokens/s  loss ${decimal(loss, 2)}  validation ${decimal(validation, 3)} (perplexity ${perplexity}${best})  at most ${left} left, to epoch ${of}`,
    `第 ${at} 轮  每秒 ${rate} 个词元  损失 ${decimal(loss, 2)}  验证 ${decimal(validation, 3)}（困惑度 ${perplexity}${best}）  到第 ${of} 轮最多还需 ${left}`,
  );
}

/** Seconds as one reads them: 42 s, 12 min, 3.5 h. */
function timeOf(seconds: number, say: Say): string {
  if (seconds < 90) return say(`${decimal(seconds, 0)} s`, `${decimal(seconds, 0)} 秒`);
  const minutes = seconds / 60;
  if (minutes < 90) return say(`${decimal(minutes, 0)} min`, `${decimal(minutes, 0)} 分钟`);
  return say(`${decimal(minutes / 60, 1)} h`, `${decimal(minutes / 60, 1)} 小时`);
}

function bar({ tokens, done }: Work, say: Say): cliProgress.SingleBar {
  const behind = say(
    ' {percentage} %  {speed} tokens/s  loss {loss}  at most {left} left',
    ' {percentage} %  每秒 {speed} 个词元  损失 {loss}  最多还需 {left}',
  );
  // The line must not be longer than the terminal is wide: the bar takes what its numbers leave.
  const longest: Record<string, string> = {
    percentage: '100',
    speed: '100,000',
    loss: '10.00',
    left: say('100 min', '100 分钟'),
  };
  const width = displayWidth(behind.replaceAll(/{(\w+)}/g, (_, name: string) => longest[name]));
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
