/** What *Break it* needs, and what the scripts that bring it leave in the page. */

import type { Language } from '../../lib/language.ts';
import { loaded } from '../running/script.ts';

/** A row of a table: in a file, what stands there, and what is put in its place. */
export interface Row {
  file: string;
  from: string;
  to: string;
}

/** What a reader may write himself: a file that is none of the project's, and whose functions it stands for. */
export interface Exercise {
  file: string; //                    exercises/04-attention.ts
  empty: Record<Language, string>; // as it is handed out
  names: Record<string, string[]>; // of each file of the chapter, attention.ts, what the reader writes
}

/** A chapter's table, and the files that it changes, as they are; and its exercises. */
export interface Table {
  rows: Row[];
  sources: Record<string, string>;
  exercises: Exercise[];
}

/** What the scripts have brought so far. */
export interface Brought {
  open?: (place: HTMLElement, slug: string, asked: number | string) => void; // bench.js
  scripts?: Record<string, string>; //                               modules.js
  worker?: string; //                                                 checks.js
  judges?: string; //                                                 checks.js
}

declare global {
  interface Window {
    breaking?: Brought & Record<`of ${string}`, Table>;
  }
}

/** Loads a script of the folder breaking/. Rejects if it does not come; then it may be asked for again. */
export function load(name: string): Promise<void> {
  return loaded(`breaking/${name}.js`);
}
