/** Chapter 15: words hidden, a blank by hand, an encoder that learns to fill blanks, and a translator begun from it. */

import { bertParams } from '../chapters/15-bert/bert.ts';
import { guesses, pseudoPerplexity } from '../chapters/15-bert/blanks.ts';
import * as hand from '../chapters/15-bert/by-hand.ts';
import { hidden, maskOf } from '../chapters/15-bert/masking-words.ts';
import { characters, idsOf, tokensOf, vocabularyFrom } from '../chapters/02-embedding/vocabulary.ts';
import { greedy } from '../chapters/13-translator/decoding.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { curve } from '../lib/plot.ts';
import { columns, decimal, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';
import { judged } from './15-bert/judging.ts';
import { begun, EPOCHS, labelled, linesFor, PLAN, pretrained, tuned, type Start } from './15-bert/tuning.ts';
import { corpusData } from './16-gpt/lines.ts';
import { watched } from './training/watched.ts';
import { sentence } from './corpus/normalise.ts';

// Change these and run again. _ is a blank.
const seed = '1';
const blanks = ['我_你', '他有一_狗', '他读了一_信', '他昨天_了一杯茶', '她_书', '我__你'];
const pairs = 200; //  labelled ones
const steps = 1000; // of fine-tuning
const translated = ['她的学生不喜欢约翰', '他昨天写了一封信'];

const say = speaker(languageOf(process.argv.slice(2)));
const data = corpusData(say);
const V = data.source.tokens.length;
const shown = (id: number) => (id === maskOf(V) ? '[MASK]' : data.source.tokens[id]);

console.log(part(1, say('One line, hidden five times', '同一句话，遮五次')));
const example = idsOf(characters('他昨天在图书馆读了一本新书'), data.source);
const random = seeded(`hidden ${seed}`);
for (let time = 0; time < 5; time++) {
  const { read, places, wanted } = hidden(random, example, V);
  const asked = places.map((i, k) => say(`place ${i}: ${shown(wanted[k])}`, `位置 ${i}：${shown(wanted[k])}`));
  console.log(`${read.map(shown).join(' ')}   ${say('asked for', '要答的是')} ${asked.join(say(', ', '，'))}`);
}

console.log(part(2, say('A blank by hand', '手算一个空')));
const small = vocabularyFrom(hand.tokens);
const [byHand] = guesses([maskOf(hand.tokens.length)], { E: hand.E, layers: [] });
const percent = (share: number) => `${decimal(100 * share, 1)} %`;
console.log(byHand.map(({ id, share }) => `${tokensOf([id], small)[0]} ${percent(share)}`).join('   '));

console.log(part(3, say('Pre-training', '预训练')));
const lines = linesFor(data, false, seed);
const fresh = bertParams(seeded(`bert ${seed}`), V, PLAN.sizes);
const { P, losses } = await watched(pretrained(data, lines, seed), say('Pre-training', '预训练'));
console.log(
  say(
    `loss of a hidden word, in nats, over ${losses.length} steps; each of ${lines.length} lines read ${EPOCHS} times`,
    `被遮住的词的损失（奈特），共 ${losses.length} 步；${lines.length} 句话，每句读 ${EPOCHS} 遍`,
  ),
);
console.log(curve(losses, 60, 8));
const unseen = data.unseen.map(({ source }) => source);
console.log(
  columns([
    [
      say('perplexity of a hidden word', '被遮住的词的困惑度'),
      say(`unseen lines (${unseen.length})`, `新句子 (${unseen.length})`),
    ],
    [say('knowing nothing', '什么都不知道'), decimal(V, 2)],
    [say('before', '之前'), decimal(pseudoPerplexity(unseen, fresh), 2)],
    [say('after', '之后'), decimal(pseudoPerplexity(unseen, P), 2)],
  ]),
);

console.log(part(4, say('Fill in the blank', '填空')));
const withBlanks = (text: string) =>
  [...text].map((sign) => (sign === '_' ? maskOf(V) : idsOf([sign], data.source)[0]));
for (const text of blanks) {
  const ids = withBlanks(text);
  const [before, after] = [fresh, P].map((model) => guesses(ids, model));
  for (const k of after.keys()) {
    const listed = (row: (typeof after)[number], few: number) =>
      row.slice(0, few).map(({ id, share }) => `${shown(id)} ${percent(share)}`);
    const line = k === 0 ? ids.map(shown).join(' ') : say('  its second blank', '  第二个空');
    console.log(
      `${line}\n    ${say('before', '之前')}: ${listed(before[k], 1).join()}   ${say('after', '之后')}: ${listed(after[k], 4).join(', ')}`,
    );
  }
}

console.log(part(5, say(`A translator of ${pairs} labelled pairs`, `${pairs} 个句对训练的翻译器`)));
const few = labelled(data, pairs, seed);
const names: [Start, string][] = [
  ['scratch', say('from scratch', '从头训练')],
  ['all', say('pre-trained, both layers', '预训练，两层都带')],
  ['lower', say('pre-trained, lower layer', '预训练，只带下层')],
];
const rows: string[][] = [];
const said: string[] = [];
for (const [start, name] of names) {
  const points = [steps / 4, steps / 2, steps];
  const { P: weights } = await watched(tuned(few, begun(data, start, seed, P), points, seed), name);
  rows.push([name, ...weights.map((W) => percent(judged(data.unseen, W, few.training).exact))]);
  for (const text of translated) {
    const { ids } = greedy(idsOf(characters(text), data.source), weights[points.length - 1], 12);
    said.push(`${text} → ${sentence(tokensOf(ids, data.target), 'en')}`);
  }
}
const after = [steps / 4, steps / 2, steps].map((n) => say(`${n} steps`, `${n} 步`));
console.log(
  columns([[say(`exact match, unseen (${unseen.length})`, `完全匹配，新句子 (${unseen.length})`), ...after], ...rows]),
);
for (const [k, [, name]] of names.entries()) {
  console.log(name);
  for (const line of said.slice(k * translated.length, (k + 1) * translated.length)) console.log(`    ${line}`);
}
