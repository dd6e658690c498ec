/** The preset of `npm start`: words and characters of a small grammar, judged by what is translated word for word. */

import { UNK } from '../../chapters/02-embedding/vocabulary.ts';
import { lossOf, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { lengthLimit } from '../../chapters/13-translator/decoding.ts';
import { log } from '../../lib/elementary.ts';
import type { Say } from '../../lib/language.ts';
import { curve } from '../../lib/plot.ts';
import { columns, decimal } from '../../lib/print.ts';
import { inWords, type Example, type WordData } from '../corpus/prepared.ts';
import { rule, type SentencePair } from '../corpus/split.ts';
import { textFrom } from '../corpus/tokenizer.ts';
import { capacityOf, fittingOf } from '../training/fit-pairs.ts';
import { byChapters, exactMatch, greedy, type Translate } from '../training/translating.ts';
import { mostFrequent, wordByWord } from './baselines.ts';
import type { Course } from './course.ts';
import type { ToyOptions } from './options.ts';
import { attentionMap, evenly, modelLine, samples, translations, whatNext } from './report.ts';

/** How many held-out pairs are translated after each epoch, to show how training goes. */
const WATCHED = 40;

/** How many training pairs are translated to measure the accuracy there. */
const TRAINING_SAMPLE = 300;

/** A course whose held-out sentences are known one by one. */
export type ToyCourse = Course & { data: WordData };

/** The training of `npm start`. file: of the corpus. Throws Error of one line if a side has no pair. */
export function toyCourse(options: ToyOptions, pairs: SentencePair[], file: string, say: Say): ToyCourse {
  const data = inWords(pairs, options.direction);
  checkParts(data, file, say);
  const heldOut = [...data.recombined, ...data.unseen];
  const watched = heldOut.filter((_, i, all) => i % Math.ceil(all.length / WATCHED) === 0);
  return {
    data,
    fitting: fittingOf(data.training, options, options.epochs),
    capacity: capacityOf(data.training, options.batch),
    longest: lengthLimit(Math.max(...[...data.training, ...heldOut].map(({ source }) => source.length))) + 1,
    before: (P, numbers, _, whence) =>
      [
        ...rule(say('en', 'zh') as 'en' | 'zh'),
        '',
        countLine(data, say),
        modelLine(data, options.sizes, numbers, String, say),
        '',
        options.resume ? whence : untrainedReport(data, options, P, say),
      ].join('\n'),
    judged: (_, __, translate) => ({ heldOut: exactMatch(watched, translate) }),
    after: (model, { state }, translate) => {
      const star = starOf(data);
      const shown = [...evenly(data.recombined, 5), ...evenly(data.unseen, 5)];
      const known = [star, ...data.training].find((pair) => pair && !pair.source.includes(UNK));
      const parts = [
        lossCurve(state.losses, say),
        accuracyTable(data, translate, say),
        samples(translations(shown, model, translate)),
        ...(star ? [attentionMap(star.source, model, translate, say)] : []),
        whatNext(options, textFrom(known?.source ?? [], model, 'source'), say),
      ];
      return `\n${parts.join('\n\n')}`;
    },
  };
}

function checkParts({ training, unseen, recombined }: WordData, file: string, say: Say): void {
  const [n, held] = [training.length, unseen.length + recombined.length];
  if (n > 0 && held > 0) return;
  throw new Error(
    say(
      `${file}: the rule leaves ${n} pairs to train on and ${held} to test; give more pairs, different ones`,
      `${file}：按规则分出 ${n} 对训练、${held} 对测试；请提供更多不同的句对`,
    ),
  );
}

function countLine({ training, unseen, recombined }: WordData, say: Say): string {
  const all = training.length + unseen.length + recombined.length;
  return say(
    `${all} pairs: ${training.length} to train on, ${unseen.length} unseen sentences, ${recombined.length} recombinations.`,
    `共 ${all} 对句子：${training.length} 对用来训练，${unseen.length} 对是新句子，${recombined.length} 对是新搭配。`,
  );
}

/** What the random model says, and its loss beside ln V, that of somebody who finds every word equally likely. */
function untrainedReport(data: WordData, { smoothing }: Pick<Plan, 'smoothing'>, P: TransformerParams, say: Say) {
  const { source } = [...data.recombined, ...data.unseen, ...data.training][0];
  const { ids } = byChapters(P, greedy)(source, 6);
  let [loss, n] = [0, 0];
  for (const pair of data.training.slice(0, 50)) {
    const found = lossOf(pair, P, smoothing);
    [loss, n] = [loss + found.loss, n + found.n];
  }
  const V = data.target.tokens.length;
  const spoken = `${textFrom(source, data, 'source')} → ${textFrom(ids, data, 'target')} …`;
  return [
    say(`Untrained, it says: ${spoken}`, `训练之前它说：${spoken}`),
    say(
      `and its loss is ${decimal(loss / n, 2)} nats a token; knowing nothing at all costs ln ${V} = ${decimal(log(V), 2)}.`,
      `每个词元的损失是 ${decimal(loss / n, 2)} 奈特；一无所知的代价是 ln ${V} = ${decimal(log(V), 2)}。`,
    ),
  ].join('\n');
}

/** The loss of every step, as a curve. */
function lossCurve(losses: number[], say: Say): string {
  const title = say(
    'Loss by step, nats a token (smoothed labels: it cannot reach 0)',
    '每一步的损失，单位奈特/词元（用了标签平滑，到不了 0）',
  );
  const drawn = curve(losses, 64, 10);
  const left = drawn.indexOf('│') + 1;
  return `${title}\n${drawn}\n${' '.repeat(left)}1${`${losses.length}`.padStart(63)}`;
}

/** Exact match on the three sets, for the model and for two baselines. */
function accuracyTable({ training, unseen, recombined }: WordData, model: Translate, say: Say): string {
  const stride = Math.max(1, Math.floor(training.length / TRAINING_SAMPLE));
  const sample = training.filter((_, i) => i % stride === 0).slice(0, TRAINING_SAMPLE);
  const percent = (share: number) => (Number.isNaN(share) ? '-' : `${decimal(100 * share, 1)} %`);
  const line = (name: string, translate: Translate) => [
    name,
    ...[sample, unseen, recombined].map((pairs: Pair[]) => percent(exactMatch(pairs, translate))),
  ];
  return columns([
    [
      say('exact match', '完全匹配'),
      say(`training (${sample.length})`, `训练句 (${sample.length})`),
      say(`unseen (${unseen.length})`, `新句子 (${unseen.length})`),
      say(`recombined (${recombined.length})`, `新搭配 (${recombined.length})`),
    ],
    line(say('this model', '本模型'), model),
    line(say('most frequent sentence', '总说最常见的一句'), mostFrequent(training)),
    line(say('word by word', '逐词替换'), wordByWord(training)),
  ]);
}

/** The star of a direction, 我爱你 or Smart John is singing; a held-out pair if the corpus has no such sentence. */
function starOf({ direction, recombined, unseen, training }: WordData): Example | undefined {
  const wanted = direction === 'zh-en' ? '我爱你' : 'Smart John is singing';
  const all = [...recombined, ...unseen, ...training];
  return all.find(({ sentences: { chinese, english } }) => chinese === wanted || english === wanted) ?? all[0];
}
