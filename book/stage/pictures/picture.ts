/** What a chapter says of a figure's pictures. Data alone: the terminal reads a chapter without the page's parts. */

import type { Say } from '../../../lib/language.ts';
import type { Words } from '../figure.ts';

/** A picture of some numbers of the case. Each kind is drawn by the file of its name. */
export type Picture =
  | SharesPicture
  | CurvesPicture
  | HeatPicture
  | AnglePicture
  | SamePicture
  | MomentsPicture
  | DialsPicture
  | SeparationPicture
  | GraphPicture
  | NetworkPicture
  | NudgePicture
  | TreePicture;

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

/** The numbers of a matrix, from −1 to 1, as colours: a row below the other, counted from 0. */
export interface HeatPicture {
  kind: 'heat';
  says: Words; // what one sees
  path: string;
}

/** Two vectors of two numbers as arrows from one point, and the foot of the first on the line of the second. */
export interface AnglePicture {
  kind: 'angle';
  says: Words; // what one sees
  a: string; //   paths of vectors
  b: string;
  foot: string;
}

/** A calculation as a graph, forwards with its values and back with its gradients, a step a node. */
export interface GraphPicture {
  kind: 'graph';
  tape: string; //    path of a Map from the nodes of a tape to their gradients, in the tape's order
  result: string; //  the name of the last node, as in ∂y/∂x
  nodes: { called: string; value: string; gradient?: string }[]; // in the same order, with paths of what opens
}

/** A network as a graph of whole columns of numbers, one example going through it: each value, and its gradient. */
export interface NetworkPicture {
  kind: 'network';
  says: Words;
  columns: NetworkColumn[];
}

/** Numbers that stand below each other, and the weights that lead to them from the column before, if any do. */
export interface NetworkColumn {
  called: string;
  value: string; //     path of a matrix of one row
  gradient?: string; // of its gradient
  isOneToOne?: boolean; // each number is made from the one beside it, and from no other
  weights?: { value: string; gradient: string }; // entry [k][j] leads from number k before to number j here
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

/** Whether numbers are the same to the last bit as those of other matrices at the same places. */
export interface SamePicture {
  kind: 'same';
  path: string;
  others: { path: string; called: Words }[]; // which may have rows beyond
}

/** A row of numbers before and after a norm, which the reader moves; mean and deviation beside. */
export interface MomentsPicture {
  kind: 'moments';
  tokens: string[];
  moved: string; // path of the given matrix of which a handle changes an entry
  before: MomentsOf;
  after: MomentsOf;
}

/** A matrix, and the mean and variance of each of its rows. */
export interface MomentsOf {
  path: string;
  mean: string; //     a vector
  variance: string; // likewise
  reach: [low: number, high: number]; // of the axis
  called: Words;
}

/** A dial for each wavelength: a hand at position p, and one at p + k. */
export interface DialsPicture {
  kind: 'dials';
  says: Words;
  p: string; //           path of a given number
  k: string; //           likewise
  largest: number; //     of p and of k
  here: string; //        PE(p), a vector
  there: string; //       PE(p + k)
  turned: string; //      PE(p) R
  wavelengths: string; // a vector
}

/** Points of two kinds in two or three dimensions, and what separates them. */
export interface SeparationPicture {
  kind: 'separation';
  says: Words;
  names: string[]; //     of the points
  points: string; //      path of a given matrix
  columns: { at: number; called: Words; to: number }[]; // its columns that are drawn, from 0 up to a number
  labels: string; //      a vector of 1 and −1
  kinds: { label: number; called: Words }[];
  w: string; //           w · x + b
  b: string;
  sides: string; //       of each point, a vector
  middle?: { one: string; other: string }; // weights of a point mixed from either kind; empty if there is none
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
