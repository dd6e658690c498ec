/** What a chapter says of a figure's pictures. Data alone: the terminal reads a chapter without the page's parts. */

import type { Say } from '../../../lib/language.ts';
import type { Words } from '../figure.ts';

/** A picture of some numbers of the case. Each kind is drawn by the file of its name. */
export type Picture = SharesPicture | CurvesPicture;

/** Shares as lines between words: row i of the matrix says where word i looks. */
export interface SharesPicture {
  kind: 'shares';
  path: string;
  tokens: string[];
}

/** Some numbers over others. */
export interface CurvesPicture {
  kind: 'curves';
  says: Words; //   what one sees
  xLabel: Words;
  x: string; //     path of a vector
  lines: { path: string; called: Words }[]; // vectors as long
  walker?: { x: string; y: string }; // steps on the way, vectors
}

/** What a picture is drawn from, and what a reader's hand on it does. */
export interface Drawn<P extends Picture> {
  picture: P;
  rows: (path: string) => number[][]; // values as the film shows them, 0 while unwritten; a vector is one row
  say: Say;
  inWords: (words: Words) => string;
  opened: string | undefined; //         path of the entry that is open
  open: (path: string) => void;
  put: (values: ReadonlyMap<string, number>) => void; // other given numbers, if the chapter's functions take them
}
