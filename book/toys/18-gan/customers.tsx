/** Real and made customers on a plane, and what the discriminator believes of each place. */

import { sigmoid } from '../../../chapters/09-feed-forward/activations.ts';
import { discriminate } from '../../../chapters/18-gan/gan.ts';
import type { Say } from '../../../lib/language.ts';
import type { Matrix } from '../../../lib/matrix.ts';
import { decimal } from '../../../lib/print.ts';
import { placesIn, Plane, type Places, type View } from '../plane.tsx';
import type { Shown } from './steps.ts';

const VIEW: View = { x: [-3, 3], y: [-3, 3], height: 480 };

/** Places that D is asked about, in each direction. */
const ASKED = 20;

/** The picture. */
export function Customers({ shown: { D, real, made, moment, round }, say }: { shown: Shown; say: Say }) {
  const at = placesIn(VIEW);
  const side = 6 / ASKED;
  const middles = Array.from({ length: ASKED }, (_, k) => -3 + (k + 0.5) * side);
  const places = middles.flatMap((y) => middles.map((x) => [x, y]));
  const believed = discriminate(
    places,
    places.map(() => []),
    D,
  ).Y.map(([score]) => sigmoid.f(score));
  return (
    <Plane
      view={VIEW}
      says={say(
        `round ${round}: 400 customers made, in the four groups ${moment.counts.join(', ')}`,
        `第 ${round} 轮：造了 400 个客户，四群里各有 ${moment.counts.join('、')} 个`,
      )}
    >
      {places.map(([x, y], k) => (
        <rect
          class="toy-belief"
          x={at.x(x - side / 2)}
          y={at.y(y + side / 2)}
          width={at.x(x + side / 2) - at.x(x - side / 2)}
          height={at.y(y - side / 2) - at.y(y + side / 2)}
          fill-opacity={decimal(believed[k], 2)}
        />
      ))}
      {real.filter(inView).map(([x, y]) => (
        <circle class="toy-real" cx={at.x(x)} cy={at.y(y)} r="3" />
      ))}
      <path class="toy-made" d={dots(made.filter(inView), at)} />
    </Plane>
  );
}

/** Points as one path: a line of no length each, with round ends. */
function dots(points: Matrix, at: Places): string {
  return points.map(([x, y]) => `M${at.x(x)} ${at.y(y)}h0`).join('');
}

function inView([x, y]: number[]): boolean {
  return Math.abs(x) < 3 && Math.abs(y) < 3;
}
