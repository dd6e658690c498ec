/** Chapter 13's case: the pencil translator says its next word after each one, and a beam searches two trees. */

import { BOS, idsOf, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import { transpose } from '../../chapters/01-vectors/matrices.ts';
import { decode, encode, type Decoding, type Encoding } from '../../chapters/11-decoder/transformer.ts';
import { softmax } from '../../chapters/04-attention/softmax.ts';
import { logSoftmax } from '../../chapters/08-backprop/cross-entropy.ts';
import * as hand from '../../chapters/13-translator/by-hand.ts';
import { beamSearch, beamSteps, greedySearch, type Hypothesis } from '../../chapters/13-translator/decoding.ts';
import { chinese, english, MEANING, pencil, pencilSource } from '../../chapters/13-translator/pencil.ts';
import type { Figure, Shown, Words } from '../stage/figure.ts';
import type { Tried } from '../stage/pictures/picture.ts';

const source = pencilSource(hand.sentence);
const LIMIT = 20;

/** Weights that were chosen, not learned; a tree of three words, of which the first of "run" ends soon; a beam. */
export const given = {
  P: pencil(),
  begins: Object.values(hand.John['']),
  clever: Object.values(hand.John.clever),
  smart: Object.values(hand.John.smart),
  soon: Object.values(hand.Run['']),
  width: 2,
  alpha: 0,
};

/** Every place of the encoder, where each English word looks, and ln P of every word, after BOS, I, love and you. */
export function worked({ P, begins, clever, smart, soon, width, alpha }: typeof given) {
  const encoding = encode(source, P);
  const decoding = decode([BOS, ...idsOf(hand.translation, english)], encoding, P);
  const next = decoding.S.map((scores) => logSoftmax(scores)); // as nextWord does for the last of them
  const John = {
    '': { clever: begins[0], smart: begins[1] },
    clever: { John: clever[0], Johnny: clever[1] },
    smart: { John: smart[0], Johnny: smart[1] },
  };
  const Run = { ...hand.Run, '': { run: soon[0], you: soon[1], '<unk>': soon[2] } };
  const { A } = decoding.decoded.layers[0].crossAttended.heads[0];
  return {
    Z: encoding.Z,
    A,
    next,
    looks: A, // the same numbers in the figure that goes word by word
    believed: softmax(decoding.S),
    says: next.map((logPs) => tokensOf(greedySearch(() => logPs, 1).ids, english).join() || '<eos>'),
    ...coordinates(encoding, decoding),
    John: tried(John, width, alpha),
    Run: tried(Run, width, alpha),
  };
}

/** The coordinates of each character and each word, a column for each sublayer that it has come through. */
function coordinates(encoding: Encoding, decoding: Decoding) {
  const [encoder] = encoding.encoded.layers;
  const [decoder] = decoding.decoded.layers;
  const [before, after] = [encoding.input.Y, decoding.input.Y];
  return {
    characters: before.map((x, j) => transpose([x, encoder.normed_1.Y[j], encoder.normed_2.Y[j]])),
    words: after.map((x, i) => transpose([x, decoder.normed_1.Y[i], decoder.normed_2.Y[i], decoder.normed_3.Y[i]])),
  };
}

/** What a beam tries in a tree at each step, and what becomes of it. */
function tried(tree: hand.Tree, width: number, alpha: number): Tried[][] {
  const next = hand.nextIn(tree);
  const said = ({ ids }: Hypothesis) => tokensOf(ids, hand.words).join(' ');
  const best = beamSearch(next, width, alpha, LIMIT);
  return [...beamSteps(next, width, LIMIT)].map(({ longer, open, finished }) =>
    longer.map((one) => ({
      said: said(one),
      logP: one.logP,
      kept: open.includes(one) || finished.includes(one),
      finished: one.finished,
      best: said(one) === said(best) && one.finished === best.finished,
    })),
  );
}

const characters = [...hand.sentence, '<eos>'];
const said = [...hand.translation, '<eos>'];
const read = ['<bos>', ...hand.translation];

/** What each coordinate holds: the place, a word in both languages, or nothing but slower waves. */
const names = ['sin p', 'cos p', ...Array.from({ length: 14 }, (_, c) => String(c + 2))];
for (const [id, c] of MEANING) names[c] = [...new Set([chinese.tokens[id], english.tokens[id]])].join(' ');

const passed: Record<'enters' | 'self' | 'cross' | 'fed', Words> = {
  enters: { en: 'enters', zh: '输入' },
  self: { en: 'self-att.', zh: '自注意力' },
  cross: { en: 'cross-att.', zh: '交叉注意力' },
  fed: { en: 'feed-fwd', zh: '前馈' },
};

const passing: Words[] = [
  { en: 'after the self-attention: the place passes', zh: '自注意力之后：位置通过' },
  { en: 'after the cross-attention: the meaning passes', zh: '交叉注意力之后：词义通过' },
];

/** The matrices of one word: its character, itself, where it looks, and what is believed of the next. */
function wordAt(i: number): Shown[][] {
  const column: Omit<Shown, 'path'> = { rows: names, digits: 2, heat: 4 };
  return [
    [
      {
        ...column,
        path: `characters[${i}]`,
        called: characters[i],
        says: { en: 'in the encoder', zh: '在编码器里' },
        role: 'key',
        columns: [passed.enters, passed.self, passed.fed],
      },
      {
        ...column,
        path: `words[${i}]`,
        called: read[i],
        says: { en: 'in the decoder', zh: '在解码器里' },
        role: 'query',
        columns: [passed.enters, passed.self, passed.cross, passed.fed],
      },
    ],
    [
      {
        path: `looks[${i}]`,
        called: 'A',
        says: { en: 'where it looks', zh: '看着哪里' },
        role: 'share',
        columns: characters,
        digits: 2,
        heat: true,
      },
      {
        path: `believed[${i}]`,
        called: 'P',
        says: { en: 'of the next word', zh: '下一个词' },
        role: 'result',
        columns: english.tokens,
        digits: 4,
      },
    ],
  ];
}

/** Where each English word looks, and what is believed to come next. */
export const figures: Figure[] = [
  {
    part: '3',
    caption: {
      en: 'Each English word looks where its Chinese word stands.',
      zh: '每个英文词都看向对应的汉字所在的位置。',
    },
    trying: {
      en: 'A share opens into some four hundred steps, down to the 79 numbers that were written by pencil.',
      zh: '点开一个权重，一步步往下，一直到铅笔写下的那 79 个数。',
    },
    given: [
      {
        path: 'P.decoder[0].norm_3.gain',
        called: { en: 'loudness', zh: '响度' },
        says: { en: 'gain of the last norm', zh: '最后一个归一化的增益' },
        digits: 0,
      },
    ],
    forwards: [
      [
        {
          path: 'A',
          printed: 'rows',
          says: { en: 'shares', zh: '权重' },
          role: 'share',
          rows: said,
          columns: characters,
          digits: 2,
          heat: true,
        },
      ],
      [
        {
          path: 'next',
          called: 'ln P',
          says: { en: 'of the next word', zh: '下一个词' },
          role: 'result',
          rows: read,
          columns: english.tokens,
          digits: 2,
        },
      ],
    ],
    first: 'A[1][1]',
  },
  {
    part: '4',
    caption: {
      en: 'In the encoder nothing happens but layer norms. In the decoder the place survives the first norm and the meaning does not; the cross-attention brings the meaning of the character at this place, its norm forgets the place, and the largest coordinate is the next word.',
      zh: '编码器里只有归一化在动。在解码器里，过第一个归一化时位置留下，词义丢掉；交叉注意力带来这个位置上那个字的词义，它的归一化再把位置忘掉，最大的坐标就是下一个词。',
    },
    given: [1, 2].map((k) => ({
      path: `P.decoder[0].norm_${k}.gain`,
      called: `gain_${k}`,
      says: passing[k - 1],
      columns: names,
      digits: 0,
    })),
    forwards: [],
    turns: {
      name: 'words',
      label: { en: 'word by word', zh: '一个词一个词' },
      says: 'says',
      each: characters.map((_, i) => ({
        called: {
          en: `${hand.sentence.join('')} → ${hand.translation.slice(0, i).join(' ')} … It has read ${read[i]} and says`,
          zh: `${hand.sentence.join('')} → ${hand.translation.slice(0, i).join(' ')} …… 读到 ${read[i]}，说出`,
        },
        shown: wordAt(i),
      })),
    },
  },
  {
    part: '7',
    caption: {
      en: 'Greedy, of width 1, says clever John, 0.30; from width 2 on smart John is found, 0.36. In the other tree the short sentence wins by ln P, from α = 0.6 on the long one.',
      zh: '束宽为 1 就是贪心，说出 clever John，0.30；从 2 起，找到 smart John，0.36。另一棵树里，只看 ln P 短句赢；α 从 0.6 起，长句赢。',
    },
    given: [
      {
        path: 'width',
        says: { en: 'hypotheses kept', zh: '束宽：留下几个' },
        digits: 0,
        slider: { from: 1, to: 4, by: 1 },
      },
      {
        path: 'alpha',
        called: 'α',
        says: { en: 'of the length penalty', zh: '长度惩罚的' },
        digits: 1,
        slider: { from: 0, to: 1, by: 0.1 },
      },
      { path: 'begins', called: 'P(· | <bos>)', columns: ['clever', 'smart'], digits: 2 },
      { path: 'clever', called: 'P(· | clever)', columns: ['John', 'Johnny'], digits: 2 },
      { path: 'smart', called: 'P(· | smart)', columns: ['John', 'Johnny'], digits: 2 },
      {
        path: 'soon',
        called: 'P(· | <bos>)',
        says: { en: 'in the other tree', zh: '另一棵树里' },
        columns: ['run', 'you', '<unk>'],
        digits: 3,
      },
    ],
    forwards: [],
    pictures: [
      { kind: 'tree', path: 'John', says: '聪明的约翰' },
      { kind: 'tree', path: 'Run', says: { en: 'a sentence that ends soon, or late', zh: '收尾早，还是收尾晚' } },
    ],
  },
];
