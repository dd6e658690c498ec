/** Chapter 4: a lookup table made soft, 我 爱 你 by hand, one word after each step, and why √d_k. */

import * as hand from '../chapters/04-attention/by-hand.ts';
import { attention } from '../chapters/04-attention/attention.ts';
import { softmax, softmaxBackward } from '../chapters/04-attention/softmax.ts';
import { add, multiply } from '../chapters/01-vectors/matrices.ts';
import { minus, norm } from '../chapters/01-vectors/vectors.ts';
import { embed } from '../chapters/02-embedding/embedding.ts';
import { idsOf, vocabularyOf, words } from '../chapters/02-embedding/vocabulary.ts';
import { positionalEncoding } from '../chapters/03-positions/positions.ts';
import { log } from '../lib/elementary.ts';
import { bracketed, columns, decimal, labelled, numbered, part } from '../lib/print.ts';
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
  const { Q, K, V } = products(hand.X, hand);
  return {
    lookup: lookup(sharpness),
    products: { X: hand.X, Q, K, V },
    attended: attention(Q, K, V),
    john: john(random),
    scaling: scaling(widths, keys, random),
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
    part(3, say('Scores, shares, mixture', '分数、权重、混合')),
    printedAttended(found.attended),
    part(4, say('John after each step', '每走一步，John 变成什么')),
    printedJohn(found.john, say),
    part(5, say('Why √d_k', '为什么要除以 √d_k')),
    printedScaling(found.scaling, say),
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

function printedProducts({ X, Q, K, V }: Found['products'], say: Say): string {
  const rows = (name: string) => hand.tokens.map((word) => `${name} ${word}`);
  return [
    labelled(X, rows('X'), [...hand.tokens, say('pronoun', '代词')], 0),
    labelled(Q, rows('Q'), numbered(4)),
    labelled(K, rows('K'), numbered(4), 0),
    labelled(V, rows('V'), [say('person', '人'), say('action', '动作')], 0),
  ].join('\n');
}

/** Part 3: every score as its sum of products, every result as its mixture; the 2 is √d_k. */
function printedAttended({ Q, K, S, A, Y }: Found['attended']): string {
  const { tokens } = hand;
  return tokens
    .flatMap((word, i) => {
      const scores = tokens.map((other, j) => {
        const dot = Q[i].map((q, c) => `${decimal(q, 2)}·${K[j][c]}`).join(' + ');
        return `${word}→${other}  (${dot}) / 2 = ${decimal(S[i][j])}`;
      });
      const mixture = tokens.map((other, j) => `${decimal(A[i][j], 2)} ${other}`).join(' + ');
      return [...scores, `${word} = ${mixture} = ${bracketed(Y[i])}`];
    })
    .join('\n');
}

/** Part 4: John in three sentences, and how far he is after each step from what he was in the first. */
function john(random: Random) {
  const sentences = ['Smart John is singing', 'Young John is singing', 'John Smart is singing'].map(words);
  const vocabulary = vocabularyOf(sentences);
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
  const [before, neighbour, place] = sentences.map(steps);
  const moved = (after: Vector[]) => after.map((x, step) => norm(minus(x, before[step])));
  return { otherNeighbour: moved(neighbour), otherPlace: moved(place) };
}

function printedJohn({ otherNeighbour, otherPlace }: Found['john'], say: Say): string {
  const steps = [say('1 embedding', '1 编码'), say('2 position', '2 定位'), say('3 self-attention', '3 自注意力')];
  return columns([
    [
      say('how far John moves', 'John 移动了多远'),
      say('Smart → Young', 'Smart 换成 Young'),
      say('John moves to the front', 'John 移到句首'),
    ],
    ...steps.map((name, step) => [name, decimal(otherNeighbour[step]), decimal(otherPlace[step])]),
  ]);
}

/** Part 5: the shares of random queries and keys, from products undivided and divided by √d_k. */
function scaling(widths: number[], keys: number, random: Random) {
  const queries = 400;
  const rows = widths.map((d_k) => {
    const [Q, K] = [normalMatrix(random, queries, d_k), normalMatrix(random, keys, d_k)];
    const { S, A } = attention(Q, K, K);
    const undivided = S.map((row) => row.map((s) => s * Math.sqrt(d_k)));
    const variance = undivided.flat().reduce((sum, x) => sum + x * x, 0) / (queries * keys);
    const shares = [softmax(undivided), A]; // without the division, and with it
    return { d_k, variance, entropies: shares.map(entropy), slopes: shares.map(slope) };
  });
  return { rows, keys, even: log(keys) };
}

/** How undecided the shares of a row are, on average, in nats: 0 if one has everything. */
function entropy(A: Matrix): number {
  let sum = 0;
  for (const share of A.flat()) sum -= share > 0 ? share * log(share) : 0;
  return sum / A.length;
}

/** How much of a nudge at one share comes back to its score, on average: the mean of A_ij (1 − A_ij). */
function slope(A: Matrix): number {
  let sum = 0;
  for (const shares of A) {
    for (let j = 0; j < shares.length; j++) {
      const nudge = shares.map((_, l) => (l === j ? 1 : 0));
      sum += softmaxBackward([nudge], [shares])[0][j];
    }
  }
  return sum / A.flat().length;
}

function printedScaling({ rows, keys, even }: Found['scaling'], say: Say): string {
  const both = [say('without', '不除'), say('with', '除以 √d_k')];
  const table = columns([
    [
      'd_k',
      say('variance of q·k', 'q·k 的方差'),
      ...both.map((how) => say(`entropy ${how}`, `熵，${how}`)),
      ...both.map((how) => say(`slope ${how}`, `斜率，${how}`)),
    ],
    ...rows.map(({ d_k, variance, entropies, slopes }) => [
      String(d_k),
      decimal(variance, 1),
      ...[...entropies, ...slopes].map((x) => decimal(x)),
    ]),
  ]);
  const nats = say(
    `Even shares of ${keys} keys would have entropy ln ${keys} = ${decimal(even)} nats.`,
    `${keys} 个词平分时，熵是 ln ${keys} = ${decimal(even)} 奈特。`,
  );
  return `${table}\n${nats}`;
}
