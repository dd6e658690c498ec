/** What a chapter says of its figures: which numbers of its case stand where, and what they are called. */

import type { Language } from '../../lib/language.ts';
import type { Change } from '../../examples/12-training/changed.ts';
import type { Picture } from './pictures/picture.ts';

/** A text in both languages; a plain string is the same in both. */
export type Words = string | Record<Language, string>;

/** What a matrix is to the reader; it decides the colour, which is never the only sign. */
export type Role = 'query' | 'key' | 'value' | 'share' | 'result' | 'gradient' | 'input';

/** One matrix, vector or number of a case. */
export interface Shown {
  path: string; //       A, heads[0].A, P.W_Q
  called?: Words; //     what stands above it, if not its path
  says?: Words; //       a few words on what it is
  rows?: Words[]; //     names of its rows; numbers if there are none
  columns?: Words[];
  role?: Role;
  digits?: number; //    decimals; 3 if there are none
  heat?: boolean | number; // entries shaded by their size, full at 1, or at this size
  mask?: Ready[]; //     it says who sees whom: a click hides or shows, and these masks stand ready
  slider?: Slider; //    a given number that a hand may set, besides its entry
  choices?: Choice[]; // or some of its values, a button each
  printed?: 'rows' | 'entries'; // the part prints it, row by row or each entry somewhere; a test compares the digits
}

/** A box of the architecture, opened: what comes into it, what it makes of that, and what one finds there. */
export interface Box {
  name: string; //      of a box of boxes/plan.tsx: encoder.norm_1
  says: Words;
  reads: Shown[]; //    what the boxes before it hand on
  given?: Shown[]; //   what is learned; the reader may edit it
  writes: Shown[][]; // rows of matrices, the last of them what it hands on
  pictures?: Picture[];
}

/** Where a slider goes, and how finely. If powers is set, the powers of ten from 10^from to 10^to. */
export interface Slider {
  from: number;
  to: number;
  by: number;
  powers?: boolean;
}

/** A value that a button sets. */
export interface Choice {
  value: number;
  says: Words;
}

/** A mask that stands ready: its path among the numbers of the case. */
export interface Ready {
  path: string;
  called: Words;
}

/** One figure on a chapter's page: rows of matrices, and what else it has. */
export interface Figure {
  part: string; //       stands in place of that part of the example's output
  caption: Words; //     what one finds in it
  back?: Words; //       what one finds on the way back
  trying?: Words; //     what a reader may try, where there is a page to try it on
  given: Shown[]; //     the reader may edit these
  forwards: Shown[][]; // rows of matrices
  boxes?: Box[]; //      or these: the architecture's figure, in the order in which they are computed
  backwards?: Shown[][];
  turns?: Turns; //      of which one is shown
  pictures?: Picture[];
  first?: string; //     the entry that is opened when the page is drawn
  switches?: Switch[];
}

/** Views of a figure that take turns, a word each; the reader steps through them. */
export interface Turns {
  name: string;
  label: Words; //     what one steps through
  says: string; //     a list of texts that the chapter returns by this name, one for each turn
  each: { called: Words; shown: Shown[][] }[]; // what stands before the text, and the matrices
}

/** A line of the source that the reader may change by a click. */
export interface Switch extends Change {
  says: Words; //   what is switched off
  wrong?: Words; // what goes wrong then
}

/** All switches of a chapter in their order; its cases are the chapter as it stands, and one for each of these. */
export function switchesOf(figures: Figure[]): Switch[] {
  return figures.flatMap(({ switches = [] }) => switches);
}

/** Every matrix of a figure, those in closed boxes and of other turns too. */
export function matricesOf({ given, forwards, backwards = [], boxes = [], turns }: Figure): Shown[] {
  const taken = turns?.each.flatMap(({ shown }) => shown.flat()) ?? [];
  return [...given, ...[...forwards, ...backwards].flat(), ...boxes.flatMap(matricesIn), ...taken];
}

/** Every matrix of a box. */
export function matricesIn({ reads, given = [], writes }: Box): Shown[] {
  return [...reads, ...given, ...writes.flat()];
}

/** Whether a path, A[0][1], is one of an entry of these matrices. */
export function isAmong(path: string, matrices: Shown[]): boolean {
  return matrices.some((shown) => path === shown.path || path.startsWith(`${shown.path}[`));
}

/** A text in one of the languages. */
export function inWords(words: Words, language: Language): string {
  return typeof words === 'string' ? words : words[language];
}
