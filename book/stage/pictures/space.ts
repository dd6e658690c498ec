/** A box of two or three dimensions on paper: where a point comes to lie, and what a plane cuts out of the box. */

/** A line in the plane, or a plane in space: w · x + b = 0. */
export interface Plane {
  w: number[];
  b: number;
}

/** A place on the paper. */
export interface Place {
  x: number;
  y: number;
}

/** The drawing's size, and the rectangle that a box of two dimensions fills. */
export const [WIDTH, HEIGHT] = [560, 380];
export const [LEFT, RIGHT, TOP, BOTTOM] = [50, 536, 18, 334];

/** How long an edge of the box of three dimensions is drawn, upwards and across; depth is foreshortened. */
export const [UP, ACROSS, DEPTH] = [190, 260, 0.42];

/** Where a point comes to lie. sizes: of the box, from 0; turn: of its floor, in degrees, if it has three. */
export function placeOf(point: number[], sizes: number[], turn: number): Place {
  const [u, v, z] = point.map((x, c) => x / sizes[c]);
  if (sizes.length === 2) return { x: LEFT + (RIGHT - LEFT) * u, y: BOTTOM - (BOTTOM - TOP) * v };
  const radians = (turn * Math.PI) / 180;
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  const across = (u - 0.5) * cos - (v - 0.5) * sin;
  const deep = (u - 0.5) * sin + (v - 0.5) * cos;
  return { x: WIDTH / 2 + ACROSS * across, y: HEIGHT - 95 - UP * z - ACROSS * DEPTH * deep };
}

/** The corners of the box. */
export function cornersOf(sizes: number[]): number[][] {
  return sizes.reduce<number[][]>(
    (corners, size) =>
      corners.flatMap((x) => [
        [...x, 0],
        [...x, size],
      ]),
    [[]],
  );
}

/** The edges of the box: two corners that differ in one coordinate. */
export function edgesOf(sizes: number[]): [number[], number[]][] {
  const corners = cornersOf(sizes);
  return corners.flatMap((one, i) =>
    corners
      .slice(i + 1)
      .filter((other) => one.filter((x, c) => x !== other[c]).length === 1)
      .map((other): [number[], number[]] => [one, other]),
  );
}

/** Which side of the plane a point is on, and how far. */
export function sideOf({ w, b }: Plane, point: number[]): number {
  return w.reduce((sum, w_c, c) => sum + w_c * point[c], b);
}

/** Where the plane cuts the edges of the box. */
export function cutOf(plane: Plane, sizes: number[]): number[][] {
  return edgesOf(sizes).flatMap(([one, other]) => {
    const [from, to] = [sideOf(plane, one), sideOf(plane, other)];
    if (from > 0 === to > 0) return [];
    return [one.map((x, c) => x + ((other[c] - x) * from) / (from - to))];
  });
}

/** Places as the corners of a convex figure, in their order around its middle: x,y x,y … */
export function around(places: Place[]): string {
  const middle = (of: (place: Place) => number) => places.reduce((sum, place) => sum + of(place), 0) / places.length;
  const [x, y] = [middle((place) => place.x), middle((place) => place.y)];
  return [...places]
    .sort((a, b) => Math.atan2(a.y - y, a.x - x) - Math.atan2(b.y - y, b.x - x))
    .map((place) => `${place.x.toFixed(1)},${place.y.toFixed(1)}`)
    .join(' ');
}
