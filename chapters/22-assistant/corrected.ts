/**
 * Chapter 22 — A model with low-rank corrections
 *
 *     W_Q' = W_Q + scale · A_Q B_Q,     W_V' = W_V + scale · A_V B_V,     in every layer
 *
 * Everything else stays as it was. The heads' matrices stand side by side and are corrected as one matrix of
 * d_model×d_model. Hu et al. 2021, §4.2 (attention alone) and table 5 (queries and values).
 */

import { shape, type Matrix } from '../../lib/matrix.ts';
import type { Random } from '../../lib/random.ts';
import type { LossAndGradient } from '../12-training/step.ts';
import type { GptParams } from '../16-gpt/gpt.ts';
import { lowRankParams, merged, mergedBackward, type LowRankParams } from './low-rank.ts';

/** The corrections of one layer. */
export interface Correction {
  W_Q: LowRankParams;
  W_V: LowRankParams;
}

/** Corrections that correct nothing yet, one for each layer. Throws as `lowRankParams`. */
export function corrections(random: Random, { layers }: GptParams, r: number): Correction[] {
  return layers.map(({ attention: { W_Q, W_V } }) => {
    const own = (heads: Matrix[]) => lowRankParams(random, ...shape(sideBySide(heads)), r);
    return { W_Q: own(W_Q), W_V: own(W_V) };
  });
}

/** The model with its corrections merged in. Throws as `merged`. */
export function corrected(P: GptParams, C: Correction[], scale: number): GptParams {
  const layers = P.layers.map((layer, l) => {
    const own = (heads: Matrix[], of: LowRankParams) => apart(merged(sideBySide(heads), of, scale), heads.length);
    const { W_Q, W_V } = layer.attention;
    return { ...layer, attention: { ...layer.attention, W_Q: own(W_Q, C[l].W_Q), W_V: own(W_V, C[l].W_V) } };
  });
  return { E: P.E, layers };
}

/** A loss of any kind by the corrected model, and its gradient for the corrections alone. Throws as `lossOf`. */
export function correctedLoss(
  lossOf: (P: GptParams) => LossAndGradient<GptParams>,
  P: GptParams,
  C: Correction[],
  scale: number,
): LossAndGradient<Correction[]> {
  const { loss, n, dP } = lossOf(corrected(P, C, scale));
  return { loss, n, dP: correctedBackward(dP, C, scale) };
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From the gradient of the corrected model to that of its corrections. Throws as `mergedBackward`. */
export function correctedBackward({ layers }: GptParams, C: Correction[], scale: number): Correction[] {
  // forward: W' = W + scale · A B, heads side by side
  return layers.map(({ attention: { W_Q, W_V } }, l) => ({
    W_Q: mergedBackward(sideBySide(W_Q), C[l].W_Q, scale),
    W_V: mergedBackward(sideBySide(W_V), C[l].W_V, scale),
  }));
}

/** h matrices of d×d_k as one of d×(h d_k). */
function sideBySide(heads: Matrix[]): Matrix {
  return heads[0].map((_, k) => heads.flatMap((head) => head[k]));
}

/** One matrix cut into h of equal width. */
function apart(W: Matrix, h: number): Matrix[] {
  const d_k = W[0].length / h;
  return Array.from({ length: h }, (_, i) => W.map((row) => row.slice(i * d_k, (i + 1) * d_k)));
}
