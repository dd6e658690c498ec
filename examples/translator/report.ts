/** What the training program says before and after: every line of it, in both languages. */

import { SPECIAL, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { lossOf, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import { greedy } from '../../chapters/13-translator/decoding.ts';
import type { Say } from '../../lib/language.ts';
import { count } from '../../lib/params.ts';
import { curve, heatMap } from '../../lib/plot.ts';
import { alignLeft, columns, decimal, displayWidth } from '../../lib/print.ts';
import { matches, mostFrequent, wordByWord } from './baselines.ts';
import { exactMatch, type Data, type Translate } from './fit.ts';
import { sourceLanguage, targetLanguage, type Model } from './model.ts';
import { sentence, spelled } from '../corpus/normalise.ts';
import { rule, type Pair as Sentences } from '../corpus/split.ts';
import { crossAttention, saidTokens } from './translation.ts';

/** How many training pairs are translated to measure the accuracy there. */
const TRAINING_SAMPLE = 300;

/** The corpus, the rule that splits it, and the size of the model. */
export function beforeTraining(data: Data, plan: Plan, P: TransformerParams, say: Say): string {
  const { training, unseen, recombined, source, target } = data;
  const all = training.length + unseen.length + recombined.length;
  const { d_model, h, d_ff, N } = plan.sizes;
  const unit = { zh: say('characters', '个字'), en: say('words', '个词') };
  const [from, to] = [sourceLanguage(data.direction), targetLanguage(data.direction)];
  const [V_source, V_target] = [source, target].map(({ tokens }) => tokens.length - SPECIAL.length);
  return [
    ...rule(say('en', 'zh') as 'en' | 'zh'),
    '',
    say(
      `${all} pairs: ${training.length} to train on, ${unseen.length} unseen sentences, ${recombined.length} recombinations.`,
      `共 ${all} 对句子：${training.length} 对用来训练，${unseen.length} 对是新句子，${recombined.length} 对是新搭配。`,
    ),
    say(
      `Model: ${count(P)} numbers (d_model ${d_model}, heads ${h}, d_ff ${d_ff}, layers ${N} + ${N}; it reads ${V_source} ${unit[from]} and says ${V_target} ${unit[to]}).`,
      `模型：${count(P)} 个数（d_model ${d_model}，${h} 个头，d_ff ${d_ff}，${N} + ${N} 层；能读 ${V_source} ${unit[from]}，能说 ${V_target} ${unit[to]}）。`,
    ),
  ].join('\n');
}

/** What the random model says, and its loss beside ln V, that of somebody who finds every word equally likely. */
export function untrainedReport(data: Data, plan: Plan, P: TransformerParams, say: Say): string {
  const pairs = [...data.recombined, ...data.unseen, ...data.training].slice(0, 1);
  const sample = data.training.slice(0, 50);
  let [loss, n] = [0, 0];
  for (const pair of sample) {
    const found = lossOf(pair, P, plan.smoothing);
    [loss, n] = [loss + found.loss, n + found.n];
  }
  const V = data.target.tokens.length;
  const spoken = pairs.map(
    ({ source }) => `${written(source, data, 'source')} → ${written(greedy(source, P, 6).ids, data, 'target')} …`,
  );
  return [
    say(`Untrained, it says: ${spoken}`, `训练之前它说：${spoken}`),
    say(
      `and its loss is ${decimal(loss / n, 2)} nats a token; knowing nothing at all costs ln ${V} = ${decimal(Math.log(V), 2)}.`,
      `每个词元的损失是 ${decimal(loss / n, 2)} 奈特；一无所知的代价是 ln ${V} = ${decimal(Math.log(V), 2)}。`,
    ),
  ].join('\n');
}

/** The loss of every step, as a curve. */
export function lossCurve(losses: number[], say: Say): string {
  const title = say(
    'Loss by step, nats a token (smoothed labels: it cannot reach 0)',
    '每一步的损失，单位奈特/词元（用了标签平滑，到不了 0）',
  );
  const drawn = curve(losses, 64, 10);
  const left = drawn.indexOf('│') + 1;
  return `${title}\n${drawn}\n${' '.repeat(left)}1${`${losses.length}`.padStart(63)}`;
}

/** Exact match on the three sets, for the model and for two baselines. */
export function accuracyTable(data: Data, translate: Translate, say: Say): string {
  const { training, unseen, recombined } = data;
  const stride = Math.max(1, Math.floor(training.length / TRAINING_SAMPLE));
  const sample = training.filter((_, i) => i % stride === 0).slice(0, TRAINING_SAMPLE);
  const sets = [sample, unseen, recombined];
  const percent = (share: number) => (Number.isNaN(share) ? '-' : `${decimal(100 * share, 1)} %`);
  const [frequent, words] = [mostFrequent(training), wordByWord(training)];
  const line = (name: string, measure: (pairs: Pair[]) => number) => [
    name,
    ...sets.map((set) => percent(measure(set))),
  ];
  return columns([
    [
      say('exact match', '完全匹配'),
      say(`training (${sample.length})`, `训练句 (${sample.length})`),
      say(`unseen (${unseen.length})`, `新句子 (${unseen.length})`),
      say(`recombined (${recombined.length})`, `新搭配 (${recombined.length})`),
    ],
    line(say('this model', '本模型'), (pairs) => exactMatch(pairs, translate)),
    line(say('most frequent sentence', '总说最常见的一句'), (pairs) => matches(pairs, frequent)),
    line(say('word by word', '逐词替换'), (pairs) => matches(pairs, words)),
  ]);
}

/** Ten held-out sentences, translated: ✓, or ✗ and what was expected. */
export function samples(data: Data, translate: Translate): string {
  const { recombined, unseen } = data;
  const rows = [...spread(recombined, 5), ...spread(unseen, 5)].map((pair) => {
    const { ids, finished } = translate(pair.source);
    const right = finished && ids.join() === pair.target.join();
    const expected = right ? '' : `   (${written(pair.target, data, 'target')})`;
    return {
      mark: right ? '✓' : '✗',
      from: written(pair.source, data, 'source'),
      to: `${written(ids, data, 'target')}${expected}`,
    };
  });
  const width = Math.max(...rows.map(({ from }) => displayWidth(from)));
  return rows.map(({ mark, from, to }) => `${mark} ${alignLeft(from, width)}  ${to}`).join('\n');
}

/** Where the model looked while it said each word of one translation. */
export function attentionMap(source: number[], model: Model, say: Say): string {
  const { ids } = greedy(source, model.P);
  const title = say(
    'Cross-attention, mean of the heads: for each word said, where the model looked',
    '交叉注意力，各头平均：说每个词的时候，模型在看哪里',
  );
  const map = heatMap(
    crossAttention(source, ids, model),
    saidTokens(ids, model),
    tokensOf(source, model.source).map(spelled),
  );
  return `${title}\n${map}`;
}

/** The star of a direction, 我爱你 or Smart John is singing; a held-out pair if the corpus has no such sentence. */
export function starOf(data: Data, model: Model): Pair | undefined {
  const wanted = model.direction === 'zh-en' ? '我爱你' : 'Smart John is singing';
  const { recombined, unseen, training } = data.sentences;
  const all = [...recombined, ...unseen, ...training];
  const is = ({ chinese, english }: Sentences) => chinese === wanted || english === wanted;
  const at = Math.max(0, all.findIndex(is));
  return [...data.recombined, ...data.unseen, ...data.training][at];
}

function written(ids: number[], data: Data, side: 'source' | 'target'): string {
  const language = side === 'source' ? sourceLanguage(data.direction) : targetLanguage(data.direction);
  return sentence(tokensOf(ids, data[side]), language);
}

/** `count` items at even distances, the first among them. */
function spread<T>(items: T[], count: number): T[] {
  const wanted = Math.min(count, items.length);
  return Array.from({ length: wanted }, (_, k) => items[Math.floor((k * items.length) / wanted)]);
}
