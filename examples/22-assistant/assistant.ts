/** One model on its way from predictor to assistant, and what it answers after each step. */

import type { GptParams } from '../../chapters/16-gpt/gpt.ts';
import type { Say } from '../../lib/language.ts';
import { count } from '../../lib/params.ts';
import { alignLeft, columns, decimal, displayWidth, grouped } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { watched, type Watch } from '../training/watched.ts';
import {
  beginningOf,
  choicesOn,
  instructionTuning,
  preferring,
  preferringByCorrection,
  pretraining,
  withCorrections,
} from './course.ts';
import { answered, judged, logOddsOf, type Judged } from './judging.ts';
import { question, sentence, spelled, textOf, word, type Fact } from './world.ts';

/** What is decided before. */
interface Lesson {
  seed: string;
  share: number; //   of people who prefer a sentence
  betas: number[]; // leashes
  rank: number; //    of the correction, on the first leash
}

/** What a model says to a question, and what is right. */
interface Answer {
  asked: number[];
  said: number[];
  isRight: boolean;
}

/** Trains through all steps, and asks after each. */
export async function assistant({ seed, share, betas, rank }: Lesson, watch: Watch) {
  const { facts, taught, held, fresh } = beginningOf(seed);
  const { P: read } = await watched(pretraining(fresh, facts, seed), ['Text', '文本'], watch);
  const lessons = (P: GptParams) => watched(instructionTuning(P, taught, seed), ['Lessons', '上课'], watch);
  const [{ P: tuned }, { P: untaught }] = [await lessons(read), await lessons(fresh)];
  const choices = choicesOn(taught, share, tuned);
  const preferred: { beta: number; P: GptParams }[] = [];
  for (const beta of betas) {
    const { P } = await watched(preferring(tuned, choices, beta, seed), [`β = ${beta}`, `β = ${beta}`], watch);
    preferred.push({ beta, P });
  }
  const correcting = preferringByCorrection(tuned, choices, betas[0], rank, seed);
  const { P: C } = await watched(correcting, ['LoRA', 'LoRA'], watch);
  const small = withCorrections(tuned, C);
  const odds = (P: GptParams) => [taught, held].map((facts) => logOddsOf(facts, P));
  return {
    text: textOf(facts, 1, seeded(`text ${seed}`)).slice(0, 3),
    asked: [taught[0], held[0], held[3], held[6]].map((fact) => [read, untaught, tuned].map((P) => askOf(fact, P))),
    judged: { read: judged(held, read), untaught: judged(held, untaught), tuned: judged(held, tuned) },
    numbers: count(tuned),
    odds: {
      before: odds(tuned),
      after: preferred.map(({ beta, P }) => ({ beta, odds: odds(P), judged: judged(held, P) })),
    },
    wrong: preferred.map(({ P }) =>
      held
        .map((fact) => askOf(fact, P))
        .filter(({ isRight }) => !isRight)
        .slice(0, 2),
    ),
    correction: { learned: count(C), odds: odds(small), judged: judged(held, small), beta: betas[0] },
  };
}

function askOf(fact: Fact, P: GptParams): Answer {
  const said = answered(fact, P);
  const isRight = [sentence(fact), word(fact)].some((form) => form.join() === said.join());
  return { asked: question(fact), said, isRight };
}

type Found = Awaited<ReturnType<typeof assistant>>;

const percent = (share: number) => `${decimal(100 * share, 0)} %`;

/** Some text; then four questions, and what a model of the text, of lessons alone, and of both says to them. */
export function printedLessons({ text, asked, judged }: Found, say: Say): string {
  const names = [say('text', '文本'), say('lessons', '上课'), say('both', '两样都有')];
  const width = Math.max(...names.map((name) => displayWidth(name)));
  const answers = asked.flatMap((models) => [
    spelled(models[0].asked, say),
    ...models.map(({ said, isRight }, k) => `  ${alignLeft(names[k], width)}  ${mark(isRight)} ${spelled(said, say)}`),
  ]);
  const row = (name: string, { right, known }: Judged) => [name, percent(right), percent(known)];
  return [
    ...text.map(({ target }) => spelled(target, say)),
    '',
    ...answers,
    '',
    columns([
      [
        say('the 16 things without lessons', '没有上过课的 16 样东西'),
        say('answers rightly', '答对'),
        say('states rightly', '说对'),
      ],
      row(say('text', '文本'), judged.read),
      row(say('lessons', '上课'), judged.untaught),
      row(say('both', '两样都有'), judged.tuned),
    ]),
  ].join('\n');
}

const mark = (isRight: boolean) => (isRight ? '✓' : '✗');

/** The odds of a sentence before and after, and what is wrong on the longest leash. */
export function printedPreferences({ numbers, odds, judged, wrong, correction }: Found, say: Say): string {
  const row = (name: string, learned: number, nats: number[], { right }: Judged) => [
    name,
    grouped(learned),
    ...nats.map((x, k) => `${decimal(x, 2)} (${decimal(x - odds.before[k], 2)})`),
    percent(right),
  ];
  const last = wrong[wrong.length - 1];
  return [
    columns([
      [
        say('log-odds (moved)', '对数几率（移动）'),
        say('numbers', '学的数'),
        say('taught', '教过的'),
        say('others', '其余的'),
        say('right', '答对'),
      ],
      [say('before', '之前'), '', ...odds.before.map((x) => decimal(x, 2)), percent(judged.tuned.right)],
      ...odds.after.map(({ beta, odds, judged }) => row(`β = ${beta}`, numbers, odds, judged)),
      row(`LoRA, β = ${correction.beta}`, correction.learned, correction.odds, correction.judged),
    ]),
    say(`with β = ${odds.after[odds.after.length - 1].beta}:`, `β = ${odds.after[odds.after.length - 1].beta} 时：`),
    ...last.map(({ asked, said }) => `  ✗ ${spelled(asked, say)} ${spelled(said, say)}`),
  ].join('\n');
}
