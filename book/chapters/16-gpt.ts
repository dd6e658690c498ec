/** Chapter 16's case: a small decoder-only model continues a prompt; heat, top-k and top-p choose. */

import * as hand from '../../chapters/16-gpt/by-hand.ts';
import { gpt, gptParams } from '../../chapters/16-gpt/gpt.ts';
import { lossOf } from '../../chapters/16-gpt/language-model.ts';
import { heated, topK, topP } from '../../chapters/16-gpt/sampling.ts';
import { seeded } from '../../lib/random.ts';

const pair = { source: [4, 5], target: [6, 4] };

/** Scores to choose from, a temperature, and the model's parameters, drawn. */
export const given = {
  scores: hand.scores,
  temperature: 0.5,
  epsilon: 0.1,
  P: gptParams(seeded('我爱你'), 7, { d_model: 4, h: 2, d_ff: 6, N: 1 }),
};

/** What comes of it, forwards and backwards. */
export function worked({ scores, temperature, epsilon, P }: typeof given) {
  const shares = heated(scores, temperature);
  const { loss, dP } = lossOf(pair, P, epsilon);
  return { shares, topK: topK(shares, 2), topP: topP(shares, 0.8), S: gpt([1, 4, 5], P).S, loss, dP };
}
