/** A beam search as a tree: a hypothesis a line, with its ln P and what became of it. */

import { inWords } from '../../book/stage/figure.ts';
import type { TreePicture, Tried } from '../../book/stage/pictures/picture.ts';
import { grown, MARKS, statesIn, type Branch } from '../../book/stage/pictures/tree-layout.ts';
import { speaker, type Language } from '../../lib/language.ts';
import { decimal } from '../../lib/print.ts';
import { short, words } from '../../lib/svg.ts';
import type { Block } from './block.ts';

const [WIDTH, HEAD, ROW, INDENT] = [480, 26, 26, 18];

/** The whole search; `valueOf` reads a number that remembers. */
export function tree(
  { path, says }: TreePicture,
  tried: Tried[][],
  valueOf: (x: number) => number,
  language: Language,
): Block {
  const names = statesIn(speaker(language));
  const body = [words(0, 15, inWords(says, language), 'note'), words(WIDTH, 15, 'ln P', 'note', 'end')];
  let row = 0;
  const write = (branch: Branch, depth: number, above: number) => {
    const [x, y] = [INDENT * depth, HEAD + ROW * row + 18];
    row++;
    if (depth > 0) {
      const from = x - INDENT + 6;
      body.push(`<path class="axis" fill="none" d="M${short(from)} ${above + 5}V${y - 5}H${short(x - 1)}"/>`);
    }
    const kind = branch.state === 'dropped' ? 'note' : 'entry';
    const weight = branch.state === 'said' ? 'caption' : kind;
    body.push(
      words(x + 6, y, MARKS[branch.state], kind, 'middle'),
      words(x + 20, y, branch.word, weight),
      words(WIDTH - 70, y, names[branch.state], 'note', 'end'),
      words(WIDTH, y, decimal(valueOf(branch.logP)).replace('-', '−'), kind, 'end'),
    );
    for (const longer of branch.longer) write(longer, depth + 1, y);
  };
  for (const root of grown(tried, path, true)) write(root, 0, 0);
  return { width: WIDTH, height: HEAD + ROW * row + 4, body };
}
