/** Chapter 14's case: a simple cell and a gated one read 我 爱 你, a look back, and a whole recurrent translator. */

import * as hand from '../../chapters/14-rnn/by-hand.ts';
import { look, lookBackward } from '../../chapters/14-rnn/bahdanau.ts';
import { recurrentParams } from '../../chapters/14-rnn/parameters.ts';
import { recurrent, recurrentBackward } from '../../chapters/14-rnn/recurrent.ts';
import { walk, walkBackward } from '../../chapters/14-rnn/time.ts';
import { multiply } from '../../chapters/01-vectors/matrices.ts';
import { seeded } from '../../lib/random.ts';

const { X, P, P_gru, dH, Z, s, P_look } = hand;

/** The sentence, both cells, the look, what the loss asks; and a whole model's parameters, drawn. */
// prettier-ignore
export const given = {
  X, P, P_gru, dH, Z, s, P_look,
  start: { simple: [0, 0], gated: [0] },
  dH_gru: [[1], [-2], [1]], dc: [1, 2],
  whole: recurrentParams(seeded('我爱你'), 7, 7, 3, 'attention'),
  dS: [[0, 1, 0, -1, 0, 2, 0], [1, 0, 0, 0, 3, 0, -1]],
};

/** What comes of it, forwards and backwards. */
export function worked({ X, P, P_gru, dH, dH_gru, dc, Z, s, P_look, start, whole, dS }: typeof given) {
  const [simple, gated] = [walk(X, start.simple, P), walk(X, start.gated, P_gru)];
  const looked = look(s, multiply(Z, P_look.W_k), Z, P_look);
  const all = recurrent([4, 5, 6], [1, 4], whole);
  return {
    H: simple.H,
    back: walkBackward(dH, simple),
    gates: gated.steps,
    backGated: walkBackward(dH_gru, gated),
    look: { a: looked.a, c: looked.c },
    backLook: lookBackward(dc, looked),
    S: all.S,
    dP: recurrentBackward(dS, all).dP,
  };
}
