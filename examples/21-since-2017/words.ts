/** English words as a language model of letters reads them: microgpt's task, with words of this project's corpus. */

import { readFileSync } from 'node:fs';
import { seeded, shuffle } from '../../lib/random.ts';
import { EVERYDAY } from '../corpus/files.ts';

/** The token before a word and behind it, after the 26 letters. */
export const BOUNDARY = 26;

/** The longest word: with the token before it, it has 16 places. */
const LONGEST = 15;

/** Words held out, to judge by. */
const HELD_OUT = 300;

/** Every word of letters alone in the everyday corpus, once each, in an order that depends on nothing. */
export function wordsOfCorpus(): { training: string[]; heldOut: string[] } {
  const lines = readFileSync(EVERYDAY, 'utf8').split('\n');
  const english = lines.filter((line) => !line.startsWith('#')).map((line) => line.split('\t')[0].toLowerCase());
  const words = english.flatMap((sentence) => sentence.match(/[\p{L}'’-]+/gu) ?? []);
  const spelled = [...new Set(words)].filter((word) => /^[a-z]+$/.test(word) && word.length <= LONGEST);
  const mixed = shuffle(seeded('words'), spelled.sort());
  return { training: mixed.slice(HELD_OUT), heldOut: mixed.slice(0, HELD_OUT) };
}

/** emma → 26, 4, 12, 12, 0, 26. */
export function idsOfWord(word: string): number[] {
  return [BOUNDARY, ...[...word].map((letter) => letter.charCodeAt(0) - 97), BOUNDARY];
}

/** 4, 12, 12, 0 → emma. */
export function wordOfIds(ids: number[]): string {
  return ids.map((id) => String.fromCharCode(97 + id)).join('');
}
