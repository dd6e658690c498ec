/** From which language into which. */

import type { Language } from '../../lib/language.ts';

/** From Chinese to English, or the other way. */
export type Direction = 'zh-en' | 'en-zh';

/** The language that a direction starts from. */
export function sourceLanguage(direction: Direction): Language {
  return direction === 'zh-en' ? 'zh' : 'en';
}

/** The language that a direction arrives at. */
export function targetLanguage(direction: Direction): Language {
  return direction === 'zh-en' ? 'en' : 'zh';
}
