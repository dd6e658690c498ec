/** What a reader writes: of each chapter the functions forwards, and, as a task of its own, those on the way back. */

import type { Say } from '../../lib/language.ts';

/** Forwards, or the way back: whoever stops before chapter 8 writes the first alone. */
export type Side = 'forwards' | 'backwards';

/** One exercise. */
export interface Task {
  chapter: string; // 04-attention
  side: Side;
  names: string[]; // the functions to write, in the order in which the chapter has them
}

/** The functions of each chapter. What is not named here is given: shapes to check, first numbers to draw. */
const WRITTEN: Record<string, Partial<Record<Side, string[]>>> = {
  '01-vectors': {
    forwards: [
      'plus',
      'minus',
      'times',
      'dot',
      'norm',
      'cosine',
      'add',
      'hadamard',
      'transpose',
      'multiply',
      'ratio',
      'isCertificate',
    ],
    backwards: ['multiplyBackward'],
  },
  '02-embedding': {
    forwards: ['characters', 'idsOf', 'oneHot', 'embed', 'commonestMerges', 'inPieces', 'putTogether'],
    backwards: ['embedBackward'],
  },
  '03-positions': { forwards: ['positionalEncoding', 'frequency', 'wavelength', 'shift', 'similarity'] },
  '04-attention': { forwards: ['softmax', 'attention'], backwards: ['softmaxBackward', 'attentionBackward'] },
  '05-multi-head': { forwards: ['headWidth', 'multiHead'], backwards: ['multiHeadBackward'] },
  '06-masking': { forwards: ['causalMask', 'paddingMask', 'bothMasks', 'padTo'] },
  '07-layer-norm': {
    forwards: ['layerNorm', 'addNorm', 'postNorm', 'preNorm'],
    backwards: ['layerNormBackward', 'addNormBackward', 'postNormBackward', 'preNormBackward'],
  },
  '08-backprop': {
    forwards: ['cost', 'meanSquare', 'crossEntropy', 'logSumExp', 'logSoftmax', 'network'],
    backwards: [
      'slope',
      'search',
      'descend',
      'meanSquareBackward',
      'crossEntropyBackward',
      'gradients',
      'networkBackward',
    ],
  },
  '09-feed-forward': { forwards: ['feedForward'], backwards: ['feedForwardBackward'] },
  '10-encoder': { forwards: ['encoderLayer', 'encoder'], backwards: ['encoderLayerBackward', 'encoderBackward'] },
  '11-decoder': {
    forwards: ['decoderLayer', 'decoder', 'inputOf', 'encode', 'decode', 'transformer'],
    backwards: ['decoderLayerBackward', 'decoderBackward', 'transformerBackward'],
  },
  '12-training': {
    forwards: ['warmupRate', 'averaged', 'dropout', 'dropped', 'smoothed', 'teacherForced', 'lossOf'],
    backwards: ['adam', 'step', 'trainingLoss'],
  },
  '13-translator': {
    forwards: [
      'lengthLimit',
      'nextWord',
      'nextAfter',
      'greedy',
      'beam',
      'greedySearch',
      'beamSteps',
      'beamSearch',
      'lengthPenalty',
      'rightWords',
    ],
  },
  '16-gpt': {
    forwards: ['heated', 'topK', 'topP', 'choices', 'drawn', 'gpt', 'lossOf', 'nextAfter', 'perplexity'],
    backwards: ['gptBackward'],
  },
};

/** All of them, in the order of the chapters. */
export const tasks: Task[] = Object.entries(WRITTEN).flatMap(([chapter, sides]) =>
  (['forwards', 'backwards'] as const).flatMap((side) => {
    const names = sides[side];
    return names === undefined ? [] : [{ chapter, side, names }];
  }),
);

/** The reader's file of a task, from the root of the project. */
export function fileOf({ chapter, side }: Pick<Task, 'chapter' | 'side'>): string {
  return `exercises/${chapter}${side === 'backwards' ? '-backwards' : ''}.ts`;
}

/** How a task is asked for: `04`, `04 backwards`. */
export function askedAs({ chapter, side }: Task): string {
  return chapter.slice(0, 2) + (side === 'backwards' ? ' backwards' : '');
}

/**
 * The task that the words of a command line ask for: a chapter's number, or the beginning of its name, and `backwards`
 * if that is wanted. Throws RangeError, with what there is, for anything else.
 */
export function taskFor([chapter, side = 'forwards', ...rest]: string[], say: Say): Task {
  if (/^back/.test(side)) side = 'backwards';
  const number = /^\d$/.test(chapter) ? `0${chapter}` : chapter;
  const found = tasks.find(
    (task) => rest.length === 0 && task.side === side && new RegExp(`^(\\d\\d-)?${escaped(number)}`).test(task.chapter),
  );
  if (found !== undefined) return found;
  const asked = [chapter, ...(side === 'forwards' ? [] : [side]), ...rest].join(' ');
  const all = tasks.map(askedAs).join(', ');
  throw new RangeError(
    say(`there is no exercise ${asked}; there are ${all}, translator`, `没有练习 ${asked}；有 ${all}、translator`),
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
