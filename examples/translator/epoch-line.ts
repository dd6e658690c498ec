/** One epoch in a line of numbers. */

import { exp } from '../../lib/elementary.ts';
import type { Say } from '../../lib/language.ts';
import { decimal, grouped } from '../../lib/print.ts';

/** How good a model is after an epoch: by what it translates right, or by its loss on the validation side. */
export type Judged = { heldOut: number } | { validation: number; better: boolean; sample: string };

/** One epoch in numbers. */
export interface EpochNumbers {
  epoch: number;
  of: number;
  speed: number; // tokens a second
  mean: number; //  training loss, nats a token
  judged: Judged;
  left: string; //  time
}

/** How an epoch is reported; with a validation side in two lines, the second of them a sample. */
export function epochLine({ epoch, of, speed, mean, judged, left }: EpochNumbers, say: Say): string {
  const at = `${String(epoch).padStart(String(of).length)}/${of}`;
  const loss = decimal(mean, 2);
  if ('heldOut' in judged) {
    const heldOut = decimal(100 * judged.heldOut, 0);
    return say(
      `epoch ${at}  loss ${loss}  held out ${heldOut} %  ${left} left`,
      `第 ${at} 轮  损失 ${loss}  留出句 ${heldOut} %  还需 ${left}`,
    );
  }
  const { validation, better, sample } = judged;
  const rate = grouped(Math.round(speed));
  const perplexity = decimal(exp(validation), 1);
  const best = better ? say(', the best so far', '，目前最好') : '';
  const line = say(
    `epoch ${at}  ${rate} tokens/s  loss ${loss}  validation ${decimal(validation, 3)} (perplexity ${perplexity}${best})  at most ${left} left, to epoch ${of}`,
    `第 ${at} 轮  每秒 ${rate} 个词元  损失 ${loss}  验证 ${decimal(validation, 3)}（困惑度 ${perplexity}${best}）  到第 ${of} 轮最多还需 ${left}`,
  );
  return `${line}\n  ${sample}`;
}

/** Seconds as one reads them: 42 s, 12 min, 3.5 h. */
export function timeOf(seconds: number, say: Say): string {
  if (seconds < 90) return say(`${decimal(seconds, 0)} s`, `${decimal(seconds, 0)} 秒`);
  const minutes = seconds / 60;
  if (minutes < 90) return say(`${decimal(minutes, 0)} min`, `${decimal(minutes, 0)} 分钟`);
  return say(`${decimal(minutes / 60, 1)} h`, `${decimal(minutes / 60, 1)} 小时`);
}
