/** The translator's corpus as lines of text for chapter 16: English alone, and both languages in one stream. */

import { idsOf, tokensOf, type Vocabulary } from '../../chapters/02-embedding/vocabulary.ts';
import { teacherForced, type Pair } from '../../chapters/12-training/training.ts';
import { greedySearch, rightWords } from '../../chapters/13-translator/decoding.ts';
import { gpt, type GptParams } from '../../chapters/16-gpt/gpt.ts';
import { nextAfter } from '../../chapters/16-gpt/language-model.ts';
import { BEFORE, BEHIND, bothLanguages, ONCE_MORE, promptFor } from '../../chapters/16-gpt/prompts.ts';
import { sentence } from '../corpus/normalise.ts';
import type { WordData } from '../corpus/prepared.ts';
import type { Translate } from '../training/translating.ts';

/** The three parts of the corpus as lines of one vocabulary. */
export interface Lines {
  vocabulary: Vocabulary;
  training: Pair[];
  unseen: Pair[];
  recombined: Pair[];
}

/** The English side alone; the whole sentence is asked for. */
export function englishLines({ target, training, unseen, recombined }: WordData): Lines {
  const line = ({ target }: Pair): Pair => ({ source: [], target });
  return {
    vocabulary: target,
    training: training.map(line),
    unseen: unseen.map(line),
    recombined: recombined.map(line),
  };
}

/** 翻译:我爱你 → I love you: the Chinese side is given, the English one asked for. */
export function promptLines(data: WordData): Lines {
  const vocabulary = bothLanguages(data.source, data.target);
  const line = ({ source, target }: Pair): Pair => ({
    source: promptFor(tokensOf(source, data.source), vocabulary),
    target: idsOf(tokensOf(target, data.target), vocabulary),
  });
  return {
    vocabulary,
    training: data.training.map(line),
    unseen: data.unseen.map(line),
    recombined: data.recombined.map(line),
  };
}

/**
 * Two tasks in one stream: each sentence once to translate, 翻译:我爱你 → I love you, and once to write again, 写:我爱你 →
 * 我爱你. Or, for comparison, the same lines with nothing in front that would say which is meant.
 */
export function twoTasks(data: WordData, prompted: boolean): { translate: Lines; again: Lines } {
  const { vocabulary } = promptLines(data);
  const lines = (line: (pair: Pair) => Pair): Lines => ({
    vocabulary,
    training: data.training.map(line),
    unseen: data.unseen.map(line),
    recombined: data.recombined.map(line),
  });
  const chinese = ({ source }: Pair) => tokensOf(source, data.source);
  const prompt = (pair: Pair, before: string[]) => promptFor(chinese(pair), vocabulary, prompted ? before : []);
  return {
    translate: lines((pair) => ({
      source: prompt(pair, BEFORE),
      target: idsOf(tokensOf(pair.target, data.target), vocabulary),
    })),
    again: lines((pair) => ({ source: prompt(pair, ONCE_MORE), target: idsOf(chinese(pair), vocabulary) })),
  };
}

/** Text that nobody marked: each sentence of either language alone, asked for from its first token on. */
export function unmarked({ training }: Lines): Pair[] {
  const [before, behind] = [BEFORE.length, BEHIND.length];
  return training.flatMap(({ source, target }) =>
    [source.slice(before, source.length - behind), target].map((target) => ({ source: [], target })),
  );
}

/** A line as one reads it: 翻译:我爱你 → I love you; an answer in Chinese without spaces. */
export function spelledLine(ids: number[], vocabulary: Vocabulary): string {
  const [before, ...after] = tokensOf(ids, vocabulary).join(' ').split(' → ');
  const chinese = before.replaceAll(' ', '');
  const spelled = (words: string) =>
    /\p{sc=Han}/u.test(words) ? words.replaceAll(' ', '') : sentence(words.split(' '), 'en');
  return [chinese, ...after.map(spelled)].join(' → ');
}

/** The same lines, asked for from the first token on. */
export function askedWhole(lines: Pair[]): Pair[] {
  return lines.map(({ source, target }) => ({ source: [], target: [...source, ...target] }));
}

/** Chapter 13's greedy search as a continuation of the prompt. */
export function continuing(P: GptParams): Translate {
  return (prompt, limit = 20) => greedySearch(nextAfter(prompt, P), limit);
}

/** The share of lines whose target greedy search would say word for word; one pass a line is enough to know. */
export function continuedRight(lines: Pair[], P: GptParams): number {
  const right = lines.filter(({ source, target }) => {
    const { read, wanted } = teacherForced([...source, ...target]);
    const given = source.length;
    return rightWords(gpt(read, P).S.slice(given), wanted.slice(given)).every(Boolean);
  });
  return right.length / lines.length;
}
