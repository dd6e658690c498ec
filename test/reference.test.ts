/**
 * The chapters beside PyTorch: test/fixtures holds what scripts/reference.py got from torch's own modules,
 * in double precision. Here are their numbers and ours; no Python is needed.
 */

import t from 'tap';
import { readFileSync } from 'node:fs';
import { attention, attentionBackward } from '../chapters/04-attention/attention.ts';
import { multiHead, multiHeadBackward, type MultiHeadParams } from '../chapters/05-multi-head/multi-head.ts';
import { layerNorm, layerNormBackward, type LayerNormParams } from '../chapters/07-layer-norm/layer-norm.ts';
import { crossEntropy, crossEntropyBackward } from '../chapters/08-backprop/cross-entropy.ts';
import { encoderLayer, encoderLayerBackward, type EncoderLayerParams } from '../chapters/10-encoder/encoder.ts';
import { decoderLayer, decoderLayerBackward, type DecoderLayerParams } from '../chapters/11-decoder/decoder.ts';
import { transformer, type TransformerParams } from '../chapters/11-decoder/transformer.ts';
import { beginner } from '../chapters/12-training/adam.ts';
import { step } from '../chapters/12-training/step.ts';
import {
  lossOf,
  rateOf,
  smoothed,
  teacherForced,
  trainingLoss,
  type Pair,
  type Plan,
} from '../chapters/12-training/training.ts';
import { shape, type Matrix, type Vector } from '../lib/matrix.ts';
import { relativeError } from '../lib/numeric.ts';
import { leaves, type Leaf } from '../lib/params.ts';

/** What a file holds: the numbers given to torch, and those it gave back. */
interface Fixture<Inputs, Results> {
  torch: string; // its version
  seed: number;
  inputs: Inputs;
  results: Results;
}

/** True where a query may not look at a key; JSON has no −∞. */
type Hidden = boolean[][];

function fixture<Inputs, Results>(name: string): Fixture<Inputs, Results> {
  const file = new URL(`./fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Fixture<Inputs, Results>;
}

function mask(hidden: Hidden): Matrix {
  return hidden.map((row) => row.map((hides) => (hides ? -Infinity : 0)));
}

/** A tree's leaves by name, each with its shape. */
function form(tree: object): [name: string, ...shape: number[]][] {
  const sizes = (leaf: Leaf) => (isMatrix(leaf) ? shape(leaf) : [leaf.length]);
  return leaves(tree).map(([name, leaf]) => [name, ...sizes(leaf)]);
}

function isMatrix(leaf: Leaf): leaf is Matrix {
  return Array.isArray(leaf[0]);
}

/**
 * Asserts that two trees have the same leaves in the same order, that none of torch's is 0 throughout, and that
 * each of ours is within 1e-9 of it, in units of the leaf's own largest entry. Failures are named.
 */
function agree<T extends object>(test: Pick<typeof t, 'strictSame'>, found: T, wanted: T): void {
  test.strictSame(form(found), form(wanted), 'the same names, order and shapes');
  const ours = leaves(found);
  const empty: string[] = [];
  const apart: string[] = [];
  for (const [i, [name, leaf]] of leaves(wanted).entries()) {
    if (leaf.flat().every((entry) => entry === 0)) empty.push(name);
    const error = relativeError<Leaf>(ours[i][1], leaf);
    if (!(error < 1e-9)) apart.push(`${name} by ${error}`);
  }
  test.strictSame(empty, [], 'nothing is compared with 0');
  test.strictSame(apart, [], 'the same numbers');
}

t.test('attention', async (t) => {
  const { inputs, results } = fixture<
    { Q: Matrix; K: Matrix; V: Matrix; hidden: Hidden; dY: Matrix },
    { A: Matrix; Y: Matrix; dQ: Matrix; dK: Matrix; dV: Matrix }
  >('attention');
  const working = attention(inputs.Q, inputs.K, inputs.V, mask(inputs.hidden));
  const { A, Y } = working;
  agree(t, { A, Y, ...attentionBackward(inputs.dY, working) }, results);
});

t.test('multi-head attention', async (t) => {
  const { inputs, results } = fixture<
    { X_Q: Matrix; X_KV: Matrix; P: MultiHeadParams; hidden: Hidden; dY: Matrix },
    { Y: Matrix; dX_Q: Matrix; dX_KV: Matrix; dP: MultiHeadParams }
  >('multi-head');
  const working = multiHead(inputs.X_Q, inputs.X_KV, inputs.P, mask(inputs.hidden));
  agree(t, { Y: working.Y, ...multiHeadBackward(inputs.dY, working) }, results);
});

t.test('layer norm', async (t) => {
  const { inputs, results } = fixture<
    { X: Matrix; P: LayerNormParams; dY: Matrix },
    { Y: Matrix; dX: Matrix; dP: LayerNormParams }
  >('layer-norm');
  const working = layerNorm(inputs.X, inputs.P);
  agree(t, { Y: working.Y, ...layerNormBackward(inputs.dY, working) }, results);
});

t.test('encoder layer', async (t) => {
  const { inputs, results } = fixture<
    { X: Matrix; P: EncoderLayerParams; hidden: Hidden; dY: Matrix },
    { Y: Matrix; dX: Matrix; dP: EncoderLayerParams }
  >('encoder-layer');
  const working = encoderLayer(inputs.X, inputs.P, mask(inputs.hidden));
  agree(t, { Y: working.Y, ...encoderLayerBackward(inputs.dY, working) }, results);
});

t.test('decoder layer', async (t) => {
  const { inputs, results } = fixture<
    { X: Matrix; Z: Matrix; P: DecoderLayerParams; hidden: Hidden; hidden_Z: Hidden; dY: Matrix },
    { Y: Matrix; dX: Matrix; dZ: Matrix; dP: DecoderLayerParams }
  >('decoder-layer');
  const { X, Z, P, hidden, hidden_Z, dY } = inputs;
  const working = decoderLayer(X, Z, P, mask(hidden), mask(hidden_Z));
  agree(t, { Y: working.Y, ...decoderLayerBackward(dY, working) }, results);
});

t.test('the whole Transformer and its loss', async (t) => {
  const { inputs, results } = fixture<
    { pair: Pair; read_gap: number[]; smoothing: number; P: TransformerParams },
    { S: Matrix; S_gap: Matrix; loss: Vector; dS: Matrix; dP: TransformerParams }
  >('transformer');
  const { pair, read_gap, smoothing, P } = inputs;
  const { read, wanted } = teacherForced(pair.target);
  const { S } = transformer(pair.source, read, P);
  const { S: S_gap } = transformer(pair.source, read_gap, P);
  const dS = crossEntropyBackward(crossEntropy(S, smoothed(wanted, P.E_target.length, smoothing)));
  const { loss, dP } = lossOf(pair, P, smoothing);
  agree(t, { S, S_gap, loss: [loss], dS, dP }, results);
});

t.test('ten steps of Adam', async (t) => {
  const { inputs, results } = fixture<
    { pairs: Pair[]; plan: Pick<Plan, 'warmup' | 'rate' | 'smoothing'>; P: TransformerParams },
    { losses: Vector; P_1: TransformerParams; P_10: TransformerParams }
  >('training');
  const { pairs, P } = inputs;
  const sizes = {
    d_model: P.E_source[0].length,
    h: P.encoder[0].attention.W_Q.length,
    d_ff: P.encoder[0].feedForward.b_1.length,
    N: P.encoder.length,
  };
  const plan: Plan = { ...inputs.plan, sizes, batch: pairs.length, drop: 0 };
  const never = () => {
    throw new Error('without dropout nothing may be drawn');
  };

  const losses: Vector = [];
  const after: TransformerParams[] = [];
  let learner = beginner(P);
  for (let k = 0; k < 10; k++) {
    const stepped = step(learner, pairs, trainingLoss(plan, never), rateOf(plan, learner.t + 1));
    learner = stepped.learner;
    losses.push(stepped.loss);
    after.push(learner.P);
  }
  agree(t, { losses, P_1: after[0], P_10: after[9] }, results);
});
