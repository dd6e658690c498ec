/** Dials, one a wavelength: where the hand stands at a position, and where so many positions further on. */

import type { DialsPicture } from '../../book/stage/pictures/picture.ts';
import { decimal } from '../../lib/print.ts';
import type { Say } from '../../lib/language.ts';
import { line, short, words } from '../../lib/svg.ts';
import { beside, below, type Block } from './block.ts';

const [RADIUS, ROOM, MARK] = [44, 56, 6]; // of a face, what it takes with what stands at its rim, and of an hour

/** The faces; `list` finds the numbers of a path. */
export function dials(picture: DialsPicture, list: (path: string) => number[], say: Say): Block {
  const [[p], [k]] = [picture.p, picture.k].map(list);
  const hands = [picture.here, picture.there, picture.turned].map(list);
  const faces = list(picture.wavelengths).map((wavelength, i) => {
    const ends = hands.map((row) => ({ x: ROOM + RADIUS * row[2 * i], y: ROOM - RADIUS * row[2 * i + 1] }));
    return face(ends, say(`a turn: ${decimal(wavelength, 1)}`, `一圈 ${decimal(wavelength, 1)}`));
  });
  const says = say(
    `full: PE(p), p = ${p}; dashed: PE(p + k), k = ${k}; ring: PE(p) R_k`,
    `实线：PE(p)，p = ${p}；虚线：PE(p + k)，k = ${k}；圆圈：PE(p) R_k`,
  );
  return below([{ width: 0, height: 18, body: [words(0, 15, says, 'note')] }, beside(faces, 480, 6)], 4);
}

/** One face: twelve o'clock is [0, 1]. ends: of the hand at p, at p + k, and of the first one turned. */
function face([here, there, turned]: { x: number; y: number }[], called: string): Block {
  const marks = [0, 1, 2, 3].map((quarter) => {
    const [x, y] = [Math.round(Math.sin((quarter * Math.PI) / 2)), -Math.round(Math.cos((quarter * Math.PI) / 2))];
    const [from, to] = [RADIUS - MARK, RADIUS];
    return line(ROOM + from * x, ROOM + from * y, ROOM + to * x, ROOM + to * y, 'axis');
  });
  const round = (kind: string, x: number, y: number, r: number) =>
    `<circle class="${kind}" cx="${short(x)}" cy="${short(y)}" r="${r}"/>`;
  const body = [
    round('frame', ROOM, ROOM, RADIUS),
    ...marks,
    line(ROOM, ROOM, there.x, there.y, 'walk'),
    round('opened', turned.x, turned.y, 7),
    `<g class="query">${line(ROOM, ROOM, here.x, here.y, 'curve')}</g>`,
    words(ROOM, 2 * ROOM + 12, called, 'note', 'middle'),
  ];
  return { width: 2 * ROOM, height: 2 * ROOM + 18, body };
}
