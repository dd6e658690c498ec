/** Chapter 5: two heads by hand, what one head cannot do, what heads cost, cross-attention, the paper's table. */

import { X, tokens } from '../chapters/04-attention/by-hand.ts';
import { attention } from '../chapters/04-attention/attention.ts';
import { P } from '../chapters/05-multi-head/by-hand.ts';
import { multiHead, multiHeadParams } from '../chapters/05-multi-head/multi-head.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { count } from '../lib/params.ts';
import { heatMap } from '../lib/plot.ts';
import { columns, decimal, grouped, labelled, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';

// Change these and run again.
const sharpness = [0, 1, 2, 4, 8]; // how strongly the questions of part 3 are put
const d_model = 512; //               width of part 5
const numbersOfHeads = [1, 2, 4, 8]; // heads of part 5
const words = 10; //                  length of the sentence of part 5
const seed = '我爱你';

const say = speaker(languageOf(process.argv.slice(2)));

console.log(part(1, say('Two heads, two questions', '两个头，两个问题')));
const { heads, C, Y } = multiHead(X, X, P);
const heard = [
  [say('of 我', '关于我'), say('of 你', '关于你')],
  [say('of a person', '关于人'), say('of an action', '关于动作')],
];
const asks = [say('who else is there?', '还有谁？'), say('what is done?', '做什么？')];
for (const [i, head] of heads.entries()) {
  const shares = tokens.map((word) => say(`looks at ${word}`, `看${word}`));
  console.log(say(`head ${i + 1}: ${asks[i]}`, `头 ${i + 1}：${asks[i]}`));
  const both = head.A.map((row, r) => [...row.map((a) => decimal(a, 2)), ...head.Y[r].map((y) => decimal(y, 0))]);
  console.log(columns([['', ...shares, ...heard[i]], ...both.map((row, r) => [tokens[r], ...row])]));
}

console.log(part(2, say('Side by side, then through W^O', '先并排，再过 W^O')));
const names = ['1', '2', '3', '4'];
console.log(
  labelled(
    C,
    tokens.map((word) => `C ${word}`),
    heard.flat(),
    0,
  ),
);
console.log(
  labelled(
    P.W_O,
    heard.flat().map((name) => `W^O ${name}`),
    names,
    0,
  ),
);
console.log(
  labelled(
    X,
    tokens.map((word) => say(`before, X ${word}`, `之前 X ${word}`)),
    names,
    0,
  ),
);
console.log(
  labelled(
    Y,
    tokens.map((word) => say(`after,  Y ${word}`, `之后 Y ${word}`)),
    names,
    0,
  ),
);

console.log(part(3, say('One mixture, or two', '一种混合，还是两种')));
// Three keys, 我 爱 你. In the left half of the result 我 wants 你, in the right half 爱.
// prettier-ignore
const keys = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
const share = (question: number[], word: string) => attention([question], keys, keys).A[0][tokens.indexOf(word)];
console.log(
  columns([
    [
      say('sharpness', '提问力度'),
      say('one head: 你 left', '一个头：左半 你'),
      say('爱 right', '右半 爱'),
      say('sum', '合计'),
      say('two heads: 你 left', '两个头：左半 你'),
      say('爱 right', '右半 爱'),
      say('sum', '合计'),
    ],
    ...sharpness.map((beta) => {
      const one = ['你', '爱'].map((word) => share([0, beta, beta], word));
      const two = [share([0, 0, beta], '你'), share([0, beta, 0], '爱')];
      const both = [...one, one[0] + one[1], ...two, two[0] + two[1]];
      return [String(beta), ...both.map((x) => decimal(x))];
    }),
  ]),
);

console.log(part(4, say('The paper: what the number of heads does', '论文：头数带来什么')));
// Vaswani et al. 2017, Table 3: rows (A), and h = 8 from row "base". Their numbers, not measured here.
// prettier-ignore
const paper = [[1, 512, 24.9], [4, 128, 25.5], [8, 64, 25.8], [16, 32, 25.8], [32, 16, 25.4]];
console.log(
  columns([
    ['h', 'd_k = d_v', say('BLEU, newstest2013', 'BLEU（newstest2013）')],
    ...paper.map(([h, d_k, bleu]) => [String(h), String(d_k), decimal(bleu, 1)]),
  ]),
);
console.log(
  say(
    'Numbers of Vaswani et al. 2017, Table 3 (A) and "base"; the amount of computation is kept constant.',
    '数字出自 Vaswani 等 2017，表 3 的 (A) 与 base 两部分；各行的计算量保持不变。',
  ),
);

console.log(part(5, say('What heads cost', '头的代价')));
const random = seeded(seed);
console.log(
  columns([
    [
      'h',
      'd_k',
      'W_Q, W_K, W_V',
      'W^O',
      say('together', '合计'),
      say('multiplications', '乘法次数'),
      say('shares', '权重个数'),
    ],
    ...numbersOfHeads.map((h) => {
      const { W_O, ...perHead } = multiHeadParams(random, d_model, h);
      const d_k = d_model / h;
      // Each of the four products meets every word; then each head makes n² scores and n² mixtures of d_k numbers.
      const products = words * count({ W_O, ...perHead }) + h * 2 * words ** 2 * d_k;
      const cells = [count(perHead), count(W_O), count({ W_O, ...perHead }), products, h * words ** 2];
      return [String(h), String(d_k), ...cells.map(grouped)];
    }),
  ]),
);

console.log(part(6, say('Cross-attention: I love looks at 我 爱 你', '交叉注意力：I love 看 我 爱 你')));
// The same features as 我 and 爱; a trained model would have found them (chapter 11).
const soFar = [X[0], X[1]];
const crossed = multiHead(soFar, X, P);
for (const [i, head] of crossed.heads.entries()) {
  console.log(say(`head ${i + 1}`, `头 ${i + 1}`));
  console.log(heatMap(head.A, ['I', 'love'], tokens));
}
const size = (A: number[][]) => `${A.length}×${A[0].length}`;
console.log(
  say(
    `X_Q ${size(soFar)}, X_KV ${size(X)}: shares ${size(crossed.heads[0].A)} a head, result ${size(crossed.Y)}`,
    `X_Q ${size(soFar)}，X_KV ${size(X)}：每个头的权重 ${size(crossed.heads[0].A)}，结果 ${size(crossed.Y)}`,
  ),
);
