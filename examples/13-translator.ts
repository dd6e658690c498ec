/** Chapter 13: a translator chosen by pencil, where it looks, what it cannot say, and a beam through a tree. */

import * as hand from '../chapters/13-translator/by-hand.ts';
import {
  beamSearch,
  greedy,
  greedySearch,
  lengthPenalty,
  type Hypothesis,
} from '../chapters/13-translator/decoding.ts';
import { chinese, english, pencil, pencilSource } from '../chapters/13-translator/pencil.ts';
import { BOS, idsOf, tokensOf } from '../chapters/02-embedding/vocabulary.ts';
import { positionalEncoding } from '../chapters/03-positions/positions.ts';
import { softmax } from '../chapters/04-attention/softmax.ts';
import { transformer } from '../chapters/11-decoder/transformer.ts';
import { lossOf } from '../chapters/12-training/training.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { count, leaves, rows, type Leaf } from '../lib/params.ts';
import { heatMap } from '../lib/plot.ts';
import { columns, decimal, part } from '../lib/print.ts';

// Change these and run again.
const sharpness = 20; //      how strongly a place asks for its own place
const loudness = 2; //        how far apart the scores of the words are
const sentences = ['我爱你', '你爱我', '他爱你', '我不爱你', '我爱你我爱你'];
// Width and α of each beam: first for the tree of John, then for the tree that ends soon or late.
// prettier-ignore
const beams = [[1, 0], [2, 0]];
// prettier-ignore
const penalties = [[2, 0], [2, 0.6], [2, 1]];
const limit = 20; // words after which a translation is cut off

const say = speaker(languageOf(process.argv.slice(2)));
const P = pencil(sharpness, loudness);
const translate = (characters: string[]) => greedy(pencilSource(characters), P, limit);

console.log(part(1, say('Every number that is not 0', '所有不为 0 的数')));
const reasons: Record<string, string> = {
  E_source: say('a word is a 1 at its own coordinate', '每个字在自己的坐标上是 1'),
  E_target: say('the same in, and read off on the way out', '输入时一样，输出时照着读分数'),
  'encoder.0.norm_1.gain': say('1, as it always begins', '1，训练开始时的样子'),
  'encoder.0.norm_2.gain': say('1, as it always begins', '1，训练开始时的样子'),
  'decoder.0.norm_1.gain': say('keep the place, forget the word read', '留下位置，忘掉读到的词'),
  'decoder.0.crossAttention.W_Q.0': say('who stands where I stand?', '谁和我站在同一个位置？'),
  'decoder.0.crossAttention.W_K.0': say('I stand here', '我站在这里'),
  'decoder.0.crossAttention.W_V.0': say('this is what I mean', '这是我的意思'),
  'decoder.0.crossAttention.W_O': say('put it where E_target reads', '写到 E_target 读的坐标上'),
  'decoder.0.norm_2.gain': say('forget the place, keep the meaning', '忘掉位置，留下意思'),
  'decoder.0.norm_3.gain': say('say it loudly', '大声说出来'),
};
const numbersOf = (leaf: Leaf) => [...rows(leaf)].flat();
const chosen = [...leaves(P)]
  .map(([name, leaf]): [string, number[]] => [name, numbersOf(leaf).filter((x) => x !== 0)])
  .filter(([, numbers]) => numbers.length > 0);
const table = columns([
  [say('which', '哪里'), say('how many', '几个'), say('values', '取值')],
  ...chosen.map(([name, x]) => [name, String(x.length), [...new Set(x)].join(' ')]),
]);
const because = ['', ...chosen.map(([name]) => `   ${reasons[name]}`)];
console.log(
  table
    .split('\n')
    .map((line, i) => line + because[i])
    .join('\n'),
);
const [all, begun] = ['', 'encoder'].map(
  (side) => chosen.filter(([name]) => name.startsWith(side)).flatMap(([, x]) => x).length,
);
console.log(
  say(
    `${all} of ${count(P)} numbers: ${begun} left as training begins, ${all - begun} chosen`,
    `${count(P)} 个数里有 ${all} 个不为 0：${begun} 个保持训练开始时的值，${all - begun} 个是挑的`,
  ),
);

console.log(part(2, say('Who stands where I stand?', '谁和我站在同一个位置？')));
// The pair that turns by 1 radian a step: sin i sin j + cos i cos j, place 0 with the others.
const places = positionalEncoding(7, 16);
const fit = places.map(([sin, cos]) => places[0][0] * sin + places[0][1] * cos);
console.log(
  columns([
    [say('places apart', '相隔几个位置'), ...fit.map((_, distance) => String(distance))],
    [say('q·k of the pair', '这一对的 q·k'), ...fit.map((x) => decimal(x))],
  ]),
);

console.log(part(3, say('Where each English word looks', '每个英文词看着哪里')));
const source = pencilSource(hand.sentence);
const { decoding } = transformer(source, [BOS, ...idsOf(hand.translation, english)], P);
const { A } = decoding.decoded.layers[0].crossAttended.heads[0];
const said = [...hand.translation, '<eos>'];
console.log(heatMap(A, said, tokensOf(source, chinese)));

console.log(part(4, say('Step by step', '一步一步')));
const shares = softmax(decoding.S);
const read = ['<bos>', ...hand.translation];
console.log(
  columns([
    ['', say('reads', '读到'), say('says', '说出'), say('with probability', '概率')],
    ...idsOf(said, english).map((id, i) => [String(i), read[i], said[i], decimal(shares[i][id], 4)]),
  ]),
);
const whole = translate(hand.sentence);
console.log(
  `${hand.sentence.join('')} → ${tokensOf(whole.ids, english).join(' ')}   P = ${decimal(Math.exp(whole.logP), 4)}`,
);

console.log(part(5, say('What it says to other sentences', '换别的句子，它怎么说')));
console.log(
  sentences
    .map((text) => {
      const { ids, finished } = translate([...text]);
      return `${text} → ${tokensOf(ids, english).join(' ')}${finished ? '' : say(' … (cut off)', ' ……（被截断）')}`;
    })
    .join('\n'),
);

console.log(part(6, say('What training could change', '训练能改动什么')));
const pair = { source, target: idsOf(hand.translation, english) };
const slopes = [...leaves(lossOf(pair, P, 0.1).dP)].map(([name, leaf]): [string, number[]] => [name, numbersOf(leaf)]);
const groups: [string, RegExp][] = [
  [say('embeddings', '词嵌入'), /^E_/],
  [say('cross-attention', '交叉注意力'), /crossAttention/],
  [say('layer norms', '层归一化'), /norm_/],
  [say('biases b_2', '偏置 b_2'), /b_2/],
  [say('rest of the feed-forward layers', '前馈层的其余部分'), /W_1|b_1|W_2/],
  [say('self-attention, both sides', '两边的自注意力'), /encoder.0.attention|selfAttention/],
];
console.log(
  columns([
    [say('part', '部分'), say('numbers', '个数'), say('with a slope', '有斜率的')],
    ...groups.map(([title, pattern]) => {
      const found = slopes.filter(([name]) => pattern.test(name)).flatMap(([, x]) => x);
      return [title, String(found.length), String(found.filter((x) => Math.abs(x) > 1e-9).length)];
    }),
  ]),
);

console.log(part(7, say('Greedy, and a beam', '贪心与束搜索')));
const row = (name: string, { ids, logP }: Hypothesis, alpha = 0) => [
  name,
  decimal(Math.exp(logP)),
  decimal(logP),
  decimal(logP / lengthPenalty(ids.length, alpha)),
  tokensOf(ids, hand.words).join(' '),
];
const widths = (tree: hand.Tree, asked: number[][]) =>
  asked.map(([width, alpha]) => {
    const name = say(`beam ${width}, α = ${alpha}`, `束宽 ${width}，α = ${alpha}`);
    return row(name, beamSearch(hand.nextIn(tree), width, alpha, limit), alpha);
  });
const searched = [
  [say('search', '搜索'), 'P', 'ln P', 'ln P / lp', say('says', '说出')],
  row(say('greedy', '贪心'), greedySearch(hand.nextIn(hand.John), limit)),
  ...widths(hand.John, beams),
  ...widths(hand.Run, penalties),
];
const ends = columns(searched.map((cells) => cells.slice(0, 4))).split('\n');
console.log(ends.map((line, i) => `${line}  ${searched[i][4]}`).join('\n'));
