/** A word's numbers before and after a norm: the reader moves them, mean and deviation follow. */

import { useState } from 'preact/hooks';
import { decimal } from '../../../lib/print.ts';
import { Handle, snapped } from './handle.tsx';
import type { Drawn, MomentsOf, MomentsPicture } from './picture.ts';

const [WIDTH, HEIGHT, TOP, BOTTOM] = [280, 260, 16, 236];

/** One word's numbers, twice, and which word. */
export function Moments(drawn: Drawn<MomentsPicture>) {
  const { picture, rows, say, put } = drawn;
  const { tokens, moved, before, after } = picture;
  const [i, choose] = useState(0);
  const given = rows(moved);
  const move = (c: number, by: number) => put(new Map([[`${moved}[${i}][${c}]`, snapped(given[i][c] + by, -20, 20)]]));
  return (
    <figure class="moments">
      <fieldset class="moments-words">
        <legend>{say('which word', '看哪个词')}</legend>
        {tokens.map((token, k) => (
          <label>
            <input type="radio" name={`moments-${moved}`} checked={k === i} onChange={() => choose(k)} /> {token}
          </label>
        ))}
      </fieldset>
      <div class="moments-both">
        <Numbers of={before} i={i} move={move} {...drawn} />
        <Numbers of={after} i={i} {...drawn} />
      </div>
    </figure>
  );
}

/** The numbers of a row as points on stems, the mean as a line, one deviation to either side of it as a band. */
function Numbers({
  of,
  i,
  move,
  picture,
  rows,
  say,
  inWords,
}: Drawn<MomentsPicture> & { of: MomentsOf; i: number; move?: (c: number, by: number) => void }) {
  const row = rows(of.path)[i];
  const [mean, variance] = [rows(of.mean)[0][i], rows(of.variance)[0][i]];
  const [low, high] = of.reach;
  const y = (value: number) => {
    const within = Math.max(low, Math.min(high, Number.isFinite(value) ? value : low));
    return BOTTOM - ((BOTTOM - TOP) * (within - low)) / (high - low);
  };
  const x = (c: number) => (WIDTH * (c + 0.5)) / row.length;
  const valueAt = (vertical: number) => low + ((high - low) * (BOTTOM - vertical)) / (BOTTOM - TOP);
  const deviation = Math.sqrt(variance);
  const point = (value: number, c: number) => <Dot x={x(c)} y={y(value)} value={value} />;
  return (
    <div class="moments-half">
      <p class="moments-title">{inWords(of.called)}</p>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={inWords(of.called)}>
        <Moment mean={y(mean)} high={y(mean + deviation)} low={y(mean - deviation)} zero={y(0)} />
        {row.map((value, c) => (
          <>
            <line class="moments-stem" x1={x(c)} x2={x(c)} y1={y(mean)} y2={y(value)} />
            {move === undefined ? (
              point(value, c)
            ) : (
              <Handle
                x={x(c)}
                y={y(value)}
                says={say(`number ${c + 1} of ${picture.tokens[i]}`, `${picture.tokens[i]} 的第 ${c + 1} 个数`)}
                value={value}
                text={decimal(value, 2)}
                to={(_, vertical) => move(c, valueAt(vertical) - value)}
                step={(right, up) => move(c, (right + up) / 4)}
              >
                {point(value, c)}
              </Handle>
            )}
          </>
        ))}
      </svg>
      <p class="moments-says" aria-live={move === undefined ? 'polite' : 'off'} data-moments={of.path}>
        {say('mean', '均值')} <output>{decimal(mean, 3)}</output> · {say('variance', '方差')}{' '}
        <output>{decimal(variance, 3)}</output>
      </p>
    </div>
  );
}

/** A number where it stands, written above. */
function Dot({ x, y, value }: { x: number; y: number; value: number }) {
  return (
    <>
      <circle class="moments-point" cx={x} cy={y} r={7} />
      <text x={x} y={y - 13} text-anchor="middle">
        {decimal(value, 2)}
      </text>
    </>
  );
}

/** Zero, the mean, and one deviation to either side of it. */
function Moment({ mean, high, low, zero }: { mean: number; high: number; low: number; zero: number }) {
  return (
    <>
      <rect class="moments-band" x={0} width={WIDTH} y={high} height={low - high} />
      <line class="moments-zero" x1={0} x2={WIDTH} y1={zero} y2={zero} />
      <line class="moments-mean" x1={0} x2={WIDTH} y1={mean} y2={mean} />
    </>
  );
}
