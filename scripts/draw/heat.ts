/** A map of colours: the numbers of a matrix from −1 to 1, a square each. */

import { inWords } from '../../book/stage/figure.ts';
import { shadesOf, squares } from '../../book/stage/pictures/heat-layout.ts';
import type { HeatPicture } from '../../book/stage/pictures/picture.ts';
import type { Language } from '../../lib/language.ts';
import { words } from '../../lib/svg.ts';
import type { Block } from './block.ts';

const [SIDE, LEFT, TOP] = [16, 28, 26];

/** One map, its rows counted from 0. */
export function heat(picture: HeatPicture, A: number[][], language: Language): Block {
  const [width, height] = [A[0].length * SIDE, A.length * SIDE];
  const body = [
    words(0, 15, inWords(picture.says, language), 'note'),
    `<g transform="translate(${LEFT} ${TOP})">`,
    `<rect class="frame" width="${width}" height="${height}"/>`,
    ...shadesOf(A).map((shade) => {
      const role = shade.isNegative ? 'key' : 'query';
      return `<g class="${role}"><path class="heat" opacity="${shade.strength}" d="${squares(shade, SIDE)}"/></g>`;
    }),
    '</g>',
    ...A.map((_, i) => words(LEFT - 7, TOP + (i + 0.5) * SIDE + 4.5, String(i), 'note', 'end')),
  ];
  return { width: LEFT + width, height: TOP + height + 6, body };
}
