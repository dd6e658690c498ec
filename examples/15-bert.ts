/**
 * Chapter 15: words hidden, a blank by hand, an encoder that learns to fill blanks, what it knows without a label, and
 * a translator begun from it.
 */

import { bertParams, type BertParams } from '../chapters/15-bert/bert.ts';
import { guesses, plausibility, pseudoPerplexity, type Guess } from '../chapters/15-bert/blanks.ts';
import * as hand from '../chapters/15-bert/by-hand.ts';
import { hidden, maskOf } from '../chapters/15-bert/masking-words.ts';
import { characters, idsOf, tokensOf, vocabularyFrom } from '../chapters/02-embedding/vocabulary.ts';
import { greedy } from '../chapters/13-translator/decoding.ts';
import { curve } from '../lib/plot.ts';
import { columns, decimal, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import { asked, judged } from './15-bert/judging.ts';
import { begun, EPOCHS, labelled, linesFor, PLAN, pretrained, tuned, type Start } from './15-bert/tuning.ts';
import type { WordData } from './corpus/prepared.ts';
import { toyData } from './corpus/toy.ts';
import { unwatched, watched, type Name, type Watch } from './training/watched.ts';
import { sentence } from './corpus/normalise.ts';

/** Change these and run again. */
export const constants = {
  seed: '1',
  blanks: ['我_你', '他有一_狗', '他读了一_信', '他昨天_了一杯茶', '她_书', '我__你'], // _ is a blank
  every: 50, //   of the couples of lines, and half as often of the measure words, part 5 shows one in so many
  pairs: 200, //  labelled ones
  steps: 1000, // of fine-tuning
  translated: ['她的学生不喜欢约翰', '他昨天写了一封信'],
};

type Data = WordData;

/** The named quantities of each part. */
export async function computed(these: typeof constants, watch: Watch = unwatched) {
  const { seed, blanks } = these;
  const data = toyData();
  const fresh = bertParams(seeded(`bert ${seed}`), data.source.tokens.length, PLAN.sizes);
  const { P, ...pretraining } = await pretrain(data, fresh, seed, watch);
  return {
    hidings: hidings(data, seed),
    byHand: byHand(),
    pretraining,
    filled: blanks.map((text) => filled(text, data, fresh, P)),
    judging: judging(these, data, P),
    tuning: await tuning(these, data, P, watch),
  };
}

type Found = Awaited<ReturnType<typeof computed>>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  const { pairs } = found.tuning;
  return [
    part(1, say('One line, hidden five times', '同一句话，遮五次')),
    printedHidings(found.hidings, say),
    part(2, say('A blank by hand', '手算一个空')),
    found.byHand.map(worded).join('   '),
    part(3, say('Pre-training', '预训练')),
    printedPretraining(found.pretraining, say),
    part(4, say('Fill in the blank', '填空')),
    ...found.filled.map((one) => printedFilled(one, say)),
    part(5, say('What it knows, without a label', '不用标注，看它懂了什么')),
    printedJudging(found.judging, say),
    part(6, say(`A translator of ${pairs} labelled pairs`, `${pairs} 个句对训练的翻译器`)),
    printedTuning(found.tuning, say),
  ].join('\n');
}

/** The token of an id, [MASK] among them. */
function tokenOf(id: number, { source }: Data): string {
  return id === maskOf(source.tokens.length) ? '[MASK]' : source.tokens[id];
}

/** Part 1: what is read of one line, five times, and the places and words that are asked for. */
function hidings(data: Data, seed: string) {
  const line = idsOf(characters('他昨天在图书馆读了一本新书'), data.source);
  const random = seeded(`hidden ${seed}`);
  return [1, 2, 3, 4, 5].map(() => {
    const { read, places, wanted } = hidden(random, line, data.source.tokens.length);
    return {
      read: read.map((id) => tokenOf(id, data)),
      asked: places.map((place, k) => ({ place, word: tokenOf(wanted[k], data) })),
    };
  });
}

function printedHidings(hidings: Found['hidings'], say: Say): string {
  return hidings
    .map(({ read, asked }) => {
      const places = asked.map(({ place, word }) => say(`place ${place}: ${word}`, `位置 ${place}：${word}`));
      return `${read.join(' ')}   ${say('asked for', '要答的是')} ${places.join(say(', ', '，'))}`;
    })
    .join('\n');
}

/** A word for a blank, and how likely it is. */
interface Filling {
  word: string;
  share: number;
}

const percent = (share: number) => `${decimal(100 * share, 1)} %`;
const worded = ({ word, share }: Filling) => `${word} ${percent(share)}`;

/** Part 2: the guesses of an encoder without layers. */
function byHand(): Filling[] {
  const vocabulary = vocabularyFrom(hand.tokens);
  const [blank] = guesses([maskOf(hand.tokens.length)], { E: hand.E, layers: [] });
  return blank.map(({ id, share }) => ({ word: tokensOf([id], vocabulary)[0], share }));
}

/** Part 3: an encoder pre-trained, its losses, and how it fares on lines it has not seen. */
async function pretrain(data: Data, fresh: BertParams, seed: string, watch: Watch) {
  const lines = linesFor(data, false, seed);
  const { P, losses } = await watched(pretrained(data, lines, seed), ['Pre-training', '预训练'], watch);
  const unseen = data.unseen.map(({ source }) => source);
  return {
    P,
    lines: lines.length,
    losses,
    unseen: unseen.length,
    V: data.source.tokens.length,
    before: pseudoPerplexity(unseen, fresh),
    after: pseudoPerplexity(unseen, P),
  };
}

function printedPretraining({ lines, losses, unseen, V, before, after }: Found['pretraining'], say: Say): string {
  const steps = losses.length;
  return [
    say(
      `loss of a hidden word, in nats, over ${steps} steps; each of ${lines} lines read ${EPOCHS} times`,
      `被遮住的词的损失（奈特），共 ${steps} 步；${lines} 句话，每句读 ${EPOCHS} 遍`,
    ),
    curve(losses, 60, 8),
    columns([
      [say('perplexity of a hidden word', '被遮住的词的困惑度'), say(`unseen lines (${unseen})`, `新句子 (${unseen})`)],
      [say('knowing nothing', '什么都不知道'), decimal(V, 2)],
      [say('before', '之前'), decimal(before, 2)],
      [say('after', '之后'), decimal(after, 2)],
    ]),
  ].join('\n');
}

/** Part 4: a line with blanks, and for each of them the likeliest words, before pre-training and after. */
function filled(text: string, data: Data, fresh: BertParams, P: BertParams) {
  const mask = maskOf(data.source.tokens.length);
  const ids = [...text].map((sign) => (sign === '_' ? mask : idsOf([sign], data.source)[0]));
  const likeliest = (some: Guess[], count: number): Filling[] =>
    some.slice(0, count).map(({ id, share }) => ({ word: tokenOf(id, data), share }));
  const [before, after] = [guesses(ids, fresh), guesses(ids, P)];
  return {
    read: ids.map((id) => tokenOf(id, data)),
    blanks: after.map((some, k) => ({ before: likeliest(before[k], 1), after: likeliest(some, 4) })),
  };
}

function printedFilled({ read, blanks }: Found['filled'][number], say: Say): string {
  return blanks
    .map(({ before, after }, k) => {
      const line = k === 0 ? read.join(' ') : say('  its second blank', '  第二个空');
      const [then, now] = [before.map(worded).join(), after.map(worded).join(', ')];
      return `${line}\n    ${say('before', '之前')}: ${then}   ${say('after', '之后')}: ${now}`;
    })
    .join('\n');
}

/** Part 5: some lines beside the same with two characters swapped, and some measure words of six. */
function judging({ every }: typeof constants, data: Data, P: BertParams) {
  const { couples, blanks, measures } = asked(data, seeded('swapped'));
  const text = (ids: number[]) => ids.map((id) => tokenOf(id, data)).join('');
  const mask = maskOf(data.source.tokens.length);
  return {
    couples: couples
      .filter((_, i) => i % every === 0)
      .map((couple) =>
        [couple.real, couple.swapped].map((line) => ({ text: text(line), logP: plausibility(line, P) })),
      ),
    blanks: blanks
      .filter((_, i) => i % (every / 2) === 0)
      .map(({ line, place }) => {
        const read = line.map((id, i) => (i === place ? mask : id));
        const [blank] = guesses(read, P);
        const likeliest = blank.filter(({ id }) => measures.includes(id)).slice(0, 3);
        return {
          text: line.map((id, i) => (i === place ? '_' : tokenOf(id, data))).join(''),
          right: tokenOf(line[place], data),
          likeliest: likeliest.map(({ id, share }): Filling => ({ word: tokenOf(id, data), share })),
        };
      }),
  };
}

function printedJudging({ couples, blanks }: Found['judging'], say: Say): string {
  return [
    columns([
      [say('real line', '真的句子'), 'Σ ln P', say('two swapped', '换了两个字'), 'Σ ln P'],
      ...couples.map((couple) => couple.flatMap(({ text, logP }) => [text, decimal(logP, 1)])),
    ]),
    ...blanks.map(({ text, right, likeliest }) => {
      const head = say(`${text}, right is ${right}:`, `${text}，该填「${right}」：`);
      return `${head} ${likeliest.map(worded).join(', ')}`;
    }),
  ].join('\n');
}

/** Where a translator begins. */
const starts: [start: Start, name: Name][] = [
  ['scratch', ['from scratch', '从头训练']],
  ['lower', ['pre-trained', '预训练']],
];

/**
 * Part 6: two translators fine-tuned on few pairs, and what they say after a quarter, a half and all of the steps.
 */
async function tuning(these: typeof constants, data: Data, P: BertParams, watch: Watch) {
  const { seed, pairs, steps, translated } = these;
  const few = labelled(data, pairs, seed);
  const points = [steps / 4, steps / 2, steps];
  const translators: { name: Name; exact: number[]; said: { text: string; words: string[] }[] }[] = [];
  for (const [start, name] of starts) {
    const { P: weights } = await watched(tuned(few, begun(data, start, seed, P), points, seed), name, watch);
    const said = translated.map((text) => {
      const { ids } = greedy(idsOf(characters(text), data.source), weights[points.length - 1], 12);
      return { text, words: tokensOf(ids, data.target) };
    });
    translators.push({
      name,
      exact: weights.map((W) => judged(data.unseen, W, few.training).exact),
      said,
    });
  }
  return { pairs, points, unseen: data.unseen.length, translators };
}

function printedTuning({ points, unseen, translators }: Found['tuning'], say: Say): string {
  const after = points.map((n) => say(`${n} steps`, `${n} 步`));
  const table = columns([
    [say(`exact match, unseen (${unseen})`, `完全匹配，新句子 (${unseen})`), ...after],
    ...translators.map(({ name, exact }) => [say(...name), ...exact.map(percent)]),
  ]);
  const said = translators.flatMap(({ name, said }) => [
    say(...name),
    ...said.map(({ text, words }) => `    ${text} → ${sentence(words, 'en')}`),
  ]);
  return [table, ...said].join('\n');
}
