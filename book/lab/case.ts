/** A trained model as a case: one sentence forwards and backwards, the model's numbers given. */

import { transformer, transformerBackward, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { crossEntropy, crossEntropyBackward } from '../../chapters/08-backprop/cross-entropy.ts';
import { smoothed, teacherForced } from '../../chapters/12-training/training.ts';
import { filesOf } from '../stage/scenes.ts';
import type { Case } from '../tracing/work.ts';
import type { Opening } from './messages.ts';

/** The case: the model's numbers are given, the sentence and what was said of it are settled. */
export function caseOf({ P, source, said }: Pick<Opening, 'P' | 'source' | 'said'>): Case {
  const { read, wanted } = teacherForced(said);
  return {
    given: { P },
    worked({ P }: { P: TransformerParams }) {
      const all = transformer(source, read, P);
      const scored = crossEntropy(all.S, smoothed(wanted, P.E_target.length, 0));
      const { encoding, decoding } = all;
      return {
        X: encoding.input.Y,
        encoder: encoding.encoded.layers,
        read: decoding.input.Y,
        decoder: decoding.decoded.layers,
        S: all.S,
        beliefs: scored.P,
        loss: scored.loss,
        dP: transformerBackward(crossEntropyBackward(scored), all).dP,
      };
    },
  };
}

/** The files of the source that these numbers point at. */
export function files(opening: Pick<Opening, 'P' | 'source' | 'said'>): string[] {
  return filesOf(caseOf(opening));
}
