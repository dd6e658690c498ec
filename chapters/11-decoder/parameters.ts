/**
 * Chapter 11 — Every number a Transformer learns, counted
 *
 *     attention:      4 d_model²
 *     feed-forward:   2 d_model d_ff + d_ff + d_model
 *     layer norm:     2 d_model
 *
 *     encoder layer:  1 attention  + 1 feed-forward + 2 layer norms     N times
 *     decoder layer:  2 attentions + 1 feed-forward + 3 layer norms     N times
 *     table:          V d_model                                         one a vocabulary
 *
 * Vaswani et al. 2017, table 3: 65 million for the base model, 213 million for the big one.
 * Article: 「計算過程」 (the only unknowns are W_Q, W_K and W_V).
 */

import type { Sizes } from '../10-encoder/encoder.ts';

/**
 * The sizes that matter here. h is not among them: h heads of width d_model/h hold as many numbers as one of d_model.
 */
export type Widths = Pick<Sizes, 'd_model' | 'd_ff' | 'N'>;

/** The kinds of parameters, so that the share of each can be told. */
export type Kind = 'table' | 'W_Q, W_K, W_V' | 'W_O' | 'feed-forward' | 'layer norm';

/** One line of the list: a matrix or a vector, and how often the model has one like it. */
export interface Part {
  kind: Kind;
  place: string; //   'encoder self-attention'
  name: string; //    'W_Q'
  rows: number; //    1 for a vector
  columns: number;
  times: number; //   over all layers
}

/** The whole list, in the order of the parameter tree. vocabularies: the words in each table, one number a table. */
export function parameterList(sizes: Widths, vocabularies: number[]): Part[] {
  return [...tableParts(sizes, vocabularies), ...layerParts(sizes)];
}

/** A table for each vocabulary; a table that serves two languages, or both ends of the decoder, is listed once. */
export function tableParts({ d_model }: Widths, vocabularies: number[]): Part[] {
  return vocabularies.map((V) => ({
    kind: 'table',
    place: 'table',
    name: 'E',
    rows: V,
    columns: d_model,
    times: 1,
  }));
}

/** All but the tables: N encoder layers and N decoder layers. */
export function layerParts({ d_model, d_ff, N }: Widths): Part[] {
  return [
    ...attentionParts('encoder self-attention', d_model, N),
    ...feedForwardParts('encoder feed-forward', d_model, d_ff, N),
    ...normParts('encoder Add & Norm', d_model, 2 * N),
    ...attentionParts('decoder self-attention', d_model, N),
    ...attentionParts('decoder cross-attention', d_model, N),
    ...feedForwardParts('decoder feed-forward', d_model, d_ff, N),
    ...normParts('decoder Add & Norm', d_model, 3 * N),
  ];
}

/** Chapter 5: four square matrices, three of them cut into heads. The paper has no biases here. */
function attentionParts(place: string, d_model: number, times: number): Part[] {
  const square = { place, rows: d_model, columns: d_model, times };
  return [
    { ...square, kind: 'W_Q, W_K, W_V', name: 'W_Q' },
    { ...square, kind: 'W_Q, W_K, W_V', name: 'W_K' },
    { ...square, kind: 'W_Q, W_K, W_V', name: 'W_V' },
    { ...square, kind: 'W_O', name: 'W_O' },
  ];
}

/** Chapter 9: out to d_ff and back again, each with a bias. */
function feedForwardParts(place: string, d_model: number, d_ff: number, times: number): Part[] {
  const part = { kind: 'feed-forward' as const, place, times };
  return [
    { ...part, name: 'W_1', rows: d_model, columns: d_ff },
    { ...part, name: 'b_1', rows: 1, columns: d_ff },
    { ...part, name: 'W_2', rows: d_ff, columns: d_model },
    { ...part, name: 'b_2', rows: 1, columns: d_model },
  ];
}

/** Chapter 7: a gain and a bias for each coordinate. */
function normParts(place: string, d_model: number, times: number): Part[] {
  const part = { kind: 'layer norm' as const, place, rows: 1, columns: d_model, times };
  return [
    { ...part, name: 'gain' },
    { ...part, name: 'bias' },
  ];
}

/** Σ times · rows · columns: how many numbers a list of parts stands for. */
export function total(parts: Part[]): number {
  let sum = 0;
  for (const { rows, columns, times } of parts) sum += times * rows * columns;
  return sum;
}

/**
 * The vocabulary, in words, with which a model that has one shared table would hold so many numbers:
 * V = (numbers − layers) / d_model. Not a whole number unless the count can be reached exactly.
 */
export function vocabularyFor(numbers: number, sizes: Widths): number {
  return (numbers - total(layerParts(sizes))) / sizes.d_model;
}
