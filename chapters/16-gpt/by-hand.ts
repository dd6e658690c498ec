/**
 * The hand-sized cases of chapter 16. Test, example and prose all use these numbers.
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { SPECIAL } from '../02-embedding/vocabulary.ts';

/** Scores of three words: logarithms of integers, so that the probabilities stand as 3 : 2 : 1. */
export const scores: Vector = [log(3), log(2), log(1)];

/** Temperature 1: as the model says. */
export const asItIs: Vector = [3 / 6, 2 / 6, 1 / 6];

/** Temperature ½ doubles the scores, which squares the odds: 9 : 4 : 1. */
export const cold: Vector = [9 / 14, 4 / 14, 1 / 14];

/** Temperature 2 halves the scores, which takes the root of the odds: √3 : √2 : 1. */
export const odds_hot: Vector = [Math.sqrt(3), Math.sqrt(2), 1];

/** Temperature 0: the likeliest takes all. */
export const frozen: Vector = [1, 0, 0];

/** Shares for the cuts; the last two are equal. */
export const shares: Vector = [1 / 2, 1 / 4, 1 / 8, 1 / 8];

/**
 * top-p: p, and what is left. ½ + ¼ = ¾ is just enough for ¾; for 0.8 a third word must come in, and 4 : 2 : 1 is left.
 */
export const cuts: [p: number, left: Vector][] = [
  [1 / 2, [1, 0, 0, 0]],
  [3 / 4, [2 / 3, 1 / 3, 0, 0]],
  [0.8, [4 / 7, 2 / 7, 1 / 7, 0]],
  [1, [1 / 2, 1 / 4, 1 / 8, 1 / 8]],
];

/** A text of six words, three different ones: do I love? I do love. */
export const text = ['do', 'I', 'love', 'I', 'do', 'love'];

/** Its vocabulary: V = 4 + 3 = 7. */
export const tokens = [...SPECIAL, 'do', 'I', 'love'];

/**
 * What followed what, in the rows do, I, love and the columns <eos>, do, I, love. Before the first word stands <bos>.
 */
export const followed: Matrix = [
  [0, 0, 1, 1], // do I, do love
  [0, 1, 0, 1], // I do, I love
  [1, 0, 1, 0], // love I, love <eos>
];

/** As it was seen: after each word one of two, each with ½. The six words after the first: perplexity 2. */
export const perplexity_seen = 2;

/** Add-one: (1 + 1) / (2 + 7) = 2/9 for each of these six: perplexity 9/2. What was never seen has (0 + 1) / 9. */
export const perplexity_addOne = 9 / 2;

/**
 * Witten–Bell with no word before: do, I and love twice, <eos> once, n = 7 of T = 4 kinds; what T weighs is 1/7 each.
 * (2 + 4/7) / 11 = 18/77, (1 + 4/7) / 11 = 11/77, and 4/77 for what was never seen.
 */
export const frequency = { word: 18 / 77, end: 11 / 77, other: 4 / 77 };

/**
 * With one word before: two kinds in two cases, so half of it is asked of the frequencies: ½ · ½ + ½ · 18/77 = 113/308
 * for the five words, ½ · ½ + ½ · 11/77 = 9/28 for the end.
 */
export const two_words = { word: 113 / 308, end: 9 / 28 };

/** With two: each triple stands there once, one kind in one case, half again: ½ + ½ · 113/308, and ½ + ½ · 9/28. */
export const three_words = { word: 421 / 616, end: 37 / 56 };

/** a x b y a: what comes next? Ids of five tokens, the first of them before the line. */
export const game = { tokens: ['<bos>', 'a', 'x', 'b', 'y'], ids: [0, 1, 2, 3, 4, 1] };

/** How much further a row that fits scores in the second layer: ln 7 nats, so that it weighs 7 against 1. */
export const match = log(7);

/** First layer: everybody looks at the place before. */
export const before: Matrix = [
  [1, 0, 0, 0, 0, 0],
  [1, 0, 0, 0, 0, 0],
  [0, 1, 0, 0, 0, 0],
  [0, 0, 1, 0, 0, 0],
  [0, 0, 0, 1, 0, 0],
  [0, 0, 0, 0, 1, 0],
];

/**
 * Second layer: before x stood an a, and the last row is an a: 7 against five times 1, of 12. <bos> has itself before
 * it, and nobody else finds what he read, so they look evenly.
 */
export const found: Matrix = [
  [1, 0, 0, 0, 0, 0],
  [1 / 2, 1 / 2, 0, 0, 0, 0],
  [1 / 3, 1 / 3, 1 / 3, 0, 0, 0],
  [1 / 4, 1 / 4, 1 / 4, 1 / 4, 0, 0],
  [1 / 5, 1 / 5, 1 / 5, 1 / 5, 1 / 5, 0],
  [1 / 12, 1 / 12, 7 / 12, 1 / 12, 1 / 12, 1 / 12],
];

/** What the last row then says of <bos>, a, x, b and y; there are two a. */
export const said: Vector = [1 / 12, 2 / 12, 7 / 12, 1 / 12, 1 / 12];

/** 翻 译 : 我 爱 你 → I love you, read and wanted one place apart. ? is not asked for: the text was given. */
export const read = ['<bos>', '翻', '译', ':', '我', '爱', '你', '→', 'I', 'love', 'you'];
/** What is asked for, at the same places. */
export const wanted = ['?', '?', '?', '?', '?', '?', '?', 'I', 'love', 'you', '<eos>'];

/** A table for d_model = 4, so √4 = 2: a 1 in it is a 2 in the model. Row 3 begins a line. */
export const E: Matrix = [
  [0, 0, 0, 0],
  [1, 1, 0, 0],
  [0, 0, 1, 1],
  [1, 0, 2, 0],
];

/** Token 3 at place 0, where the positions are 0 1 0 1: 2 · [1 0 2 0] + [0 1 0 1]. */
export const X: Matrix = [[2, 1, 4, 1]];

/** Without a layer, the scores are its products with the rows of E: 0, 2 + 1, 4 + 1 and 2 + 8. */
export const S: Matrix = [[0, 3, 5, 10]];

/** With W_Q = 0 all scores are 0, and everybody looks evenly at those who came before, and at itself. */
export const A: Matrix = [
  [1, 0, 0],
  [1 / 2, 1 / 2, 0],
  [1 / 3, 1 / 3, 1 / 3],
];

/**
 * d_model = 2, d_ff = 3, N = 1: encoder and decoder layer of chapter 11 hold 41 + 61 numbers, and two layers
 * with d_ff = 5 hold 2 · 51.
 */
export const sizes = { d_model: 2, h: 1, d_ff: 3, N: 1 };
/** 16 for the attention, 2·5 + 5 + 5·2 + 2 for the feed-forward layer, 8 for the norms; twice. */
export const numbers_in_layers = 2 * (16 + 27 + 8);
