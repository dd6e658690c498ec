/** Numbers before and after a norm: each on a stem from the mean, with one deviation to either side as a band. */

import { inWords } from '../../book/stage/figure.ts';
import type { MomentsOf, MomentsPicture } from '../../book/stage/pictures/picture.ts';
import type { Language } from '../../lib/language.ts';
import { line, short, words } from '../../lib/svg.ts';
import { beside, below, type Block } from './block.ts';

const [WIDTH, TOP, BOTTOM] = [220, 28, 128];

/** A word a line, before on the left and after on the right. */
export function moments(picture: MomentsPicture, rows: (path: string) => number[][], language: Language): Block {
  const { tokens, before, after } = picture;
  return below(
    tokens.map((token, i) => {
      const halves = [before, after].map((half) => numbers(half, i, token, rows, language));
      return beside(halves, 2 * WIDTH + 28);
    }),
  );
}

function numbers(
  of: MomentsOf,
  i: number,
  token: string,
  rows: (path: string) => number[][],
  language: Language,
): Block {
  const row = rows(of.path)[i];
  const [mean, deviation] = [rows(of.mean)[0][i], Math.sqrt(rows(of.variance)[0][i])];
  const [low, high] = of.reach;
  const y = (value: number) => BOTTOM - ((BOTTOM - TOP) * (value - low)) / (high - low);
  const x = (c: number) => ((WIDTH - 36) * (c + 0.5)) / row.length;
  const [from, to] = [y(mean + deviation), y(mean - deviation)];
  const body = [
    words(0, 15, `${token} ${inWords(of.called, language)}`, 'note'),
    '<g class="query">',
    `<rect class="band" x="0" y="${short(from)}" width="${WIDTH - 36}" height="${short(to - from)}"/>`,
    line(0, y(mean), WIDTH - 36, y(mean), 'curve second'),
    ...row.map((value, c) => line(x(c), y(mean), x(c), y(value), 'curve')),
    ...row.map((value, c) => `<circle class="dot" cx="${short(x(c))}" cy="${short(y(value))}" r="4.5"/>`),
    '</g>',
    line(0, y(0), WIDTH - 36, y(0), 'axis'),
    words(WIDTH - 30, y(0) + 5, '0', 'note'),
  ];
  return { width: WIDTH, height: BOTTOM + 12, body };
}
