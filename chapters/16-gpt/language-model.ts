/**
 * Chapter 16 — A model of text: its loss and its perplexity
 *
 *     loss(line)  = − Σ_i ln P(x_i | x_1 … x_{i−1})
 *     perplexity  = exp(loss / n),          n: tokens that were asked for
 *
 * A line is chapter 12's Pair laid end to end: the source is given, the target is asked for. To ask for the whole line,
 * give nothing: { source: [], target: line }.
 * Radford et al. 2018, §3.1, eq. 1 and 2 (with a window of k tokens; our lines are shorter than any window).
 */

import { exp, log } from '../../lib/elementary.ts';
import { zeros, type Vector } from '../../lib/matrix.ts';
import type { Random } from '../../lib/random.ts';
import { BOS } from '../02-embedding/vocabulary.ts';
import { crossEntropy, crossEntropyBackward, logSoftmax } from '../08-backprop/cross-entropy.ts';
import type { LossAndGradient } from '../12-training/step.ts';
import { smoothed, teacherForced, type Pair, type Plan } from '../12-training/training.ts';
import type { Next } from '../13-translator/decoding.ts';
import { droppedLine, gpt, gptBackward, type DroppedLine, type GptParams } from './gpt.ts';

/**
 * The loss of one line, in nats summed over the target's n tokens (EOS is one), and its gradient dP. Words
 * of the source are read and not asked for. smoothing: ε; D: dropout factors, a row for BOS and for every
 * token. Throws as chapter 12's.
 */
export function lossOf(
  { source, target }: Pair,
  P: GptParams,
  smoothing: number,
  D?: DroppedLine,
): LossAndGradient<GptParams> {
  const { read, wanted } = teacherForced([...source, ...target]);
  const working = gpt(read, P, D);
  // Row i answers what follows token i; the target's first word follows the last token given.
  const given = source.length;
  const asked = smoothed(wanted.slice(given), P.E.length, smoothing);
  const scored = crossEntropy(working.S.slice(given), asked);
  const dS = [...zeros(given, P.E.length), ...crossEntropyBackward(scored)];
  const { dP } = gptBackward(dS, working);
  return { loss: scored.loss, n: asked.length, dP };
}

/**
 * lossOf as a step of training takes it: smoothed, and with numbers dropped, drawn anew for each line.
 * Throws as `droppedLine`.
 */
export function trainingLoss({ sizes, smoothing, drop }: Plan, random: Random) {
  return (line: Pair, P: GptParams): LossAndGradient<GptParams> => {
    const n = 1 + line.source.length + line.target.length; // BOS is read, EOS is not
    const D = drop === 0 ? undefined : droppedLine(random, n, sizes, drop);
    return lossOf(line, P, smoothing, D);
  };
}

/**
 * ln P of every word as the one that follows the prompt and the words said since: chapter 13's Next.
 * prompt: ids without BOS.
 */
export function nextAfter(prompt: number[], P: GptParams): Next {
  return (said) => {
    const { S } = gpt([BOS, ...prompt, ...said], P);
    return logSoftmax(S[S.length - 1]);
  };
}

/**
 * exp of the mean loss a token: as if that many words had been equally likely each time. `model` gives the Next of a
 * source. Infinity if a right word was held to be impossible. Throws RangeError without a line.
 */
export function perplexity(lines: Pair[], model: (source: number[]) => Next): number {
  if (lines.length === 0) throw new RangeError('a perplexity needs at least one line, got 0');
  let [loss, n] = [0, 0];
  for (const { source, target } of lines) {
    const next = model(source);
    const { wanted } = teacherForced(target);
    for (const [i, id] of wanted.entries()) loss -= next(target.slice(0, i))[id];
    n += wanted.length;
  }
  return exp(loss / n);
}

/** The Next of a model that knows nothing: each of V words is equally likely, always. */
export function knowingNothing(V: number): Next {
  const row: Vector = zeros(1, V)[0];
  return () => row.map(() => -log(V));
}
