import type { Sizes } from '../../../chapters/10-encoder/encoder.ts';
import type { TransformerParams } from '../../../chapters/11-decoder/transformer.ts';
import { dropped } from '../../../chapters/12-training/dropout.ts';
import * as translating from '../../../chapters/12-training/training.ts';
import type { LossAndGradient } from '../../../chapters/12-training/step.ts';
import type { Pair } from '../../../chapters/12-training/training.ts';
import { bertParams, type BertParams } from '../../../chapters/15-bert/bert.ts';
import { hidden, type Hidden } from '../../../chapters/15-bert/masking-words.ts';
import * as pretraining from '../../../chapters/15-bert/pretraining.ts';
import { droppedLine, gptParams, type GptParams } from '../../../chapters/16-gpt/gpt.ts';
import * as continuing from '../../../chapters/16-gpt/language-model.ts';
import * as looking from '../../../chapters/17-vision/training.ts';
import {
  vision as visionByChapter,
  visionBackward,
  visionParams,
  withoutPositions,
  type VisionParams,
} from '../../../chapters/17-vision/vision.ts';
import { bert } from '../../../chapters/20-speed/engine/bert.ts';
import type { Composition } from '../../../chapters/20-speed/engine/compositions.ts';
import { gpt } from '../../../chapters/20-speed/engine/gpt.ts';
import { transformer } from '../../../chapters/20-speed/engine/transformer.ts';
import { vision } from '../../../chapters/20-speed/engine/vision.ts';
import { normalMatrix, seeded, type Random } from '../../../lib/random.ts';
import { unsettled } from '../../nudge.ts';
import { modelIn, pairsIn, sentence, type Case } from './cases.ts';

/** A model of the engine beside its chapter's loops. */
export interface Twin<P extends object = object, Item = unknown> {
  composition: Composition<P, Item>;
  smoothing: number; // 0 where the chapter has none
  drops: boolean; //    whether the chapter drops
  /** A random model; no gain is 1 and no bias 0. */
  model(c: Case): P;
  items(c: Case): Item[];
  /** The chapter's loss and gradient of an item. D: where dropout's numbers come from, or nothing is dropped. */
  found(item: Item, P: P, smoothing: number, sizes: Sizes, D?: { random: Random; p: number }): LossAndGradient<P>;
}

const translator: Twin<TransformerParams, Pair> = {
  composition: transformer,
  smoothing: 0.1,
  drops: true,
  model: modelIn,
  items: pairsIn,
  found(pair, P, smoothing, sizes, D) {
    const factors = D && dropped(D.random, pair.source.length, pair.target.length + 1, sizes, D.p);
    return translating.lossOf(pair, P, smoothing, factors);
  },
};

/** Chapter 16: lines of which the beginning, or nothing, is given. */
const decoderOnly: Twin<GptParams, Pair> = {
  composition: gpt,
  smoothing: 0.1,
  drops: true,
  model({ seed, V_target, sizes }) {
    const random = seeded(seed);
    return unsettled(random, gptParams(random, V_target, sizes));
  },
  items({ seed, lengths, V_target: V }) {
    const random = seeded(`words ${seed}`);
    return lengths.map(([m, n]) => ({ source: sentence(random, m - 1, V), target: sentence(random, n - 1, V) }));
  },
  found(line, P, smoothing, sizes, D) {
    const length = 1 + line.source.length + line.target.length;
    return continuing.lossOf(line, P, smoothing, D && droppedLine(D.random, length, sizes, D.p));
  },
};

/** Chapter 15: lines in which words are hidden; [MASK] is the last row of the table. */
const encoderOnly: Twin<BertParams, Hidden> = {
  composition: bert,
  smoothing: 0,
  drops: false,
  model({ seed, V_target, sizes }) {
    const random = seeded(seed);
    return unsettled(random, bertParams(random, V_target, sizes));
  },
  items({ seed, lengths, V_target: V }) {
    const random = seeded(`words ${seed}`);
    return lengths.map(([m, n]) => hidden(random, sentence(random, m + n, V), V));
  },
  found: (line, P) => pretraining.lossOf(line, P),
};

/** Chapter 17: as many patches as the first length says, with positions or without. */
const images: Twin<VisionParams, looking.Example> = {
  composition: vision,
  smoothing: 0,
  drops: false,
  model({ seed, sizes, V_source: pixels, V_target: K, lengths: [[n]] }) {
    const random = seeded(seed);
    const P = unsettled(random, visionParams(random, { ...sizes, n, pixels, K }));
    return pixels % 2 === 0 ? P : withoutPositions(P);
  },
  items({ seed, V_source: pixels, V_target: K, lengths }) {
    const random = seeded(`images ${seed}`);
    const [[n]] = lengths;
    return lengths.map(() => ({ X: normalMatrix(random, n, pixels), label: Math.floor(K * random()) }));
  },
  found: (example, P) => looking.lossOf(example, P, { forward: visionByChapter, backward: visionBackward }),
};

/** Every model that the engine can train. */
export const TWINS: Twin[] = [translator, decoderOnly, encoderOnly, images];
