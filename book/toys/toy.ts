/** What a toy says of itself, and what it is handed: a piece of a chapter that a reader plays with. */

import type { Signal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import type { Language } from '../../lib/language.ts';
import type { Words } from '../stage/figure.ts';
import type { Training } from './training.ts';

/** A number that the reader may set. */
export interface Range {
  kind: 'range';
  first: number;
  from: number;
  to: number;
  step: number;
  says: Words;
}

/** One of some values. */
export interface Choice {
  kind: 'choice';
  first: string;
  of: [value: string, called: Words][];
  says: Words;
}

/** What the reader does by hand on the toy itself, written down: words said, cells drawn. */
export interface Noted {
  kind: 'noted';
  first: string;
  fits: (text: string) => boolean;
}

/** What a reader may set of a toy; its state stands in the address under these names. */
export type Controls = Record<string, Range | Choice | Noted>;

/** The values of the controls as they are now. */
export type Values<C extends Controls> = { [name in keyof C]: Signal<C[name] extends Range ? number : string> };

/** What a toy is drawn from. */
export interface Playing<C extends Controls, Data, Shown> {
  values: Values<C>;
  data: Data; //                  what was made ready when the book was woven
  training: Training<Shown>; //   at rest where nothing is trained
  language: Language;
}

/** The module of a toy: book/toys/NN-slug/toy.tsx. */
export interface Toy<C extends Controls, Data, Shown> {
  part: string; //    it stands below that part of the example's output
  title: Words;
  caption: Words; //  what one finds by playing
  controls: C;
  given?: (values: Values<C>, data: Data) => unknown; // what a training begins with, if there is one
  Toy: (playing: Playing<C, Data, Shown>) => ComponentChild;
}

/** A toy whose details do not matter. */
export interface AnyToy extends Pick<Toy<Controls, unknown, unknown>, 'part' | 'title' | 'caption' | 'controls'> {
  given?: (values: AnyValues, data: unknown) => unknown;
  Toy: (playing: AnyPlaying) => ComponentChild;
}

/** The controls' values where it does not matter which they are. */
export type AnyValues = Record<string, Signal<number | string>>;

interface AnyPlaying extends Omit<Playing<Controls, unknown, unknown>, 'values'> {
  values: AnyValues;
}
