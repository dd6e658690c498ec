import t from 'tap';
import {
  itemNoise,
  pairedSeparation,
  separation,
  shareNoise,
  spread,
  THRESHOLD,
  told,
  type Spread,
} from '../../lib/spread.ts';
import { close } from '../close.ts';
import { refuses } from '../refuses.ts';

t.test('by hand: a spread', async (t) => {
  // Mean 20/5 = 4; differences −2, −2, 0, 1, 3; squares 4 + 4 + 0 + 1 + 9 = 18; √(18/4) = 3/√2.
  close(t, spread([2, 2, 4, 5, 7]), { mean: 4, deviation: 3 / Math.SQRT2, low: 2, high: 7, runs: 5 });
  // Mean −1, differences −3 and 3: √(18/1), not √(18/2).
  close(t, spread([2, -4]), { mean: -1, deviation: 3 * Math.SQRT2, low: -4, high: 2, runs: 2 });
  t.strictSame(spread([7, 7, 7]), { mean: 7, deviation: 0, low: 7, high: 7, runs: 3 });
  // Far from zero nothing is lost: differences −1, 0, 1.
  t.equal(spread([1e9 - 1, 1e9, 1e9 + 1]).deviation, 1);
  const values = [3, 1, 2];
  spread(values);
  t.strictSame(values, [3, 1, 2], 'the list is as it was');
});

t.test('by hand: a spread in words', async (t) => {
  const s: Spread = { mean: 97.26, deviation: 0.84, low: 96, high: 98, runs: 5 };
  t.equal(told(s), '97.3 ± 0.8');
  t.equal(told(s, 2), '97.26 ± 0.84');
  t.equal(told(s, 0), '97 ± 1');
});

t.test('by hand: how far apart two means are', async (t) => {
  const of = (mean: number, deviation: number, runs: number) => ({ mean, deviation, low: 0, high: 0, runs });
  // √(6²/4 + 8²/4) = √(9 + 16) = 5: fifteen apart are three standard errors.
  t.equal(separation(of(20, 6, 4), of(5, 8, 4)), 3);
  t.equal(separation(of(5, 8, 4), of(20, 6, 4)), -3, 'the first below the second');
  // Unequal numbers of runs: √(3²/1 + 8²/4) = 5.
  t.equal(separation(of(10, 3, 1), of(0, 8, 4)), 2);
  t.equal(separation(of(1, 0, 5), of(0, 2, 4)), 1, 'one side without spread');
  t.equal(separation(of(1, 0, 5), of(1, 0, 5)), 0, 'nothing between equals');
  t.equal(separation(of(1, 0, 5), of(2, 0, 5)), -Infinity, 'no noise at all');
  // √(6²/4 + 8²/4 + 12²) = √(25 + 144) = 13.
  t.equal(separation(of(26, 6, 4), of(0, 8, 4), 12), 2, 'what all were judged by is noise, too');
  t.equal(THRESHOLD, 3);
});

t.test('by hand: run beside run', async (t) => {
  // Differences 1, 3, 5, 3: mean 3, squares 4 + 0 + 4 + 0, deviation √(8/3), standard error √(2/3).
  close(t, pairedSeparation([11, 23, 35, 43], [10, 20, 30, 40]), 3 / Math.sqrt(2 / 3));
  close(t, pairedSeparation([10, 20, 30, 40], [11, 23, 35, 43]), -3 / Math.sqrt(2 / 3), 12, 'the first below');
  // The same numbers, not paired: deviations of 13 and more drown a difference of 3.
  t.ok(separation(spread([11, 23, 35, 43]), spread([10, 20, 30, 40])) < 1 / 2);
  // Differences 3 and 9: mean 6, deviation √18, standard error 3; with a noise of 4, √(9 + 16) = 5.
  close(t, pairedSeparation([3, 9], [0, 0], 4), 6 / 5);
  t.equal(pairedSeparation([1, 2], [2, 1]), 0, 'as often above as below');
  t.equal(pairedSeparation([2, 3], [1, 2]), Infinity, 'always by as much');
});

t.test('by hand: the noise of a finite set', async (t) => {
  // 100 items, of which 36 go either way: half for a and half for b, d = ±1, mean 0, squares 36, deviation √(36/99).
  const apart = Array.from({ length: 100 }, (_, i) => (i < 18 ? 1 : i < 36 ? -1 : 0));
  close(t, itemNoise(apart), Math.sqrt(36 / 99) / 10);
  close(t, shareNoise(1 / 10, 900), 1 / 100, 12, '√(9/100 / 900)');
  t.equal(shareNoise(1, 1), 0);
  t.equal(shareNoise(0, 7), 0);
});

t.test('refuses', async (t) => {
  refuses(t, () => spread([]), new RangeError('a spread needs at least two runs, got 0'));
  refuses(t, () => spread([1]), new RangeError('a spread needs at least two runs, got 1'));
  const rule = 'the result of a run must be a finite number, got';
  refuses(t, () => spread([1, NaN, 2]), new RangeError(`${rule} NaN`));
  refuses(t, () => spread([1, -Infinity]), new RangeError(`${rule} -Infinity`));
  refuses(t, () => pairedSeparation([1, 2], [1]), new RangeError('paired runs come two by two, got 2 and 1'));
  refuses(t, () => pairedSeparation([1], [1]), new RangeError('a spread needs at least two runs, got 1'));
  refuses(t, () => itemNoise([1]), new RangeError('a spread needs at least two runs, got 1'));
  const of = 'a share is from 0 to 1, of at least one item, got';
  for (const p of [-0.1, 1.1, NaN]) refuses(t, () => shareNoise(p, 4), new RangeError(`${of} ${p} of 4`));
  for (const n of [0, 2.5]) refuses(t, () => shareNoise(0.5, n), new RangeError(`${of} 0.5 of ${n}`));
});
