/**
 * Chapter 15's bert and its way back, and the loss of its lines: everybody sees everybody, hidden words are asked for.
 */

import { needPlaces } from '../../15-bert/bert.ts';
import type { Hidden } from '../../15-bert/masking-words.ts';
import { needIds } from './ids.ts';
import { lineModel } from './lines.ts';

/** The encoder-only model. */
export const bert = lineModel<Hidden>({
  name: 'bert',
  causal: false,
  tokensOf: ({ read }) => read.length,
  askedOf: ({ places }) => places.length,

  lineOf({ read, places, wanted }, V) {
    needIds(read, V);
    needIds(wanted, V);
    needPlaces(places, read.length);
    const at = [...read];
    for (const [k, i] of places.entries()) at[i] = wanted[k];
    return { read, wanted: at, asked: places.map((from) => ({ from, count: 1 })) };
  },
});
