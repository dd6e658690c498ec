/** What a chapter says of a figure's pictures. Data alone: the terminal reads a chapter without the page's parts. */

import type { Say } from '../../../lib/language.ts';
import type { Words } from '../figure.ts';

/** A picture of some numbers of the case. Each kind is drawn by the file of its name. */
export type Picture = SharesPicture | CurvesPicture | GraphPicture | NudgePicture | TreePicture;

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

/** A calculation as a graph, forwards with its values and back with its gradients, a step a node. */
export interface GraphPicture {
  kind: 'graph';
  tape: string; //    path of a Map from the nodes of a tape to their gradients, in the tape's order
  result: string; //  the name of the last node, as in ∂y/∂x
  nodes: { called: string; value: string; gradient?: string }[]; // in the same order, with paths of what opens
}

/** A given number that the reader chooses, nudged: the slope found so beside the gradient of the way back. */
export interface NudgePicture {
  kind: 'nudge';
  loss: string; //    what is followed: cost
  h: string; //       path of the nudge
  of: { given: string; called: string; nudged: string; gradient: string }[]; // paths of matrices of one shape
}

/** A beam search as a tree: what each step tried, what it kept, what is finished, and what is said in the end. */
export interface TreePicture {
  kind: 'tree';
  path: string; // of the hypotheses that each step tried, the likeliest first: Tried[][]
  says: Words; // what is searched
}

/** A hypothesis of a beam search as a chapter's case hands it out. */
export interface Tried {
  said: string; // its words
  logP: number;
  kept: boolean;
  finished: boolean;
  best: boolean; // the search ends with this one
}

/** What a picture is drawn from, and what a reader's hand on it does. */
export interface Drawn<P extends Picture> {
  picture: P;
  rows: (path: string) => number[][]; // values as the film shows them, 0 while unwritten; a vector is one row
  found: (path: string) => unknown; //   what the chapter returned by that name, whatever it is
  say: Say;
  inWords: (words: Words) => string;
  opened: string | undefined; //         path of the entry that is open
  open: (path: string) => void;
  stepOf: (name: string) => number | undefined; // where a stepper stands, once it was moved
  stepTo: (name: string, step: number) => void;
  put: (values: ReadonlyMap<string, number>) => void; // other given numbers, if the chapter's functions take them
}
