/** Chapter 13's case: the pencil translator is asked for its next word after each one. */

import { encode } from '../../chapters/11-decoder/transformer.ts';
import { greedy, nextWord } from '../../chapters/13-translator/decoding.ts';
import { pencil, pencilSource } from '../../chapters/13-translator/pencil.ts';
import { BOS } from '../../chapters/02-embedding/vocabulary.ts';

const source = pencilSource(['我', '爱', '你']);

/** Weights that were chosen, not learned. */
export const given = { P: pencil() };

/** Every place of the encoder, and ln P of every word, after BOS, I, love and you. */
export function worked({ P }: typeof given) {
  const { ids } = greedy(source, P);
  const encoding = encode(source, P);
  return { Z: encoding.Z, next: [BOS, ...ids].map((_, n) => nextWord([BOS, ...ids].slice(0, n + 1), encoding, P)) };
}
