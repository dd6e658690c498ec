/** A calculation as a graph: what is read stands above what reads it, each with its value and its gradient. */

import { BOX, laidOut, WIDTH } from '../../book/stage/pictures/graph-layout.ts';
import type { GraphPicture } from '../../book/stage/pictures/picture.ts';
import type { Node } from '../../chapters/08-backprop/tape.ts';
import { short, words } from '../../lib/svg.ts';
import type { Block } from './block.ts';
import { graphStyle } from './style.ts';

/** One graph; `gradients` are the nodes of a tape in their order, `text` writes a number. */
export function graph(picture: GraphPicture, gradients: Map<Node, number>, text: (x: number) => string): Block {
  const tape = [...gradients.keys()];
  const { spots, edges, height } = laidOut(tape);
  const body = [
    `<style>\n${graphStyle()}\n</style>`,
    ...edges.map(({ path }) => `<path class="edge" d="${path}"/>`),
    ...edges.map(({ label, slope }) => words(label.x, label.y + 5, `× ${text(slope)}`, 'note')),
    ...tape.flatMap((node, k) => {
      const [left, right, top] = [spots[k].x - BOX.width / 2, spots[k].x + BOX.width / 2, spots[k].y];
      const { called } = picture.nodes[k];
      const name = /^\w+$/.test(called) ? called : `(${called})`;
      return [
        `<rect class="box" x="${short(left)}" y="${short(top)}" width="${BOX.width}" height="${BOX.height}" rx="6"/>`,
        words(left + 10, top + 24, called, 'entry'),
        words(right - 10, top + 24, text(node.value), 'entry', 'end'),
        words(left + 10, top + 50, `∂${picture.result}/∂${name}`, 'note'),
        words(right - 10, top + 50, text(gradients.get(node) ?? NaN), 'entry slope', 'end'),
      ];
    }),
  ];
  return { width: WIDTH, height, body };
}
