/** What the pages of chapters 3 to 8, 10 and 12 say of that which their examples and chapter 12's study find. */

import t from 'tap';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sums } from '../../examples/05-multi-head.ts';
import * as ofMasking from '../../examples/06-masking.ts';
import * as ofLayerNorm from '../../examples/07-layer-norm.ts';
import * as ofEncoder from '../../examples/10-encoder.ts';
import type { Found } from '../../examples/12-training/study.ts';
import { takenAway } from '../../examples/12-training/taken-away.ts';
import { walk } from '../../examples/08-backprop/paper.ts';
import { add } from '../../chapters/01-vectors/matrices.ts';
import { PAD } from '../../chapters/02-embedding/vocabulary.ts';
import { X } from '../../chapters/04-attention/by-hand.ts';
import * as heads from '../../chapters/05-multi-head/by-hand.ts';
import { multiHead } from '../../chapters/05-multi-head/multi-head.ts';
import { net } from '../../chapters/08-backprop/by-hand.ts';
import { pairedSeparation, THRESHOLD } from '../../lib/spread.ts';
import { root } from '../../scripts/quote.ts';
import { close } from '../close.ts';

t.test('multi-head: C W^O is a sum', async (t) => {
  // 我 from head 1: 5 · [1, 0, −1, 0] + 10 · [0, 1, 1, 0]; from head 2: 10 · [0, 0, 0, 1] + 10 · [1, 1, 0, 0].
  const [first, second] = sums(multiHead(X, X, heads.P));
  close(t, first[0], [5, 10, 5, 0], 12, 'what head 1 adds to 我');
  close(t, second[0], [10, 10, 0, 10], 12, 'and head 2');
  close(t, add(first, second), heads.Y, 12, 'together C W^O');
});

t.test('masking: a batch of two', async (t) => {
  const { batch } = ofMasking.computed(ofMasking.constants);
  t.strictSame(
    batch.rows.map(({ ids, seen }) => [ids, seen]),
    [
      [
        [4, 5, 6, PAD],
        [0, 0, 0, -Infinity],
      ],
      [
        [4, 7, 5, 8],
        [0, 0, 0, 0],
      ],
    ],
    '我爱你 is filled up to 我不爱她',
  );
  t.strictSame([batch.scores, batch.alone], [2 * 4 * 4, 3 * 3 + 4 * 4], 'a batch forms more scores');
});

t.test('layer norm: what the sum and the norm are good for', async (t) => {
  const found = ofLayerNorm.computed(ofLayerNorm.constants);
  for (const { sublayers, without, kept } of found.alike.rows.slice(1)) {
    t.ok(kept.high < without.low, `${sublayers} sublayers: with the shortcut words are less alike, in every seed`);
    if (sublayers > 1) t.ok(without.low > 0.99, `${sublayers} sublayers: without it they are the same`);
  }
  const { without: grown, withNorm } = found.growth[found.growth.length - 1];
  t.ok(Math.abs(grown.deviation / 64 - 1) < 0.1, 'twelve sublayers without a norm: √2¹² = 64 times as large');
  // The mean of d numbers around 0 with deviation 1 has the size √(2/π) / √d.
  const chance = Math.sqrt(2 / Math.PI / ofLayerNorm.constants.d_model);
  const means = found.growth.map(({ without }) => without.mean / chance);
  t.ok(
    means.every((ratio) => ratio > 0.7 && ratio < 1.3),
    'and its mean is what chance gives',
  );
  close(t, [withNorm.deviation, withNorm.mean], [1, 0], 4, 'with a norm nothing grows');
  close(t, found.batches.batch, [0, 1, 0], 4, 'over the batch the same word is 0, 1 or 0');
  close(t, found.batches.layer, [0, 0, 0].fill(Math.sqrt(3)), 3, 'a layer norm asks nobody');
  for (const { N, Y } of found.stacks.filter(({ pre }) => pre)) {
    t.ok(Math.abs(Y / Math.sqrt(1 + N) - 1) < 0.05, `${N} sublayers of pre-norm: about √(1 + N)`);
  }
});

t.test('backprop: the network walks downhill', async (t) => {
  const [, stepped] = walk(net, 1 / 32, 1);
  close(t, stepped.P.W_1[0][2], 1 + 10 / 32, 12, 'a step of 1/32 against −10');
  const losses = (rate: number) => walk(net, rate, 64).map(({ loss }) => loss);
  t.ok(
    losses(1 / 32).every((loss, k, all) => k === 0 || loss < all[k - 1]),
    'at 1/32 the loss falls at every step',
  );
  const [start, next, ...later] = losses(1 / 8);
  t.ok(next > start && later[later.length - 1] < start, 'at 1/8 it goes up before it goes down');
});

t.test('encoder: whose gradient arrives', async (t) => {
  const { whose } = ofEncoder.computed(ofEncoder.constants);
  for (const { share } of whose.without.slice(1, 5)) {
    t.ok(Math.abs(share.mean - 1 / ofEncoder.constants.length) < 0.01, 'without residuals each word gets the same');
  }
  const [bottom, bare] = [whose.kept, whose.without].map((stations) => stations[stations.length - 1]);
  t.ok(bottom.share.mean > 0.5, 'with them more than half is its own');
  t.ok(bottom.share.low > bare.share.high, 'in every seed more than without');
  t.ok(bare.size.deviation > 2 * bottom.size.deviation, 'the size without differs more');
});

t.test('training: what is worth how much', async (t) => {
  const read = (path: string) => readFileSync(join(root, 'chapters', path), 'utf8');
  const { results } = JSON.parse(read('12-training/study.json')) as { results: Found[] };
  const judged = (kind: string) => results.filter((found) => found.kind === kind).map(({ last }) => last);
  const right = (kind: string) => {
    const runs = judged(kind);
    return Math.round((100 * runs.reduce((sum, { right }) => sum + right, 0)) / runs.length);
  };
  const apart = (kind: string) =>
    (['loss', 'right'] as const).map((of) => {
      return Math.abs(
        pairedSeparation(
          judged(kind).map((found) => found[of]),
          judged('whole').map((found) => found[of]),
        ),
      );
    });

  const noise = ['scale', 'heads', 'smoothing'];
  for (const { name } of takenAway) {
    const [loss, share] = apart(name);
    if (noise.includes(name)) t.ok(loss < THRESHOLD && share < THRESHOLD, `${name}: within the noise`);
    else t.ok(share >= THRESHOLD, `${name}: ${share} standard errors`);
  }
  const means = results.filter(({ kind }) => kind === 'whole');
  const averaging = pairedSeparation(
    means.map(({ averaged }) => averaged.loss),
    means.map(({ last }) => last.loss),
  );
  t.ok(Math.abs(averaging) < THRESHOLD, 'averaging: within the noise');
  for (const name of ['positions', 'mask', 'residual']) t.ok(right(name) <= 20, `${name}: hardly anything works`);
  t.equal(Math.round(right('warm-up') / 10), 5, 'without warm-up half of the sentences');

  // The shares that other chapters name.
  const whole = `${right('whole')} %`;
  for (const page of ['README.md', 'README.zh.md']) {
    for (const [chapter, name] of [
      ['03-positions', 'positions'],
      ['05-multi-head', 'heads'],
      ['06-masking', 'mask'],
      ['07-layer-norm', 'norm'],
    ]) {
      const [line = ''] = read(`${chapter}/${page}`).match(/^.*12-training\/README(\.zh)?\.md#.*$/m) ?? [];
      t.ok(
        line.includes(whole) && line.includes(`${right(name)} %`),
        `${chapter}/${page}: ${right(name)} % of ${whole}`,
      );
    }
  }
  t.equal(right('residual'), 0, 'without the sum none');
});
