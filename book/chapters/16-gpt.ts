/** Chapter 16's case: a small decoder-only model continues a prompt; heat, top-k and top-p choose. */

import * as hand from '../../chapters/16-gpt/by-hand.ts';
import { gpt, gptParams } from '../../chapters/16-gpt/gpt.ts';
import { induction, inductionParams } from '../../chapters/16-gpt/induction.ts';
import { lossOf } from '../../chapters/16-gpt/language-model.ts';
import { heated, topK, topP } from '../../chapters/16-gpt/sampling.ts';
import { seeded } from '../../lib/random.ts';
import type { Figure } from '../stage/figure.ts';

const pair = { source: [4, 5], target: [6, 4] };

const { tokens, ids } = hand.game;

/** Scores to choose from, a temperature, the model's parameters, drawn; and how much a fitting row weighs in a game. */
export const given = {
  scores: hand.scores,
  temperature: 0.5,
  epsilon: 0.1,
  match: hand.match,
  loud: 1000,
  P: gptParams(seeded('我爱你'), 7, { d_model: 4, h: 2, d_ff: 6, N: 1 }),
};

/** What comes of it, forwards and backwards. */
export function worked({ scores, temperature, epsilon, match, loud, P }: typeof given) {
  const game = induction(ids, inductionParams(tokens.length, ids.length, match, loud));
  const [A_1, A_2] = [game.first, game.second].map(({ heads }) => heads[0].A);
  const shares = heated(scores, temperature);
  const { loss, dP } = lossOf(pair, P, epsilon);
  return {
    shares,
    topK: topK(shares, 2),
    topP: topP(shares, 0.8),
    S: gpt([1, 4, 5], P).S,
    loss,
    dP,
    A_1,
    A_2,
    said: game.said,
  };
}

const line = ids.map((id) => tokens[id]);

/** Two layers with pencil weights look up what came after a the last time. */
export const figures: Figure[] = [
  {
    part: '6',
    caption: {
      en: 'First everybody looks one place back. Then the second a, at the bottom, looks for a row that has an a before it: that is x, and x is what it says.',
      zh: '第一层，大家都看前一个位置。第二层，最下面的第二个 a 去找前面是 a 的那一行：那是 x，于是它说 x。',
    },
    trying: {
      en: 'Make the match 0, and the last row knows nothing any more.',
      zh: '把匹配的分数改成 0，最后一行就什么都不知道了。',
    },
    given: [
      {
        path: 'match',
        called: { en: 'match', zh: '匹配' },
        says: { en: 'how much further a fitting row scores: ln 7', zh: '合适的行多得的分数：ln 7' },
        digits: 3,
        slider: { from: 0, to: 6, by: 0.1 },
      },
      {
        path: 'loud',
        called: { en: 'loud', zh: '响' },
        says: { en: 'the same in the first layer', zh: '第一层里同样的分数' },
        digits: 0,
        slider: { from: 0, to: 1000, by: 1 },
      },
    ],
    forwards: [
      [
        {
          path: 'A_1',
          printed: 'entries',
          says: { en: 'first layer: one place back', zh: '第一层：往回一个位置' },
          role: 'share',
          rows: line,
          columns: line,
          digits: 2,
          heat: true,
        },
        {
          path: 'A_2',
          printed: 'entries',
          says: { en: 'second layer: where did this stand before?', zh: '第二层：它以前在哪里出现过？' },
          role: 'share',
          rows: line,
          columns: line,
          digits: 2,
          heat: true,
        },
      ],
      [
        {
          path: 'said',
          says: { en: 'what each row then says', zh: '每一行接着说什么' },
          role: 'result',
          rows: line,
          columns: tokens,
          digits: 3,
          heat: true,
        },
      ],
    ],
    first: 'A_2[5][2]',
  },
];
