/** Chapter 14's case: a simple cell and a gated one read 我 爱 你, a look back, and a whole recurrent translator. */

import * as hand from '../../chapters/14-rnn/by-hand.ts';
import { look, lookBackward } from '../../chapters/14-rnn/bahdanau.ts';
import type { MixParams } from '../../chapters/14-rnn/cell.ts';
import { recurrentParams } from '../../chapters/14-rnn/parameters.ts';
import { recurrent, recurrentBackward } from '../../chapters/14-rnn/recurrent.ts';
import { walk, walkBackward } from '../../chapters/14-rnn/time.ts';
import { multiply } from '../../chapters/01-vectors/matrices.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { seeded } from '../../lib/random.ts';
import type { Figure, Shown, Words } from '../stage/figure.ts';

const { X, P, P_gru, dH, Z, s, P_look } = hand;

/** Steps in which nothing is said. */
const SILENT = 8;
const steps = Array.from({ length: SILENT }, (_, t) => t + 1);

/** The sentence, both cells, the look, what the loss asks; silence; and a whole model's parameters, drawn. */
// prettier-ignore
export const given = {
  X, P, P_gru, dH, Z, s, P_look,
  start: { simple: [0, 0], gated: [0], silent: [1 / 2, 0] },
  silent: steps.map(() => [0, 0, 0]),
  dH_last: steps.map((t) => [t === SILENT ? 1 : 0, 0]),
  steps,
  dH_gru: [[1], [-2], [1]], dc: [1, 2],
  whole: recurrentParams(seeded('我爱你'), 7, 7, 3, 'attention'),
  dS: [[0, 1, 0, -1, 0, 2, 0], [1, 0, 0, 0, 3, 0, -1]],
};

/** What comes of it, forwards and backwards. */
export function worked({ X, P, P_gru, dH, dH_gru, dc, Z, s, P_look, start, whole, dS, ...rest }: typeof given) {
  const [simple, gated] = [walk(X, start.simple, P), walk(X, start.gated, P_gru)];
  const looked = look(s, multiply(Z, P_look.W_k), Z, P_look);
  const all = recurrent([4, 5, 6], [1, 4], whole);
  const { heard, dP } = walkBackward(dH, simple);
  return {
    H: simple.H,
    heard,
    back: dP,
    silence: silence(rest.silent, start.silent, rest.dH_last, P),
    gates: gated.steps,
    backGated: walkBackward(dH_gru, gated),
    look: { a: looked.a, c: looked.c },
    backLook: lookBackward(dc, looked),
    S: all.S,
    dP: recurrentBackward(dS, all).dP,
  };
}

/** A state through silent steps: its first number, and how strongly the last of them asks each, the last one first. */
function silence(silent: Matrix, h_0: number[], dH_last: Matrix, P: MixParams) {
  const walked = walk(silent, h_0, P);
  const { heard, dh_0 } = walkBackward(dH_last, walked);
  return {
    kept: walked.H.map((h) => h[0]),
    felt: [
      ...heard
        .slice(1)
        .map((dh) => dh[0])
        .reverse(),
      dh_0[0],
    ],
  };
}

const words = hand.tokens;
const people = { en: 'people', zh: '人' };
const love = { en: 'love', zh: '爱' };
const state = [people, love];
const after: Words[] = words.map((word) => ({ en: `after ${word}`, zh: `读完${word}` }));
const numbers = steps.map(String);
const inSilence: Pick<Shown, 'columns' | 'digits'> = { columns: numbers, digits: 3 };

/** 我 爱 你 read by a simple cell, what its states hear, and a slope that fades while the state does not. */
export const figures: Figure[] = [
  {
    part: '1',
    caption: {
      en: 'Each state is made of a word and of the state before it. In silence the ½ stays for ever, and its slope fades by the same factor at every step.',
      zh: '每个状态都由一个词和前一个状态做成。沉默之中，½ 一直不变，它的斜率却每一步都按同一个倍数变小。',
    },
    back: {
      en: 'From the last word to the first: each state hears from the one behind it, times W_h, times the slope of tanh.',
      zh: '从最后一个词到第一个词：每个状态都从后面那个状态听到回音，乘以 W_h，再乘以 tanh 的斜率。',
    },
    trying: {
      en: 'Raise the 1.10 at people → people: from which value on does the slope no longer fade?',
      zh: '把「人 → 人」的 1.10 调大：从多少起，斜率就不再变淡了？',
    },
    given: [
      { path: 'X', says: { en: 'the sentence', zh: '句子' }, rows: words, columns: words, digits: 0 },
      { path: 'P.W_x', called: 'W_x', role: 'input', rows: words, columns: state, digits: 2 },
      { path: 'P.W_h', called: 'W_h', role: 'key', rows: state, columns: state, digits: 2 },
      { path: 'P.b', called: 'b', columns: state, digits: 2 },
      {
        path: 'dH',
        role: 'gradient',
        says: { en: 'what the loss asks', zh: '损失的要求' },
        rows: after,
        columns: state,
        digits: 0,
      },
    ],
    forwards: [
      [
        {
          path: 'H',
          role: 'result',
          says: { en: 'the states', zh: '状态' },
          rows: after,
          columns: state,
          printed: 'rows',
        },
      ],
      [
        {
          path: 'silence.kept',
          called: { en: 'people', zh: '人' },
          says: { en: 'after a ½, by silent steps', zh: '½ 之后，沉默的步数' },
          ...inSilence,
        },
      ],
      [
        {
          path: 'silence.felt',
          called: { en: 'slope', zh: '斜率' },
          says: { en: 'towards that ½', zh: '对那个 ½' },
          role: 'gradient',
          ...inSilence,
        },
      ],
    ],
    pictures: [
      {
        kind: 'curves',
        says: { en: 'what is remembered, and what is felt', zh: '记住的，和感觉到的' },
        xLabel: { en: 'silent steps', zh: '沉默的步数' },
        x: 'steps',
        lines: [
          { path: 'silence.kept', called: { en: 'people', zh: '人' } },
          { path: 'silence.felt', called: { en: 'slope', zh: '斜率' } },
        ],
      },
    ],
    backwards: [
      [
        {
          path: 'heard',
          role: 'gradient',
          says: { en: 'what each state hears', zh: '每个状态听到的' },
          rows: after,
          columns: state,
        },
        { path: 'back.W_h', called: 'dW_h', role: 'gradient', rows: state, columns: state },
      ],
    ],
    first: 'H[1][0]',
  },
];
