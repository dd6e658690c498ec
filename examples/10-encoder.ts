/** Chapter 10: one layer by hand, how far news travels in one layer, what six layers do to a word, and order. */

import { add } from '../chapters/01-vectors/matrices.ts';
import { cosine, minus, norm } from '../chapters/01-vectors/vectors.ts';
import { embed } from '../chapters/02-embedding/embedding.ts';
import { idsOf, vocabularyOf, words } from '../chapters/02-embedding/vocabulary.ts';
import { positionalEncoding } from '../chapters/03-positions/positions.ts';
import * as hand from '../chapters/10-encoder/by-hand.ts';
import { encoder, encoderLayer, encoderLayerParams } from '../chapters/10-encoder/encoder.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { shape, type Matrix } from '../lib/matrix.ts';
import { columns, decimal, labelled, part } from '../lib/print.ts';
import { normalMatrix, seeded } from '../lib/random.ts';

// Change these and run again.
const sentence = 'Smart John is singing'; // parts 3 and 4
const watched = 'John'; //                   the word whose row is followed in part 3
const sizes = { d_model: 64, h: 4, d_ff: 256, N: 6 };
const length = 8; //                         words in part 2
const window = 1; //                         how far a word of part 2 may look when it looks at neighbours only
const seed = '我爱你';

const say = speaker(languageOf(process.argv.slice(2)));
const random = seeded(seed);
const layers = Array.from({ length: sizes.N }, () => encoderLayerParams(random, sizes));

console.log(part(1, say('One layer by hand', '手算一层')));
const { attended, normed_1, fed, normed_2 } = encoderLayer(hand.X, hand.P);
const coordinates = [...hand.tokens, say('heard', '听到')];
const show = (title: string, A: Matrix, digits = 0) => {
  const lines = labelled(A, hand.tokens, coordinates, digits).split('\n');
  console.log([title, ...lines.slice(1)].join('\n'));
};
console.log(say('X: the sentence', 'X：一句话'));
console.log(labelled(hand.X, hand.tokens, coordinates, 0));
console.log(say('A: the shares', 'A：权重'));
console.log(
  labelled(
    attended.heads[0].A,
    hand.tokens.map((word) => `${word} →`),
    hand.tokens,
    3,
  ),
);
show(say('1  attention brings home', '1  注意力带回来'), attended.Y);
show(say('2  added to X, normalized', '2  与 X 相加，归一化'), normed_1.Y);
show(say('3  feed-forward finds', '3  前馈层算出'), fed.Y);
show(say('4  added, normalized', '4  相加，归一化'), normed_2.Y, 3);

console.log(part(2, say('Word 1 is changed: who notices?', '改动第 1 个词：谁察觉了？')));
const before = normalMatrix(random, length, sizes.d_model);
const after = [normalMatrix(random, 1, sizes.d_model)[0], ...before.slice(1)];
// A mask of chapter 6 that lets a word look at its neighbours only, as a convolution does.
const places = Array.from({ length }, (_, i) => i);
const near = places.map((i) => places.map((j) => (Math.abs(i - j) > window ? -Infinity : 0)));
const moved = (f: (X: Matrix) => Matrix) => {
  const [old, now] = [f(before), f(after)];
  return old.map((row, i) => decimal(norm(minus(now[i], row)), 3));
};
const [first] = layers;
// The same layer with its attention, or its feed-forward, silenced: what it finds is multiplied by 0.
const silent = { attention: before.map((row) => row.map(() => 0)) };
const onlyFeedForward = (X: Matrix) => encoderLayer(X, first, undefined, silent).Y;
const wholeLayer = (X: Matrix) => encoderLayer(X, first).Y;
const neighbours = (N: number) => (X: Matrix) => encoder(X, layers.slice(0, N), near).Y;
const layersOf = (N: number) => say(N === 1 ? '1 layer' : `${N} layers`, `${N} 层`);
const near_N = [1, 2, 4].map((N) => [
  `${layersOf(N)}${say(', neighbours only', '，只看邻居')}`,
  ...moved(neighbours(N)),
]);
console.log(
  columns([
    [say('how far it moves: word', '移动了多远：词'), ...places.map((i) => String(i + 1))],
    [say('1 layer, feed-forward only', '1 层，只有前馈'), ...moved(onlyFeedForward)],
    ...near_N,
    [`${layersOf(1)}${say(', all words', '，看所有词')}`, ...moved(wholeLayer)],
  ]),
);

console.log(part(3, say(`${watched} on the way through ${sizes.N} layers`, `${watched} 穿过 ${sizes.N} 层`)));
const tokens = words(sentence);
const vocabulary = vocabularyOf([tokens]);
const E = normalMatrix(random, vocabulary.tokens.length, sizes.d_model, 1 / Math.sqrt(sizes.d_model));
const meaning = (sentence: string[]) => embed(idsOf(sentence, vocabulary), E).Y;
const placed = (sentence: string[]) => add(meaning(sentence), positionalEncoding(...shape(meaning(sentence))));
const X = placed(tokens);
const at = tokens.indexOf(watched);
const stations = [X, ...encoder(X, layers).layers.map(({ Y }) => Y)];
// The same layers with their attention silenced: each word goes its way alone.
const alone = [
  X,
  ...encoder(
    X,
    layers,
    undefined,
    layers.map(() => ({ attention: X.map((row) => row.map(() => 0)) })),
  ).layers.map(({ Y }) => Y),
];
const others = (Y: Matrix) => {
  let sum = 0;
  for (let i = 0; i < Y.length; i++) if (i !== at) sum += cosine(Y[at], Y[i]);
  return sum / (Y.length - 1);
};
console.log(
  columns([
    [
      say('after layer', '第几层之后'),
      say('length', '长度'),
      say('moved', '移动了'),
      say('cosine: itself before', '余弦：与上一层的自己'),
      say('itself at first', '与最初的自己'),
      say('other words', '与其他词'),
      say('others, attention silent', '与其他词，注意力沉默'),
    ],
    ...stations.map((Y, l) => [
      String(l),
      decimal(norm(Y[at]), 2),
      l === 0 ? '' : decimal(norm(minus(Y[at], stations[l - 1][at])), 2),
      l === 0 ? '' : decimal(cosine(Y[at], stations[l - 1][at])),
      decimal(cosine(Y[at], X[at])),
      decimal(others(Y)),
      decimal(others(alone[l])),
    ]),
  ]),
);

console.log(part(4, say('The same words backwards', '把句子倒过来')));
const backwards = [...tokens].reverse();
const differs = (input: (sentence: string[]) => Matrix) => {
  const [one, other] = [encoder(input(tokens), layers).Y, encoder(input(backwards), layers).Y];
  return tokens.map((_, i) => decimal(norm(minus(one[i], other[tokens.length - 1 - i]))));
};
console.log(
  columns([
    [say('how far each word moves', '每个词移动了多远'), ...tokens],
    [say('without positions', '没有位置编码'), ...differs(meaning)],
    [say('with positions', '有位置编码'), ...differs(placed)],
  ]),
);
