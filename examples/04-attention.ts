/** Chapter 4: a lookup table made soft, 我 爱 你 by hand, one word after each step, and why √d_k. */

import { W_K, W_Q, W_V, X, tokens } from '../chapters/04-attention/by-hand.ts';
import { attention } from '../chapters/04-attention/attention.ts';
import { softmax, softmaxBackward } from '../chapters/04-attention/softmax.ts';
import { add, multiply } from '../chapters/01-vectors/matrices.ts';
import { minus, norm } from '../chapters/01-vectors/vectors.ts';
import { embed } from '../chapters/02-embedding/embedding.ts';
import { idsOf, vocabularyOf, words } from '../chapters/02-embedding/vocabulary.ts';
import { positionalEncoding } from '../chapters/03-positions/positions.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { columns, decimal, labelled, part } from '../lib/print.ts';
import { normalMatrix, seeded } from '../lib/random.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';

// Change these and run again.
const sharpness = [0, 1, 2, 4, 8]; // how strongly the question of part 1 is put
const widths = [4, 64, 512]; //        d_k in part 5
const keys = 8; //                     keys to choose from in part 5
const seed = '我爱你';

const say = speaker(languageOf(process.argv.slice(2)));

console.log(part(1, say('A lookup table made soft', '把查表变软')));
const fruit = [say('apple', '苹果'), say('banana', '香蕉'), say('lemon', '柠檬')];
const price = [[3], [2], [6]];
const exactly = [[0, 0, 1]]; // one-hot: the key of the lemon
// prettier-ignore
const table = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
const asked = sharpness.map((beta) => attention([exactly[0].map((x) => beta * x)], table, price));
console.log(
  columns([
    [say('sharpness', '提问力度'), ...fruit, say('answer', '答案')],
    ...asked.map(({ A, Y }, i) => [String(sharpness[i]), ...A[0].map((share) => decimal(share)), decimal(Y[0][0])]),
  ]),
);

console.log(part(2, say('Three products of one sentence', '一句话，乘三次')));
const [Q, K, V] = [multiply(X, W_Q), multiply(X, W_K), multiply(X, W_V)];
console.log(
  labelled(
    X,
    tokens.map((word) => `X ${word}`),
    ['我', '爱', '你', say('pronoun', '代词')],
    0,
  ),
);
console.log(
  labelled(
    Q,
    tokens.map((word) => `Q ${word}`),
    ['1', '2', '3', '4'],
  ),
);
console.log(
  labelled(
    K,
    tokens.map((word) => `K ${word}`),
    ['1', '2', '3', '4'],
    0,
  ),
);
console.log(
  labelled(
    V,
    tokens.map((word) => `V ${word}`),
    [say('person', '人'), say('action', '动作')],
    0,
  ),
);

console.log(part(3, say('Scores, shares, mixture', '分数、权重、混合')));
const { S, A, Y } = attention(Q, K, V);
for (const [i, word] of tokens.entries()) {
  for (const [j, other] of tokens.entries()) {
    const dot = Q[i].map((q, c) => `${decimal(q, 2)}·${K[j][c]}`).join(' + ');
    console.log(`${word}→${other}  (${dot}) / 2 = ${decimal(S[i][j])}`);
  }
  const mix = tokens.map((other, j) => `${decimal(A[i][j], 2)} ${other}`).join(' + ');
  console.log(`${word} = ${mix} = [${Y[i].map((y) => decimal(y, 0)).join(', ')}]`);
}

console.log(part(4, say('John after each step', '每走一步，John 变成什么')));
// The same word in three sentences: as it is; with another neighbour; in another place.
const sentences = ['Smart John is singing', 'Young John is singing', 'John Smart is singing'].map(words);
const vocabulary = vocabularyOf(sentences);
const random = seeded(seed);
const d_model = 16;
const E = normalMatrix(random, vocabulary.tokens.length, d_model, 1 / Math.sqrt(d_model));
const [w_q, w_k, w_v] = [1, 2, 3].map(() => normalMatrix(random, d_model, d_model, 1 / Math.sqrt(d_model)));
const steps = (sentence: string[]): Vector[] => {
  const john = sentence.indexOf('John');
  const meaning = embed(idsOf(sentence, vocabulary), E).Y;
  const placed = add(meaning, positionalEncoding(sentence.length, d_model));
  const related = attention(multiply(placed, w_q), multiply(placed, w_k), multiply(placed, w_v)).Y;
  return [meaning[john], placed[john], related[john]];
};
const [before, neighbour, place] = sentences.map(steps);
const names = [say('1 embedding', '1 编码'), say('2 position', '2 定位'), say('3 self-attention', '3 自注意力')];
console.log(
  columns([
    [
      say('how far John moves', 'John 移动了多远'),
      say('Smart → Young', 'Smart 换成 Young'),
      say('John moves to the front', 'John 移到句首'),
    ],
    ...names.map((name, s) => [
      name,
      decimal(norm(minus(neighbour[s], before[s]))),
      decimal(norm(minus(place[s], before[s]))),
    ]),
  ]),
);

console.log(part(5, say('Why √d_k', '为什么要除以 √d_k')));
const entropy = (A: Matrix) => {
  let sum = 0;
  for (const share of A.flat()) sum -= share > 0 ? share * Math.log(share) : 0;
  return sum / A.length;
};
// How much of a nudge at one share comes back to its score: mean of A_ij (1 − A_ij).
const slope = (A: Matrix) => {
  let sum = 0;
  for (let i = 0; i < A.length; i++) {
    for (let j = 0; j < keys; j++) {
      const nudge = [A[i].map((_, l) => (l === j ? 1 : 0))];
      sum += softmaxBackward(nudge, [A[i]])[0][j];
    }
  }
  return sum / (A.length * keys);
};
const measured = widths.map((d_k) => {
  const [q, k] = [normalMatrix(random, 400, d_k), normalMatrix(random, keys, d_k)];
  const scaled = attention(q, k, k);
  const dots = scaled.S.map((row) => row.map((s) => s * Math.sqrt(d_k)));
  const variance = dots.flat().reduce((sum, x) => sum + x * x, 0) / (400 * keys);
  const raw = softmax(dots);
  return [
    String(d_k),
    decimal(variance, 1),
    decimal(entropy(raw)),
    decimal(entropy(scaled.A)),
    decimal(slope(raw)),
    decimal(slope(scaled.A)),
  ];
});
const [without, with_] = [say('without', '不除'), say('with', '除以 √d_k')];
console.log(
  columns([
    [
      'd_k',
      say('variance of q·k', 'q·k 的方差'),
      say(`entropy ${without}`, `熵，${without}`),
      say(`entropy ${with_}`, `熵，${with_}`),
      say(`slope ${without}`, `斜率，${without}`),
      say(`slope ${with_}`, `斜率，${with_}`),
    ],
    ...measured,
  ]),
);
const evenly = decimal(Math.log(keys));
console.log(
  say(
    `Even shares of ${keys} keys would have entropy ln ${keys} = ${evenly} nats.`,
    `${keys} 个词平分时，熵是 ln ${keys} = ${evenly} 奈特。`,
  ),
);
