/** From a model of text to an assistant: pre-training, instruction tuning, preference, and what is smaller. */

import type { Plan } from '../../chapters/12-training/training.ts';
import { gptParams, type GptParams } from '../../chapters/16-gpt/gpt.ts';
import { choiceFor, dpoLoss, type Choice } from '../../chapters/22-assistant/answers.ts';
import { corrected, correctedLoss, corrections, type Correction } from '../../chapters/22-assistant/corrected.ts';
import { seeded } from '../../lib/random.ts';
import { threads } from '../training/crew.ts';
import { fitLines } from '../training/fit-lines.ts';
import { fitByLoops, type Course } from './fit.ts';
import { lessonsOf, question, sentence, textOf, V, word, world, halves, type Fact } from './world.ts';

/** The model, and how it reads its text. */
export const plan: Plan = {
  sizes: { d_model: 32, h: 2, d_ff: 64, N: 2 },
  batch: 16,
  warmup: 100,
  rate: 0.3,
  smoothing: 0,
  drop: 0,
};
/** How often each fact is stated in the text, and how often the text is read. */
const [TIMES, READ] = [32, 8];
/** How the lessons are read: a lower rate, more often. */
const lessonPlan: Plan = { ...plan, warmup: 20, rate: 0.1 };
const LESSONS = 10;
/** How preferences are learned; a correction has few numbers and takes longer strides. */
const choosing: Course = { epochs: 8, batch: 8, rate: 0.001 };
const correcting: Course = { ...choosing, rate: 0.01 };
/** LoRA's α / r. */
const SCALE = 2;

/** A world of a seed, and the weights with which its model begins. */
export function beginningOf(seed: string) {
  const facts = world(seeded(`world ${seed}`));
  const { taught, held } = halves(facts);
  return { facts, taught, held, fresh: gptParams(seeded(`weights ${seed}`), V, plan.sizes) };
}

/** Reads the text of a world. */
export function pretraining(fresh: GptParams, facts: Fact[], seed: string) {
  return fitLines(fresh, textOf(facts, TIMES, seeded(`text ${seed}`)), plan, READ, seed, threads);
}

/** Reads lessons on these facts. */
export function instructionTuning(P: GptParams, taught: Fact[], seed: string) {
  return fitLines(P, lessonsOf(taught), lessonPlan, LESSONS, seed, threads);
}

/** A sentence or a word, for each fact; a share s of people prefer the sentence. */
export function choicesOn(facts: Fact[], s: number, old: GptParams): Choice[] {
  return facts.map((fact) => choiceFor(question(fact), [sentence(fact), word(fact)], s, old));
}

/** DPO, every number of the model learning. */
export function preferring(old: GptParams, choices: Choice[], beta: number, seed: string) {
  return fitByLoops(old, choices, (choice, P) => dpoLoss(choice, P, beta), choosing, seeded(`choices ${seed}`));
}

/** DPO by low-rank corrections alone. Result of the run: the corrections. */
export function preferringByCorrection(old: GptParams, choices: Choice[], beta: number, r: number, seed: string) {
  const loss = (choice: Choice, C: Correction[]) => correctedLoss((P) => dpoLoss(choice, P, beta), old, C, SCALE);
  const begin = corrections(seeded(`corrections ${seed}`), old, r);
  return fitByLoops(begin, choices, loss, correcting, seeded(`choices ${seed}`));
}

/** The model with such corrections merged in. */
export function withCorrections(P: GptParams, C: Correction[]): GptParams {
  return corrected(P, C, SCALE);
}
