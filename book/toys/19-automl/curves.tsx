/** The guess with its doubt above, the expected improvement below. */

import type { Say } from '../../../lib/language.ts';
import { decimal } from '../../../lib/print.ts';
import { placesIn, Plane, through, type View } from '../plane.tsx';

/** What the process says at a place. */
export interface Asked {
  x: number;
  mean: number;
  deviation: number;
  improvement: number;
}

/** The places that are asked, and the least that is seen of losses and improvements. */
const X: View['x'] = [-2, 3];
const [LOSSES, IMPROVEMENTS] = [
  [-1.5, 3.5],
  [0, 1],
];

/** The two pictures. add: what a touch does, on a grid as fine as a finger. */
export function Curves(given: {
  along: Asked[];
  next: Asked;
  trials: { x: number; y: number }[];
  add: (x: number, y: number) => void;
  say: Say;
}) {
  const { along, next, trials, add, say } = given;
  const line = (sign: number) => along.map(({ x, mean, deviation }): [number, number] => [x, mean + sign * deviation]);
  const improvement = along.map(({ x, improvement }): [number, number] => [x, improvement]);
  const losses = viewOf([...line(1), ...line(-1)], LOSSES, 320);
  const improvements = viewOf(improvement, IMPROVEMENTS, 130);
  const [at, below] = [placesIn(losses), placesIn(improvements)];
  const best = Math.min(...trials.map(({ y }) => y));
  return (
    <>
      <Plane
        view={losses}
        says={say(
          `mean and deviation of the loss along x; ${trials.length} trials, the best ${decimal(best, 2)}`,
          `损失沿 x 的均值和标准差；试了 ${trials.length} 次，最好是 ${decimal(best, 2)}`,
        )}
        touched={(x, y) => add(Math.round(x * 20) / 20, Math.round(y * 20) / 20)}
      >
        <polygon class="toy-band" points={through([...line(1), ...line(-1).reverse()], at)} />
        <polyline class="toy-mean" points={through(line(0), at)} />
        <NextLine x={at.x(next.x)} height={losses.height} />
        {trials.map(({ x, y }) => (
          <circle class="toy-trial" cx={at.x(x)} cy={at.y(y)} r="6" />
        ))}
      </Plane>
      <p class="toy-axis">{say('expected improvement', '期望改进')}</p>
      <Plane view={improvements} says={say('expected improvement along x', '期望改进沿 x 的变化')}>
        <polygon class="toy-improvement" points={through([[X[0], 0], ...improvement, [X[1], 0]], below)} />
        <NextLine x={below.x(next.x)} height={improvements.height} />
      </Plane>
    </>
  );
}

function NextLine({ x, height }: { x: number; height: number }) {
  return <line class="toy-next" x1={x} x2={x} y1="12" y2={height - 26} />;
}

/** A view that holds all these points, and that much at the least. */
function viewOf(points: [x: number, y: number][], [low, high]: number[], height: number): View {
  const ys = points.map(([, y]) => y);
  return { x: X, y: [Math.min(low, ...ys), Math.max(high, ...ys)], height };
}
