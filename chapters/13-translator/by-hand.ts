/**
 * Two trees of probabilities and one row of the pencil translator. Test, example and prose all use them.
 */

import { exp, log } from '../../lib/elementary.ts';
import type { Vector } from '../../lib/matrix.ts';
import { SPECIAL, tokensOf, vocabularyFrom } from '../02-embedding/vocabulary.ts';
import type { Next } from './decoding.ts';

/**
 * A model that can be drawn: for each beginning, the words that may follow, with their probabilities.
 * After a beginning that is not listed the sentence ends: EOS has probability 1.
 */
export type Tree = Record<string, Record<string, number>>;

/**
 * 聪明的约翰. "clever" looks better at first, but does not know how to go on:
 * clever John 0.6 · 0.5 = 0.30, smart John 0.4 · 0.9 = 0.36.
 */
export const John: Tree = {
  '': { clever: 0.6, smart: 0.4 },
  clever: { John: 0.5, Johnny: 0.5 },
  smart: { John: 0.9, Johnny: 0.1 },
};

/**
 * One word with probability 1/4, or seven words with 1/8; the rest, 5/8, lies on a word that is never said.
 * lp(1) = (6/6)^α = 1 and lp(7) = (12/6)^α = 2^α, so the scores are −2 ln 2 and −3 ln 2 / 2^α:
 * α = 0: −1.39 against −2.08, the short one wins; α = 1: −1.39 against −1.04, the long one wins.
 */
export const Run: Tree = {
  '': { run: 1 / 4, you: 1 / 8, '<unk>': 5 / 8 },
  you: { should: 1 },
  'you should': { run: 1 },
  'you should run': { away: 1 },
  'you should run away': { from: 1 },
  'you should run away from': { here: 1 },
  'you should run away from here': { now: 1 },
};

/** The words of both trees; John comes before Johnny, so he is taken when both are equally likely. */
export const words = vocabularyFrom([
  ...SPECIAL,
  ...['clever', 'smart', 'John', 'Johnny'],
  ...['run', 'you', 'should', 'away', 'from', 'here', 'now'],
]);

/** The tree as a function from the words so far to ln P of every word; ln 0 = −∞ for a word that cannot follow. */
export function nextIn(tree: Tree): Next {
  return (ids) => {
    const follow = tree[tokensOf(ids, words).join(' ')] ?? { '<eos>': 1 };
    return words.tokens.map((token) => log(follow[token] ?? 0));
  };
}

/** The pencil sentence. */
export const sentence = ['我', '爱', '你'];

/** Its translation, word for word. */
export const translation = ['I', 'love', 'you'];

/**
 * BOS at place 0 means nothing, so it is its place alone: eight pairs sin 0 = 0, cos 0 = 1. Mean 8/16 = ½,
 * variance ½ − ¼ = ¼, deviation ½, so the layer norm makes −1 of each 0 and 1 of each 1. Gain lets three pass.
 */
export const BOS_normed: Vector = [-1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0];

/** What BOS asks with sharpness s: s (−1 − (−1)) = 0 and s (1 − (−1)) = 2 s. Here s = 20. */
export const BOS_query: Vector = [0, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/**
 * 我 at place 0: eight zeros, of which one becomes 4, and eight ones. Mean 12/16 = ¾; mean of the squares
 * 24/16; variance 3/2 − 9/16 = 15/16. So the deviation is √15/4, and all numbers are divided by it.
 */
export const I_deviation = Math.sqrt(15) / 4;

/** What 我 at place 0 answers: sin 0 and cos 0, over the deviation: 0 and 4/√15. */
export const I_key = [0, 4 / Math.sqrt(15)];

/** What 我 gives, at the coordinates 2, 4, … 12: (4 − ¾) · 4/√15 = 13/√15 at its own, (0 − ¾) · 4/√15 at the others. */
export const I_value = [-3, 13, -3, -3, -3, -3].map((x) => x / Math.sqrt(15));

/** The score of the first place for the first place: 40 · 4/√15 / √16 = 40/√15. */
export const first_score = 40 / Math.sqrt(15);

/**
 * The probability of I after BOS, if 我 had the whole share, as it nearly has. −1 1 −1 and `I_value`, zeros elsewhere:
 * the sum is −1 − 2/√15, the squares 3 + (169 + 5 · 9)/15. Normalized, 3.34 at I and −0.66 at the other five; these
 * alone pass, are normalized again and doubled: 7.31 and −1.45. PAD, BOS and UNK score 0.
 */
export const I_probability = probabilityOfI();

function probabilityOfI(): number {
  const root = Math.sqrt(15);
  const normalize = (x: number, sum: number, squares: number) =>
    (x - sum / 16) / Math.sqrt(squares / 16 - (sum / 16) ** 2);
  const once = [13 / root, -3 / root].map((x) => normalize(x, -1 - 2 / root, 3 + (169 + 5 * 9) / 15));
  const [sum, squares] = [once[0] + 5 * once[1], once[0] ** 2 + 5 * once[1] ** 2];
  const [own, other] = once.map((x) => exp(2 * normalize(x, sum, squares)));
  return own / (own + 5 * other + 3);
}
