/** Curves: some numbers of the case over others, and a walker on them. */

import { linearTicks, type Tick } from '../../../lib/ticks.ts';
import type { CurvesPicture, Drawn } from './picture.ts';

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [560, 310, 56, 40, 26, 26];

/** From one name to the next, in a type that can be read on a phone, too. */
const LINE = 24;

/** Where numbers come to lie. */
interface Scale {
  at: (value: number) => number;
  ticks: Tick[];
}

/** One picture. What it shows can be read in the matrices beside it, too. */
export function Curves({ picture: curves, rows, inWords }: Drawn<CurvesPicture>) {
  const list = (path: string) => rows(path).flat();
  const xs = list(curves.x);
  const lines = curves.lines.map(({ path, called }) => ({ called: inWords(called), ys: list(path) }));
  const walker = curves.walker && { xs: list(curves.walker.x), ys: list(curves.walker.y) };
  const x = scaleOf([xs], LEFT, WIDTH - RIGHT);
  const y = scaleOf(
    lines.map(({ ys }) => ys),
    HEIGHT - BOTTOM,
    TOP,
  );
  const names = apart(lines.map(({ ys }) => Math.max(LINE, clamp(y.at(ys[ys.length - 1])) - 8)));
  const points = (horizontal: number[], vertical: number[]) =>
    vertical.map((value, k) => `${round(x.at(horizontal[k]))},${round(clamp(y.at(value)))}`).join(' ');
  return (
    <figure class="curves">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={inWords(curves.says)}>
        <Axes x={x} y={y} label={inWords(curves.xLabel)} />
        {lines.map(({ ys }, k) => (
          <polyline class={`curve curve-${k}`} points={points(xs, ys)} />
        ))}
        {lines.map(({ called }, k) => (
          <text class={`curve-name curve-${k}`} x={WIDTH - RIGHT - 4} y={names[k]}>
            {called}
          </text>
        ))}
        {walker && <polyline class="walk" points={points(walker.xs, walker.ys)} />}
        {walker?.xs.map((at, k) => (
          <circle
            class="walker"
            cx={clampTo(x.at(at), LEFT, WIDTH)}
            cy={clamp(y.at(walker.ys[k]))}
            r={k === 0 ? 6 : 4.5}
          />
        ))}
      </svg>
    </figure>
  );
}

/** Ticks and their numbers, and what is counted from left to right. */
function Axes({ x, y, label }: { x: Scale; y: Scale; label: string }) {
  return (
    <g class="axes">
      {x.ticks.map((tick) => (
        <text x={x.at(tick.at)} y={HEIGHT - BOTTOM + 18} text-anchor="middle">
          {tick.label}
        </text>
      ))}
      {y.ticks.map((tick) => (
        <>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y.at(tick.at)} y2={y.at(tick.at)} />
          <text x={LEFT - 6} y={y.at(tick.at)} text-anchor="end" dominant-baseline="central">
            {tick.label}
          </text>
        </>
      ))}
      <text x={(LEFT + WIDTH) / 2} y={HEIGHT - 4} text-anchor="middle">
        {label}
      </text>
    </g>
  );
}

/** Heights of names, the lowest where it was, each of the others so far above that one can read both. */
function apart(heights: number[]): number[] {
  const found = [...heights];
  const fromBelow = heights.map((_, k) => k).sort((a, b) => heights[b] - heights[a]);
  for (const [place, k] of fromBelow.entries()) {
    if (place > 0) found[k] = Math.min(found[k], found[fromBelow[place - 1]] - LINE);
  }
  return found;
}

/** A linear scale over all these numbers. */
function scaleOf(lists: number[][], from: number, to: number): Scale {
  const finite = lists.flat().filter((value) => Number.isFinite(value));
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const span = high > low ? high - low : 1;
  return { at: (value) => from + ((to - from) * (value - low)) / span, ticks: linearTicks(low, low + span) };
}

function clamp(vertical: number): number {
  return clampTo(vertical, TOP, HEIGHT - BOTTOM);
}

function clampTo(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
