/** The matrices of a sublayer of the Transformer, by where a case keeps its working and its parameters. */

import type { Shown, Words } from '../figure.ts';

/** Where a sublayer is found among a case's numbers. */
export interface Sublayer {
  working: string; //    encoder.attended
  parameters: string; // whole.encoder[0].attention
  rows: Words[]; //      names of the words it works on
}

/** What a box of a sublayer shows of itself; what comes in is the box's own affair. */
interface Matrices {
  given: Shown[];
  writes: Shown[][];
}

/** Multi-head attention: for each head its queries, keys and values, its scores, shares and mixtures; then W_O. */
export function multiHeadMatrices({ working, parameters, rows }: Sublayer, heads: number, keys = rows): Matrices {
  const all = Array.from({ length: heads }, (_, k) => k);
  const inHead = (k: number, name: string) => ({ path: `${working}.heads[${k}].${name}`, called: name, digits: 2 });
  const ofHead = (k: number) => ({ en: `head ${k + 1}`, zh: `第 ${k + 1} 头` });
  return {
    given: [
      ...all.flatMap((k): Shown[] => [
        { path: `${parameters}.W_Q[${k}]`, called: 'W_Q', says: ofHead(k), role: 'query', digits: 2 },
        { path: `${parameters}.W_K[${k}]`, called: 'W_K', says: ofHead(k), role: 'key', digits: 2 },
        { path: `${parameters}.W_V[${k}]`, called: 'W_V', says: ofHead(k), role: 'value', digits: 2 },
      ]),
      { path: `${parameters}.W_O`, called: 'W_O', digits: 2 },
    ],
    writes: [
      ...all.flatMap((k): Shown[][] => [
        [
          { ...inHead(k, 'Q'), says: ofHead(k), role: 'query', rows },
          { ...inHead(k, 'K'), says: ofHead(k), role: 'key', rows: keys },
          { ...inHead(k, 'V'), says: ofHead(k), role: 'value', rows: keys },
        ],
        [
          { ...inHead(k, 'S'), says: { en: 'scores', zh: '分数' }, rows, columns: keys },
          { ...inHead(k, 'A'), says: { en: 'shares', zh: '权重' }, role: 'share', rows, columns: keys, heat: true },
          { ...inHead(k, 'Y'), called: 'A V', says: { en: 'mixed', zh: '混合' }, rows },
        ],
      ]),
      [
        {
          path: `${working}.Y`,
          called: 'Y',
          says: { en: 'the heads side by side, times W_O', zh: '各头并排，乘 W_O' },
          role: 'result',
          rows,
        },
      ],
    ],
  };
}

/** Add & Norm: the rows of X + F, normalized, times the gain, plus the bias. */
export function addNormMatrices({ working, parameters, rows }: Sublayer): Matrices {
  return {
    given: [
      { path: `${parameters}.gain`, called: 'gain', digits: 0 },
      { path: `${parameters}.bias`, called: 'bias', digits: 0 },
    ],
    writes: [
      [
        {
          path: `${working}.deviation`,
          called: '√(σ² + ε)',
          says: { en: 'of each row of X + F', zh: 'X + F 每一行的' },
          columns: rows,
        },
      ],
      [
        { path: `${working}.X_hat`, called: 'X̂', says: { en: 'normalized', zh: '归一化' }, rows },
        { path: `${working}.Y`, called: 'Y', says: 'gain ∘ X̂ + bias', role: 'result', rows },
      ],
    ],
  };
}

/** The feed-forward layer: what is asked of each word, what passes, and what comes of it. */
export function feedForwardMatrices({ working, parameters, rows }: Sublayer): Matrices {
  return {
    given: (['W_1', 'b_1', 'W_2', 'b_2'] as const).map((name) => ({
      path: `${parameters}.${name}`,
      called: name,
      digits: 2,
    })),
    writes: [
      [
        { path: `${working}.H`, called: 'H', says: 'X W_1 + b_1', rows, digits: 2 },
        { path: `${working}.R`, called: 'R', says: 'max(0, H)', rows, digits: 2 },
      ],
      [{ path: `${working}.Y`, called: 'Y', says: 'R W_2 + b_2', role: 'result', rows }],
    ],
  };
}
