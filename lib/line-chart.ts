/** Charts as SVG. Their words come from the caller. */

import { log } from './elementary.ts';
import { needSeries, type Point, type Series } from './plot.ts';
import { line, short, svg, textWidth, WIDTH, words } from './svg.ts';
import { linearTicks, logTicks, type Tick } from './ticks.ts';

/** An axis of a chart. Its bounds, where they are not given, are those of what is drawn. */
export interface Axis {
  label: string;
  logarithmic?: boolean;
  from?: number;
  to?: number;
  ticks?: number[]; // the numbers beside it, where round ones are not wanted
}

/** A series of a chart. */
export interface Drawn extends Series {
  scattered?: boolean; // points alone, without a line
}

/** What a chart shows. */
export interface Chart {
  title: string;
  x: Axis;
  y: Axis;
  series: Drawn[]; // one to six
}

const [HEIGHT, TOP, BOTTOM] = [420, 76, 356];
const LEGEND = 18; // the room a legend takes above the chart

/**
 * A chart of named series over a linear or logarithmic axis, 720×420, with a band where points have low and high.
 * Names stand at the ends of their lines where all end at one x and there is room, else in a line above.
 * Throws RangeError as `lines` of plot.ts, as the ticks of ticks.ts, and for a point
 * outside an axis whose bounds were given.
 */
export function lineChart({ title, x, y, series }: Chart): string {
  needSeries(series);
  const points = series.flatMap((one) => one.points);
  const across = scale(
    x,
    points.map((point) => point.x),
    [],
    false,
  );
  const bands = points.flatMap(({ y, low = y, high = y }) => [low, high]);
  const upward = scale(
    y,
    points.map((point) => point.y),
    bands,
    true,
  );
  const ends = series.map(({ points }) => points[points.length - 1]);
  const tickRoom = Math.max(...upward.ticks.map(({ label }) => textWidth(label)));
  const left = 20 + tickRoom + 8;
  const names = apart(ends.map((end) => BOTTOM - upward.share(end.y) * (BOTTOM - TOP)));
  const direct = endTogether(series) && names !== undefined;
  const nameRoom = Math.max(...series.map(({ name }) => textWidth(name)));
  const right = WIDTH - (direct ? 34 + nameRoom : 30);
  const X = (value: number) => left + across.share(value) * (right - left);
  const top = direct ? TOP : TOP + LEGEND;
  const Y = (value: number) => BOTTOM - upward.share(value) * (BOTTOM - top);
  const legend = direct
    ? series.map(({ name }, k) => words(right + 14, names[k] + 4.5, name, `name s${k}`))
    : legendOf(series);
  return svg(WIDTH, HEIGHT, title, [
    words(20, 30, title, 'title'),
    words(20, top - 18, y.label, 'small'),
    ...upward.ticks.flatMap(({ at, label }) => [
      line(left, Y(at), right, Y(at), 'grid'),
      words(left - 8, Y(at) + 4.5, label, 'small', 'end'),
    ]),
    line(left, BOTTOM, right, BOTTOM, 'axis'),
    ...across.ticks.flatMap(({ at, label }) => [
      line(X(at), BOTTOM, X(at), BOTTOM + 5, 'axis'),
      words(X(at), BOTTOM + 20, label, 'small', 'middle'),
    ]),
    words((left + right) / 2, BOTTOM + 46, x.label, 'small', 'middle'),
    ...series.map((one, k) => drawing(one, k, X, Y)),
    ...legend,
  ]);
}

/** Where on an axis a number stands, 0 … 1, and the numbers written beside it. */
interface Scale {
  share: (value: number) => number;
  ticks: Tick[];
}

/**
 * The scale of an axis that shows these points and their bands; `rounded` widens a linear one to round numbers. A band
 * may pass a bound that the caller gave, and is cut there; a point must not.
 */
function scale(axis: Axis, values: number[], bands: number[], rounded: boolean): Scale {
  const [smallest, largest] = [Math.min(...values, ...bands), Math.max(...values, ...bands)];
  // A single value stands in the middle.
  const margin = smallest < largest ? 0 : Math.abs(smallest) / 2 || 1;
  let [low, high] = [axis.from ?? smallest - margin, axis.to ?? largest + margin];
  const outside = values.find((value) => value < low || value > high);
  if (outside !== undefined) {
    throw new RangeError(`the axis from ${low} to ${high} holds no ${outside}: ${axis.label}`);
  }
  const round = axis.logarithmic ? logTicks : linearTicks;
  if (rounded && !axis.logarithmic) {
    const [first, second] = linearTicks(low, high);
    const step = second.at - first.at;
    low = axis.from ?? Math.floor(low / step + 1e-9) * step;
    high = axis.to ?? Math.ceil(high / step - 1e-9) * step;
  }
  const ticks = round(low, high); // also refuses what the axis cannot hold
  const own = axis.ticks?.map((at) => ({ at, label: String(at) }));
  const along = axis.logarithmic ? log : (value: number) => value;
  const share = (value: number) => (along(value) - along(low)) / (along(high) - along(low));
  return { share: (value) => Math.min(1, Math.max(0, share(value))), ticks: own ?? ticks };
}

/** Heights of names moved apart until none covers another; undefined where one would lose its line. */
function apart(heights: number[]): number[] | undefined {
  const order = [...heights.keys()].sort((a, b) => heights[a] - heights[b]);
  const moved = [...heights];
  for (let pass = 0; pass < 100; pass++) {
    for (const [k, upper] of order.slice(0, -1).entries()) {
      const lower = order[k + 1];
      const overlap = 16 - (moved[lower] - moved[upper]);
      if (overlap <= 0.01) continue;
      moved[upper] -= overlap / 2;
      moved[lower] += overlap / 2;
    }
  }
  const fits = moved.every((y, k) => Math.abs(y - heights[k]) <= 24 && y <= BOTTOM + 8 && y >= TOP - 8);
  return fits ? moved : undefined;
}

function endTogether(series: Drawn[]): boolean {
  const ends = series.map(({ points }) => points[points.length - 1].x);
  const farthest = Math.max(...series.flatMap(({ points }) => points.map(({ x }) => x)));
  return ends.every((x) => x === farthest) && !series.some(({ scattered }) => scattered);
}

/** A band, a line and its points. */
function drawing({ points, scattered }: Drawn, k: number, X: (x: number) => number, Y: (y: number) => number): string {
  const path = (ends: [number, number][]) => ends.map(([x, y]) => `${short(X(x))},${short(Y(y))}`).join(' ');
  const banded = points.filter(({ low, high }) => low !== undefined && high !== undefined);
  const upper = banded.map(({ x, high }): [number, number] => [x, high!]);
  const lower = banded.map(({ x, low }): [number, number] => [x, low!]).reverse();
  const band = banded.length > 1 ? [`<polygon class="band" points="${path([...upper, ...lower])}"/>`] : [];
  const joined =
    scattered || points.length < 2
      ? []
      : [`<polyline class="line" points="${path(points.map(({ x, y }) => [x, y]))}"/>`];
  // Many points on a line are drawn as the line alone.
  const dots = scattered || points.length <= 25 ? points.map(({ x, y }: Point) => mark(k, X(x), Y(y))) : [];
  return `<g class="s${k}">\n${[...band, ...joined, ...dots].join('\n')}\n</g>`;
}

/** The marks of `lines` in plot.ts: a circle, a square, a diamond, each full and hollow. */
function mark(k: number, x: number, y: number): string {
  const kind = k % 2 === 0 ? 'dot' : 'page hollow';
  if (k < 2) return `<circle class="${kind}" cx="${short(x)}" cy="${short(y)}" r="3"/>`;
  const square = `x="${short(x - 2.8)}" y="${short(y - 2.8)}" width="5.6" height="5.6"`;
  const turned = k < 4 ? '' : ` transform="rotate(45 ${short(x)} ${short(y)})"`;
  return `<rect class="${kind}" ${square}${turned}/>`;
}

/** The names in a line under the title, each behind its mark. */
function legendOf(series: Drawn[]): string[] {
  let x = 20;
  return series.map(({ name }, k) => {
    const at = x;
    x += textWidth(name) + 36;
    return `<g class="s${k}">${mark(k, at + 4, 49.5)}${words(at + 14, 54, name, 'name')}</g>`;
  });
}
