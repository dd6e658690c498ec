/** Two tasks in one stream, told apart by their prompts: translating, and writing the same once more. */

import { characters } from '../../chapters/02-embedding/vocabulary.ts';
import type { Plan } from '../../chapters/12-training/training.ts';
import type { GptParams } from '../../chapters/16-gpt/gpt.ts';
import { BEFORE, ONCE_MORE, promptFor } from '../../chapters/16-gpt/prompts.ts';
import type { Say } from '../../lib/language.ts';
import { columns, decimal } from '../../lib/print.ts';
import type { WordData } from '../corpus/prepared.ts';
import { threads } from '../training/crew.ts';
import { watched, type Watch } from '../training/watched.ts';
import { fitLines } from '../training/fit-lines.ts';
import { continuedRight, continuing, spelledLine, twoTasks, type Lines } from './lines.ts';

/** How the tasks are learned, and what is asked then. */
interface Lesson {
  seed: string;
  plan: Plan;
  epochs: number;
  asked: string[]; // to be translated
  again: string[]; // to be written once more
}

/** Trains from these weights: answers before and after, and shares of exact matches. */
export async function tasks(data: WordData, fresh: GptParams, lesson: Lesson, watch: Watch) {
  const { translate, again } = twoTasks(data, true);
  const { vocabulary } = translate;
  const { seed, plan, epochs } = lesson;
  const fitting = fitLines(fresh, [...translate.training, ...again.training], plan, epochs, seed, threads);
  const { P, losses } = await watched(fitting, ['Two tasks', '两个任务'], watch);
  const answered = (P: GptParams, chinese: string, before: string[]) => {
    const prompt = promptFor(characters(chinese), vocabulary, before);
    const { ids, finished } = continuing(P)(prompt, 12);
    return `${spelledLine([...prompt, ...ids], vocabulary)}${finished ? '' : ' …'}`;
  };
  const right = ({ unseen, recombined }: Lines) => [unseen, recombined].map((lines) => continuedRight(lines, P));
  return {
    steps: losses.length,
    numbers: [translate.unseen.length, translate.recombined.length],
    before: answered(fresh, lesson.asked[0], BEFORE),
    after: [
      ...lesson.asked.map((chinese) => answered(P, chinese, BEFORE)),
      ...lesson.again.map((chinese) => answered(P, chinese, ONCE_MORE)),
    ],
    translate: right(translate),
    again: right(again),
  };
}

type Tasks = Awaited<ReturnType<typeof tasks>>;

export function printedTasks({ steps, numbers, before, after, translate, again }: Tasks, say: Say): string {
  const [unseen, recombined] = numbers;
  const percents = (shares: number[]) => shares.map((share) => `${decimal(100 * share, 1)} %`);
  return [
    say('before', '之前'),
    before,
    say(`after ${steps} steps`, `${steps} 步之后`),
    ...after,
    columns([
      [
        say('exact match', '完全匹配'),
        say(`unseen (${unseen})`, `新句子 (${unseen})`),
        say(`recombined (${recombined})`, `新搭配 (${recombined})`),
      ],
      ['翻译:', ...percents(translate)],
      ['写:', ...percents(again)],
    ]),
  ].join('\n');
}
