/** A map of colours: the numbers of a matrix from −1 to 1, a square each. */

import { shadesOf, squares } from './heat-layout.ts';
import type { Drawn, HeatPicture } from './picture.ts';

const [SIDE, LEFT, TOP, FOOT] = [19, 34, 4, 44];

/** One map. What it shows can be read in the text below the figure, too. */
export function Heat({ picture, rows, inWords }: Drawn<HeatPicture>) {
  const A = rows(picture.path);
  const [width, height] = [A[0].length * SIDE, A.length * SIDE];
  return (
    <figure class="curves heat-map">
      <svg viewBox={`0 0 ${LEFT + width + 8} ${TOP + height + FOOT}`} role="img" aria-label={inWords(picture.says)}>
        <g transform={`translate(${LEFT} ${TOP})`}>
          <rect class="ground" width={width} height={height} />
          {shadesOf(A).map((shade) => (
            <path class={shade.isNegative ? 'minus' : 'plus'} opacity={shade.strength} d={squares(shade, SIDE)} />
          ))}
        </g>
        <g class="axes">
          {A.map((_, i) => (
            <text x={LEFT - 6} y={TOP + (i + 0.5) * SIDE} text-anchor="end" dominant-baseline="central">
              {i}
            </text>
          ))}
          <text x={LEFT + width / 2} y={TOP + height + 22} text-anchor="middle">
            {inWords(picture.says)}
          </text>
        </g>
      </svg>
    </figure>
  );
}
