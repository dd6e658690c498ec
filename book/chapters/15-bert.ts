/** Chapter 15's case: a hidden word is guessed, and a small model learns from the guess. */

import { bertParams, bert } from '../../chapters/15-bert/bert.ts';
import { lossOf } from '../../chapters/15-bert/pretraining.ts';
import { seeded } from '../../lib/random.ts';

const V = 7;
const line = { read: [4, V, 6], places: [1], wanted: [5] }; // the second word is hidden: V is [MASK]

/** The model's parameters, drawn. */
export const given = { P: bertParams(seeded('我爱你'), V, { d_model: 4, h: 2, d_ff: 6, N: 1 }) };

/** What comes of it, forwards and backwards. */
export function worked({ P }: typeof given) {
  const { Z, S } = bert(line.read, line.places, P);
  const { loss, dP } = lossOf(line, P);
  return { Z, S, loss, dP };
}
