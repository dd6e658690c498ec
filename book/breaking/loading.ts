/** What *Break it* needs, and what the scripts that bring it leave in the page. */

import { loaded } from '../running/script.ts';

/** A row of a table: in a file, what stands there, and what is put in its place. */
export interface Row {
  file: string;
  from: string;
  to: string;
}

/** A chapter's table, and the files that it changes, as they are. */
export interface Table {
  rows: Row[];
  sources: Record<string, string>;
}

/** What the scripts have brought so far. */
export interface Brought {
  open?: (place: HTMLElement, slug: string, row: number) => void; // bench.js
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
