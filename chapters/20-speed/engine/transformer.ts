/** Chapter 11's transformer and its way back, and chapter 12's loss: all pairs of a part lie end to end. */

import type { TransformerParams } from '../../11-decoder/transformer.ts';
import { teacherForced, type Pair } from '../../12-training/training.ts';
import { firstOf, listRoom, needRoom, PARTS, readList, writeList, type List } from './batch.ts';
import type { Composition } from './compositions.ts';
import { decoder, decoderBackward, decoderRoom, decoderSublayers, type Decoder } from './decoder.ts';
import { encoder, encoderBackward, encoderRoom, sublayers, type Encoder } from './encoder.ts';
import { placeOf } from './dropout.ts';
import { needIds } from './ids.ts';
import type { Address } from './memory.ts';
import { endToEnd, type Offsets } from './offsets.ts';
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

/** Where a part of a batch lies. */
interface PairLists {
  lengths: List; // source and target length of each pair
  source: List;
  read: List; //    BOS and the target's words
  wanted: List; //  the target's words and EOS
}

/** A part of a batch, in the memory: ids of 32 bits, all sentences end to end. */
interface PairsPart {
  n: Offsets; // of the target
  m: Offsets; // of the source
  source: Address;
  read: Address;
  wanted: Address;
}

/** The working of a Transformer. */
interface Transformer {
  source: Input;
  target: Input;
  encoded: Encoder;
  decoded: Decoder;
  scored: Scores;
  dX: Address; // n×d_model, on its way through the decoder
  dZ: Address; // m×d_model, on its way through the encoder
}

/** The translator. */
export const transformer: Composition<TransformerParams, Pair, PairLists, PairsPart, Transformer> = {
  name: 'transformer',
  parts: PARTS,
  tokensOf: ({ source, target }) => source.length + target.length + 1, // a target has BOS before it, or EOS behind it
  askedOf: ({ target }) => target.length + 1,
  rows: ({ source, target }) => Math.max(source, target),
  width: ({ E_target }) => E_target.m,

  partRoom: (room, { capacity: { source, target } }) => ({
    lengths: listRoom(room, 2 * Math.min(source, target)),
    source: listRoom(room, source),
    read: listRoom(room, target),
    wanted: listRoom(room, target),
  }),

  write(pairs, at, { integers }, { P, capacity }) {
    const forced = pairs.map(({ target }) => teacherForced(target));
    const [source, read, wanted] = [
      pairs.map((pair) => pair.source),
      forced.map((f) => f.read),
      forced.map((f) => f.wanted),
    ];
    for (const ids of source) needIds(ids, P.E_source.n);
    for (const ids of wanted) needIds(ids, P.E_target.n);
    writeList(integers, at.source, source.flat(), 'source tokens');
    writeList(integers, at.read, read.flat(), 'target tokens');
    writeList(integers, at.wanted, wanted.flat(), 'target tokens');
    const lengths = pairs.flatMap((_, s) => [source[s].length, read[s].length]);
    for (const length of lengths) needRoom('tokens in one sentence', length, capacity.longest);
    writeList(integers, at.lengths, lengths, 'sentences');
  },

  read({ lengths, source, read, wanted }, integers) {
    const both = readList(integers, lengths);
    const side = (which: number) => endToEnd(both.filter((_, i) => i % 2 === which));
    return { n: side(1), m: side(0), source: firstOf(source), read: firstOf(read), wanted: firstOf(wanted) };
  },

  workingRoom(room, { P, PE, capacity: { source: m, target: n, longest } }) {
    const source = inputRoom(room, { E: P.E_source, PE }, m);
    const target = inputRoom(room, { E: P.E_target, PE }, n);
    const encoded = encoderRoom(room, source.Y, P.encoder, { n: m, longest, causal: false });
    const decoded = decoderRoom(room, { X: target.Y, Z: encoded.Y }, P.decoder, { n, m, longest });
    const scored = scoresRoom(room, { Y: decoded.Y, E: P.E_target }, n);
    const [dX, dZ] = [n, m].map((tokens) => room.numbers(tokens * source.d));
    return { source, target, encoded, decoded, scored, dX, dZ };
  },

  drops({ n, m }, { source, target, encoded, decoded }) {
    const inEncoder = sublayers(encoded).map((w) => placeOf(w, m));
    const inDecoder = decoderSublayers(decoded).map((w) => placeOf(w, n));
    return [placeOf(source, m), placeOf(target, n), ...inEncoder, ...inDecoder];
  },

  forward(pass, { n, m, ...ids }, { source, target, encoded, decoded, scored }) {
    input(pass, source, ids.source, m);
    encoder(pass, encoded, m);
    input(pass, target, ids.read, n);
    decoder(pass, decoded, { n, m });
    scores(pass, scored, n.tokens);
  },

  loss: ({ k }, { n, wanted }, { scored: { S, E } }, smoothing) =>
    k.crossEntropy({ S, n: n.tokens, V: E.n, wanted, smoothing }),

  // The same lines, read upwards.
  backward(pass, { n, m, ...ids }, { source, target, encoded, decoded, scored, dX, dZ }, dP) {
    const { k } = pass;
    scoresBackward(pass, scored, n.tokens, dP.E_target, dX);
    k.clear(dZ, m.tokens * source.d);
    decoderBackward(pass, dX, decoded, { n, m }, dP.decoder, dZ);
    encoderBackward(pass, dZ, encoded, m, dP.encoder);
    // E_target was used twice, on the way in and on the way out: this is added to what is there.
    inputBackward(pass, dX, target, ids.read, n.tokens, dP.E_target);
    k.clear(dP.E_source.at, dP.E_source.n * dP.E_source.m);
    inputBackward(pass, dZ, source, ids.source, m.tokens, dP.E_source);
  },
};
