/**
 * Chapter 21: RMS norm, a gated unit, rotary positions and grouped queries by hand; what is kept; Llama 3.2 1B counted;
 * microgpt's shape trained.
 */

import * as hand from '../chapters/21-since-2017/by-hand.ts';
import { gated, gatedBackward } from '../chapters/21-since-2017/gated.ts';
import { groupedQuery } from '../chapters/21-since-2017/grouped.ts';
import { decoderOnlyParams, MICROGPT, MICROGPT_SIZES } from '../chapters/21-since-2017/parts.ts';
import { rmsNorm, rmsNormBackward } from '../chapters/21-since-2017/rms-norm.ts';
import { rotary } from '../chapters/21-since-2017/rotary.ts';
import {
  keptAWord,
  LLAMA_3_2_1B,
  LLAMA_CONTEXT,
  numbersIn,
  numbersOf,
  productsAt,
} from '../chapters/21-since-2017/sizes.ts';
import { multiply, transpose } from '../chapters/01-vectors/matrices.ts';
import { causalMask } from '../chapters/06-masking/masking.ts';
import { layerNorm, layerNormParams } from '../chapters/07-layer-norm/layer-norm.ts';
import { log } from '../lib/elementary.ts';
import { count } from '../lib/params.ts';
import { columns, decimal, grouped as inThousands, labelled, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import type { Vector } from '../lib/matrix.ts';
import { madeUp, meanLoss, trained } from './21-since-2017/training.ts';
import { wordsOfCorpus } from './21-since-2017/words.ts';
import { unwatched, type Watch } from './training/watched.ts';

/** Change these and run again. */
export const constants = {
  upstream: [1, 0, 0, 0], //  the gradient that comes back in part 1
  query: [2, 1], //           of part 3, the same in four places
  key: [3, 1], //             and its key
  lengths: [1, 8192, LLAMA_CONTEXT], // words read so far, in part 5
  microgpt: { steps: 1000, batch: 1, rate: 0.01, warmup: 0 },
  temperature: 0.5,
  made: 12, //                words that microgpt makes up
  seed: '1',
};

/** The named quantities of each part. */
export function computed(these: typeof constants, watch: Watch = unwatched) {
  const { upstream, query, key, lengths } = these;
  return {
    norms: norms(upstream),
    gate: { ...gated(hand.x, hand.gate), back: gatedBackward([[1, 0]], gated(hand.x, hand.gate)).dX },
    turned: turned(query, key),
    groups: groupedQuery(hand.words, hand.groups, causalMask(2)),
    llama: llama(lengths),
    microgpt: microgpt(these, watch),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('RMS norm by hand', '手算 RMS 归一化')),
    printedNorms(found.norms, say),
    part(2, say('A gated unit by hand', '手算门控单元')),
    printedGate(found.gate, say),
    part(3, say('Quarter turns', '每走一步，转四分之一圈')),
    printedTurned(found.turned, say),
    part(4, say('Two queries share a key', '两个查询共用一个键')),
    printedGroups(found.groups),
    part(5, say('Llama 3.2 1B, counted', 'Llama 3.2 1B，数一数')),
    printedLlama(found.llama, say),
    part(6, say('The shape of microgpt, trained', 'microgpt 的形状，训练一遍')),
    printedMicrogpt(found.microgpt, say),
  ].join('\n');
}

/** Part 1: two words, brought to size 1 and by chapter 7's norm, and a gradient that comes back. */
function norms(upstream: Vector) {
  const ones = hand.gain.map(() => 1);
  const working = rmsNorm(hand.X, ones);
  const dY = [upstream, upstream.map(() => 0)];
  return {
    rows: hand.X.map((x, i) => ({
      x,
      squares: x.reduce((sum, x_c) => sum + x_c ** 2, 0) / x.length,
      size: working.size[i],
      rms: working.Y[i],
      layer: layerNorm([x], layerNormParams(x.length)).Y[0],
    })),
    upstream,
    dX: rmsNormBackward(dY, working).dX[0],
  };
}

function printedNorms({ rows, upstream, dX }: Found['norms'], say: Say): string {
  return columns([
    ...rows.flatMap(({ x, squares, size, rms, layer }) => [
      ['x', ...decimals(x), say(`mean square ${decimal(squares)}`, `均方 ${decimal(squares)}`)],
      [say('RMS norm', 'RMS 归一化'), ...decimals(rms), say(`size ${decimal(size)}`, `大小 ${decimal(size)}`)],
      [say('layer norm', '层归一化'), ...decimals(layer)],
    ]),
    ['dY', ...decimals(upstream)],
    [say('dX of the first', '第一个词的 dX'), ...decimals(dX)],
  ]);
}

function printedGate({ G, U, H, Y, back }: Found['gate'], say: Say): string {
  return columns([
    ['x W_gate', ...decimals(G[0])],
    [say('open by', '开了多少'), ...decimals(G[0].map((z, c) => H[0][c] / (z * U[0][c])))],
    ['x W_up', ...decimals(U[0])],
    ['silu(x W_gate) ∘ x W_up', ...decimals(H[0])],
    ['Y', ...decimals(Y[0])],
    ['dX', ...decimals(back[0])],
  ]);
}

/** Part 3: one query and one key in four places, turned by a quarter a place, and their dot products. */
function turned(query: Vector, key: Vector) {
  const [Q, K] = [query, key].map((x) => rotary([x, x, x, x], hand.quarter).Y);
  return { Q, K, S: multiply(Q, transpose(K)) };
}

function printedTurned({ Q, K, S }: Found['turned'], say: Say): string {
  const places = Q.map((_, p) => say(`place ${p}`, `位置 ${p}`));
  const pairs = ['Q', '', 'K', ''];
  const both = Q.map((q, p) => [...q, ...K[p]]);
  return [
    labelled(both, places, pairs, 0),
    labelled(
      S,
      places.map((name) => `Q ${name}`),
      places,
      0,
    ),
  ].join('\n');
}

function printedGroups({ K, V, heads, Y }: Found['groups']): string {
  const [me, love] = hand.tokens;
  return columns([
    ['', me, love],
    ['K', ...decimals(K[0].flat())],
    ['V', ...decimals(V[0].flat())],
    ...heads.flatMap(({ Q, A }, i) => [
      [`Q_${i + 1}`, ...decimals(Q.flat())],
      [`A_${i + 1} ${love}`, ...decimals(A[1])],
    ]),
    [`Y ${love}`, ...decimals(Y[1])],
  ]);
}

/** Part 5: the numbers of each part, and what the t-th word costs. */
function llama(lengths: number[]) {
  const whole = { ...LLAMA_3_2_1B, g: LLAMA_3_2_1B.h };
  return {
    parts: numbersOf(LLAMA_3_2_1B),
    all: numbersIn(LLAMA_3_2_1B),
    kept: { grouped: keptAWord(LLAMA_3_2_1B), whole: keptAWord(whole) },
    costs: lengths.map((t) => ({ t, ...productsAt(t, LLAMA_3_2_1B) })),
  };
}

function printedLlama({ parts, all, kept, costs }: Found['llama'], say: Say): string {
  const { N } = LLAMA_3_2_1B;
  const layer = (name: string, n: number) => [name, inThousands(n), inThousands(N * n)];
  const once = (name: string, n: number) => [name, '', inThousands(n)];
  const numbers = columns([
    ['Llama 3.2 1B', say('a layer', '一层'), say(`${N} layers`, `${N} 层`)],
    layer('W_Q', parts.queries),
    layer(say('W_K and W_V', 'W_K 和 W_V'), parts.keysAndValues),
    layer('W_O', parts.output),
    layer('W_gate, W_up, W_down', parts.gated),
    layer(say('two gains', '两个增益'), parts.norms),
    once('E', parts.E),
    once(say('the last gain', '最后的增益'), parts.last),
    once(say('together', '合计'), all),
  ]);
  const gigabytes = (numbers: number, t: number) => decimal((2 * numbers * t) / 1e9, 2);
  const products = columns([
    [
      say('words read', '已读的词'),
      say('products with weights', '与参数的乘法'),
      say('in attention', '注意力里的'),
      say('kept, GB', '留下的，GB'),
      say('without groups', '不分组'),
    ],
    ...costs.map(({ t, withWeights, inAttention }) => [
      inThousands(t),
      inThousands(withWeights),
      inThousands(inAttention),
      gigabytes(kept.grouped, t),
      gigabytes(kept.whole, t),
    ]),
  ]);
  const each = say(
    `kept for each word: ${inThousands(kept.grouped)} numbers of two bytes, without groups ${inThousands(kept.whole)}`,
    `每个词留下：${inThousands(kept.grouped)} 个数，每个两字节；不分组则是 ${inThousands(kept.whole)} 个`,
  );
  return [numbers, products, each].join('\n');
}

/** Part 6: 4,192 numbers learn to spell, a word a step. */
function microgpt({ microgpt: course, temperature, made, seed }: typeof constants, watch: Watch) {
  const { training, heldOut } = wordsOfCorpus();
  const fresh = decoderOnlyParams(seeded(`weights ${seed}`), MICROGPT_SIZES, MICROGPT);
  const name = ['microgpt', 'microgpt'] as const;
  const { P } = trained(fresh, training, MICROGPT, course, seed, (step) => watch(name, step, course.steps));
  const random = seeded(`made ${seed}`);
  return {
    words: { training: training.length, heldOut: heldOut.length },
    numbers: count(P),
    steps: course.steps,
    losses: [fresh, P].map((P) => meanLoss(heldOut, P, MICROGPT)),
    made: Array.from({ length: made }, () => madeUp(P, MICROGPT, temperature, MICROGPT_SIZES.n - 1, random)),
  };
}

function printedMicrogpt({ words, numbers, steps, losses, made }: Found['microgpt'], say: Say): string {
  const [before, after] = losses.map((loss) => decimal(loss));
  return [
    say(
      `${inThousands(numbers)} numbers, ${inThousands(words.training)} words to learn from, ${words.heldOut} held out`,
      `${inThousands(numbers)} 个数，学 ${inThousands(words.training)} 个词，留出 ${words.heldOut} 个`,
    ),
    columns([
      [say('held-out loss, nats a letter', '留出词的损失，每个字母的奈特'), ''],
      [say('before', '之前'), before],
      [say(`after ${inThousands(steps)} steps`, `${inThousands(steps)} 步之后`), after],
      [say('all 27 equally likely', '27 个都一样可能'), decimal(log(MICROGPT_SIZES.V))],
    ]),
    made.join(' '),
  ].join('\n');
}

function decimals(x: Vector, digits = 3): string[] {
  return x.map((x_c) => decimal(x_c, digits));
}
