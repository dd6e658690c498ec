/** Chapter 12: label smoothing, Adam by hand, the rate's warm-up, dropout, one step, and a tiny translator trained. */

import * as hand from '../chapters/12-training/by-hand.ts';
import { adam, beginner, warmupRate } from '../chapters/12-training/adam.ts';
import { dropout } from '../chapters/12-training/dropout.ts';
import { epoch, lossOf, smoothed, teacherForced, type Plan } from '../chapters/12-training/training.ts';
import { hadamard } from '../chapters/01-vectors/matrices.ts';
import { characters, idsOf, tokensOf, vocabularyOf, words } from '../chapters/02-embedding/vocabulary.ts';
import { softmax } from '../chapters/04-attention/softmax.ts';
import { crossEntropy, crossEntropyBackward } from '../chapters/08-backprop/cross-entropy.ts';
import { transformer, transformerParams, type TransformerParams } from '../chapters/11-decoder/transformer.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { count, mapRows, rows } from '../lib/params.ts';
import { curve } from '../lib/plot.ts';
import { columns, decimal, labelled, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';

// Change these and run again.
const seed = '我爱你';
const warmup = 4000; //  steps, of the curve in part 3
const epochs = 24; //    in part 6, each one sees every pair once
const plan: Plan = {
  sizes: { d_model: 16, h: 2, d_ff: 32, N: 1 },
  batch: 4,
  warmup: 60,
  rate: 0.4,
  smoothing: 0.1,
  drop: 0,
};

const say = speaker(languageOf(process.argv.slice(2)));
const mean = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;

console.log(part(1, say('A target made soft', '把目标变软')));
const four = [say('wrong', '错'), say('right', '对'), say('wrong', '错'), say('wrong', '错')];
const exact = smoothed([1], 4, 0);
const soft = smoothed([1], 4, hand.epsilon);
console.log(labelled([exact[0], soft[0]], [say('exact', '原样'), say('smoothed', '平滑')], four));
const surer = [0, 1, 2, Math.log(37), 6, 10].map((s) => {
  const scores = [[0, s, 0, 0]];
  const scored = crossEntropy(scores, soft);
  const slope = crossEntropyBackward(scored)[0][1];
  return [s, softmax(scores)[0][1], crossEntropy(scores, exact).loss, scored.loss, slope];
});
const lead = [
  say('lead', '领先'),
  'P',
  say('exact loss', '原样的损失'),
  say('smoothed loss', '平滑的损失'),
  say('its slope', '它的斜率'),
];
console.log(columns([lead, ...surer.map((row) => row.map((x) => decimal(x)))]));
console.log(
  say('ln 37 = 3.611 is the best lead: ', '领先 ln 37 = 3.611 最好：') +
    `ln 40 − 37/40 · ln 37 = ${decimal(hand.lowestLoss)}`,
);

console.log(part(2, say('Two steps of Adam', 'Adam 走两步')));
const first = adam(beginner(hand.P_0), hand.dP_1, hand.rate);
const second = adam(first, hand.dP_2, hand.rate);
const flat = (tree: object) => [...rows(tree)].flat();
const [p_0, p_1, p_2] = [hand.P_0, first.P, second.P].map(flat);
const [g_1, g_2] = [hand.dP_1, hand.dP_2].map(flat);
const numbersLearned = ['w_1', 'w_2', 'b_1'].map((name, c) => [
  name,
  decimal(p_0[c], 2),
  String(g_1[c]),
  decimal(p_1[c] - p_0[c], 4),
  String(g_2[c]),
  decimal(p_2[c] - p_1[c], 4),
  decimal(p_2[c], 4),
]);
const [gradient, moves] = [say('gradient', '梯度'), say('moves', '移动')];
console.log(
  columns([
    ['', say('start', '起点'), `${gradient} 1`, `${moves} 1`, `${gradient} 2`, `${moves} 2`, say('end', '终点')],
    ...numbersLearned,
  ]),
);

console.log(part(3, say('The rate of each step', '每一步的学习率')));
const schedule = Array.from({ length: 20_000 }, (_, t) => warmupRate(t + 1, 512, warmup));
console.log(
  curve(
    schedule.map((rate) => rate * 1e4),
    60,
    8,
  ),
);
console.log(say('rate × 10⁴ over steps 1 … 20000, d_model = 512', '学习率 × 10⁴，第 1 步到第 20000 步，d_model = 512'));
const at = [1, warmup / 4, warmup, warmup * 4];
console.log(
  columns([
    [say('step', '步'), ...at.map(String)],
    [say('rate × 10⁴', '学习率 × 10⁴'), ...at.map((t) => decimal(warmupRate(t, 512, warmup) * 1e4))],
  ]),
);

console.log(part(4, say('Numbers dropped', '随机丢掉一些数')));
const random = seeded(seed);
const queue = [...hand.draws];
const D = dropout(() => queue.shift()!, 1, 4, hand.p);
console.log(
  labelled(
    [hand.draws, D[0], hand.X[0], hadamard(D, hand.X)[0]],
    [say('draw', '抽到的数'), say('factor D', '因子 D'), say('X before', '之前 X'), say('D ∘ X after', '之后 D ∘ X')],
    ['1', '2', '3', '4'],
  ),
);
const many = dropout(random, 200, 500, 0.1).flat();
const zeroed = many.filter((factor) => factor === 0).length / many.length;
console.log(
  say(
    `of 100000 factors with p = 0.1: ${decimal(zeroed)} are 0, the mean is ${decimal(mean(many))}`,
    `p = 0.1 时的 100000 个因子：${decimal(zeroed)} 是 0，平均值是 ${decimal(mean(many))}`,
  ),
);

// Everybody loves, helps and trusts everybody else: 36 sentences, of which three are kept out of training.
const people = [
  ['我', 'I', 'me'],
  ['你', 'you', 'you'],
  ['他', 'he', 'him'],
  ['她', 'she', 'her'],
];
const verbs = [
  ['爱', 'love'],
  ['帮', 'help'],
  ['信', 'trust'],
];
const sentences = people.flatMap(([zh, who]) =>
  people
    .filter(([other]) => other !== zh)
    .flatMap(([other, , whom]) =>
      verbs.map(([verb, does]) => ({
        source: zh + verb + other,
        target: `${who} ${does}${who === 'he' || who === 'she' ? 's' : ''} ${whom}`,
      })),
    ),
);
const unseen = ['我爱你', '他信我', '她帮他'];
const chinese = vocabularyOf(sentences.map(({ source }) => characters(source)));
const english = vocabularyOf(sentences.map(({ target }) => words(target)));
const pairOf = ({ source, target }: { source: string; target: string }) => ({
  source: idsOf(characters(source), chinese),
  target: idsOf(words(target), english),
});
const heldOut = unseen.map((source) => sentences.find((sentence) => sentence.source === source)!);
const training = sentences.filter(({ source }) => !unseen.includes(source)).map(pairOf);
const V = english.tokens.length;
const begin = (seed: string) => {
  const random = seeded(seed);
  return { random, learner: beginner(transformerParams(random, chinese.tokens.length, V, plan.sizes)) };
};
/** P(right word) at each place, the words before it given. */
const sureness = (pair: { source: number[]; target: number[] }, P: TransformerParams) => {
  const { read, wanted } = teacherForced(pair.target);
  const believed = softmax(transformer(pair.source, read, P).S);
  return wanted.map((id, i) => decimal(believed[i][id]));
};

console.log(part(5, say('我爱你: one step', '我爱你：走一步')));
const fresh = begin(seed).learner;
const pair = pairOf(heldOut[0]);
const { read, wanted } = teacherForced(pair.target);
const { loss, dP } = lossOf(pair, fresh.P, 0);
console.log(
  columns([
    [say('reads', '读到'), ...tokensOf(read, english)],
    [say('should say', '该说'), ...tokensOf(wanted, english)],
    [say('P before', '之前 P'), ...sureness(pair, fresh.P)],
    [say('P after one step', '走一步后 P'), ...sureness(pair, adam(fresh, dP, 0.01).P)],
  ]),
);
let square = 0; // |g|², over all numbers of the model
for (const g of flat(dP)) square += g * g;
const promises = [0.0001, 0.001, 0.01, 0.1].map((eta) => {
  const P = mapRows((row, g) => row.map((x, c) => x - eta * g[c]), fresh.P, dP);
  return [String(eta), decimal(eta * square, 4), decimal(loss - lossOf(pair, P, 0).loss, 4)];
});
console.log(
  columns([
    [
      say('η, of p − η g', 'p − η g 中的 η'),
      say('loss should fall by η|g|²', '损失应下降 η|g|²'),
      say('falls by', '实际下降'),
    ],
    ...promises,
  ]),
);

console.log(part(6, say('A tiny translator', '一个小小的翻译器')));
/** The losses of some epochs from that seed, one a step, and the learner at the end. */
const train = (seed: string, epochs: number) => {
  let { random, learner } = begin(seed);
  const losses: number[] = [];
  for (let k = 0; k < epochs; k++) {
    for (const stepped of epoch(learner, training, plan, random)) {
      learner = stepped.learner;
      losses.push(stepped.loss);
    }
  }
  return { learner, losses };
};
const { learner, losses } = train(seed, epochs);
const lowest = smoothed([0], V, plan.smoothing).map((T) => crossEntropy([T.map((x) => Math.log(x))], [T]).loss)[0];
console.log(
  say(
    `${training.length} pairs, ${V} English tokens, ${count(fresh.P)} numbers to learn, ${learner.t} steps`,
    `${training.length} 对句子，英语 ${V} 个词元，要学 ${count(fresh.P)} 个数，走了 ${learner.t} 步`,
  ),
);
console.log(curve(losses, 60, 8));
console.log(
  columns([
    [say('nats a token', '每个词元的损失（奈特）'), ''],
    [say(`knowing nothing: ln ${V}`, `什么都不知道：ln ${V}`), decimal(Math.log(V))],
    [say('first step', '第一步'), decimal(losses[0])],
    [say('mean of the last epoch', '最后一轮的平均'), decimal(mean(losses.slice(-losses.length / epochs)))],
    [say('lowest possible', '可能的最低值'), decimal(lowest)],
  ]),
);
console.log(say('P of each right word in sentences never trained on:', '没有训练过的句子，每个正确的词的 P：'));
for (const sentence of heldOut) {
  const [before, after] = [fresh, learner].map(({ P }) => sureness(pairOf(sentence), P));
  const spoken = [...words(sentence.target), '<eos>'];
  console.log(
    columns([
      [sentence.source, ...spoken],
      [say('before', '之前'), ...before],
      [say('after', '之后'), ...after],
    ]),
  );
}
const once = train(seed, 1).losses;
const same = (other: number[]) => other.filter((x, s) => x === losses[s]).length;
console.log(
  say(
    `The first ${once.length} steps again, losses equal to the last bit: ${same(once)} with the same seed, ${same(train(`${seed}!`, 1).losses)} with another.`,
    `头 ${once.length} 步重来一遍，损失连最后一位都相同的：同一个种子 ${same(once)} 步，换一个种子 ${same(train(`${seed}!`, 1).losses)} 步。`,
  ),
);
