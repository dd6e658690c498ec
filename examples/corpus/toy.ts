/** The toy's corpus, ready: what studies and examples of later chapters train on. */

import { fileURLToPath } from 'node:url';
import type { Say } from '../../lib/language.ts';
import { TOY } from './files.ts';
import { inWords, type WordData } from './prepared.ts';
import { readCorpus } from './reading.ts';

/** The corpus of `npm start`, Chinese to English, split as the translator splits it. */
export function toyData(say: Say = (en) => en): WordData {
  return inWords(readCorpus(fileURLToPath(TOY), say).pairs, 'zh-en');
}
