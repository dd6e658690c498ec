/**
 * Loss by size: the language of chapter 22 in a larger world, of 256 things. The k-th of them is spoken of 1/k as often
 * as the first (Zipf's law), so most things are rare. Each line states a fact; its value is asked for. A fact has one
 * value, so a model that knows all has a loss of 0: there is no floor to be guessed.
 */

import { SPECIAL } from '../../chapters/02-embedding/vocabulary.ts';
import type { Pair, Plan } from '../../chapters/12-training/training.ts';
import { gptParams, type GptParams } from '../../chapters/16-gpt/gpt.ts';
import { nextAfter } from '../../chapters/16-gpt/language-model.ts';
import { drawn } from '../../chapters/16-gpt/sampling.ts';
import { count } from '../../lib/params.ts';
import { seeded, type Random } from '../../lib/random.ts';
import { finished } from '../training/finished.ts';
import { threads } from '../training/crew.ts';
import { fitLines } from '../training/fit-lines.ts';

const [THINGS, ATTRIBUTES, VALUES] = [256, 3, 6];
/** The ids: special tokens, is, the attributes, the values of each, the things. */
const IS = SPECIAL.length;
const ATTRIBUTE_0 = IS + 1;
const VALUE_0 = ATTRIBUTE_0 + ATTRIBUTES;
const THING_0 = VALUE_0 + ATTRIBUTES * VALUES;
const V = THING_0 + THINGS;

/** Widths of the model, and lines that it reads, each once. */
export const WIDTHS = [4, 8, 16];
/** Likewise. */
export const LINES = [2000, 6000, 18000];

/** A line that states a fact, and how often one hears it. */
interface Stated {
  line: Pair;
  share: number;
}

function worldOf(random: Random): Stated[] {
  let sum = 0;
  for (let k = 1; k <= THINGS; k++) sum += 1 / k;
  return Array.from({ length: THINGS * ATTRIBUTES }, (_, f) => {
    const [thing, attribute] = [Math.floor(f / ATTRIBUTES), f % ATTRIBUTES];
    const value = VALUE_0 + attribute * VALUES + Math.floor(random() * VALUES);
    const line = { source: [THING_0 + thing, ATTRIBUTE_0 + attribute, IS], target: [value] };
    return { line, share: 1 / (thing + 1) / sum / ATTRIBUTES };
  });
}

/** The loss of a model's value over all facts, each as often as one hears it, in nats. */
function lossOver(facts: Stated[], P: GptParams): number {
  let loss = 0;
  for (const { line, share } of facts) loss -= share * nextAfter(line.source, P)([])[line.target[0]];
  return loss;
}

/** A model of that width reads so many lines, each once: how many numbers it has, and its loss, in nats a fact. */
export async function sized(d_model: number, lines: number, seed: string): Promise<{ numbers: number; loss: number }> {
  const facts = worldOf(seeded(`large world ${seed}`));
  const shares = facts.map(({ share }) => share);
  const lot = seeded(`heard ${seed}`);
  const heard = Array.from({ length: lines }, () => facts[drawn(shares, lot)].line);
  const sizes = { d_model, h: 1, d_ff: 2 * d_model, N: 1 };
  const plan: Plan = { sizes, batch: 16, warmup: lines / 16 / 8, rate: 0.3, smoothing: 0, drop: 0 };
  const fresh = gptParams(seeded(`weights ${seed}`), V, sizes);
  const P = await finished(fitLines(fresh, heard, plan, 1, seed, threads));
  return { numbers: count(fresh), loss: lossOver(facts, P) };
}
