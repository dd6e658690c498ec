/** Curves: some numbers of the case over others, and a walker on them. */

import { inWords, type Words } from '../../book/stage/figure.ts';
import type { CurvesPicture } from '../../book/stage/pictures/picture.ts';
import type { Language } from '../../lib/language.ts';
import { line, short, textWidth, words } from '../../lib/svg.ts';
import { linearTicks, type Tick } from '../../lib/ticks.ts';
import type { Block } from './block.ts';

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [480, 300, 52, 54, 256];
const KINDS = ['query curve', 'share curve second', 'value curve third'];

/** Where numbers come to lie. */
interface Scale {
  at: (value: number) => number;
  ticks: Tick[];
}

/** One picture; `list` finds the numbers of a path. */
export function curves(picture: CurvesPicture, list: (path: string) => number[], language: Language): Block {
  const xs = list(picture.x);
  const lines = picture.lines.map(({ path }) => list(path));
  const x = scaleOf(xs, LEFT, WIDTH - 16);
  const y = scaleOf(lines.flat(), BOTTOM, TOP);
  const path = (across: number[], upward: number[]) =>
    upward.map((value, k) => `${short(x.at(across[k]))},${short(y.at(value))}`).join(' ');
  const { walker } = picture;
  const walk = walker === undefined ? undefined : { xs: list(walker.x), ys: list(walker.y) };
  const body = [
    words(0, 15, inWords(picture.says, language), 'note'),
    ...names(picture.lines, language),
    ...y.ticks.flatMap(({ at, label }) => [
      line(LEFT, y.at(at), WIDTH - 16, y.at(at), 'grid'),
      words(LEFT - 8, y.at(at) + 4.5, label, 'note', 'end'),
    ]),
    line(LEFT, BOTTOM, WIDTH - 16, BOTTOM, 'axis'),
    ...x.ticks.map(({ at, label }) => words(x.at(at), BOTTOM + 19, label, 'note', 'middle')),
    words((LEFT + WIDTH - 16) / 2, BOTTOM + 40, inWords(picture.xLabel, language), 'note', 'middle'),
    ...lines.map((ys, k) => `<polyline class="${KINDS[k % KINDS.length]}" points="${path(xs, ys)}"/>`),
    ...(walk === undefined
      ? []
      : [
          `<polyline class="walk" points="${path(walk.xs, walk.ys)}"/>`,
          ...walk.xs.map((at, k) => {
            const radius = k === 0 ? 6 : 4.5;
            return `<circle class="walker" cx="${short(x.at(at))}" cy="${short(y.at(walk.ys[k]))}" r="${radius}"/>`;
          }),
        ]),
  ];
  return { width: WIDTH, height: HEIGHT, body };
}

/** Each line's name behind a piece of the line. */
function names(lines: { called: Words }[], language: Language): string[] {
  let x = LEFT;
  return lines.map(({ called }, k) => {
    const at = x;
    const name = inWords(called, language);
    x += textWidth(name) + 60;
    const [role] = KINDS[k % KINDS.length].split(' ');
    return `<g class="${role}">${line(at, 34.5, at + 28, 34.5, KINDS[k % KINDS.length])}${words(at + 36, 39, name, 'name')}</g>`;
  });
}

function scaleOf(values: number[], from: number, to: number): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high > low ? high - low : 1;
  return { at: (value) => from + ((to - from) * (value - low)) / span, ticks: linearTicks(low, low + span) };
}
