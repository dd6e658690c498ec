/** A network as a graph: each number with its gradient below it, each weight on its line with its gradient behind. */

import { BOX, networkLayout, WIDTH, type Written } from '../../book/stage/pictures/network-layout.ts';
import { inWords } from '../../book/stage/figure.ts';
import type { NetworkPicture } from '../../book/stage/pictures/picture.ts';
import type { Language } from '../../lib/language.ts';
import { line, short, words } from '../../lib/svg.ts';
import { moved, type Block } from './block.ts';
import { graphStyle } from './style.ts';

/** One network; `rows` finds the numbers of a path. */
export function network(picture: NetworkPicture, rows: (path: string) => number[][], language: Language): Block {
  const { height, names, boxes, connections, numbers } = networkLayout(picture, rows);
  const number = ({ x, y, text, kind }: Written, anchor: string) =>
    words(x, y, text, kind === 'value' ? 'entry weight' : 'entry weight slope', anchor);
  const body = [
    `<style>\n${graphStyle()}\n</style>`,
    ...connections.map(({ x1, y1, x2, y2 }) => line(x1, y1, x2, y2, 'edge')),
    ...boxes.map(({ x, y }) => {
      return `<rect class="box" x="${short(x)}" y="${short(y)}" width="${BOX.width}" height="${BOX.height}" rx="6"/>`;
    }),
    ...names.map(({ x, y, text }) => words(x, y, text, 'note', 'middle')),
    ...numbers.map((each) => number(each, 'middle')),
    ...connections.flatMap(({ weight }) => (weight ? [number(weight[0], 'end'), number(weight[1], 'start')] : [])),
  ];
  const graph = moved({ width: WIDTH, height, body }, 1, 30);
  return {
    width: WIDTH + 2,
    height: height + 30,
    body: [words(0, 15, inWords(picture.says, language), 'note'), graph],
  };
}
