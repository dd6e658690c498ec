/** The name of a corpus that nobody can give to another. */

import { sha256 } from '../../lib/sha256.ts';
import type { SentencePair } from './split.ts';

/** SHA-256 of the pairs of a corpus, as the file spells them. */
export function hashOf(pairs: SentencePair[]): string {
  const text = pairs.map(({ english, chinese }) => `${english}\t${chinese}\n`).join('');
  return sha256(text);
}
