/** Two vectors as arrows, and the foot of the one on the line of the other. */

import { angleOf, type Place } from './angle-layout.ts';
import type { AnglePicture, Drawn } from './picture.ts';

const [WIDTH, HEIGHT, ROOM] = [420, 300, 36];

/** The arrows move with the numbers that the reader changes. */
export function Angle({ picture, rows, inWords }: Drawn<AnglePicture>) {
  const vectors = [picture.a, picture.b, picture.foot].map((path) => rows(path)[0]);
  const { origin, a, b, foot } = angleOf(vectors, WIDTH, HEIGHT, ROOM);
  const between = (from: Place, to: Place, kind: string) => (
    <line class={kind} x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
  );
  return (
    <figure class="curves angle">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={inWords(picture.says)}>
        {between(a, foot, 'walk')}
        {between(origin, b, 'curve curve-1')}
        {between(origin, a, 'curve curve-0')}
        <circle class="walker" cx={foot.x} cy={foot.y} r="4.5" />
        <g class="axes">
          {[a, b].map(({ x, y }, k) => (
            <text x={x + 8} y={y - 6}>
              {'ab'[k]}
            </text>
          ))}
        </g>
      </svg>
    </figure>
  );
}
