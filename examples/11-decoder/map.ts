/** The paper's figure 1 in text, encoder on the left, decoder on the right. */

import type { Transformer } from '../../chapters/11-decoder/transformer.ts';
import type { Say } from '../../lib/language.ts';
import { shape, type Matrix } from '../../lib/matrix.ts';
import { alignLeft, alignRight, displayWidth } from '../../lib/print.ts';

/** Columns of each half of the map. */
const WIDTH = 32;

/** One translation on its way through the model. */
export interface Translated {
  source: string[]; // its tokens
  target: string[]; // those that the decoder reads
  working: Transformer;
}

/** The map: the shape of what comes out of each box, Z beside the line that reads it. */
export function map({ source, target, working: { encoding, decoding } }: Translated, say: Say): string {
  const [e, d] = [encoding.encoded.layers[0], decoding.decoded.layers[0]];
  const line = (text: string, A: Matrix) => alignLeft(text, WIDTH - 10) + alignRight(shape(A).join('×'), 6);
  const addNorm = say('Add & Norm', '相加并归一化');
  const feedForward = say('feed-forward', '前馈层');
  const left = [
    `  ${source.join(' ')}`,
    `  ${line('√d · E_source + PE', encoding.input.Y)}`,
    ...box(`${say('encoder layer', '编码器层')} × N`, [
      line(say('self-attention', '自注意力'), e.attended.heads[0].A),
      line(addNorm, e.normed_1.Y),
      line(feedForward, e.fed.Y),
      line(addNorm, e.normed_2.Y),
    ]),
    `  ${line('Z', encoding.encoded.Y)}  ─▶`,
  ];
  const right = [
    `  ${target.join(' ')}`,
    `  ${line('√d · E_target + PE', decoding.input.Y)}`,
    ...box(`${say('decoder layer', '解码器层')} × N`, [
      line(say('self-attention, causal', '自注意力，因果掩码'), d.selfAttended.heads[0].A),
      line(addNorm, d.normed_1.Y),
      line(say('cross-attention to Z', '对 Z 的交叉注意力'), d.crossAttended.heads[0].A),
      line(addNorm, d.normed_2.Y),
      line(feedForward, d.fed.Y),
      line(addNorm, d.normed_3.Y),
    ]),
    `  ${line('S = Y E_targetᵀ', decoding.S)}`,
  ];
  // The right half begins lower, so that Z stands beside the line that reads it.
  const lower = ['', '', '', ...right];
  return lower.map((text, i) => `${alignLeft(left[i] ?? '', WIDTH + 3)}${text}`.trimEnd()).join('\n');
}

function box(title: string, lines: string[]): string[] {
  return [
    `┌ ${title} ${'─'.repeat(WIDTH - 4 - displayWidth(title))}┐`,
    ...lines.map((text) => `│ ${text} │`),
    `└${'─'.repeat(WIDTH - 2)}┘`,
  ];
}
