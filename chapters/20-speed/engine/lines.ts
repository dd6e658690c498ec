/**
 * Lines of one language through chapter 10's encoder, between the two ends of one table: what chapters 15 and 16 share.
 * They differ in who may look at whom, and in which words are asked for.
 */

import type { EncoderLayerParams } from '../../10-encoder/encoder.ts';
import type { Matrix } from '../../../lib/matrix.ts';
import { firstOf, listRoom, needRoom, readList, writeList, type Capacity, type List } from './batch.ts';
import type { Composition, Ground } from './compositions.ts';
import { encoder, encoderBackward, encoderRoom, sublayers, type Encoder } from './encoder.ts';
import { placeOf } from './dropout.ts';
import type { Address, Room } from './memory.ts';
import { endToEnd, type Offsets } from './offsets.ts';
import type { Pass } from './product.ts';
import {
  input,
  inputBackward,
  inputRoom,
  scores,
  scoresBackward,
  scoresRoom,
  type Input,
  type Scores,
} from './table.ts';

/** The tree of chapter 16's GptParams and of chapter 15's BertParams. */
interface LineParams {
  E: Matrix;
  layers: EncoderLayerParams[];
}

/** A line as it is laid down. */
export interface Line {
  read: number[]; //   n ids
  wanted: number[]; // n: the id that is asked for at each place, anything where none is
  asked: Stretch[]; // the places that are asked, in their order
}

/** Places next to each other, counted from 0. */
interface Stretch {
  from: number;
  count: number;
}

/** Where a part of a batch lies. */
interface LineLists {
  lengths: List;
  read: List;
  wanted: List;
  asked: List; // first token and count of each stretch
}

/** A part of a batch, in the memory: ids of 32 bits, all lines end to end. */
interface LinesPart {
  n: Offsets;
  read: Address;
  wanted: Address;
  asked: Stretch[]; // of all tokens of the part
}

/** The working of such a model. */
interface Stacked {
  words: Input;
  stacked: Encoder;
  scored: Scores;
  dX: Address; // n×d_model
}

/** What the lines of a model are. */
interface Reading<Item> extends Pick<Composition<LineParams, Item>, 'name' | 'tokensOf' | 'askedOf'> {
  causal: boolean; // whether no token sees a later one
  lineOf(item: Item, V: number): Line; // throws RangeError for what a model of V tokens cannot read
}

/** Such a model. */
export function lineModel<Item>({
  causal,
  lineOf,
  ...named
}: Reading<Item>): Composition<LineParams, Item, LineLists, LinesPart, Stacked> {
  return {
    ...named,
    parts: 1,
    rows: ({ target }) => target,
    width: ({ E }) => E.m,
    partRoom,
    write(items, at, { integers }, ground) {
      const lines = items.map((item) => lineOf(item, ground.P.E.n));
      writeLines(lines, at, integers, ground.capacity);
    },
    read,
    workingRoom: (room, ground) => workingRoom(room, ground, causal),
    drops: ({ n }, { words, stacked }) => [words, ...sublayers(stacked)].map((w) => placeOf(w, n)),

    forward(pass, { n, read }, { words, stacked, scored }) {
      input(pass, words, read, n);
      encoder(pass, stacked, n);
      scores(pass, scored, n.tokens);
    },

    loss: askedLoss,

    // The same lines, read upwards.
    backward(pass, { n, read }, { words, stacked, scored, dX }, dP) {
      scoresBackward(pass, scored, n.tokens, dP.E, dX);
      encoderBackward(pass, dX, stacked, n, dP.layers);
      // E was used twice, on the way in and on the way out: this is added to what is there.
      inputBackward(pass, dX, words, read, n.tokens, dP.E);
    },
  };
}

function workingRoom(
  room: Room,
  { P, PE, capacity: { target: n, longest } }: Ground<LineParams>,
  causal: boolean,
): Stacked {
  const words = inputRoom(room, { E: P.E, PE }, n);
  const stacked = encoderRoom(room, words.Y, P.layers, { n, longest, causal });
  const scored = scoresRoom(room, { Y: stacked.Y, E: P.E }, n);
  return { words, stacked, scored, dX: room.numbers(n * words.d) };
}

/** The loss of the places that are asked; whoever is not asked hears nothing: those rows of the gradient are 0. */
function askedLoss(
  { k, bytes }: Pass,
  { n, wanted, asked }: LinesPart,
  { scored }: Stacked,
  smoothing: number,
): number {
  const { S, E } = scored;
  let [loss, token] = [0, 0];
  for (const { from, count } of asked) {
    k.clear(S + token * E.n * bytes, (from - token) * E.n);
    const row = S + from * E.n * bytes;
    loss += k.crossEntropy({ S: row, n: count, V: E.n, wanted: wanted + 4 * from, smoothing });
    token = from + count;
  }
  k.clear(S + token * E.n * bytes, (n.tokens - token) * E.n);
  return loss;
}

// ——— How lines lie in the memory —————————————————————————————————————————————————————————————————

function partRoom(room: Room, { capacity: { target } }: Ground<LineParams>): LineLists {
  const [lengths, read, wanted] = [1, 2, 3].map(() => listRoom(room, target));
  return { lengths, read, wanted, asked: listRoom(room, 2 * target) };
}

function writeLines(lines: Line[], at: LineLists, integers: Int32Array, { longest }: Capacity): void {
  const { starts, lengths } = endToEnd(lines.map(({ read }) => read.length));
  const asked = lines.flatMap((line, s) => line.asked.map(({ from, count }) => [starts[s] + from, count]));
  const all = (side: 'read' | 'wanted') => lines.flatMap((line) => line[side]);
  writeList(integers, at.read, all('read'), 'tokens');
  writeList(integers, at.wanted, all('wanted'), 'tokens');
  writeList(integers, at.asked, asked.flat(), 'places');
  for (const length of lengths) needRoom('tokens in one line', length, longest);
  writeList(integers, at.lengths, lengths, 'lines');
}

function read({ lengths, read, wanted, asked }: LineLists, integers: Int32Array): LinesPart {
  const n = endToEnd(readList(integers, lengths));
  const pairs = readList(integers, asked);
  const stretches = pairs.flatMap((from, i) => (i % 2 === 0 ? [{ from, count: pairs[i + 1] }] : []));
  return { n, read: firstOf(read), wanted: firstOf(wanted), asked: stretches };
}
