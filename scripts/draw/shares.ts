/** Shares as lines between words: who looks at whom, and the wider the line the more. */

import type { SharesPicture } from '../../book/stage/pictures/picture.ts';
import type { Say } from '../../lib/language.ts';
import { short, textWidth, words } from '../../lib/svg.ts';
import type { Block } from './block.ts';

const [ROW, BETWEEN, HEAD] = [38, 150, 24];

/** Lines from each query on the left to each key on the right. */
export function shares({ tokens }: SharesPicture, A: number[][], say: Say): Block {
  const side = Math.max(...tokens.map(textWidth)) * 1.2 + 12;
  const y = (i: number) => HEAD + ROW * (i + 0.5);
  const body = [
    words(0, 15, say('who looks at whom', '谁看谁'), 'note'),
    '<g class="share">',
    ...A.flatMap((row, i) =>
      row.map((share, j) => {
        const ends = `x1="${short(side)}" y1="${short(y(i))}" x2="${short(side + BETWEEN)}" y2="${short(y(j))}"`;
        return `<line class="look" ${ends} stroke-width="${short(14 * share, 2)}"/>`;
      }),
    ),
    '</g>',
    ...tokens.flatMap((token, i) => [
      words(side - 10, y(i) + 5, token, 'entry', 'end'),
      words(side + BETWEEN + 10, y(i) + 5, token, 'entry'),
    ]),
  ];
  return { width: 2 * side + BETWEEN, height: HEAD + ROW * tokens.length, body };
}
