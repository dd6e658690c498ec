/** A tiny translator of chapter 11's layers: one step of its training, and all of it. */

import { tokensOf, words } from '../../chapters/02-embedding/vocabulary.ts';
import { softmax } from '../../chapters/04-attention/softmax.ts';
import { crossEntropy } from '../../chapters/08-backprop/cross-entropy.ts';
import { transformer, transformerParams, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { adam, beginner } from '../../chapters/12-training/adam.ts';
import { epoch, lossOf, smoothed, teacherForced, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import { log } from '../../lib/elementary.ts';
import type { Say } from '../../lib/language.ts';
import { count, mapRows, rows } from '../../lib/params.ts';
import { curve } from '../../lib/plot.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { chinese, english, heldOut, learned, pairOf } from './sentences.ts';

const mean = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;

/** The translator before it has learned anything, and the randomness that goes on from there. */
function begin(seed: string, { sizes }: Plan) {
  const random = seeded(seed);
  const P = transformerParams(random, chinese.tokens.length, english.tokens.length, sizes);
  return { random, learner: beginner(P) };
}

/** P(right word) at each place, the words before it given. */
function sureness({ source, target }: Pair, P: TransformerParams): number[] {
  const { read, wanted } = teacherForced(target);
  const believed = softmax(transformer(source, read, P).S);
  return wanted.map((id, i) => believed[i][id]);
}

/** Part 5: one sentence, one step of Adam; and plain steps against the slope, as far as the slope promises. */
export function oneStep(seed: string, plan: Plan) {
  const { learner } = begin(seed, plan);
  const pair = pairOf(heldOut[0]);
  const { loss, dP } = lossOf(pair, learner.P, 0);
  let square = 0; // |g|², over all numbers of the model
  for (const row of rows(dP)) for (const g of row) square += g * g;
  return {
    ...teacherForced(pair.target),
    before: sureness(pair, learner.P),
    after: sureness(pair, adam(learner, dP, 0.01).P),
    promises: [0.0001, 0.001, 0.01, 0.1].map((eta) => {
      const P = mapRows((row, g) => row.map((x, c) => x - eta * g[c]), learner.P, dP);
      return { eta, promised: eta * square, fallen: loss - lossOf(pair, P, 0).loss };
    }),
  };
}

export function printedOneStep(
  { read, wanted, before, after, promises }: ReturnType<typeof oneStep>,
  say: Say,
): string {
  const head = [
    say('η, of p − η g', 'p − η g 中的 η'),
    say('loss should fall by η|g|²', '损失应下降 η|g|²'),
    say('falls by', '实际下降'),
  ];
  return [
    columns([
      [say('reads', '读到'), ...tokensOf(read, english)],
      [say('should say', '该说'), ...tokensOf(wanted, english)],
      [say('P before', '之前 P'), ...before.map((p) => decimal(p))],
      [say('P after one step', '走一步后 P'), ...after.map((p) => decimal(p))],
    ]),
    columns([
      head,
      ...promises.map(({ eta, promised, fallen }) => [String(eta), decimal(promised, 4), decimal(fallen, 4)]),
    ]),
  ].join('\n');
}

/** The losses of some epochs from that seed, one a step, and the learner at the end. */
function train(seed: string, epochs: number, plan: Plan) {
  let { random, learner } = begin(seed, plan);
  const losses: number[] = [];
  for (let k = 0; k < epochs; k++) {
    for (const stepped of epoch(learner, learned.map(pairOf), plan, random)) {
      learner = stepped.learner;
      losses.push(stepped.loss);
    }
  }
  return { learner, losses };
}

/** Part 6: 33 pairs learned, and three asked for that were not among them. */
export function translator(seed: string, epochs: number, plan: Plan) {
  const untrained = begin(seed, plan).learner.P;
  const { learner, losses } = train(seed, epochs, plan);
  const V = english.tokens.length;
  const [target] = smoothed([0], V, plan.smoothing);
  const [again, other] = [seed, `${seed}!`].map((begun) => train(begun, 1, plan).losses);
  const same = (theirs: number[]) => theirs.filter((x, s) => x === losses[s]).length;
  return {
    V,
    plan,
    epochs,
    seed,
    numbers: count(untrained),
    losses,
    lastEpoch: mean(losses.slice(-losses.length / epochs)),
    lowest: crossEntropy([target.map((x) => log(x))], [target]).loss,
    sentences: heldOut.map(({ source, target }) => {
      const pair = pairOf({ source, target });
      return { source, target, before: sureness(pair, untrained), after: sureness(pair, learner.P) };
    }),
    again: { steps: again.length, same: same(again), sameOfAnother: same(other) },
  };
}

export function printedTranslator(found: ReturnType<typeof translator>, say: Say): string {
  const { V, plan, epochs, seed, numbers, losses, lastEpoch, lowest, sentences, again } = found;
  const { batch, warmup, rate, smoothing, drop } = plan;
  const { d_model, h, d_ff, N } = plan.sizes;
  const [pairs, steps] = [learned.length, losses.length];
  return [
    say(
      `d_model ${d_model}, heads ${h}, d_ff ${d_ff}, layers ${N} + ${N}, dropout ${drop}, smoothing ${smoothing}`,
      `d_model ${d_model}，${h} 个头，d_ff ${d_ff}，${N} + ${N} 层，随机失活 ${drop}，平滑 ${smoothing}`,
    ),
    say(
      `${epochs} epochs, batches of ${batch}, warm-up ${warmup} steps, rate ${rate} times the paper's, seed ${seed}`,
      `${epochs} 轮，每批 ${batch} 对，预热 ${warmup} 步，学习率是论文的 ${rate} 倍，种子 ${seed}`,
    ),
    say(
      `${pairs} pairs, ${V} English tokens, ${numbers} numbers to learn, ${steps} steps`,
      `${pairs} 对句子，英语 ${V} 个词元，要学 ${numbers} 个数，走了 ${steps} 步`,
    ),
    curve(losses, 60, 8),
    columns([
      [say('nats a token', '每个词元的损失（奈特）'), ''],
      [say(`knowing nothing: ln ${V}`, `什么都不知道：ln ${V}`), decimal(log(V))],
      [say('first step', '第一步'), decimal(losses[0])],
      [say('mean of the last epoch', '最后一轮的平均'), decimal(lastEpoch)],
      [say('lowest possible', '可能的最低值'), decimal(lowest)],
    ]),
    say('P of each right word in sentences never trained on:', '没有训练过的句子，每个正确的词的 P：'),
    ...sentences.map(({ source, target, before, after }) =>
      columns([
        [source, ...words(target), '<eos>'],
        [say('before', '之前'), ...before.map((p) => decimal(p))],
        [say('after', '之后'), ...after.map((p) => decimal(p))],
      ]),
    ),
    say(
      `The first ${again.steps} steps again, losses equal to the last bit: ` +
        `${again.same} with the same seed, ${again.sameOfAnother} with another.`,
      `头 ${again.steps} 步重来一遍，损失连最后一位都相同的：` +
        `同一个种子 ${again.same} 步，换一个种子 ${again.sameOfAnother} 步。`,
    ),
  ].join('\n');
}
