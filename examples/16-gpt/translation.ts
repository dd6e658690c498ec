/** A prompt that translates: a decoder trained on lines of both languages, asked before and after. */

import type { GptParams } from '../../chapters/16-gpt/gpt.ts';
import { nextAfter } from '../../chapters/16-gpt/language-model.ts';
import { promptFor } from '../../chapters/16-gpt/prompts.ts';
import { characters, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import type { Plan } from '../../chapters/12-training/training.ts';
import { exp } from '../../lib/elementary.ts';
import type { Say } from '../../lib/language.ts';
import { columns, decimal } from '../../lib/print.ts';
import { sentence, spelled } from '../corpus/normalise.ts';
import { threads } from '../training/crew.ts';
import { watched, type Watch } from '../training/watched.ts';
import { fitLines } from './fit.ts';
import { continuedRight, continuing, type Lines } from './lines.ts';

/** How translation is learned, and what is asked then. */
interface Lesson {
  seed: string;
  plan: Plan;
  epochs: number;
  asked: string[];
}

/** Trains from these weights: answers before and after, shares of exact matches, and the likeliest words after →. */
export async function translation(lines: Lines, fresh: GptParams, lesson: Lesson, watch: Watch) {
  const { vocabulary, training, unseen, recombined } = lines;
  const { seed, plan, epochs, asked } = lesson;
  const fitting = fitLines(fresh, training, plan, epochs, seed, threads);
  const { P, losses } = await watched(fitting, ['Translation', '翻译'], watch);
  const answered = (P: GptParams, chinese: string) => {
    const { ids, finished } = continuing(P)(promptFor(characters(chinese), vocabulary), 10);
    return { chinese, words: tokensOf(ids, vocabulary), finished };
  };
  const logP = nextAfter(promptFor(characters('我爱你'), vocabulary), P)([]);
  const likeliest = [...logP.keys()].sort((a, b) => logP[b] - logP[a]).slice(0, 3);
  return {
    steps: losses.length,
    before: answered(fresh, asked[0]),
    after: asked.map((chinese) => answered(P, chinese)),
    unseen: { lines: unseen.length, right: continuedRight(unseen, P) },
    recombined: { lines: recombined.length, right: continuedRight(recombined, P) },
    likeliest: likeliest.map((id) => ({ word: tokensOf([id], vocabulary)[0], P: exp(logP[id]) })),
  };
}

type Translation = Awaited<ReturnType<typeof translation>>;

export function printedTranslation(found: Translation, say: Say): string {
  const { steps, before, after, unseen, recombined, likeliest } = found;
  const line = ({ chinese, words, finished }: Translation['before']) =>
    `翻译:${chinese} → ${sentence(words, 'en')}${finished ? '' : ' …'}`;
  const percent = (share: number) => `${decimal(100 * share, 1)} %`;
  const odds = likeliest.map(({ word, P }) => `${spelled(word)} ${decimal(P, 3)}`);
  return [
    say('before', '之前'),
    line(before),
    say(`after ${steps} steps`, `${steps} 步之后`),
    ...after.map(line),
    columns([
      [
        say('exact match', '完全匹配'),
        say(`unseen (${unseen.lines})`, `新句子 (${unseen.lines})`),
        say(`recombined (${recombined.lines})`, `新搭配 (${recombined.lines})`),
      ],
      [say('continued', '接着说'), percent(unseen.right), percent(recombined.right)],
    ]),
    say(
      `after 翻译:我爱你 →, the likeliest: ${odds.join(', ')}`,
      `在 翻译:我爱你 → 之后，最有可能的是：${odds.join('、')}`,
    ),
  ].join('\n');
}
