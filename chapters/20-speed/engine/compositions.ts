/**
 * What the engine must know of a model in order to train it: how its batches lie in the memory, and its two ways. Each
 * model is one composition of layers; all else, memory, workers, parts, dropout and Adam, is the same for all of them.
 */

import type { Capacity } from './batch.ts';
import { bert } from './bert.ts';
import type { DropPlace } from './dropout.ts';
import { gpt } from './gpt.ts';
import type { Address, Numbers, Room } from './memory.ts';
import type { Blocks } from './parameters.ts';
import type { Pass } from './product.ts';
import { transformer } from './transformer.ts';
import { vision } from './vision.ts';

/** A memory as JavaScript writes into it. */
export interface Views {
  numbers: Numbers;
  integers: Int32Array;
}

/** What a model is laid out upon. */
export interface Ground<P> {
  P: Blocks<P>;
  PE: Address; //       longest×d_model: chapter 3's table of positions
  capacity: Capacity; // of one part of a batch
}

/**
 * A model as the engine computes it. P: its tree of parameters; Item: what a batch consists of; At: where a part of a
 * batch lies; Part: what is read there; W: the working of a part, which takes the place of that of the part before it.
 */
export interface Composition<P extends object = object, Item = unknown, At = unknown, Part = unknown, W = unknown> {
  name: string;
  /** A batch is cut into so many parts, each with a gradient of its own. */
  parts: number;
  /** The tokens of an item, by which a batch is cut. */
  tokensOf(item: Item): number;
  /** The tokens of an item that are asked for: the loss is a mean over them. */
  askedOf(item: Item): number;
  /** Rows of the largest matrix in the working of a part. */
  rows(capacity: Capacity): number;
  /** d_model. */
  width(P: Blocks<P>): number;
  /** Takes the room for a part of a batch. */
  partRoom(room: Room, ground: Ground<P>): At;
  /** Writes a part there. Throws RangeError for what the model cannot read, and if it does not fit. */
  write(items: Item[], at: At, views: Views, ground: Ground<P>): void;
  /** Reads where everything of a part lies. */
  read(at: At, integers: Int32Array, ground: Ground<P>): Part;
  /** Takes the room for the working of a part. Throws RangeError for a d_model that the kernels cannot do. */
  workingRoom(room: Room, ground: Ground<P>): W;
  /** Where numbers are dropped, in the order in which the model's chapter draws for one item. */
  drops(part: Part, w: W): DropPlace[];
  /** Scores. */
  forward(pass: Pass, part: Part, w: W): void;
  /** The loss, in nats, summed; the scores become their gradient. smoothing: ε_ls. */
  loss(pass: Pass, part: Part, w: W, smoothing: number): number;
  /** From the gradient of the scores to dP, all of it. */
  backward(pass: Pass, part: Part, w: W, dP: Blocks<P>): void;
}

/** Every model that the engine can train, by its name: that is what a worker is told. */
export const COMPOSITIONS: Record<string, Composition> = { transformer, gpt, bert, vision };
