/** Chapter 2: a list of tokens, a row of a matrix, why √d_model, John in 512 dimensions, and where meaning comes from. */

import * as hand from '../chapters/02-embedding/by-hand.ts';
import { embed, embedBackward, oneHot } from '../chapters/02-embedding/embedding.ts';
import { EOS, characters, idsOf, vocabularyOf, words, type Vocabulary } from '../chapters/02-embedding/vocabulary.ts';
import { multiply, multiplyBackward, transpose } from '../chapters/01-vectors/matrices.ts';
import { cosine, norm } from '../chapters/01-vectors/vectors.ts';
import { positionalEncoding } from '../chapters/03-positions/positions.ts';
import { crossEntropy, crossEntropyBackward } from '../chapters/08-backprop/cross-entropy.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { columns, decimal, labelled, numbered, part } from '../lib/print.ts';
import { mapRows } from '../lib/params.ts';
import { normalMatrix, seeded } from '../lib/random.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';

// Change these and run again.
const chinese = ['我爱你', '你爱我吗']; //              make the vocabulary of part 1, with
const english = ['I love you', 'Do you love me']; //   these
const asked = ['我爱你', '我恨你', '我愛你']; //          looked up in it
const widths = [4, 64, 512]; //                        d_model in part 3
const d_model = 512; //                                in part 4
const d_small = 16; //                                 d_model in part 5, with so many
const steps = 300; //                                  steps of training,
const rate = 0.1; //                                   each so far
const seed = 'John';

const say = speaker(languageOf(process.argv.slice(2)));
const random = seeded(seed);

console.log(part(1, say('A number for every token', '给每个词元一个编号')));
const [zh, en] = [vocabularyOf(chinese.map(characters)), vocabularyOf(english.map(words))];
const listed = ({ tokens }: Vocabulary) => tokens.map((token, id) => `${id} ${token}`).join('  ');
console.log(`${say('Chinese', '中文')}  ${listed(zh)}`);
console.log(`${say('English', '英文')}  ${listed(en)}`);
for (const sentence of asked) console.log(`${sentence} → ${idsOf(characters(sentence), zh).join(' ')}`);

console.log(part(2, say('A row of E, by hand', '手算：取出 E 的一行')));
const john = hand.ids[1];
console.log(
  labelled(
    hand.E,
    hand.tokens.map((token, id) => `E ${id} ${token}`),
    numbered(4),
    1,
  ),
);
const picked = multiply([oneHot(john, hand.tokens.length)], hand.E)[0];
console.log(`John: ${oneHot(john, hand.tokens.length).join(' ')} · E = [${picked.join(', ')}]`);
console.log(
  labelled(
    embed(hand.ids, hand.E).Y,
    hand.sentence.map((word) => `Y ${word}`),
    numbered(4),
    0,
  ),
);

console.log(part(3, say('Why √d_model', '为什么要乘 √d_model')));
/** The typical size of an entry: the root of the mean square. */
const size = (A: Matrix) => norm(A.flat()) / Math.sqrt(A.flat().length);
const measured = widths.map((d) => {
  const E = normalMatrix(random, 200, d, 1 / Math.sqrt(d));
  const { Y } = embed([...E.keys()], E);
  const Z = normalMatrix(random, 200, d); // what a layer hands on: entries of size 1 (chapter 7)
  const [scores, loud] = [multiply(Z, transpose(E)), multiply(Z, transpose(Y))];
  return [E, Y, positionalEncoding(200, d), scores, loud].map((A) => decimal(size(A)));
});
console.log(
  columns([
    [
      'd_model',
      say('entry of E', 'E 的元素'),
      say('× √d_model', '乘 √d_model'),
      say('entry of position', '位置的元素'),
      say('score by E', '用 E 打分'),
      say('score by √d_model E', '用 √d_model E 打分'),
    ],
    ...measured.map((row, i) => [String(widths[i]), ...row]),
  ]),
);

console.log(
  part(4, say(`Smart John is singing in ${d_model} dimensions`, `${d_model} 维空间里的 Smart John is singing`)),
);
const vocabulary = vocabularyOf([hand.sentence]);
const E = normalMatrix(random, vocabulary.tokens.length, d_model, 1 / Math.sqrt(d_model));
const { ids, Y } = embed(idsOf(hand.sentence, vocabulary), E);
const head = (y: Vector) => y.slice(0, 5).map((x) => decimal(x, 2));
console.log(
  columns([
    ['', say('id', '编号'), ...numbered(5), '…', say('length', '长度')],
    ...Y.map((y, i) => [hand.sentence[i], String(ids[i]), ...head(y), '…', decimal(norm(y), 2)]),
  ]),
);
const cosines = (A: Matrix) =>
  labelled(
    A.map((x) => A.map((y) => cosine(x, y))),
    hand.sentence,
    hand.sentence,
    2,
  );
console.log(say('cosines of these four', '这四个向量的余弦'));
console.log(cosines(Y));
console.log(say('cosines of the four by hand, in 4 dimensions', '手算的 4 维向量的余弦'));
console.log(cosines(embed(hand.ids, hand.E).Y));

console.log(part(5, say('Where meaning comes from', '含义从哪里来')));
// Guess the next word from this one alone: scores = √d_model E_id W. How it learns is chapter 8.
const lines = ['Smart John is singing', 'Young John is reading', 'Smart Mary is reading', 'Young Mary is singing'].map(
  words,
);
const small = vocabularyOf(lines);
const V = small.tokens.length;
const follows = lines.flatMap((line) => {
  const ids = [...idsOf(line, small), EOS];
  return ids.slice(1).map((next, i) => ({ id: ids[i], next }));
});
const wanted = follows.map(({ next }) => oneHot(next, V));
const deviation = 1 / Math.sqrt(d_small);
const before = { E: normalMatrix(random, V, d_small, deviation), W: normalMatrix(random, d_small, V, deviation) };
let after = before;
for (let step = 0; step < steps; step++) {
  const found = embed(
    follows.map(({ id }) => id),
    after.E,
  );
  const dS = crossEntropyBackward(crossEntropy(multiply(found.Y, after.W), wanted));
  const { dA, dB } = multiplyBackward(dS, { A: found.Y, B: after.W });
  const gradient = { E: embedBackward(dA, found).dE, W: dB };
  after = mapRows((p, g) => p.map((x, c) => x - (rate / follows.length) * g[c]), after, gradient);
}
const pairs = [
  ['John', 'Mary'],
  ['Smart', 'Young'],
  ['singing', 'reading'],
  ['John', 'singing'],
  ['Smart', 'Mary'],
  ['Young', 'is'],
];
const alike = (E: Matrix, pair: string[]) => {
  const [x, y] = idsOf(pair, small);
  return decimal(cosine(E[x], E[y]), 2);
};
console.log(
  columns([
    [say('cosine', '余弦'), say('before training', '训练前'), say(`after ${steps} steps`, `${steps} 步之后`)],
    ...pairs.map((pair) => [pair.join(' · '), alike(before.E, pair), alike(after.E, pair)]),
  ]),
);
