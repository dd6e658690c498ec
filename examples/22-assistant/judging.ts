/** What a model of chapter 22 says when it is asked, and what it still knows. */

import { greedySearch } from '../../chapters/13-translator/decoding.ts';
import type { GptParams } from '../../chapters/16-gpt/gpt.ts';
import { nextAfter } from '../../chapters/16-gpt/language-model.ts';
import { logPOf } from '../../chapters/22-assistant/answers.ts';
import { divergence } from '../../chapters/22-assistant/preference.ts';
import { exp } from '../../lib/elementary.ts';
import { question, sentence, statement, word, type Fact } from './world.ts';

/** Words that an answer may have at most, as it is said here; a page of the exercise book goes on for longer. */
const LIMIT = 9;

/** The likeliest continuation of a question. */
export function answered(fact: Fact, P: GptParams): number[] {
  return greedySearch(nextAfter(question(fact), P), LIMIT).ids;
}

/** What was found out about a model, as means over some facts. */
export interface Judged {
  right: number; //    share of answers that are right, in either form
  sentences: number; // share of answers that are right, and a sentence
  logOdds: number; //  ln P of the right sentence − ln P of the right word, in nats
  logP: [sentence: number, word: number];
  known: number; //    share of facts that it states rightly when it goes on from "apple's colour is"
  text: number; //     loss of statements, nats a token
}

/** Judges by these facts. */
export function judged(facts: Fact[], P: GptParams): Judged {
  const mean = (of: (fact: Fact) => number) => meanOver(facts, of);
  const said = new Map(facts.map((fact) => [fact, answered(fact, P).join()]));
  const isSentence = (fact: Fact) => said.get(fact) === sentence(fact).join();
  const isRight = (fact: Fact) => isSentence(fact) || said.get(fact) === word(fact).join();
  const logP: Judged['logP'] = [
    mean((fact) => logPOf(question(fact), sentence(fact), P)),
    mean((fact) => logPOf(question(fact), word(fact), P)),
  ];
  return {
    right: mean((fact) => Number(isRight(fact))),
    sentences: mean((fact) => Number(isSentence(fact))),
    logOdds: logP[0] - logP[1],
    logP,
    known: mean((fact) => Number(stated(fact, P) === fact.value)),
    text: mean((fact) => -logPOf([], statement(fact), P) / (statement(fact).length + 1)),
  };
}

/** By how much the right sentence is likelier than the right word, ln P − ln P, the mean over some facts, in nats. */
export function logOddsOf(facts: Fact[], P: GptParams): number {
  return meanOver(facts, (fact) => logPOf(question(fact), sentence(fact), P) - logPOf(question(fact), word(fact), P));
}

function meanOver(facts: Fact[], of: (fact: Fact) => number): number {
  return facts.reduce((sum, fact) => sum + of(fact), 0) / facts.length;
}

/** The likeliest word after "apple's colour is". */
function stated(fact: Fact, P: GptParams): number | undefined {
  return greedySearch(nextAfter(statement(fact).slice(0, -1), P), 1).ids[0];
}

/** KL of the first word of an answer by one model from that by another, the mean over some facts, in nats. */
export function firstWordApart(facts: Fact[], P: GptParams, other: GptParams): number {
  const shares = (fact: Fact, model: GptParams) => nextAfter(question(fact), model)([]).map((logP) => exp(logP));
  return meanOver(facts, (fact) => divergence(shares(fact, P), shares(fact, other)));
}
