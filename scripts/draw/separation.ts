/** Points of two kinds in a plane: the line that separates them, or why there is none. */

import { inWords } from '../../book/stage/figure.ts';
import type { SeparationPicture } from '../../book/stage/pictures/picture.ts';
import {
  BOTTOM,
  cutOf,
  edgesOf,
  HEIGHT,
  LEFT,
  placeOf,
  RIGHT,
  TOP,
  type Place,
} from '../../book/stage/pictures/space.ts';
import type { Language } from '../../lib/language.ts';
import { line, short, textWidth, words } from '../../lib/svg.ts';
import type { Block } from './block.ts';

const [WIDTH, SCALE, HEAD] = [480, 0.86, 26];

/** The picture of two features; of three there is none on paper. `list` finds the numbers of a path. */
export function separation(
  picture: SeparationPicture,
  values: (path: string) => number[][],
  language: Language,
): Block | undefined {
  const { columns, names } = picture;
  if (columns.length !== 2) return undefined;
  const sizes = columns.map(({ to }) => to);
  const place = (point: number[]) => scaled(placeOf(point, sizes, 0));
  const points = values(picture.points).map((row) => columns.map(({ at }) => row[at]));
  const [labels, w, [b], sides] = [picture.labels, picture.w, picture.b, picture.sides].map((path) =>
    values(path).flat(),
  );
  const separates = sides.every((side, i) => side * labels[i] > 0);
  const between = ([one, other]: Place[], kind: string) => line(one.x, one.y, other.x, other.y, kind);
  const middles = [picture.middle?.one, picture.middle?.other].map((path) => (path ? values(path).flat() : []));
  const mixtures = middles.map((weights, kind) => {
    const group = points.filter((_, i) => labels[i] > 0 === (kind === 0));
    return group.filter((_, i) => weights[i] > 0);
  });
  const body = [
    words(0, 15, inWords(picture.says, language), 'note'),
    ...edgesOf(sizes).map((edge) => between(edge.map(place), 'axis')),
    ...axes(picture, sizes, place, language),
    ...(separates ? [between(cutOf({ w, b }, sizes).map(place), 'opened')] : []),
    ...(separates ? [] : mixtures.map((ends) => between([ends[0], ends[ends.length - 1]].map(place), 'walk'))),
    ...points.flatMap((point, i) => mark(place(point), names[i], labels[i])),
    ...kinds(picture, language),
  ];
  return { width: WIDTH, height: HEAD + HEIGHT * SCALE + 22, body };
}

function scaled({ x, y }: Place): Place {
  return { x: (x - LEFT) * SCALE + 40, y: (y - TOP) * SCALE + HEAD };
}

/** Numbers along both axes, and what they count. */
function axes(
  { columns: [across, upwards] }: SeparationPicture,
  [wide, high]: number[],
  place: (point: number[]) => Place,
  language: Language,
): string[] {
  const whole = (to: number) => Array.from({ length: to + 1 }, (_, x) => x);
  const foot = (BOTTOM - TOP) * SCALE + HEAD;
  return [
    ...whole(wide).map((x) => words(place([x, 0]).x, foot + 17, String(x), 'note', 'middle')),
    ...whole(high).map((y) => words(place([0, y]).x - 9, place([0, y]).y + 4.5, String(y), 'note', 'end')),
    words(((LEFT + RIGHT) / 2) * SCALE, foot + 36, `${inWords(across.called, language)} →`, 'note', 'middle'),
    words(place([0, high]).x + 8, place([0, high]).y + 16, `↑ ${inWords(upwards.called, language)}`, 'note'),
  ];
}

/** A disc for those of label 1, a square for the others. */
function mark({ x, y }: Place, name: string, label: number): string[] {
  const sign =
    label > 0
      ? `<circle class="dot" cx="${short(x)}" cy="${short(y)}" r="7"/>`
      : `<rect class="dot" x="${short(x - 6.5)}" y="${short(y - 6.5)}" width="13" height="13"/>`;
  return [`<g class="${label > 0 ? 'query' : 'key'}">${sign}</g>`, words(x + 11, y - 8, name, 'entry')];
}

function kinds({ kinds }: SeparationPicture, language: Language): string[] {
  let x = 40;
  const foot = (BOTTOM - TOP) * SCALE + HEAD + 58;
  return kinds.map(({ label, called }) => {
    const text = `${label > 0 ? '●' : '■'} ${inWords(called, language)}`;
    const at = x;
    x += textWidth(text) + 24;
    return words(at, foot, text, 'note');
  });
}
