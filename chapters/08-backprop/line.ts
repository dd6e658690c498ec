/**
 * Chapter 8 — y = wx, and two ways to find w
 *
 *     cost(w)  = (1/n) Σ_i (w x_i − y_i)²
 *     slope(w) = d cost / dw = (2/n) Σ_i (w x_i − y_i) x_i
 *
 * Trying one w after another, and going downhill. Cauchy 1847 (the method of steepest descent).
 * Article: 「計算過程」 (y = wx and its cost function).
 */

import type { Vector } from '../../lib/matrix.ts';

/** A point (x, y): what goes in, and what should come out. */
export type Point = [x: number, y: number];

/** (1/n) Σ (w x − y)²: how wrong y = wx is at the points, on average. Throws RangeError without a point. */
export function cost(w: number, points: Point[]): number {
  needPoints(points);
  let sum = 0;
  for (const [x, y] of points) sum += (w * x - y) ** 2;
  return sum / points.length;
}

/** (2/n) Σ (w x − y) x: how fast the cost rises if w does. Throws RangeError without a point. */
export function slope(w: number, points: Point[]): number {
  needPoints(points);
  let sum = 0;
  for (const [x, y] of points) sum += 2 * (w * x - y) * x;
  return sum / points.length;
}

/**
 * The article's way: `tries` values of w, evenly from low to high, and the cheapest of them, the first of two alike.
 * Throws RangeError for fewer than two tries, or without a point.
 */
export function search(low: number, high: number, tries: number, points: Point[]): number {
  if (!Number.isInteger(tries) || tries < 2) {
    throw new RangeError(`a search needs both its ends, at least 2 tries, got ${tries}`);
  }
  let best = low;
  for (let k = 1; k < tries; k++) {
    const w = low + ((high - low) * k) / (tries - 1);
    if (cost(w, points) < cost(best, points)) best = w;
  }
  return best;
}

/** Downhill: w_{k+1} = w_k − rate · slope(w_k) → the list w_0, w_1 … w_steps. Throws RangeError without a point. */
export function descend(w_0: number, rate: number, steps: number, points: Point[]): Vector {
  const path = [w_0];
  for (let k = 0; k < steps; k++) path.push(path[k] - rate * slope(path[k], points));
  return path;
}

function needPoints(points: Point[]): void {
  if (points.length === 0) throw new RangeError('a cost needs at least one point, got 0');
}
