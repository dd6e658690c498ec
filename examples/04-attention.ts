/** Chapter 4: a lookup table made soft, 我 爱 你 by hand, one word after each step, why √d_k, and why three matrices. */

import * as hand from '../chapters/04-attention/by-hand.ts';
import { attention } from '../chapters/04-attention/attention.ts';
import { softmax } from '../chapters/04-attention/softmax.ts';
import { add, multiply } from '../chapters/01-vectors/matrices.ts';
import { minus, norm } from '../chapters/01-vectors/vectors.ts';
import { embed } from '../chapters/02-embedding/embedding.ts';
import { idsOf, vocabularyOf, words } from '../chapters/02-embedding/vocabulary.ts';
import { positionalEncoding } from '../chapters/03-positions/positions.ts';
import { exp, log, pow } from '../lib/elementary.ts';
import { bracketed, columns, decimal, labelled, part } from '../lib/print.ts';
import { normalMatrix, seeded, type Random } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';

/** Change these and run again. */
export const constants = {
  sharpness: [0, 1, 2, 4, 8], // how strongly the question of part 1 is put
  widths: [4, 64, 512], //       d_k in part 5
  keys: 8, //                    keys to choose from in part 5
  seed: '我爱你',
};

/** The named quantities of each part. */
export function computed({ sharpness, widths, keys, seed }: typeof constants) {
  const random = seeded(seed); // parts 4 and 5 draw from it, one after the other
  const { X, W_Q, W_K, W_V } = hand;
  const { Q, K, V } = products(X, hand);
  return {
    lookup: lookup(sharpness),
    products: { X, W_Q, W_K, W_V, Q, K, V },
    attended: attention(Q, K, V),
    john: john(random),
    scaling: scaling(widths, keys, random),
    alike: attention(K, K, V),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('A lookup table made soft', '把查表变软')),
    printedLookup(found.lookup, say),
    part(2, say('Three products of one sentence', '一句话，乘三次')),
    printedProducts(found.products, say),
    part(3, say('Scores, softmax, mixture', '分数、softmax、混合')),
    printedAttended(found.attended, say),
    part(4, say('John after each step', '每走一步，John 变成什么')),
    printedJohn(found.john, say),
    part(5, say('Why √d_k', '为什么要除以 √d_k')),
    printedScaling(found.scaling, say),
    part(6, say('If Q were K', '假如 Q 就是 K')),
    printedAlike(found.alike, say),
  ].join('\n');
}

/** Part 1: three keys, the prices that are their values, and the question of the third put ever more sharply. */
function lookup(sharpness: Vector) {
  // prettier-ignore
  const K = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]; // one-hot: apple, banana, lemon
  const V = [[3], [2], [6]]; // what each costs
  const lemon = K[2];
  return sharpness.map((beta) => ({ beta, ...attention([lemon.map((x) => beta * x)], K, V) }));
}

function printedLookup(asked: Found['lookup'], say: Say): string {
  const fruit = [say('apple', '苹果'), say('banana', '香蕉'), say('lemon', '柠檬')];
  return columns([
    [say('sharpness', '提问力度'), ...fruit, say('answer', '答案')],
    ...asked.map(({ beta, A, Y }) => [String(beta), ...A[0].map((share) => decimal(share)), decimal(Y[0][0])]),
  ]);
}

/** Part 2: what each word asks for, what it is found by, and what it has to give. */
function products(X: Matrix, { W_Q, W_K, W_V }: { W_Q: Matrix; W_K: Matrix; W_V: Matrix }) {
  return { Q: multiply(X, W_Q), K: multiply(X, W_K), V: multiply(X, W_V) };
}

function printedProducts({ X, W_Q, W_K, W_V, Q, K, V }: Found['products'], say: Say): string {
  const features = [...hand.tokens, say('pronoun', '代词')];
  const soughtBy = [say('pronoun', '代词'), say('verb', '动词'), '我', '你']; // the columns of Q and of K
  const given = [say('person', '人'), say('action', '动作')];
  const named = (name: string) => hand.tokens.map((word) => `${name} ${word}`);
  const table = (W: Matrix, product: Matrix, name: string, columnNames: string[], digits: number) => {
    const rows = [...features.map((feature) => `W_${name} ${feature}`), ...named(name)];
    return labelled([...W, ...product], rows, columnNames, digits);
  };
  const [word] = hand.tokens;
  const terms = X[0].map((x, k) => `${x}·${bracketed(W_Q[k], 3)}`).join(`\n${' '.repeat(5)}+ `);
  return [
    labelled(X, named('X'), features, 0),
    table(W_Q, Q, 'Q', soughtBy, 3),
    `Q ${word} = ${terms}`,
    `${' '.repeat(5)}= ${bracketed(Q[0], 3)}`,
    table(W_K, K, 'K', soughtBy, 0),
    table(W_V, V, 'V', given, 0),
  ].join('\n');
}

/** Part 3: the scores of the first word as sums of products, the 2 is √d_k; every softmax, and every mixture. */
function printedAttended({ Q, K, S, A, Y }: Found['attended'], say: Say): string {
  const { tokens } = hand;
  const scores = tokens.map((other, j) => {
    const dot = Q[0].map((q, c) => `${decimal(q, 2)}·${K[j][c]}`).join(' + ');
    return `${tokens[0]}→${other}  (${dot}) / 2 = ${decimal(S[0][j])}`;
  });
  const step = (row: Vector, digits: number) => row.map((x) => decimal(x, digits)).join('  ');
  const steps = tokens.map((word, i) => {
    const powers = S[i].map((s) => exp(s));
    const sum = powers.reduce((sum, power) => sum + power, 0);
    return [word, step(S[i], 3), step(powers, 0), decimal(sum, 0), step(A[i], 2)];
  });
  const mixtures = tokens.map((word, i) => {
    const terms = tokens.map((other, j) => `${decimal(A[i][j], 2)} ${other}`).join(' + ');
    return `${word} = ${terms} = ${bracketed(Y[i])}`;
  });
  const names = [say('scores', '分数'), 'exp', say('sum', '和'), say('shares', '权重')];
  return [...scores, columns([['', ...names], ...steps], '   '), ...mixtures].join('\n');
}

/** Part 4: John before and after a change of his sentence, and how far it moves him at each step. */
function john(random: Random) {
  const changes = [
    ['Smart John is singing', 'Young John is singing'],
    ['Smart John is singing in the old garden', 'Smart John is singing in the old house'],
    ['Smart John is singing', 'John Smart is singing'],
  ].map((sentences) => sentences.map(words));
  const vocabulary = vocabularyOf(changes.flat());
  const d_model = 16;
  const E = normalMatrix(random, vocabulary.tokens.length, d_model, 1 / Math.sqrt(d_model));
  const [W_Q, W_K, W_V] = [1, 2, 3].map(() => normalMatrix(random, d_model, d_model, 1 / Math.sqrt(d_model)));
  const steps = (sentence: string[]): Vector[] => {
    const meaning = embed(idsOf(sentence, vocabulary), E).Y;
    const placed = add(meaning, positionalEncoding(sentence.length, d_model));
    const { Q, K, V } = products(placed, { W_Q, W_K, W_V });
    const related = attention(Q, K, V).Y;
    return [meaning, placed, related].map((rows) => rows[sentence.indexOf('John')]);
  };
  return changes.map((sentences) => {
    const [before, after] = sentences.map(steps);
    return before.map((x, step) => norm(minus(after[step], x)));
  });
}

function printedJohn(moved: Found['john'], say: Say): string {
  const steps = [say('1 embedding', '1 编码'), say('2 position', '2 定位'), say('3 self-attention', '3 自注意力')];
  return columns([
    [
      say('how far John moves', 'John 移动了多远'),
      say('Smart → Young', 'Smart 换成 Young'),
      say('garden → house', 'garden 换成 house'),
      say('John to the front', 'John 移到句首'),
    ],
    ...steps.map((name, step) => [name, ...moved.map((distances) => decimal(distances[step]))]),
  ]);
}

/** Part 5: random queries, each with keys of its own: their products as they are, divided by √d_k, and by d_k. */
function scaling(widths: number[], keys: number, random: Random) {
  const queries = 200;
  const rows = widths.flatMap((d_k) => {
    const scores = Array.from({ length: queries }, () => {
      const [q, K] = [normalMatrix(random, 1, d_k), normalMatrix(random, keys, d_k)];
      return attention(q, K, K).S[0];
    });
    return ['1', '√d_k', 'd_k'].map((divisor, power) => {
      const S = scores.map((row) => row.map((s) => s * pow(Math.sqrt(d_k), 1 - power)));
      const A = softmax(S);
      return { d_k, divisor, deviation: deviation(S), entropy: entropy(A), slope: slope(A) };
    });
  });
  return { rows, keys, even: log(keys) };
}

/** The root of the mean square: the standard deviation of numbers whose mean is 0. */
function deviation(S: Matrix): number {
  return norm(S.flat()) / Math.sqrt(S.flat().length);
}

/** How undecided the shares of a row are, on average, in nats: 0 if one has everything. */
function entropy(A: Matrix): number {
  let sum = 0;
  for (const share of A.flat()) sum -= share > 0 ? share * log(share) : 0;
  return sum / A.length;
}

/** How far a share moves with its own score, on average: the mean of ∂A_ij/∂S_ij = A_ij (1 − A_ij). */
function slope(A: Matrix): number {
  let sum = 0;
  for (const share of A.flat()) sum += share * (1 - share);
  return sum / A.flat().length;
}

function printedScaling({ rows, keys, even }: Found['scaling'], say: Say): string {
  const table = columns([
    ['d_k', say('q·k divided by', 'q·k 除以'), say('deviation', '标准差'), say('entropy', '熵'), say('slope', '斜率')],
    ...rows.map(({ d_k, divisor, deviation, entropy, slope }) => [
      divisor === '1' ? String(d_k) : '',
      divisor,
      decimal(deviation),
      decimal(entropy),
      decimal(slope),
    ]),
  ]);
  const most = decimal((1 / keys) * (1 - 1 / keys));
  const nats = say(
    `Even shares of ${keys} keys would have entropy ln ${keys} = ${decimal(even)} nats and slope ${most}.`,
    `${keys} 个词平分权重时，熵是 ln ${keys} = ${decimal(even)} 奈特，斜率是 ${most}。`,
  );
  return `${table}\n${nats}`;
}

/** Part 6: each word asks for what it is found by. */
function printedAlike({ S, A }: Found['alike'], say: Say): string {
  const rows = (name: string) => hand.tokens.map((word) => `${name} ${word}`);
  const [score, share] = [say('score', '分数'), say('share', '权重')];
  return [labelled(S, rows(score), hand.tokens, 1), labelled(A, rows(share), hand.tokens, 2)].join('\n');
}
