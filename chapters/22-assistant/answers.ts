/**
 * Chapter 22 — DPO for a model of text
 *
 *     ln P(answer | question) = Σ_i ln P(x_i | question, x_1 … x_{i−1})
 *     ∂loss/∂parameters       = Σ_k ∂loss/∂ln P_k · ∂ln P_k/∂parameters,     k: the two answers
 *
 * − ln P of an answer is chapter 16's loss with the question given, so its gradient is there already.
 * Rafailov et al. 2023, §4, eq. 7.
 */

import { mapRows, sumTrees } from '../../lib/params.ts';
import { times } from '../01-vectors/vectors.ts';
import { logSoftmax } from '../08-backprop/cross-entropy.ts';
import type { LossAndGradient } from '../12-training/step.ts';
import { teacherForced } from '../12-training/training.ts';
import { gpt, type GptParams } from '../16-gpt/gpt.ts';
import { lossOf } from '../16-gpt/language-model.ts';
import { preference, preferenceBackward } from './preference.ts';

/** A question and two answers to it, as ids. */
export interface Choice {
  question: number[];
  answers: [first: number[], second: number[]];
  s: number; //          share of people who prefer the first
  logP_old: number[]; // 2  of both answers by the old model, in nats
}

/** ln P of an answer, EOS included, in nats. Throws as `gpt`. */
export function logPOf(question: number[], answer: number[], P: GptParams): number {
  const { read, wanted } = teacherForced([...question, ...answer]);
  const { S } = gpt(read, P);
  let logP = 0;
  for (let i = question.length; i < wanted.length; i++) logP += logSoftmax(S[i])[wanted[i]];
  return logP;
}

/** A choice as the old model sees it. Throws as `lossOf`. */
export function choiceFor(question: number[], answers: Choice['answers'], s: number, old: GptParams): Choice {
  return { question, answers, s, logP_old: answers.map((answer) => logPOf(question, answer, old)) };
}

/** The loss of a choice, one to count, and its gradient. beta: the leash. Throws as `preference` and `lossOf`. */
export function dpoLoss(
  { question, answers, s, logP_old }: Choice,
  P: GptParams,
  beta: number,
): LossAndGradient<GptParams> {
  const said = answers.map((target) => lossOf({ source: question, target }, P, 0));
  const logP = said.map(({ loss }) => -loss);
  const judged = preference(logP, logP_old, s, beta);
  const dLogP = preferenceBackward(judged);
  // The gradient of ln P is the other way round than that of − ln P.
  const dP = sumTrees(said.map(({ dP }, k) => mapRows((row) => times(-dLogP[k], row), dP)));
  return { loss: judged.loss, n: 1, dP };
}
