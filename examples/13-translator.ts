/**
 * Chapter 13: a translator chosen by pencil, where it looks, what it cannot say, a beam through a tree, and what was
 * learned.
 */

import * as hand from '../chapters/13-translator/by-hand.ts';
import {
  beamSearch,
  greedy,
  greedySearch,
  lengthPenalty,
  type Hypothesis,
} from '../chapters/13-translator/decoding.ts';
import { chinese, english, MEANING, pencil, pencilSource, PLACE, ZERO } from '../chapters/13-translator/pencil.ts';
import { BOS, idsOf, tokensOf } from '../chapters/02-embedding/vocabulary.ts';
import { positionalEncoding } from '../chapters/03-positions/positions.ts';
import { softmax } from '../chapters/04-attention/softmax.ts';
import { transformer, type Transformer, type TransformerParams } from '../chapters/11-decoder/transformer.ts';
import { lossOf } from '../chapters/12-training/training.ts';
import { exp } from '../lib/elementary.ts';
import { count, leaves, rows } from '../lib/params.ts';
import { heatMap } from '../lib/plot.ts';
import { columns, decimal, part } from '../lib/print.ts';
import type { Say } from '../lib/language.ts';
import type { Vector } from '../lib/matrix.ts';
import { costs, printedCosts } from './13-translator/kept.ts';
import { printedTrained, trained } from './13-translator/trained.ts';
import { unwatched, type Watch } from './training/watched.ts';

/** Change these and run again. */
export const constants = {
  sharpness: 20, // how strongly a place asks for its own place
  loudness: 2, //   how far apart the scores of the words are
  sentences: ['我爱你', '你爱我', '他爱你', '我不爱你', '我爱你我爱你'],
  // prettier-ignore
  beams: [[1, 0], [2, 0]], // width and α of each beam through the tree of John
  // prettier-ignore
  penalties: [[2, 0], [2, 0.6], [2, 1]], // and through the tree that ends soon or late
  limit: 20, //     words after which a translation is cut off
  model: { d_model: 512, h: 8, d_ff: 2048, N: 6, V: 37000 }, // whose products are counted: the paper's base model
  lengths: [4, 20, 100], // in sentences of so many words
  // As `npm start` trains; after so many epochs its mistakes are looked at.
  lesson: {
    seed: '1',
    plan: { sizes: { d_model: 32, h: 4, d_ff: 64, N: 1 }, batch: 16, warmup: 150, rate: 0.7, smoothing: 0.1, drop: 0 },
    epochs: 10,
    early: 3,
  },
  asked: '我不爱她', // and where it looks then
};

/** The named quantities of each part. */
export async function computed(these: typeof constants, watch: Watch = unwatched) {
  const { sharpness, loudness, sentences, beams, penalties, limit, model, lengths, lesson, asked } = these;
  const P = pencil(sharpness, loudness);
  const translated = (text: string) => ({ text, ...greedy(pencilSource([...text]), P, limit) });
  const source = pencilSource(hand.sentence);
  const working = transformer(source, [BOS, ...idsOf(hand.translation, english)], P);
  return {
    chosen: chosen(P),
    places: places(),
    looks: { source, A: working.decoding.decoded.layers[0].crossAttended.heads[0].A },
    steps: { first: firstWord(working), ...steps(working), whole: translated(hand.sentence.join('')) },
    others: sentences.map(translated),
    slopes: slopes(source, P),
    searched: searched(beams, penalties, limit),
    costs: costs(model, lengths),
    trained: await trained(lesson, asked, watch),
  };
}

type Found = Awaited<ReturnType<typeof computed>>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('Every number that is not 0', '所有不为 0 的数')),
    printedChosen(found.chosen, say),
    part(2, say('Who stands where I stand?', '谁和我站在同一个位置？')),
    printedPlaces(found.places, say),
    part(3, say('Where each English word looks', '每个英文词看着哪里')),
    printedLooks(found.looks),
    part(4, say('Step by step', '一步一步')),
    printedSteps(found.steps, say),
    part(5, say('What it says to other sentences', '换别的句子，它怎么说')),
    printedOthers(found.others, say),
    part(6, say('What training could change', '训练能改动什么')),
    printedSlopes(found.slopes, say),
    part(7, say('Greedy, and a beam', '贪心与束搜索')),
    printedSearched(found.searched, say),
    part(8, say('All anew for each word, or kept', '每个词都重算，还是留着用')),
    printedCosts(found.costs, say),
    part(9, say('Trained', '训练出来的')),
    printedTrained(found.trained, say),
  ].join('\n');
}

/** Each matrix and vector of a tree of parameters under its name, as one list of numbers. */
function numbersIn(tree: object): { name: string; numbers: Vector }[] {
  return [...leaves(tree)].map(([name, leaf]) => ({ name, numbers: [...rows(leaf)].flat() }));
}

/** Part 1: the numbers that are not 0, and how many of them stand in the encoder, where nothing was chosen. */
function chosen(P: TransformerParams) {
  const places = numbersIn(P)
    .map(({ name, numbers }) => ({ name, numbers: numbers.filter((x) => x !== 0) }))
    .filter(({ numbers }) => numbers.length > 0);
  const sum = (some: typeof places) => some.reduce((total, { numbers }) => total + numbers.length, 0);
  const begun = sum(places.filter(({ name }) => name.startsWith('encoder')));
  return { places, all: sum(places), begun, numbers: count(P) };
}

function printedChosen({ places, all, begun, numbers }: Found['chosen'], say: Say): string {
  const reasons: Record<string, string> = {
    E_source: say('a word is a 1 at its own coordinate', '每个字在自己的坐标上是 1'),
    E_target: say('the same in, and read off on the way out', '输入时一样，输出时照着读分数'),
    'encoder.0.norm_1.gain': say('1, as it always begins', '1，训练开始时的样子'),
    'encoder.0.norm_2.gain': say('1, as it always begins', '1，训练开始时的样子'),
    'decoder.0.norm_1.gain': say('keep the place, forget the word read', '留下位置，忘掉读到的词'),
    'decoder.0.crossAttention.W_Q.0': say('who stands where I stand?', '谁和我站在同一个位置？'),
    'decoder.0.crossAttention.W_K.0': say('I stand here', '我站在这里'),
    'decoder.0.crossAttention.W_V.0': say('this is what I mean', '这是我的词义'),
    'decoder.0.crossAttention.W_O': say('put it where E_target reads', '写到 E_target 读的坐标上'),
    'decoder.0.norm_2.gain': say('forget the place, keep the meaning', '忘掉位置，留下词义'),
    'decoder.0.norm_3.gain': say('say it loudly', '大声说出来'),
  };
  const table = columns([
    [say('which', '哪里'), say('how many', '几个'), say('values', '取值')],
    ...places.map(({ name, numbers }) => [name, String(numbers.length), [...new Set(numbers)].join(' ')]),
  ]);
  const because = ['', ...places.map(({ name }) => `   ${reasons[name]}`)];
  const lines = table.split('\n').map((line, i) => line + because[i]);
  const sum = say(
    `${all} of ${numbers} numbers: ${begun} left as training begins, ${all - begun} chosen`,
    `${numbers} 个数里有 ${all} 个不为 0：${begun} 个保持训练开始时的值，${all - begun} 个是亲手选定的`,
  );
  return [...lines, sum].join('\n');
}

/** Part 2: the pair that turns by 1 radian a step, sin i sin j + cos i cos j, of place 0 with the others. */
function places(): Vector {
  const PE = positionalEncoding(7, 16);
  return PE.map(([sin, cos]) => PE[0][0] * sin + PE[0][1] * cos);
}

function printedPlaces(fit: Found['places'], say: Say): string {
  return columns([
    [say('places apart', '相隔几个位置'), ...fit.map((_, distance) => String(distance))],
    [say('q·k of the pair', '这一对的 q·k'), ...fit.map((x) => decimal(x))],
  ]);
}

const said = [...hand.translation, '<eos>'];

/** Part 3: the shares of the cross-attention. */
function printedLooks({ source, A }: Found['looks']): string {
  return heatMap(A, said, tokensOf(source, chinese));
}

/** Part 4: BOS on its way through the decoder, the coordinates that have a job. */
function firstWord({ decoding }: Transformer) {
  const { normed_1, crossAttended, normed_2, normed_3 } = decoding.decoded.layers[0];
  const [enters, kept, found, meant, scored] = [decoding.input, normed_1, crossAttended, normed_2, normed_3];
  const stations = [enters, kept, found, meant, scored].map(({ Y }) => Y[0]);
  const jobs = [...PLACE, ...MEANING.map(([, c]) => c), ZERO];
  return {
    coordinates: jobs.map((c) => ({ c, passes: stations.map((x) => x[c]) })),
    deviations: [normed_1, normed_2, normed_3].map(({ deviation }) => deviation[0]),
  };
}

function printedFirstWord({ coordinates, deviations }: Found['steps']['first'], say: Say): string {
  const names = new Map(MEANING.map(([id, c]) => [c, english.tokens[id]]));
  const jobs = ['sin p', 'cos p'].map((name, k) => [PLACE[k], name] as const);
  const job = new Map([...jobs, ...names, [ZERO, say('zero', '零')]]);
  const [first, second, third] = deviations.map((x) => decimal(x, 2));
  return columns([
    ['<bos>', say('enters', '输入'), 'norm_1', say('brings home', '带回来'), 'norm_2', 'norm_3'],
    ...coordinates.map(({ c, passes }) => [`${c} ${job.get(c)}`, ...passes.map((x) => decimal(x, 2))]),
    [say('deviation', '标准差'), '', first, '', second, third],
  ]);
}

/** Part 4: the probability of each word that is said. */
function steps({ S }: Transformer) {
  const shares = softmax(S);
  return { probabilities: idsOf(said, english).map((id, i) => shares[i][id]) };
}

function printedSteps({ first, probabilities, whole }: Found['steps'], say: Say): string {
  const read = ['<bos>', ...hand.translation];
  const table = columns([
    ['', say('reads', '读到'), say('says', '说出'), say('with probability', '概率')],
    ...probabilities.map((p, i) => [String(i), read[i], said[i], decimal(p, 4)]),
  ]);
  const { text, ids, logP } = whole;
  const sentence = `${text} → ${tokensOf(ids, english).join(' ')}   P = ${decimal(exp(logP), 4)}`;
  return [printedFirstWord(first, say), table, sentence].join('\n');
}

/** Part 5: other sentences, and the places where the pencil has no word. */
function printedOthers(others: Found['others'], say: Say): string {
  const cut = say(' … (cut off)', ' ……（被截断）');
  return others
    .map(({ text, ids, finished }) => `${text} → ${tokensOf(ids, english).join(' ')}${finished ? '' : cut}`)
    .join('\n');
}

/** Part 6: which numbers of each part of the model have a slope, so that training would move them. */
function slopes(source: number[], P: TransformerParams) {
  const pair = { source, target: idsOf(hand.translation, english) };
  const found = numbersIn(lossOf(pair, P, 0.1).dP);
  const inside = (pattern: RegExp) => {
    const numbers = found.filter(({ name }) => pattern.test(name)).flatMap(({ numbers }) => numbers);
    return { numbers: numbers.length, sloping: numbers.filter((x) => Math.abs(x) > 1e-9).length };
  };
  return {
    embeddings: inside(/^E_/),
    crossAttention: inside(/crossAttention/),
    norms: inside(/norm_/),
    b_2: inside(/b_2/),
    restOfFeedForward: inside(/W_1|b_1|W_2/),
    selfAttention: inside(/encoder.0.attention|selfAttention/),
  };
}

function printedSlopes(found: Found['slopes'], say: Say): string {
  const groups: [string, Found['slopes'][keyof Found['slopes']]][] = [
    [say('embeddings', '词嵌入'), found.embeddings],
    [say('cross-attention', '交叉注意力'), found.crossAttention],
    [say('layer norms', '层归一化'), found.norms],
    [say('biases b_2', '偏置 b_2'), found.b_2],
    [say('rest of the feed-forward layers', '前馈层的其余部分'), found.restOfFeedForward],
    [say('self-attention, both sides', '两边的自注意力'), found.selfAttention],
  ];
  return columns([
    [say('part', '部分'), say('numbers', '个数'), say('with a slope', '有斜率的')],
    ...groups.map(([title, { numbers, sloping }]) => [title, String(numbers), String(sloping)]),
  ]);
}

/** Part 7: the word that is likeliest now, against the sentences that are likeliest in the end. */
function searched(beams: number[][], penalties: number[][], limit: number) {
  const found = (tree: hand.Tree, asked: number[][]) =>
    asked.map(([width, alpha]) => ({ width, alpha, ...beamSearch(hand.nextIn(tree), width, alpha, limit) }));
  return {
    greedy: greedySearch(hand.nextIn(hand.John), limit),
    beams: [...found(hand.John, beams), ...found(hand.Run, penalties)],
  };
}

function printedSearched({ greedy, beams }: Found['searched'], say: Say): string {
  const row = (name: string, { ids, logP }: Hypothesis, alpha: number) => [
    name,
    decimal(exp(logP)),
    decimal(logP),
    decimal(logP / lengthPenalty(ids.length, alpha)),
    tokensOf(ids, hand.words).join(' '),
  ];
  const lines = [
    [say('search', '搜索'), 'P', 'ln P', 'ln P / lp', say('says', '说出')],
    row(say('greedy', '贪心'), greedy, 0),
    ...beams.map((beam) => {
      const { width, alpha } = beam;
      return row(say(`beam ${width}, α = ${alpha}`, `束宽 ${width}，α = ${alpha}`), beam, alpha);
    }),
  ];
  // What is said stands to the left, behind the numbers.
  const numbers = columns(lines.map((cells) => cells.slice(0, 4))).split('\n');
  return numbers.map((line, i) => `${line}  ${lines[i][4]}`).join('\n');
}
