/** Where two arrows from one point come to lie, and the foot of the one on the line of the other. */

/** A place in the picture. */
export interface Place {
  x: number;
  y: number;
}

/** Two arrows from the origin, and the foot. */
export interface Angle {
  origin: Place;
  a: Place;
  b: Place;
  foot: Place;
}

/** Vectors of two numbers in a box of that size, as large as fits, with some room around. */
export function angleOf([a, b, foot]: number[][], width: number, height: number, room: number): Angle {
  const points = [[0, 0], a, b, foot];
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, bottom] = [Math.min(...xs), Math.min(...ys)];
  const [across, upward] = [Math.max(...xs) - left, Math.max(...ys) - bottom];
  const scale = Math.min((width - 2 * room) / (across || 1), (height - 2 * room) / (upward || 1));
  const at = ([x, y]: number[]) => ({ x: room + (x - left) * scale, y: height - room - (y - bottom) * scale });
  return { origin: at([0, 0]), a: at(a), b: at(b), foot: at(foot) };
}
