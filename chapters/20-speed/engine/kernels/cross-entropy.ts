/** Chapter 8's crossEntropy and its way back in one pass, with chapter 12's smoothed targets never written down. */

import { expRow, largest, scale, SIZE } from './rows';

/**
 * The loss of n rows of V scores, in nats, summed; S becomes dS = softmax(S) − T.
 * T = (1 − ε) · onehot(wanted) + ε / V, so  − Σ_c T_c (S_c − L) = L − (1 − ε) S_wanted − ε ·
 * mean(S),  L = ln Σ exp(S_c).
 */
export function crossEntropy(S: usize, n: usize, V: usize, wanted: usize, epsilon: f64): f64 {
  let loss: f64 = 0;
  for (let i: usize = 0; i < n; i++) {
    const right = S + usize(load<i32>(wanted + i * 4)) * SIZE;
    const most = largest(S, V);
    const scoreOfRight = f64(load<real>(right) - most);
    let sumOfScores: f64 = 0;
    for (let c: usize = 0; c < V; c++) sumOfScores += f64(load<real>(S + c * SIZE) - most);
    const sum = expRow(S, most, S, V);
    loss += Math.log(f64(sum)) - (1 - epsilon) * scoreOfRight - epsilon * (sumOfScores / f64(V));
    scale(S, 1 / sum, V);
    const spread = real(epsilon / f64(V));
    for (let c: usize = 0; c < V; c++) store<real>(S + c * SIZE, load<real>(S + c * SIZE) - spread);
    store<real>(right, load<real>(right) - real(1 - epsilon));
    S += V * SIZE;
  }
  return loss;
}
