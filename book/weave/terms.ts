/** The terms of chapters/terms.md, to be found in prose. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../lib/language.ts';
import { root } from './book-pages.ts';

/** A term in one language. */
export interface Term {
  word: string; //    gradient descent
  gloss: string; //   梯度下降
  anchor: string; //  term-8-2, the row of its table
  chapter: number; // where it comes up first
  pattern: RegExp; // how it stands in a text
}

/** A row of the list: words in both languages, in the same order. Throws Error if one language has fewer. */
export interface TermRow {
  en: string;
  zh: string;
  chapter: number;
  anchor: string;
}

/** The rows of the list. */
export function termRows(): TermRow[] {
  const lines = readFileSync(join(root, 'chapters/terms.md'), 'utf8').split('\n');
  const rows = lines.flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return /^\d+$/.test(cells[3] ?? '') ? [cells] : [];
  });
  return rows.map(([, en, zh, chapter], k) => ({ en, zh, chapter: Number(chapter), anchor: `term-${k + 1}` }));
}

/** Terms of a language that a chapter glosses: those that come up in it first; the longer words first. */
export function termsOf(language: Language, chapter: number): Term[] {
  const terms = termRows()
    .filter((row) => row.chapter === chapter)
    .flatMap(({ en, zh, chapter, anchor }) => {
      const [words, glosses] = language === 'en' ? [en.split(', '), zh.split('、')] : [zh.split('、'), en.split(', ')];
      return words.map((said, k) => {
        const word = said.replace(/[（(].*$/, '').trim();
        const gloss = glosses.length === words.length ? glosses[k] : glosses.join(', ');
        return { word, gloss, anchor, chapter, pattern: patternOf(word, language) };
      });
    });
  // Words that say as much in both languages need no gloss, and single signs are everywhere.
  return terms
    .filter(({ word, gloss }) => word !== gloss && word.length > 1)
    .sort((a, b) => b.word.length - a.word.length);
}

function patternOf(word: string, language: Language): RegExp {
  const plain = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return language === 'en' ? new RegExp(`\\b${plain}s?\\b`, 'i') : new RegExp(plain);
}
