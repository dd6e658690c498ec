/** Pictures of pixels as SVG, beside each other. Their words come from the caller. */

import { shape, type Matrix } from './matrix.ts';
import { short, svg, textWidth, WIDTH, words } from './svg.ts';

/** A picture of pixels, for `cells`. */
export interface Picture {
  caption: string;
  pixels: Matrix; //    0 is blank, 1 full ink
  over?: Matrix; //     shares ≥ 0, each laid over a block of pixels, the largest strongest
  rows?: string[]; //   names beside the rows
  columns?: string[]; // names above the columns
}

const GAP = 16; // between pictures

/**
 * Pictures beside each other, so many a line, each with a caption: pixels as ink, and over them, where given, shares as
 * a colour, the picture's largest the strongest. Throws RangeError without a picture, unless the shares divide the
 * pixels into equal blocks, and unless there are as many names as rows and columns.
 */
export function cells(title: string, pictures: Picture[], perLine = 4): string {
  if (pictures.length === 0) throw new RangeError('a drawing needs a picture, got none');
  pictures.forEach(needPicture);
  const side = Math.min(168, (WIDTH - 40) / Math.min(perLine, pictures.length) - GAP);
  const leftRoom = Math.max(0, ...pictures.flatMap(({ rows = [] }) => rows.map((name) => textWidth(name) + 8)));
  const topRoom = pictures.some(({ columns = [] }) => columns.length > 0) ? 20 : 0;
  const tall = Math.max(...pictures.map(({ pixels }) => (side * pixels.length) / pixels[0].length));
  const [stepX, stepY] = [side + leftRoom + GAP + 4, tall + topRoom + 40];
  const drawn = pictures.map((picture, k) => {
    const left = 20 + leftRoom + (k % perLine) * stepX;
    const top = 68 + topRoom + Math.floor(k / perLine) * stepY;
    return pictureAt(picture, left, top, side, topRoom);
  });
  const lines = Math.ceil(pictures.length / perLine);
  const width = Math.max(40 + Math.min(perLine, pictures.length) * stepX - GAP, textWidth(title) * 1.2 + 40);
  return svg(Math.ceil(width), Math.ceil(48 + lines * stepY), title, [words(20, 30, title, 'title'), ...drawn]);
}

function pictureAt(picture: Picture, left: number, top: number, side: number, topRoom: number): string {
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
    ...(over
      ? [
          layer(
            over.map((row) => row.map((share) => (0.8 * share) / largest)),
            'over',
            m / over[0].length,
          ),
        ]
      : []),
  ];
  const drawn = `<g transform="translate(${short(left)} ${short(top)}) scale(${short(pixel, 4)})" shape-rendering="crispEdges">\n${layers.flat().join('\n')}\n</g>`;
  const frame = `<rect class="frame" x="${short(left)}" y="${short(top)}" width="${short(side)}" height="${short(n * pixel)}"/>`;
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
    .map(([step, squares]) => `<path class="${kind}" fill-opacity="${short(step / 15, 2)}" d="${squares.join('')}"/>`);
}

function needPicture({ caption, pixels, over, rows, columns }: Picture): void {
  const [n, m] = shape(pixels);
  if (over) {
    const [p, q] = shape(over);
    if (n % p !== 0 || m % q !== 0 || n / p !== m / q) {
      throw new RangeError(
        `shares lie over equal square blocks of pixels, got ${p}×${q} shares over ${n}×${m} pixels in ${caption}`,
      );
    }
  }
  if ((rows && rows.length !== n) || (columns && columns.length !== m)) {
    throw new RangeError(
      `a picture of ${n}×${m} needs ${n} row names and ${m} column names, got ${rows?.length ?? n} and ${columns?.length ?? m} in ${caption}`,
    );
  }
}
