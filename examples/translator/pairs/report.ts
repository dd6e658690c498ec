/** What the training program says before and after. */

import { SPECIAL, tokensOf } from '../../../chapters/02-embedding/vocabulary.ts';
import type { Hypothesis } from '../../../chapters/13-translator/decoding.ts';
import { bleu, signature, tokens13a, tokensZh, type Bleu } from '../../../lib/bleu.ts';
import type { Language, Say } from '../../../lib/language.ts';
import { alignLeft, columns, decimal, displayWidth, grouped } from '../../../lib/print.ts';
import { mostFrequent, wordByWord, type Translator } from '../baselines.ts';
import { sourceLanguage, targetLanguage } from '../model.ts';
import { BEAM, type Search } from '../translation.ts';
import { written, type Data, type Example } from './data.ts';
import type { Fitted } from './fit.ts';
import type { Options } from './options.ts';
import { described } from '../../corpus/reading.ts';
import { FORM, plain } from '../../corpus/plain.ts';
import { text } from '../../corpus/spelling.ts';

/** How many test sentences are shown. */
const SHOWN = 10;

/** What was found in the corpus, and the size of the model. bytes: of memory, at most. */
export function beforeTraining(
  data: Data,
  { plan, longest, precision, workers }: Options,
  numbers: number,
  bytes: number,
  say: Say,
): string {
  const { d_model, h, d_ff, N } = plan.sizes;
  const [V_source, V_target] = [data.source, data.target].map(({ tokens }) => tokens.length - SPECIAL.length);
  const MiB = grouped(Math.ceil(bytes / 2 ** 20));
  const long = say(
    `Left out, since a side has more than ${longest} tokens: ${grouped(data.tooLong)}.`,
    `因为一边超过 ${longest} 个词元而略去的：${grouped(data.tooLong)}。`,
  );
  return [
    described(data.parts, say),
    ...(data.tooLong > 0 ? [long] : []),
    say(
      `Model: ${grouped(numbers)} numbers (d_model ${d_model}, heads ${h}, d_ff ${d_ff}, layers ${N} + ${N}; it reads ${grouped(V_source)} pieces and says ${grouped(V_target)}).`,
      `模型：${grouped(numbers)} 个数（d_model ${d_model}，${h} 个头，d_ff ${d_ff}，${N} + ${N} 层；能读 ${grouped(V_source)} 种词元，能说 ${grouped(V_target)} 种）。`,
    ),
    say(
      `Training in ${precision} by ${workers} ${workers === 1 ? 'thread' : 'threads'}, in at most about ${MiB} MiB of memory.`,
      `用 ${precision} 训练，${workers} 个线程，最多占用大约 ${MiB} MiB 内存。`,
    ),
  ].join('\n');
}

/** Which model was kept, and why. */
export function kept({ kept, best, average }: Fitted, say: Say): string {
  const [one, mean] = [decimal(best.loss, 3), decimal(average.loss, 3)];
  const losses = say(
    `Validation loss: epoch ${best.epoch}, the best, ${one}; the mean of the last ${average.epochs} epochs ${mean}.`,
    `验证损失：最好的第 ${best.epoch} 轮 ${one}；最后 ${average.epochs} 轮的平均 ${mean}。`,
  );
  return `${losses} ${kept === 'best' ? say('Kept: the best epoch.', '保留最好的那一轮。') : say('Kept: the mean.', '保留平均。')}`;
}

/** A test sentence, what was expected, and what was said. */
export interface Tried {
  source: string;
  expected: string;
  said: string;
}

/** The test side, translated. */
export function tried(data: Data, search: Search): Tried[] {
  return triedBy(data, (source) => search(source).ids);
}

function triedBy(data: Data, translator: Translator): Tried[] {
  const [from, to] = [sourceLanguage(data.direction), targetLanguage(data.direction)];
  return data.test.map(({ source, sentences }) => ({
    source: plain(written(sentences, from), from),
    expected: plain(written(sentences, to), to),
    said: text(tokensOf(translator(source), data.target)),
  }));
}

/** BLEU of translations: 13a tokens for English, characters for Chinese. */
export function bleuOf(translations: Tried[], language: Language): Bleu {
  const cut = language === 'en' ? tokens13a : tokensZh;
  return bleu(
    translations.map(({ said }) => cut(said)),
    translations.map(({ expected }) => [cut(expected)]),
  );
}

/** BLEU on the test side, for the model and for two baselines, with the signature. */
export function bleuTable(data: Data, model: Tried[], say: Say): string {
  const to = targetLanguage(data.direction);
  const line = (name: string, translations: Tried[]) => [name, decimal(bleuOf(translations, to).score, 1)];
  const { width, alpha } = BEAM;
  return [
    columns([
      [say(`test side, ${grouped(model.length)} sentences`, `测试集，${grouped(model.length)} 句`), 'BLEU'],
      line(say(`this model, beam ${width}, α ${alpha}`, `本模型，束宽 ${width}，α ${alpha}`), model),
      line(say('most frequent sentence', '总说最常见的一句'), triedBy(data, mostFrequent(data.training))),
      line(say('word by word', '逐词替换'), triedBy(data, wordByWord(data.training))),
    ]),
    signature(1, to === 'en' ? '13a' : 'zh', 'exp', FORM[to]),
  ].join('\n');
}

/** Ten test sentences at even distances: ✓, or ✗ and what was expected. */
export function samples(translations: Tried[]): string {
  const wanted = Math.min(SHOWN, translations.length);
  const rows = Array.from({ length: wanted }, (_, k) => translations[Math.floor((k * translations.length) / wanted)]);
  const width = Math.max(...rows.map(({ source }) => displayWidth(source)));
  return rows
    .map(({ source, expected, said }) => {
      const right = said === expected;
      return `${right ? '✓' : '✗'} ${alignLeft(source, width)}  ${said}${right ? '' : `   (${expected})`}`;
    })
    .join('\n');
}

/** One sentence in training: source → said (expected). */
export function sample(example: Example, { ids, finished }: Hypothesis, { direction, target }: Data): string {
  const [from, to] = [sourceLanguage(direction), targetLanguage(direction)];
  const [source, expected] = [from, to].map((language) => plain(written(example.sentences, language), language));
  return `${source} → ${text(tokensOf(ids, target))}${finished ? '' : ' …'} (${expected})`;
}
