/**
 * English continued: a decoder trained on English alone, beside what counting does, and what they say, drawn at random.
 */

import { addOne, bigramAfter, followers } from '../../chapters/16-gpt/bigram.ts';
import { gptParams } from '../../chapters/16-gpt/gpt.ts';
import { knowingNothing, nextAfter, perplexity } from '../../chapters/16-gpt/language-model.ts';
import { ngramAfter, ngrams } from '../../chapters/16-gpt/ngrams.ts';
import { sampled, type Choice } from '../../chapters/16-gpt/sampling.ts';
import { tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import type { Plan } from '../../chapters/12-training/training.ts';
import type { Next } from '../../chapters/13-translator/decoding.ts';
import type { Say } from '../../lib/language.ts';
import { alignLeft, columns, decimal, displayWidth } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { sentence } from '../corpus/normalise.ts';
import { threads } from '../training/crew.ts';
import { watched, type Watch } from '../training/watched.ts';
import { fitLines } from '../training/fit-lines.ts';
import type { WordData } from '../corpus/prepared.ts';
import { englishLines } from './lines.ts';

/** How English is learned, and how it is then spoken. */
interface Lesson {
  seed: string;
  plan: Plan;
  epochs: number;
  choicesTried: Choice[];
}

/** Some sentences drawn at random; `known` ones stand so in the training text. */
interface Spoken {
  words: string[];
  known: boolean;
}

/**
 * Trains: the perplexities of five models on sentences they have not seen, and three sentences of each way to choose.
 */
export async function english(data: WordData, lesson: Lesson, watch: Watch) {
  const { seed, plan, epochs, choicesTried } = lesson;
  const { vocabulary, training, unseen } = englishLines(data);
  const V = vocabulary.tokens.length;
  const begun = gptParams(seeded(`weights ${seed}`), V, plan.sizes);
  const fitting = fitLines(begun, training, { ...plan, smoothing: 0 }, epochs, seed, threads);
  const { P } = await watched(fitting, ['English', '英语'], watch);
  const table = addOne(followers(training, V));
  const [two, three] = [2, 3].map((words) => ngrams(training, words));
  const known = new Set(training.map(({ target }) => target.join()));
  const spoken = (model: Next, choice: Choice): Spoken[] => {
    const random = seeded(`said ${seed}`);
    return [1, 2, 3].map(() => {
      const { ids } = sampled(model, choice, random, 10);
      return { words: tokensOf(ids, vocabulary), known: known.has(ids.join()) };
    });
  };
  const plain = { temperature: 1, k: Infinity, p: 1 };
  return {
    unseen: unseen.length,
    perplexities: {
      nothing: perplexity(unseen, () => knowingNothing(V)),
      addOne: perplexity(unseen, (source) => bigramAfter(source, table)),
      two: perplexity(unseen, (source) => ngramAfter(source, two, V)),
      three: perplexity(unseen, (source) => ngramAfter(source, three, V)),
      untrained: perplexity(unseen, (source) => nextAfter(source, begun)),
      trained: perplexity(unseen, (source) => nextAfter(source, P)),
    },
    said: {
      three: spoken(ngramAfter([], three, V), plain),
      untrained: spoken(nextAfter([], begun), plain),
      trained: choicesTried.map((choice) => ({ choice, spoken: spoken(nextAfter([], P), choice) })),
    },
  };
}

export function printedEnglish(found: Awaited<ReturnType<typeof english>>, say: Say): string {
  const { unseen, perplexities, said } = found;
  const row = (name: string, x: number) => [name, decimal(x, 2)];
  const lines: [name: string, Spoken[]][] = [
    [say('trigram, τ = 1', '三元模型，τ = 1'), said.three],
    [say('untrained, τ = 1', '未训练，τ = 1'), said.untrained],
    ...said.trained.map(({ choice, spoken }): [string, Spoken[]] => [nameOf(choice), spoken]),
  ];
  const width = Math.max(...lines.map(([name]) => displayWidth(name)));
  const read = ({ words, known }: Spoken) => `${sentence(words, 'en')}${known ? ' *' : ''}`;
  return [
    columns([
      [say('perplexity', '困惑度'), say(`unseen sentences (${unseen})`, `新句子 (${unseen})`)],
      row(say('knowing nothing', '什么都不知道'), perplexities.nothing),
      row(say('bigram, add-one', '二元模型，加一'), perplexities.addOne),
      row(say('bigram, Witten–Bell', '二元模型，Witten–Bell'), perplexities.two),
      row(say('trigram, Witten–Bell', '三元模型，Witten–Bell'), perplexities.three),
      row(say('decoder-only, untrained', '仅解码器，未训练'), perplexities.untrained),
      row(say('decoder-only, trained', '仅解码器，训练后'), perplexities.trained),
    ]),
    ...lines.flatMap(([name, spoken]) =>
      spoken.map((one, i) => `${alignLeft(i === 0 ? name : '', width)}  ${read(one)}`),
    ),
    say('* stands so in the training text', '* 训练文本里原样有过'),
  ].join('\n');
}

function nameOf({ temperature, k, p }: Choice): string {
  return `τ = ${temperature}${k < Infinity ? `, k = ${k}` : ''}${p < 1 ? `, p = ${p}` : ''}`;
}
