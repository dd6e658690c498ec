/** Chapter 3's case: sines and cosines of every place, and what turns one place into the next. */

import { multiply, transpose } from '../../chapters/01-vectors/matrices.ts';
import { frequency, positionalEncoding, shift, similarity, wavelength } from '../../chapters/03-positions/positions.ts';

/** The width alone; places are counted. */
export const given = { d_model: 8 };

const [PLACES, FURTHER] = [12, 3];

/** What comes of it: with R = shift(k), PE(p + k) is PE(p) turned. */
export function worked({ d_model }: typeof given) {
  const PE = positionalEncoding(PLACES, d_model);
  const R = shift(FURTHER, d_model);
  const pairs = [0, 1, 2, 3];
  return {
    frequencies: pairs.map((i) => frequency(i, d_model)),
    wavelengths: pairs.map((i) => wavelength(i, d_model)),
    PE,
    R,
    turned: multiply(PE, transpose(R)),
    similarities: Array.from({ length: PLACES }, (_, k) => similarity(k, d_model)),
  };
}
