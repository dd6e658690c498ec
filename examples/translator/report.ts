/** What the training program says of any model: its size, what it translates, where it is, in both languages. */

import type { Sizes } from '../../chapters/10-encoder/encoder.ts';
import type { Pair } from '../../chapters/12-training/training.ts';
import { SPECIAL, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import type { Say } from '../../lib/language.ts';
import { heatMap } from '../../lib/plot.ts';
import { alignLeft, displayWidth } from '../../lib/print.ts';
import { spelled } from '../corpus/normalise.ts';
import { written, type Example } from '../corpus/prepared.ts';
import { asWritten, languageOn, textFrom, type Tokenizer } from '../corpus/tokenizer.ts';
import { crossAttention, saidTokens } from '../training/attention.ts';
import type { Translate } from '../training/translating.ts';
import type { Model } from './model.ts';

/** How many numbers a model has, its sizes, and how many tokens it knows. `number` writes a number. */
export function modelLine(
  tokenizer: Tokenizer,
  { d_model, h, d_ff, N }: Sizes,
  numbers: number,
  number: (x: number) => string,
  say: Say,
): string {
  const [reads, says] = (['source', 'target'] as const).map((side) => {
    const words = { zh: say(' characters', ' 个字'), en: say(' words', ' 个词') }[languageOn(side, tokenizer)];
    const pieces = side === 'source' ? say(' pieces', ' 种词元') : say('', ' 种');
    return number(tokenizer[side].tokens.length - SPECIAL.length) + (tokenizer.pieces ? pieces : words);
  });
  return say(
    `Model: ${number(numbers)} numbers (d_model ${d_model}, heads ${h}, d_ff ${d_ff}, layers ${N} + ${N}; it reads ${reads} and says ${says}).`,
    `模型：${number(numbers)} 个数（d_model ${d_model}，${h} 个头，d_ff ${d_ff}，${N} + ${N} 层；能读 ${reads}，能说 ${says}）。`,
  );
}

/** A held-out sentence, what it means, and what a model said. */
export interface Translation {
  source: string;
  expected: string;
  said: string;
  finished: boolean; // or cut off at the limit
}

/** Held-out sentences, translated. */
export function translations(examples: Example[], tokenizer: Tokenizer, translate: Translate): Translation[] {
  return examples.map(({ source, sentences }) => {
    const { ids, finished } = translate(source);
    const [from, to] = (['source', 'target'] as const).map((side) =>
      asWritten(written(sentences, languageOn(side, tokenizer)), tokenizer, side),
    );
    return { source: from, expected: to, said: textFrom(ids, tokenizer, 'target'), finished };
  });
}

/** A line each: ✓, or ✗ and what was expected. */
export function samples(translated: Translation[]): string {
  const width = Math.max(...translated.map(({ source }) => displayWidth(source)));
  return translated
    .map(({ source, expected, said, finished }) => {
      const right = finished && said === expected;
      return `${right ? '✓' : '✗'} ${alignLeft(source, width)}  ${said}${right ? '' : `   (${expected})`}`;
    })
    .join('\n');
}

/** `count` items at even distances, the first among them. */
export function evenly<T>(items: T[], count: number): T[] {
  const wanted = Math.min(count, items.length);
  return Array.from({ length: wanted }, (_, k) => items[Math.floor((k * items.length) / wanted)]);
}

/** Where the model looked while it said each word of one translation. */
export function attentionMap(source: number[], model: Model, translate: Translate, say: Say): string {
  const { ids } = translate(source);
  const title = say(
    'Cross-attention, mean of the heads: for each word said, where the model looked',
    '交叉注意力，各头平均：说每个词的时候，模型在看哪里',
  );
  const map = heatMap(
    crossAttention(source, ids, model.P),
    saidTokens(ids, model.target),
    tokensOf(source, model.source).map(spelled),
  );
  return `${title}\n${map}`;
}

/** Where the model is, and a command that translates these words with it. */
export function whatNext({ out, direction }: { out: string; direction: string }, words: string, say: Say): string {
  const path = /\s/.test(out) ? `"${out}"` : out;
  const flag = out === `models/${direction}.safetensors` ? '' : ` --model ${path}`;
  return say(
    `Saved as ${out}. Next: npm run translate --${flag} ${words}`,
    `已保存为 ${out}。接下来可以运行：npm run translate --${flag} ${words}`,
  );
}

/** Source and target tokens of pairs; EOS is one. */
export function tokensIn(pairs: Pair[]): number {
  let sum = 0;
  for (const { source, target } of pairs) sum += source.length + target.length + 1;
  return sum;
}
