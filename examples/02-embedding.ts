/**
 * Chapter 2: a list of tokens, a row of a matrix, why √d_model, John in 512 dimensions, where meaning comes from, and
 * words in pieces.
 */

import * as hand from '../chapters/02-embedding/by-hand.ts';
import { embed, embedBackward, oneHot } from '../chapters/02-embedding/embedding.ts';
import { EOS, characters, idsOf, vocabularyOf, words } from '../chapters/02-embedding/vocabulary.ts';
import { commonestMerges, inPieces, putTogether } from '../chapters/02-embedding/word-pieces.ts';
import { multiply, multiplyBackward, transpose } from '../chapters/01-vectors/matrices.ts';
import { cosine, norm } from '../chapters/01-vectors/vectors.ts';
import { positionalEncoding } from '../chapters/03-positions/positions.ts';
import { crossEntropy, crossEntropyBackward } from '../chapters/08-backprop/cross-entropy.ts';
import { columns, decimal, labelled, numbered, part } from '../lib/print.ts';
import { mapRows } from '../lib/params.ts';
import { normalMatrix, seeded, type Random } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import type { Matrix } from '../lib/matrix.ts';

/** Change these and run again. */
export const constants = {
  chinese: ['我爱你', '你爱我吗'], //            make the vocabulary of part 1, with
  english: ['I love you', 'Do you love me'], // these
  asked: ['我爱你', '我恨你', '我愛你'], //       looked up in it
  widths: [4, 64, 512], //                      d_model in part 3
  d_model: 512, //                              in part 4
  d_small: 16, //                               d_model in part 5, with so many
  steps: 300, //                                steps of training,
  rate: 0.1, //                                 each so far,
  draws: 10, //                                 from so many first draws
  merges: 8, //                                 in part 6
  unseen: ['ringing', 'adding', 'sings'], //    cut by them
  seed: 'John',
};

/** The named quantities of each part. */
export function computed(these: typeof constants) {
  const random = seeded(these.seed); // parts 3, 4 and 5 draw from it, one after the other
  return {
    ids: idsFor(these.chinese, these.english, these.asked),
    row: row(),
    sizes: these.widths.map((d_model) => sizes(d_model, random)),
    john: john(these.d_model, random),
    meaning: meaning(these, random),
    pieces: pieces(these.merges, these.unseen),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  const { d_model } = found.john;
  return [
    part(1, say('A number for every token', '给每个词元一个编号')),
    printedIds(found.ids, say),
    part(2, say('A row of E, by hand', '手算：取出 E 的一行')),
    printedRow(found.row),
    part(3, say('Why √d_model', '为什么要乘 √d_model')),
    printedSizes(found.sizes, say),
    part(4, say(`Smart John is singing in ${d_model} dimensions`, `${d_model} 维空间里的 Smart John is singing`)),
    printedJohn(found.john, say),
    part(5, say('Where meaning comes from', '含义从哪里来')),
    printedMeaning(found.meaning, say),
    part(6, say('Words into pieces', '把词切成词片')),
    printedPieces(found.pieces, say),
  ].join('\n');
}

/** Part 1: the tokens of two languages, each with its id, and the ids of some sentences. */
function idsFor(chinese: string[], english: string[], asked: string[]) {
  const [zh, en] = [vocabularyOf(chinese.map(characters)), vocabularyOf(english.map(words))];
  const found = asked.map((sentence) => ({ sentence, ids: idsOf(characters(sentence), zh) }));
  return { zh: zh.tokens, en: en.tokens, asked: found };
}

function printedIds({ zh, en, asked }: Found['ids'], say: Say): string {
  const listed = (tokens: string[]) => tokens.map((token, id) => `${id} ${token}`).join('  ');
  return [
    `${say('Chinese', '中文')}  ${listed(zh)}`,
    `${say('English', '英文')}  ${listed(en)}`,
    ...asked.map(({ sentence, ids }) => `${sentence} → ${ids.join(' ')}`),
  ].join('\n');
}

/** Part 2: John's row of E as a product, and the rows of the whole sentence times √d_model. */
function row() {
  const { E, ids } = hand;
  const o = oneHot(ids[1], hand.tokens.length);
  return { E, o, oE: multiply([o], E)[0], Y: embed(ids, E).Y };
}

function printedRow({ E, o, oE, Y }: Found['row']): string {
  const tokens = hand.tokens.map((token, id) => `E ${id} ${token}`);
  const sentence = hand.sentence.map((word) => `Y ${word}`);
  return [
    labelled(E, tokens, numbered(4), 1),
    `John: ${o.join(' ')} · E = [${oE.join(', ')}]`,
    labelled(Y, sentence, numbered(4), 0),
  ].join('\n');
}

/** Part 3: how large the entries are of E, of √d_model E, of the positions, and of scores by either. */
function sizes(d_model: number, random: Random) {
  const E = normalMatrix(random, 200, d_model, 1 / Math.sqrt(d_model));
  const { Y } = embed([...E.keys()], E);
  const Z = normalMatrix(random, 200, d_model); // what a layer hands on: entries of size 1 (chapter 7)
  return {
    d_model,
    E: size(E),
    Y: size(Y),
    PE: size(positionalEncoding(200, d_model)),
    scoresByE: size(multiply(Z, transpose(E))),
    scoresByY: size(multiply(Z, transpose(Y))),
  };
}

/** The typical size of an entry: the root of the mean square. */
function size(A: Matrix): number {
  return norm(A.flat()) / Math.sqrt(A.flat().length);
}

function printedSizes(rows: Found['sizes'], say: Say): string {
  return columns([
    [
      'd_model',
      say('entry of E', 'E 的元素'),
      say('× √d_model', '乘 √d_model'),
      say('entry of position', '位置的元素'),
      say('score by E', '用 E 打分'),
      say('score by √d_model E', '用 √d_model E 打分'),
    ],
    ...rows.map(({ d_model, E, Y, PE, scoresByE, scoresByY }) => [
      String(d_model),
      ...[E, Y, PE, scoresByE, scoresByY].map((x) => decimal(x)),
    ]),
  ]);
}

/** Part 4: the sentence with a random E of that width, and how alike its words are, beside those by hand. */
function john(d_model: number, random: Random) {
  const vocabulary = vocabularyOf([hand.sentence]);
  const E = normalMatrix(random, vocabulary.tokens.length, d_model, 1 / Math.sqrt(d_model));
  const { ids, Y } = embed(idsOf(hand.sentence, vocabulary), E);
  const few = normalMatrix(random, hand.ids.length, 4);
  const typical = [4, d_model].map((width) => ({ width, cosine: typicalCosine(normalMatrix(random, 100, width)) }));
  return { d_model, ids, Y, lengths: Y.map(norm), cosines: cosines(Y), cosinesOfFew: cosines(few), typical };
}

/** The root of the mean square of the cosines of different rows. */
function typicalCosine(A: Matrix): number {
  return size([cosines(A).flatMap((row, i) => row.slice(0, i))]);
}

/** The cosine of every row with every row. */
function cosines(A: Matrix): Matrix {
  return A.map((x) => A.map((y) => cosine(x, y)));
}

function printedJohn({ d_model, ids, Y, lengths, cosines, cosinesOfFew, typical }: Found['john'], say: Say): string {
  const { sentence } = hand;
  const shown = Math.min(5, d_model);
  const more = d_model > shown ? ['…'] : [];
  return [
    columns([
      ['', say('id', '编号'), ...numbered(shown), ...more, say('length', '长度')],
      ...Y.map((y, i) => [
        sentence[i],
        String(ids[i]),
        ...y.slice(0, shown).map((x) => decimal(x, 2)),
        ...more,
        decimal(lengths[i], 2),
      ]),
    ]),
    say('cosines of these four', '这四个向量的余弦'),
    labelled(cosines, sentence, sentence, 2),
    say('cosines of four random words in 4 dimensions', '4 维空间里四个随机词的余弦'),
    labelled(cosinesOfFew, sentence, sentence, 2),
    ...typical.map(({ width, cosine }) => {
      const [found, wanted] = [decimal(cosine), decimal(1 / Math.sqrt(width))];
      return say(
        `100 random words in ${width} dimensions: cosines of size ${found}, 1/√${width} = ${wanted}`,
        `100 个随机词，${width} 维：余弦的大小 ${found}，1/√${width} = ${wanted}`,
      );
    }),
  ].join('\n');
}

/**
 * Part 5: which words are alike before and after guessing the next word from this one, from several first draws, the
 * first of which is shown. How it learns is chapter 8.
 */
function meaning({ d_small, steps, rate, draws }: typeof constants, random: Random) {
  const lines = ['Smart John is singing', 'Young John is reading', 'Smart Mary is reading', 'Young Mary is singing'];
  const vocabulary = vocabularyOf(lines.map(words));
  const sentences = lines.map((line) => idsOf(words(line), vocabulary));
  const ids = sentences.flat(); // each is followed by the next of its sentence, the last by EOS
  const next = sentences.flatMap((sentence) => [...sentence.slice(1), EOS]);

  const V = vocabulary.tokens.length;
  const deviation = 1 / Math.sqrt(d_small);
  const trained = Array.from({ length: draws }, () => {
    const before = { E: normalMatrix(random, V, d_small, deviation), W: normalMatrix(random, d_small, V, deviation) };
    let after = before;
    for (let step = 0; step < steps; step++) after = learned(after, ids, next, rate);
    return { before: before.E, after: after.E };
  });

  const pairs = ['John Mary', 'Smart Young', 'singing reading', 'John singing', 'Smart Mary', 'Young is'].map(words);
  const alike = pairs.map((pair) => {
    const [x, y] = idsOf(pair, vocabulary);
    const found = trained.map(({ before, after }) => [cosine(before[x], before[y]), cosine(after[x], after[y])]);
    const changes = found.map(([before, after]) => after - before);
    const [[before, after]] = found;
    return { pair, before, after, least: Math.min(...changes), most: Math.max(...changes) };
  });
  return { steps, draws, pairs: alike };
}

/** One step of training: scores of every next word = √d_model E_id W. */
function learned(P: { E: Matrix; W: Matrix }, ids: number[], next: number[], rate: number) {
  const found = embed(ids, P.E);
  const wanted = next.map((id) => oneHot(id, P.E.length));
  const dS = crossEntropyBackward(crossEntropy(multiply(found.Y, P.W), wanted));
  const { dA, dB } = multiplyBackward(dS, { A: found.Y, B: P.W });
  const dP = { E: embedBackward(dA, found).dE, W: dB };
  return mapRows((p, dp) => p.map((x, c) => x - (rate / ids.length) * dp[c]), P, dP);
}

function printedMeaning({ steps, draws, pairs }: Found['meaning'], say: Say): string {
  const signed = (x: number) => `${x > 0 ? '+' : ''}${decimal(x, 2)}`;
  return columns([
    [
      say('cosine', '余弦'),
      say('before training', '训练前'),
      say(`after ${steps} steps`, `${steps} 步之后`),
      say(`change, ${draws} draws: least`, `变化，${draws} 次抽取：最小`),
      say('most', '最大'),
    ],
    ...pairs.map(({ pair, before, after, least, most }) => [
      pair.join(' · '),
      decimal(before, 2),
      decimal(after, 2),
      signed(least),
      signed(most),
    ]),
  ]);
}

/** Part 6: merges learned from the four words by hand, those words cut by them, and others that were never met. */
function pieces(most: number, unseen: string[]) {
  const merges = commonestMerges(hand.counts, most);
  const cut = (word: string) => ({ word, pieces: inPieces(word, merges) });
  const [known, never] = [[...hand.counts.keys()].map(cut), unseen.map((word) => cut(`▁${word}`))];
  return { counts: [...hand.counts], merges, known, never, back: putTogether(never.flatMap(({ pieces }) => pieces)) };
}

function printedPieces({ counts, merges, known, never, back }: Found['pieces'], say: Say): string {
  const cut = (words: Found['pieces']['known']) =>
    words.map(({ word, pieces }) => `${word} → ${pieces.join(' ')}`).join('   ');
  return [
    counts.map(([word, count]) => `${count} × ${word}`).join('   '),
    `${say('merges', '合并')}  ${merges.map(([left, right]) => `${left}+${right}`).join('  ')}`,
    cut(known),
    `${say('never met', '没见过')}  ${cut(never)}`,
    `${say('back', '还原')}  ${back.join(' ')}`,
  ].join('\n');
}
