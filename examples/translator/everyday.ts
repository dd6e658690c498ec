/** The preset of `npm run train`: sentence pairs of anybody's own in pieces of words, judged by BLEU. */

import { capacityFor } from '../../chapters/20-speed/engine/batch.ts';
import { rateOf, type Pair } from '../../chapters/12-training/training.ts';
import { bleu, signature, tokens13a, tokensZh, type Bleu } from '../../lib/bleu.ts';
import type { Language, Say } from '../../lib/language.ts';
import { columns, decimal, grouped } from '../../lib/print.ts';
import { FORM } from '../corpus/plain.ts';
import { inPieces, type Example, type PieceData } from '../corpus/prepared.ts';
import { described } from '../corpus/reading.ts';
import { checkSides } from '../corpus/sides.ts';
import type { SentencePair } from '../corpus/split.ts';
import { languageOn } from '../corpus/tokenizer.ts';
import { tokenBatches } from '../training/batches.ts';
import type { Choice, Fitting } from '../training/fit.ts';
import { targets } from '../training/fit-pairs.ts';
import { BEAM, type Translate } from '../training/translating.ts';
import { mostFrequent, wordByWord } from './baselines.ts';
import type { Course } from './course.ts';
import type { EverydayOptions } from './options.ts';
import { evenly, modelLine, samples, translations, whatNext, type Translation } from './report.ts';

/** How many test sentences are shown. */
const SHOWN = 10;

/** The training of `npm run train`. file: of the corpus. Throws Error of one line if a side has no pair. */
export function everydayCourse(options: EverydayOptions, pairs: SentencePair[], file: string, say: Say): Course {
  const data = inPieces(pairs, options.direction, options.merges, options.longest);
  checkSides(data, options.longest, file, say);
  return {
    data,
    fitting: fittingOf(data, options),
    capacity: capacityFor(options.tokens, options.longest),
    longest: options.longest,
    before: (_, numbers, bytes, whence) =>
      [
        described(data.parts, say),
        ...tooLong(data, say),
        modelLine(data, options.sizes, numbers, grouped, say),
        workersLine(options, bytes, say),
        '',
        whence,
      ].join('\n'),
    judged: (epoch, ended, translate) => {
      const example = data.validation[(97 * epoch) % data.validation.length];
      return { ...ended, sample: sampleLine(example, data, translate) };
    },
    after: (model, { chosen }, translate) => {
      const translated = translations(data.test, model, translate);
      const words = data.direction === 'zh-en' ? '我爱你' : `"${translated[0].source.replaceAll(/["$`\\!]/g, '')}"`;
      return [
        ...(chosen ? [choiceLine(chosen, say)] : []),
        '',
        bleuTable(data, translated, say),
        '',
        samples(evenly(translated, SHOWN)),
        '',
        whatNext(options, words, say),
      ].join('\n');
    },
  };
}

/** Batches of so many tokens; the model is chosen by its loss on the validation side. */
export function fittingOf({ training, validation }: PieceData, options: EverydayOptions): Fitting<Pair> {
  return {
    training,
    validation,
    batches: (random, pairs) => tokenBatches(random, pairs, options.tokens),
    targets,
    rate: (t) => rateOf(options, t),
    smoothing: options.smoothing,
    drop: options.drop,
    epochs: options.epochs,
    patience: options.patience,
  };
}

function tooLong({ tooLong, pieces }: PieceData, say: Say): string[] {
  if (tooLong === 0) return [];
  const line = say(
    `Left out, since a side has more than ${pieces.longest} tokens: ${grouped(tooLong)}.`,
    `因为一边超过 ${pieces.longest} 个词元而略去的：${grouped(tooLong)}。`,
  );
  return [line];
}

function workersLine({ engine, precision, workers }: EverydayOptions, bytes: number, say: Say): string {
  const MiB = grouped(Math.ceil(bytes / 2 ** 20));
  if (engine === 'chapters')
    return say(
      `Training by the chapters' own loops, in at most about ${MiB} MiB of memory.`,
      `用各章自己的循环训练，最多占用大约 ${MiB} MiB 内存。`,
    );
  return say(
    `Training in ${precision} by ${workers} ${workers === 1 ? 'thread' : 'threads'}, in at most about ${MiB} MiB of memory.`,
    `用 ${precision} 训练，${workers} 个线程，最多占用大约 ${MiB} MiB 内存。`,
  );
}

/** One sentence in training: source → said (expected). */
function sampleLine(example: Example, data: PieceData, translate: Translate): string {
  const [{ source, expected, said, finished }] = translations([example], data, translate);
  return `${source} → ${said}${finished ? '' : ' …'} (${expected})`;
}

/** Which model was kept, and why. */
function choiceLine({ kept, best, average }: Choice, say: Say): string {
  const [one, mean] = [decimal(best.loss, 3), decimal(average.loss, 3)];
  const losses = say(
    `Validation loss: epoch ${best.epoch}, the best, ${one}; the mean of the last ${average.epochs} epochs ${mean}.`,
    `验证损失：最好的第 ${best.epoch} 轮 ${one}；最后 ${average.epochs} 轮的平均 ${mean}。`,
  );
  return `${losses} ${kept === 'best' ? say('Kept: the best epoch.', '保留最好的那一轮。') : say('Kept: the mean.', '保留平均。')}`;
}

/** BLEU of translations: 13a tokens for English, characters for Chinese. */
export function bleuOf(translated: Translation[], language: Language): Bleu {
  const cut = language === 'en' ? tokens13a : tokensZh;
  return bleu(
    translated.map(({ said }) => cut(said)),
    translated.map(({ expected }) => [cut(expected)]),
  );
}

/** BLEU on the test side, for the model and for two baselines, with the signature. */
function bleuTable(data: PieceData, model: Translation[], say: Say): string {
  const to = languageOn('target', data);
  const line = (name: string, translated: Translation[]) => [name, decimal(bleuOf(translated, to).score, 1)];
  const baseline = (translate: Translate) => translations(data.test, data, translate);
  const { width, alpha } = BEAM;
  return [
    columns([
      [say(`test side, ${grouped(model.length)} sentences`, `测试集，${grouped(model.length)} 句`), 'BLEU'],
      line(say(`this model, beam ${width}, α ${alpha}`, `本模型，束宽 ${width}，α ${alpha}`), model),
      line(say('most frequent sentence', '总说最常见的一句'), baseline(mostFrequent(data.training))),
      line(say('word by word', '逐词替换'), baseline(wordByWord(data.training))),
    ]),
    signature(1, to === 'en' ? '13a' : 'zh', 'exp', FORM[to]),
  ].join('\n');
}
