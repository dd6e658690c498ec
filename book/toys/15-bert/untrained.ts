/** What the encoder of chapter 15 begins with; the page fills blanks with it before anything is learned. */

import { bertParams, type BertParams } from '../../../chapters/15-bert/bert.ts';
import { seeded } from '../../../lib/random.ts';
import type { Chinese } from './data.ts';

/** The model before the first step. */
export function untrained({ tokens, plan }: Chinese, seed: string): BertParams {
  return bertParams(seeded(`bert ${seed}`), tokens.length, plan.sizes);
}
