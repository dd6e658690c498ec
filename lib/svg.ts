/** Charts and pictures as SVG, legible on a light page and on a dark one. Their words come from the caller. */

import { shape, type Matrix } from './matrix.ts';
import { needSeries, type Point, type Series } from './plot.ts';
import { displayWidth } from './print.ts';
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

/** A picture of pixels, for `cells`. */
export interface Picture {
  caption: string;
  pixels: Matrix; //    0 is blank, 1 full ink
  over?: Matrix; //     shares ≥ 0, each laid over a block of pixels, the largest strongest
  rows?: string[]; //   names beside the rows
  columns?: string[]; // names above the columns
}

// Six colours that also readers with red-green blindness tell apart, each darker on a light page; after Okabe and Ito 2008.
const STYLE = `
text { font: 13px system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; fill: #24292f }
.title { font-size: 15px; font-weight: 600 }
.small { font-size: 12px; fill: #59636e }
.page { fill: #fff }
.grid { stroke: #e3e7eb }
.axis { stroke: #8c959f }
.ink { fill: #24292f }
.over { fill: #c24e00 }
.frame { fill: none; stroke: #c5ccd3 }
.line { fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linejoin: round }
.dot { fill: currentColor; stroke: currentColor; stroke-width: 1.5 }
.hollow { stroke: currentColor; stroke-width: 1.5 }
.band { fill: currentColor; opacity: .13 }
.name { fill: currentColor }
.s0 { color: #0969b0 } .s1 { color: #b84a00 } .s2 { color: #00795a } .s3 { color: #a3407b } .s4 { color: #876200 } .s5 { color: #57606a }
@media (prefers-color-scheme: dark) {
text, .ink { fill: #e6edf3 }
.small { fill: #9198a1 }
.page { fill: #0d1117 }
.grid { stroke: #252b33 }
.axis { stroke: #656d76 }
.frame { stroke: #444c56 }
.over { fill: #ff8c4b }
.band { opacity: .2 }
.name { fill: currentColor }
.s0 { color: #5aaee8 } .s1 { color: #ff8c4b } .s2 { color: #3cc79a } .s3 { color: #e78fc0 } .s4 { color: #e3b341 } .s5 { color: #a9b4bf }
}`;

const [WIDTH, HEIGHT, TOP, BOTTOM, GAP] = [720, 420, 76, 356, 16];
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
  const across = scale(x, points.map((point) => point.x), [], false); // prettier-ignore
  const bands = points.flatMap(({ y, low = y, high = y }) => [low, high]);
  const upward = scale(y, points.map((point) => point.y), bands, true); // prettier-ignore
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

/**
 * Pictures beside each other, so many a line, each with a caption: pixels as ink, and over them, where given, shares as
 * a colour, the picture's largest the strongest. Throws RangeError without a picture, unless the shares divide the
 * pixels into equal blocks, and unless there are as many names as rows and columns.
 */
export function cells(title: string, pictures: Picture[], perLine = 4): string {
  if (pictures.length === 0) throw new RangeError('a drawing needs a picture, got none');
  pictures.forEach(needPicture);
  const side = Math.min(168, (WIDTH - 40) / Math.min(perLine, pictures.length) - GAP);
  const leftRoom = Math.max(0, ...pictures.flatMap(({ rows = [] }) => rows.map((name) => textWidth(name) + 8))); // prettier-ignore
  const topRoom = pictures.some(({ columns = [] }) => columns.length > 0) ? 20 : 0;
  const tall = Math.max(...pictures.map(({ pixels }) => (side * pixels.length) / pixels[0].length));
  const [stepX, stepY] = [side + leftRoom + GAP + 4, tall + topRoom + 40];
  const drawn = pictures.map((picture, k) => {
    const left = 20 + leftRoom + (k % perLine) * stepX;
    const top = 68 + topRoom + Math.floor(k / perLine) * stepY;
    return pictureAt(picture, left, top, side, topRoom);
  });
  const lines = Math.ceil(pictures.length / perLine);
  const width = Math.max(
    40 + Math.min(perLine, pictures.length) * stepX - GAP,
    textWidth(title) * 1.2 + 40,
  );
  return svg(Math.ceil(width), Math.ceil(48 + lines * stepY), title, [
    words(20, 30, title, 'title'),
    ...drawn,
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
  const along = axis.logarithmic ? Math.log : (value: number) => value;
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
  const fits = moved.every((y, k) => Math.abs(y - heights[k]) <= 24 && y <= BOTTOM + 8 && y >= TOP - 8); // prettier-ignore
  return fits ? moved : undefined;
}

function endTogether(series: Drawn[]): boolean {
  const ends = series.map(({ points }) => points[points.length - 1].x);
  const farthest = Math.max(...series.flatMap(({ points }) => points.map(({ x }) => x)));
  return ends.every((x) => x === farthest) && !series.some(({ scattered }) => scattered);
}

/** A band, a line and its points. */
function drawing(
  { points, scattered }: Drawn,
  k: number,
  X: (x: number) => number,
  Y: (y: number) => number,
): string {
  const path = (ends: [number, number][]) => ends.map(([x, y]) => `${short(X(x))},${short(Y(y))}`).join(' '); // prettier-ignore
  const banded = points.filter(({ low, high }) => low !== undefined && high !== undefined);
  const upper = banded.map(({ x, high }): [number, number] => [x, high!]);
  const lower = banded.map(({ x, low }): [number, number] => [x, low!]).reverse();
  const band = banded.length > 1 ? [`<polygon class="band" points="${path([...upper, ...lower])}"/>`] : []; // prettier-ignore
  const joined = scattered || points.length < 2 ? [] : [`<polyline class="line" points="${path(points.map(({ x, y }) => [x, y]))}"/>`]; // prettier-ignore
  // Many points on a line are drawn as the line alone.
  const dots = scattered || points.length <= 25 ? points.map(({ x, y }: Point) => mark(k, X(x), Y(y))) : []; // prettier-ignore
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

function pictureAt(
  picture: Picture,
  left: number,
  top: number,
  side: number,
  topRoom: number,
): string {
  const { caption, pixels, over, rows = [], columns = [] } = picture;
  const [n, m] = shape(pixels);
  const pixel = side / m;
  const largest = Math.max(...(over ?? []).flat());
  const names = [
    words(left, top - 8 - topRoom, caption, 'small'),
    ...rows.map((name, i) => words(left - 6, top + (i + 0.5) * pixel + 4.5, name, 'small', 'end')),
    ...columns.map((name, c) => words(left + (c + 0.5) * pixel, top - 7, name, 'small', 'middle')),
  ];
  const layers = [
    layer(pixels, 'ink', 1),
    ...(over ? [layer(over.map((row) => row.map((share) => (0.8 * share) / largest)), 'over', m / over[0].length)] : []), // prettier-ignore
  ];
  const drawn = `<g transform="translate(${short(left)} ${short(top)}) scale(${short(pixel, 4)})" shape-rendering="crispEdges">\n${layers.flat().join('\n')}\n</g>`; // prettier-ignore
  const frame = `<rect class="frame" x="${short(left)}" y="${short(top)}" width="${short(side)}" height="${short(n * pixel)}"/>`; // prettier-ignore
  return [...names, drawn, frame].join('\n');
}

/** Squares of a size, all of one strength in one path; strengths in sixteen steps. */
function layer(A: Matrix, kind: string, size: number): string[] {
  const paths = new Map<number, string[]>();
  for (const [i, row] of A.entries()) {
    for (const [c, strength] of row.entries()) {
      const step = Math.round(15 * Math.min(1, Math.max(0, strength)));
      const square = `M${short(c * size)} ${short(i * size)}h${size}v${size}h-${size}z`;
      paths.set(step, [...(paths.get(step) ?? []), square]);
    }
  }
  return [...paths]
    .filter(([step]) => step > 0)
    .sort(([a], [b]) => a - b)
    .map(([step, squares]) => `<path class="${kind}" fill-opacity="${short(step / 15, 2)}" d="${squares.join('')}"/>`); // prettier-ignore
}

function needPicture({ caption, pixels, over, rows, columns }: Picture): void {
  const [n, m] = shape(pixels);
  if (over) {
    const [p, q] = shape(over);
    if (n % p !== 0 || m % q !== 0 || n / p !== m / q) {
      throw new RangeError(`shares lie over equal square blocks of pixels, got ${p}×${q} shares over ${n}×${m} pixels in ${caption}`); // prettier-ignore
    }
  }
  if ((rows && rows.length !== n) || (columns && columns.length !== m)) {
    throw new RangeError(`a picture of ${n}×${m} needs ${n} row names and ${m} column names, got ${rows?.length ?? n} and ${columns?.length ?? m} in ${caption}`); // prettier-ignore
  }
}

function svg(width: number, height: number, title: string, body: string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="page" width="${width}" height="${height}" rx="6"/>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}

function line(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  return `<line class="${kind}" x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}"/>`;
}

function words(x: number, y: number, text: string, kind: string, anchor = 'start'): string {
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${kind}" x="${short(x)}" y="${short(y)}"${anchored}>${escaped(text)}</text>`;
}

/** The text as it must stand in XML, between tags and within quotation marks. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** About how wide a text of 13 pixels is drawn. */
function textWidth(text: string): number {
  return displayWidth(text) * 7;
}

/** A coordinate to a tenth of a pixel, so that the last digit of a logarithm changes no file. */
function short(x: number, digits = 1): string {
  return String(Number(x.toFixed(digits)) + 0);
}
