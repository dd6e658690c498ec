/** The loss of every step, and the held-out share after every epoch; those of the other training beside them. */

import { linearTicks } from '../../lib/ticks.ts';
import { inWords } from '../stage/figure.ts';
import type { Parts } from './lab.tsx';
import type { Shown } from './store.ts';
import { withouts } from './without.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 280, 44, 48, 18, 40];

/** So many points a line has at the most; each is the mean of the steps it stands for. */
const POINTS = 200;

/** One picture for both trainings. */
export function LossPicture({ store: { whole, other, without, moment, language }, say }: Parts) {
  const steps = Math.max(10, whole.steps.value, other.steps.value);
  const most = Math.max(4, ...whole.losses.value.slice(0, 20), ...other.losses.value.slice(0, 20));
  const x = (step: number) => LEFT + ((WIDTH - LEFT - RIGHT) * step) / steps;
  const y = (loss: number) => HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - TOP) * Math.min(loss, most)) / most;
  const share = (value: number) => HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value;
  const taken = withouts.find(({ name }) => name === without.value);
  const label = say(
    'loss of every step as a line, held-out sentences right after every epoch as dots',
    '线：每一步的损失；点：每一轮之后留出句的正确率',
  );
  return (
    <figure class="lab-loss">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        <g class="axes">
          {linearTicks(0, most).map(({ at, label }) => (
            <>
              <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(at)} y2={y(at)} />
              <text x={LEFT - 6} y={y(at)} text-anchor="end" dominant-baseline="central">
                {label}
              </text>
            </>
          ))}
          {[0, 0.5, 1].map((value) => (
            <text x={WIDTH - RIGHT + 6} y={share(value)} dominant-baseline="central">
              {`${100 * value} %`}
            </text>
          ))}
          {linearTicks(0, steps).map(({ at, label }) => (
            <text x={x(at)} y={HEIGHT - BOTTOM + 18} text-anchor="middle">
              {label}
            </text>
          ))}
          <text x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 4} text-anchor="middle">
            {say('step', '步')}
          </text>
        </g>
        {moment.value !== undefined && (
          <line class="moment" x1={x(moment.value)} x2={x(moment.value)} y1={TOP} y2={HEIGHT - BOTTOM} />
        )}
        {taken && <Line shown={other} of="other" {...{ x, y, share }} />}
        <Line shown={whole} of="whole" {...{ x, y, share }} />
      </svg>
      <figcaption>
        <span class="whole">{say('━ loss ● held out: the whole translator', '━ 损失 ● 留出句：完整的翻译器')}</span>
        {taken && (
          <span class="other">
            {say('┅ loss ■ held out: ', '┅ 损失 ■ 留出句：')}
            {inWords(taken.says, language)}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

/** A training's line and marks. */
function Line({
  shown: { losses, heldOut },
  of,
  x,
  y,
  share,
}: {
  shown: Shown;
  of: 'whole' | 'other';
  x: (step: number) => number;
  y: (loss: number) => number;
  share: (value: number) => number;
}) {
  const size = Math.max(1, Math.ceil(losses.value.length / POINTS));
  const points: string[] = [];
  for (let begin = 0; begin < losses.value.length; begin += size) {
    const some = losses.value.slice(begin, begin + size);
    const mean = some.reduce((sum, loss) => sum + loss, 0) / some.length;
    points.push(`${x(begin + (some.length + 1) / 2).toFixed(1)},${y(mean).toFixed(1)}`);
  }
  return (
    <g class={of}>
      <polyline points={points.join(' ')} />
      {heldOut.value.map(({ step, share: value }) =>
        of === 'whole' ? (
          <circle cx={x(step)} cy={share(value)} r={5} />
        ) : (
          <rect x={x(step) - 4.5} y={share(value) - 4.5} width={9} height={9} />
        ),
      )}
    </g>
  );
}
