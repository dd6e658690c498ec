/** Where the nodes of a graph stand and how its lines run: what is read stands above what reads it. */

import type { Node } from '../../../chapters/08-backprop/tape.ts';

/** A box in the units of the drawing, which is as wide as a phone; a row of boxes with the lines below it. */
export const [WIDTH, BOX, ROW] = [340, { width: 168, height: 62 }, 122];

/** How far two lines between the same boxes stand apart, and how far out a line runs that passes a box by. */
const [APART, OUT] = [76, 52];

/** The middle of a box's top edge. */
export interface Spot {
  x: number;
  y: number;
}

/** A line from an input to a node that reads it. */
export interface Edge {
  input: number; //  places on the tape
  reader: number;
  slope: number;
  path: string;
  label: Spot;
}

/** The places of a tape's nodes and the lines between them. */
export function laidOut(tape: Node[]): { spots: Spot[]; edges: Edge[]; height: number } {
  const depths: number[] = [];
  for (const { from } of tape) {
    depths.push(Math.max(-1, ...from.map(([input]) => depths[tape.indexOf(input)])) + 1);
  }
  const spots = depths.map((depth, k) => {
    const beside = depths.flatMap((other, j) => (other === depth ? [j] : []));
    const room = (WIDTH - 1.5 * OUT) / beside.length;
    return { x: 16 + room * (beside.indexOf(k) + 0.5), y: 2 + depth * ROW };
  });
  const edges = tape.flatMap(({ from }, reader) =>
    from.map(([, slope], k) => {
      const inputs = from.map(([other]) => tape.indexOf(other));
      const at = inputs[k];
      const alike = inputs.flatMap((other, j) => (other === at ? [j] : []));
      const aside = (alike.indexOf(k) - (alike.length - 1) / 2) * APART;
      return { input: at, reader, slope, ...line(spots[at], spots[reader], aside) };
    }),
  );
  return { spots, edges, height: Math.max(...depths) * ROW + BOX.height + 4 };
}

/** A curve from below one box to the top of another, and where its slope is written. */
function line(from: Spot, to: Spot, aside: number): { path: string; label: Spot } {
  const [top, bottom] = [from.y + BOX.height, to.y];
  if (bottom - top < ROW) {
    const [x, y] = [(from.x + to.x) / 2 + aside, (top + bottom) / 2];
    return { path: `M${from.x + aside} ${top}L${to.x + aside} ${bottom}`, label: { x: x + 8, y } };
  }
  // Past the boxes between, on their right; a curve reaches three quarters of the way to where it is pulled.
  const right = Math.max(from.x, to.x) + BOX.width / 2;
  const [high, low] = [from.y + BOX.height / 2, to.y + BOX.height / 2];
  const [start, end] = [`${from.x + BOX.width / 2} ${high}`, `${to.x + BOX.width / 2} ${low}`];
  const path = `M${start}C${right + OUT} ${high} ${right + OUT} ${low} ${end}`;
  return { path, label: { x: right + 0.75 * OUT + 6, y: (high + low) / 2 } };
}
