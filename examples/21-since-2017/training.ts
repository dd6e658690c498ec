/** A decoder-only model of letters, trained by the chapter's loops, judged, and asked for words. */

import { logSoftmax } from '../../chapters/08-backprop/cross-entropy.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import { drawn, heated } from '../../chapters/16-gpt/sampling.ts';
import {
  decoderOnly,
  keptBy,
  lineLoss,
  type DecoderOnly,
  type Form,
} from '../../chapters/21-since-2017/decoder-only.ts';
import type { DecoderOnlyParams } from '../../chapters/21-since-2017/parts.ts';
import { seeded, shuffle, type Random } from '../../lib/random.ts';
import { BOUNDARY, idsOfWord, wordOfIds } from './words.ts';

/** How a model is trained: Adam's rate falls in a line to 0, after it has risen in a line if there is a warm-up. */
export interface Course {
  steps: number;
  batch: number; //  words a step
  rate: number; //   the highest, if there is no warm-up
  warmup: number; // steps
}

/** The model after its last step, and the loss of every step in nats a letter. */
export function trained(
  begin: DecoderOnlyParams,
  words: string[],
  form: Form,
  { steps, batch, rate, warmup }: Course,
  seed: string,
  watch: (step: number) => void = () => {},
): { P: DecoderOnlyParams; losses: number[] } {
  const random = seeded(`order ${seed}`);
  const losses: number[] = [];
  let learner = beginner(begin);
  let left: string[] = [];
  for (let k = 0; k < steps; k++) {
    if (left.length < batch) left = shuffle(random, words);
    const lines = left.slice(0, batch).map(idsOfWord);
    left = left.slice(batch);
    const risen = warmup === 0 ? 1 : Math.min(1, (k + 1) / warmup);
    const stepped = step(learner, lines, (line, P) => lineLoss(line, P, form), rate * risen * (1 - k / steps));
    learner = stepped.learner;
    losses.push(stepped.loss);
    watch(k + 1);
  }
  return { P: learner.P, losses };
}

/** The mean loss of words in nats a letter, the end of a word counted as one. from: the place where each begins. */
export function meanLoss(words: string[], P: DecoderOnlyParams, form: Form, from = 0): number {
  let [loss, n] = [0, 0];
  for (const word of words) {
    const ids = idsOfWord(word);
    const { S } = decoderOnly(ids.slice(0, -1), P, form, from);
    for (const [i, row] of S.entries()) loss -= logSoftmax(row)[ids[i + 1]];
    n += S.length;
  }
  return loss / n;
}

/** A word by lot, letter after letter, with keys and values kept. The colder, the likelier its letters. */
export function madeUp(P: DecoderOnlyParams, form: Form, temperature: number, longest: number, random: Random): string {
  const said: number[] = [];
  let working: DecoderOnly | undefined;
  for (let id = BOUNDARY; said.length < longest; said.push(id)) {
    working = decoderOnly([id], P, form, said.length, working && keptBy(working));
    id = drawn(heated(working.S[0], temperature), random);
    if (id === BOUNDARY) break;
  }
  return wordOfIds(said);
}
