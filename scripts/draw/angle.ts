/** Two vectors as arrows, and the foot of the one on the line of the other. */

import { inWords } from '../../book/stage/figure.ts';
import { angleOf, type Place } from '../../book/stage/pictures/angle-layout.ts';
import type { AnglePicture } from '../../book/stage/pictures/picture.ts';
import type { Language } from '../../lib/language.ts';
import { line, short, words } from '../../lib/svg.ts';
import type { Block } from './block.ts';

const [WIDTH, HEIGHT, ROOM, HEAD, TIP] = [360, 260, 28, 20, 9];

/** The arrows; `list` finds the numbers of a path. */
export function angle(picture: AnglePicture, list: (path: string) => number[], language: Language): Block {
  const { origin, a, b, foot } = angleOf([picture.a, picture.b, picture.foot].map(list), WIDTH, HEIGHT, ROOM);
  const between = (from: Place, to: Place, kind: string) => line(from.x, from.y, to.x, to.y, kind);
  const body = [
    words(0, 15, inWords(picture.says, language), 'note'),
    `<g transform="translate(0 ${HEAD})">`,
    between(a, foot, 'walk'),
    `<g class="key">${between(origin, b, 'curve')}${tip(origin, b)}</g>`,
    `<g class="query">${between(origin, a, 'curve')}${tip(origin, a)}</g>`,
    `<circle class="walker" cx="${short(foot.x)}" cy="${short(foot.y)}" r="4.5"/>`,
    words(a.x + 10, a.y + 2, 'a', 'name'),
    words(b.x + 10, b.y + 2, 'b', 'name'),
    '</g>',
  ];
  return { width: WIDTH, height: HEIGHT + HEAD, body };
}

/** The two strokes at the end of an arrow. */
function tip(from: Place, to: Place): string {
  const length = Math.sqrt((to.x - from.x) ** 2 + (to.y - from.y) ** 2) || 1;
  const [x, y] = [((to.x - from.x) / length) * TIP, ((to.y - from.y) / length) * TIP];
  return [1, -1]
    .map((side) => line(to.x, to.y, to.x - x - (side * y) / 2, to.y - y + (side * x) / 2, 'curve'))
    .join('');
}
