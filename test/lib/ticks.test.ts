import t from 'tap';
import fc from 'fast-check';
import { linearTicks, logTicks } from '../../lib/ticks.ts';
import { refuses } from '../refuses.ts';

const labels = (ticks: { label: string }[]) => ticks.map(({ label }) => label).join(' ');

t.test('by hand: round numbers on a linear axis', async (t) => {
  t.strictSame(linearTicks(0, 2), [
    { at: 0, label: '0.0' },
    { at: 0.5, label: '0.5' },
    { at: 1, label: '1.0' },
    { at: 1.5, label: '1.5' },
    { at: 2, label: '2.0' },
  ]);
  t.equal(labels(linearTicks(0, 100)), '0 20 40 60 80 100');
  t.equal(labels(linearTicks(3, 97)), '20 40 60 80', 'within the bounds');
  t.equal(labels(linearTicks(-0.02, 0.03)), '−0.02 −0.01 0.00 0.01 0.02 0.03');
  t.equal(labels(linearTicks(-1, 1)), '−1.0 −0.5 0.0 0.5 1.0', 'a zero without a sign');
  t.equal(labels(linearTicks(0, 30_000)), '0 10,000 20,000 30,000');
  t.equal(labels(linearTicks(2017, 2021)), '2017 2018 2019 2020 2021');
});

t.test('by hand: round numbers on a logarithmic axis', async (t) => {
  t.equal(labels(logTicks(25, 800)), '50 100 200 500');
  t.equal(labels(logTicks(1, 1000)), '1 10 100 1000');
  t.equal(labels(logTicks(1, 100)), '1 10 100', 'three powers suffice');
  t.equal(labels(logTicks(0.001, 1)), '0.001 0.01 0.1 1');
  t.equal(labels(logTicks(0.0001, 0.1)), '10⁻⁴ 10⁻³ 10⁻² 10⁻¹', 'four places after the point are too many');
  t.equal(labels(logTicks(1000, 1e6)), '10³ 10⁴ 10⁵ 10⁶', 'and six noughts');
  t.equal(labels(logTicks(1, 100_000)), '1 10 100 1000 10,000 100,000');
  t.equal(labels(logTicks(0.002, 0.02)), '0.002 0.005 0.01 0.02');
  t.equal(labels(logTicks(1e-5, 5e-4)), '10⁻⁵ 2·10⁻⁵ 5·10⁻⁵ 10⁻⁴ 2·10⁻⁴ 5·10⁻⁴');
  t.equal(labels(logTicks(1e-8, 1)), '10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻² 1', 'nine powers, every second');
  t.equal(labels(logTicks(1e9, 1e12)), '10⁹ 10¹⁰ 10¹¹ 10¹²');
  t.equal(labels(logTicks(2.1, 4.1)), '2.5 3.0 3.5 4.0', 'less than a doubling');
  t.strictSame(logTicks(0.1, 0.4), [
    { at: 0.1, label: '0.1' },
    { at: 0.2, label: '0.2' },
  ]);
});

t.test('by property: two to eight, rising, within the bounds, an equal step apart', async (t) => {
  const bound = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(bound, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, range) => {
      const at = linearTicks(low, low + range).map((tick) => tick.at);
      const near = range * 1e-6;
      const steps = at.slice(1).map((x, k) => x - at[k]);
      return (
        at.length >= 2 &&
        at.length <= 8 &&
        at.every((x) => x >= low - near && x <= low + range + near) &&
        steps.every((step) => step > 0 && Math.abs(step - steps[0]) < near)
      );
    }),
  );
  const power = fc.double({ min: -12, max: 12, noNaN: true });
  fc.assert(
    fc.property(power, fc.double({ min: 0.1, max: 12, noNaN: true }), (from, powers) => {
      const [low, high] = [10 ** from, 10 ** (from + powers)];
      const at = logTicks(low, high).map((tick) => tick.at);
      const within = at.every((x) => x >= low * 0.999 && x <= high * 1.001);
      return at.length >= 2 && at.length <= 9 && within && at.slice(1).every((x, k) => x > at[k]);
    }),
  );
  t.pass('for bounds of every size');
});

t.test('refuses', async (t) => {
  const rule = 'an axis goes from low to high, got';
  refuses(t, () => linearTicks(2, 2), new RangeError(`${rule} 2 and 2`));
  refuses(t, () => linearTicks(NaN, 2), new RangeError(`${rule} NaN and 2`));
  refuses(t, () => logTicks(3, 2), new RangeError(`${rule} 3 and 2`));
  refuses(t, () => logTicks(0, 2), new RangeError('a logarithmic axis holds positive numbers, got 0'));
});
