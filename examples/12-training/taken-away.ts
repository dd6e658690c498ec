/** *Take one away*: what the translator can be trained without, as other lines of the chapters or as another plan. */

import type { Plan } from '../../chapters/12-training/training.ts';
import type { Change } from './changed.ts';

const POSITIONS = 'chapters/03-positions/positions.ts';
const ATTENTION = 'chapters/04-attention/attention.ts';
const HEADS = 'chapters/05-multi-head/multi-head.ts';
const MASKING = 'chapters/06-masking/masking.ts';
const NORM = 'chapters/07-layer-norm/layer-norm.ts';
const ADAM = 'chapters/12-training/adam.ts';

/** One part that is taken away. */
export interface TakenAway {
  name: string;
  chapter: number; //            that brings it
  says: [en: string, zh: string];
  changes?: Change[]; //         the lines changed, forwards and backwards
  plan?: (plan: Plan) => Plan; // the plan changed
}

/** All of them, in the order of the chapters. */
export const takenAway: TakenAway[] = [
  {
    name: 'positions',
    chapter: 3,
    says: ['without positions: PE is 0', '不要位置编码：PE 全是 0'],
    changes: [
      { file: POSITIONS, from: 'sin(p * omega)', to: '0' },
      { file: POSITIONS, from: 'cos(p * omega)', to: '0' },
    ],
  },
  {
    name: 'scale',
    chapter: 4,
    says: ['scores not divided by √d_k', '分数不除以 √d_k'],
    changes: [
      { file: ATTENTION, from: 'dot / Math.sqrt(d_k)', to: 'dot' },
      { file: ATTENTION, from: '1 / Math.sqrt(d_k)', to: '1' },
    ],
  },
  {
    name: 'heads',
    chapter: 5,
    says: ['one head, as wide as the four', '只用一个头，宽度等于四个之和'],
    plan: (plan) => ({ ...plan, sizes: { ...plan.sizes, h: 1 } }),
  },
  {
    name: 'first draw',
    chapter: 5,
    says: ['each head drawn by itself', '每个头各抽各的初值'],
    changes: [
      { file: HEADS, from: 'evenMatrix(random, d_model, width, limit)', to: 'evenMatrix(random, d_model, width)' },
    ],
  },
  {
    name: 'mask',
    chapter: 6,
    says: ['without the causal mask', '不要因果掩码'],
    changes: [{ file: MASKING, from: 'j < n; j++) M[i][j] = -Infinity;', to: 'j < n; j++) M[i][j] = 0;' }],
  },
  {
    name: 'residual',
    chapter: 7,
    says: ['without residuals', '不要残差'],
    changes: [
      { file: NORM, from: 'layerNorm(add(X, passed), P)', to: 'layerNorm(passed, P)' },
      {
        file: NORM,
        from: 'return { dX, dF: working.D ? hadamard(working.D, dX) : dX, dP };',
        to: 'return { dX: dX.map((row) => row.map(() => 0)), dF: working.D ? hadamard(working.D, dX) : dX, dP };',
      },
    ],
  },
  {
    name: 'norm',
    chapter: 7,
    says: ['without layer norm', '不要层归一化'],
    changes: [
      { file: NORM, from: 'const mean = sum / d_model;', to: 'const mean = 0;' },
      { file: NORM, from: 'Math.sqrt(squares / d_model + EPSILON)', to: '1' },
      { file: NORM, from: ' - mean - X_hat[i][c] * meanOfProduct) / deviation[i]', to: ') / deviation[i]' },
    ],
  },
  ...[30, 100].map((times): TakenAway => ({
    name: `momentum × ${times}`,
    chapter: 12,
    says: [`momentum, ${times} times the rate`, `动量法，学习率 ${times} 倍`],
    changes: [{ file: ADAM, from: '(rate * m_hat) / (Math.sqrt(v_hat) + EPSILON)', to: `${times} * rate * m_hat` }],
  })),
  {
    name: 'warm-up',
    chapter: 12,
    says: ['without warm-up', '不用预热'],
    changes: [
      {
        file: ADAM,
        from: 'Math.min(pow(t, -0.5), t * pow(warmup, -1.5))',
        to: 'pow(Math.max(t, warmup), -0.5)',
      },
    ],
  },
  {
    name: 'smoothing',
    chapter: 12,
    says: ['without smoothing', '不用平滑'],
    plan: (plan) => ({ ...plan, smoothing: 0 }),
  },
  {
    name: 'dropout',
    chapter: 12,
    says: ['with dropout of 0.1', '加上 0.1 的随机失活'],
    plan: (plan) => ({ ...plan, drop: 0.1 }),
  },
];

/** The lines that a part's being taken away changes. Throws RangeError for a part that is none, or changes no line. */
export function linesWithout(name: string): Change[] {
  const changes = takenAway.find((part) => part.name === name)?.changes;
  if (changes === undefined) throw new RangeError(`no line is changed to take away ${name}`);
  return changes;
}
