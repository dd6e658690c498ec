import t from 'tap';
import { BALANCED, CENTRES, clustered, grouped, momentOf, WIDTH } from '../../examples/18-gan/clusters.ts';
import {
  bankOf,
  joined,
  KEEP,
  madeBy,
  resemblance,
  ROUNDS,
  sources,
  taught,
  trained,
} from '../../examples/18-gan/contest.ts';
import { drawnBy, realOnes, sideBySide, SIGNS } from '../../examples/18-gan/glyphs.ts';
import { ganParams } from '../../chapters/18-gan/gan.ts';
import { apart } from '../../chapters/18-gan/distance.ts';
import { mapRows, sumTrees, zerosLike } from '../../lib/params.ts';
import { relativeError } from '../../lib/numeric.ts';
import { seeded } from '../../lib/random.ts';

const bank = bankOf('test', 40);

t.test('a bank: the few are the first of more, and nobody is in two crowds', async (t) => {
  t.strictSame(bankOf('test', 80).few.X.slice(0, 40), bank.few.X);
  t.strictSame([bank.few.y.length, bank.heldOut.X.length, bank.many.y.length], [40, 2000, 2000]);
  t.notOk(String(bank.heldOut.X) === String(bank.many.X));
  t.equal(JSON.stringify(bankOf('test', 40)), JSON.stringify(bank), 'the same seed, the same bank');
});

t.test('the generator that is kept is the mean of the second half', async (t) => {
  const training = trained(bank.few, 'test');
  let sum = undefined;
  let [rounds, kept, last] = [0, 0, 0];
  let next = training.next();
  for (; !next.done; next = training.next()) {
    const { round, G } = next.value;
    rounds++;
    last = G.W_1[0][0];
    if (round <= ROUNDS / 2 || round % KEEP !== 0) continue;
    sum = sumTrees([sum ?? zerosLike(G), G]);
    kept++;
  }
  t.strictSame([rounds, kept], [ROUNDS, ROUNDS / 2 / KEEP]);
  t.ok(
    relativeError(
      next.value.averaged,
      mapRows((row) => row.map((x) => x / kept), sum!),
    ) < 1e-12,
  );

  t.equal(next.value.last.W_1[0][0], last, 'and the last is the last');
  const G = next.value.averaged;
  const made = madeBy(G, bank.few, 400, seeded('made'));
  const approved = (y: number[]) => y.filter((label) => label === 1).length / y.length;
  t.equal(approved(made.y), approved(bank.few.y), 'labels as often as among the real ones');
  const found = sources(bank, G, 'test');
  t.strictSame(found.few, bank.few);
  t.equal(resemblance(bank.few, bank).nearest, 0, 'the few are nearest to themselves');
  const far = { X: found.gan.X.map((x) => x.map((x_c) => x_c + 3)), y: found.gan.y };
  t.ok(resemblance(far, bank).distance > 2 * resemblance(found.gan, bank).distance, 'moved away, it is farther');
  t.ok(resemblance(found.many, bank).distance < 0.15, 'others of the same bank are near');
  const wrong = { X: bank.many.X, y: bank.many.y.map((y) => -y) };
  t.ok(taught(bank.many, bank) > 0.85 && taught(wrong, bank) < 0.15, 'labels are learned, whatever they say');
  t.equal(joined(bank.few, made).y.length, 440);
});

t.test('groups are counted', async (t) => {
  const far = [5, 5]; // nearest to the upper right, and not near
  const moment = momentOf([CENTRES[0], CENTRES[1], far, CENTRES[1]], 7);
  t.strictSame([moment.round, moment.counts, moment.astray], [7, [1, 3, 0, 0], 1]);
  // Of sixteen pairs: 2 ways each of 3 (twice, upper left to right), left to far, and right to far (twice).
  const [left, right] = [apart(CENTRES[0], far), apart(CENTRES[1], far)];
  t.ok(Math.abs(moment.apart - (2 * (3 + 3 + left + right + right)) / 16) < 1e-12, 'mean distance');
  const crowd = momentOf(grouped(seeded('crowd'), 400), 0);
  t.ok(crowd.counts.every((n) => n > 60 && n < 140) && crowd.astray < 20, `${crowd.counts}`);
  t.ok(WIDTH < 3 / 4, 'groups that are apart');
  const short = { ...BALANCED, looks: [2, 5] };
  const { made, moments } = clustered('test', short);
  t.strictSame(
    moments,
    made.map((X, k) => momentOf(X, short.looks[k])),
  );
  t.strictSame(clustered('test', short).made, made, 'the same seed, the same customers');
  t.strictNotSame(made[0], made[1]);
});

t.test('characters as customers', async (t) => {
  const real = realOnes(seeded('characters'), 6);
  t.strictSame(real.labels, [0, 1, 0, 1, 0, 1], 'in turn');
  const ink = (x: number[]) => x.reduce((sum, grey) => sum + grey, 0) / x.length;
  t.ok(ink(real.X[1]) > ink(real.X[0]), `${SIGNS[1]} has more strokes than ${SIGNS[0]}`);
  t.ok(real.X.every((x) => x.length === 144 && x.every((grey) => grey >= 0 && grey <= 1)));
  const { G } = ganParams(seeded('G'), { noise: 8, label: SIGNS.length, features: 144, hidden: 4 });
  const made = drawnBy(G, real, 5, seeded('made'));
  t.strictSame([made.X.length, made.labels], [5, [0, 1, 0, 1, 0]]);
  t.ok(
    made.X.flat().every((grey) => grey >= 0 && grey <= 1),
    'ink',
  );
  t.strictSame(drawnBy(G, real, 5, seeded('made')), made, 'the same noise, the same drawings');
  const stripes = '0'.repeat(12) + '4'.repeat(12) + '2'.repeat(120);
  const lines = sideBySide([stripes, stripes]).split('\n');
  t.strictSame(
    [lines.length, lines[0], lines[1]],
    [12, `│${' '.repeat(24)}│${' '.repeat(24)}│`, `│${'█'.repeat(24)}│${'█'.repeat(24)}│`],
  );
});
