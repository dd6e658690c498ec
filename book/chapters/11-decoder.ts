/** Chapter 11's case: one layer of the decoder, and a whole Transformer, small and untrained. */

import * as hand from '../../chapters/11-decoder/by-hand.ts';
import { decoderLayer, decoderLayerBackward } from '../../chapters/11-decoder/decoder.ts';
import { transformer, transformerBackward, transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { causalMask } from '../../chapters/06-masking/masking.ts';
import { seeded } from '../../lib/random.ts';

const { X, Z, P, dY } = hand;
const sizes = { d_model: 4, h: 2, d_ff: 6, N: 1 };
const [source, target] = [
  [4, 5, 6],
  [1, 4],
];

/** The layer's inputs and parameters with what the loss asks; and the whole model's parameters, drawn. */
// prettier-ignore
export const given = {
  X, Z, P, dY,
  whole: transformerParams(seeded('我爱你'), 7, 7, sizes),
  dS: [[0, 1, 0, -1, 0, 2, 0], [1, 0, 0, 0, 3, 0, -1]],
};

/** What comes of it, forwards and backwards. */
export function worked({ X, Z, P, dY, whole, dS }: typeof given) {
  const layer = decoderLayer(X, Z, P, causalMask(X.length));
  const all = transformer(source, target, whole);
  return { Y: layer.Y, back: decoderLayerBackward(dY, layer), S: all.S, dP: transformerBackward(dS, all).dP };
}
