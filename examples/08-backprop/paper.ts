/** One network on paper: an example by itself, two of them in matrices, and a few steps downhill on the tape. */

import * as hand from '../../chapters/08-backprop/by-hand.ts';
import { network, networkBackward, networkOnTape, type NetworkParams } from '../../chapters/08-backprop/network.ts';
import { gradients, type Node } from '../../chapters/08-backprop/tape.ts';
import type { Say } from '../../lib/language.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { alignRight, columns, decimal } from '../../lib/print.ts';

const { X_net: X, T_net: T, net } = hand;

/** Part 6: the first example. Part 7: each by itself, and both at once. Part 8: downhill, with both. */
export function paper(rate: number, steps: number) {
  const each = X.map((_, i) => forthAndBack([X[i]], [T[i]]));
  return { each, both: forthAndBack(X, T), walk: walk(net, rate, steps), steps };
}

type Paper = ReturnType<typeof paper>;

function forthAndBack(X: Matrix, T: Matrix) {
  const working = network(X, net, T);
  return { ...working, ...networkBackward(working) };
}

/** The loss before each step and after the last, with the weights' gradients read from the tape. */
export function walk(P: NetworkParams, rate: number, steps: number) {
  const seen = [];
  for (let k = 0; k <= steps; k++) {
    const { W_1, W_2, loss } = networkOnTape(X, P, T);
    seen.push({ P, loss: loss.value, beliefs: network(X, P, T).scored.P });
    const gradient = gradients(loss);
    const stepped = (W: Node[][]) => W.map((row) => row.map((w) => w.value - rate * gradient.get(w)!));
    P = { W_1: stepped(W_1), W_2: stepped(W_2) };
  }
  return seen;
}

/** Part 6: each value, and below it how fast the loss follows it. */
export function printedOne({ each: [one] }: Paper, say: Say): string {
  const rows: [name: string, values: Matrix, slopes: Matrix][] = [
    ['x', one.X, one.dX],
    ['W_1', one.P.W_1, one.dP.W_1],
    ['h', one.H, one.dH],
    ['r', one.R, one.dR],
    ['W_2', one.P.W_2, one.dP.W_2],
    ['s', one.S, one.dS],
  ];
  return columns([
    ['', say('value', '值'), say('gradient', '梯度')],
    ...rows.flatMap(([name, values, slopes]) =>
      values.map((row, i) => [i === 0 ? name : '', spaced(row), spaced(slopes[i])]),
    ),
    ['P', spaced(one.scored.P[0])],
    [say('loss', '损失'), decimal(one.scored.loss)],
  ]);
}

/** Part 7: both examples beside each other, and what they ask of the weights, added. */
export function printedBoth({ each, both }: Paper, say: Say): string {
  const rows: [name: string, of: (found: Paper['both']) => Matrix][] = [
    ['H = X W_1', ({ H }) => H],
    ['R = max(0, H)', ({ R }) => R],
    ['S = R W_2', ({ S }) => S],
    ['dS = P − T', ({ dS }) => dS],
    ['dR = dS W_2ᵀ', ({ dR }) => dR],
    ['dH', ({ dH }) => dH],
    ['dW_2 = Rᵀ dS', ({ dP }) => dP.W_2],
    ['dW_1 = Xᵀ dH', ({ dP }) => dP.W_1],
  ];
  return columns([
    ['', say('example 1', '样本 1'), say('example 2', '样本 2'), say('added', '相加')],
    ...rows.flatMap(([name, of]) =>
      of(each[0]).map((row, i) => {
        const sum = name.startsWith('dW') ? [spaced(of(both)[i])] : [];
        return [i === 0 ? name : '', spaced(row), spaced(of(each[1])[i]), ...sum];
      }),
    ),
  ]);
}

/** Part 8: the loss, and the beliefs in the two words that are wanted. */
export function printedWalk({ walk }: Paper, say: Say): string {
  const shown = [...new Set([0, 1, 2, 4, 8, walk.length - 1])].filter((k) => k < walk.length);
  return columns([
    [
      say('step', '步'),
      say('loss', '损失'),
      say('word 2, of example 1', '词 2（样本 1）'),
      say('word 1, of example 2', '词 1（样本 2）'),
    ],
    ...shown.map((k) => {
      const { loss, beliefs } = walk[k];
      return [String(k), decimal(loss), decimal(beliefs[0][1]), decimal(beliefs[1][0])];
    }),
  ]);
}

function spaced(row: Vector): string {
  return row.map((x) => alignRight(decimal(x, 1), 6)).join('');
}
