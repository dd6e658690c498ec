import t from 'tap';
import { benchFor, found, step as fastStep } from '../../examples/17-vision/fast.ts';
import { fit, rateAt } from '../../examples/17-vision/fit.ts';
import { drawn, examplesOf, mixedUp, onPatches, SCATTERED, SIZES } from '../../examples/17-vision/images.ts';
import { watched, type Watch } from '../../examples/training/watched.ts';
import { beginner, type Learner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import { lossOf, type Example } from '../../chapters/17-vision/training.ts';
import { visionParams, withoutPositions, type VisionParams } from '../../chapters/17-vision/vision.ts';
import { relativeError } from '../../lib/numeric.ts';
import { sumTrees } from '../../lib/params.ts';
import { seeded } from '../../lib/random.ts';
import { close } from '../close.ts';

const examples = examplesOf(drawn('training', 'test', 12));
const fresh = visionParams(seeded('fast'), SIZES);

t.test('the fast encoder takes the chapter’s steps', async (t) => {
  const bench = await benchFor(SIZES, 5);
  for (const P of [fresh, withoutPositions(fresh)]) {
    let [slow, fast] = [beginner(P), beginner(P)];
    for (const batch of [examples.slice(0, 5), examples.slice(4, 9), [examples[11]]]) {
      const alone = batch.map((example) => lossOf(example, slow.P, onPatches).dP);
      const { dP, n } = found(bench, batch, slow.P);
      t.equal(n, batch.length);
      t.ok(relativeError(dP, sumTrees(alone)) < 1e-12, 'gradient');
      const one = step(slow, batch, (example, P) => lossOf(example, P, onPatches), 0.01);
      const other = fastStep(bench, fast, batch, 0.01);
      t.ok(Math.abs(one.loss - other.loss) < 1e-12, `loss ${one.loss}`);
      t.ok(relativeError(other.learner.P, one.learner.P) < 1e-9, 'weights after the step');
      [slow, fast] = [one.learner, other.learner];
    }
  }
});

t.test('a run: every example in turn, the rate up and down', async (t) => {
  const plan = { steps: 40, batch: 4, rate: 1 };
  t.strictSame(
    [1, 2, 20, 21, 40].map((s) => rateAt(s, plan)),
    [1 / 2, 1, 1, 1, 1 / 20],
    'up over 2 of 40 steps, down over 20',
  );
  const batches: Example[][] = [];
  const rates: number[] = [];
  const still = (learner: Learner<VisionParams>, batch: Example[], rate: number) => {
    batches.push(batch);
    rates.push(rate);
    return { learner, loss: 7 };
  };
  const run = fit(fresh, examples, still, { ...plan, steps: 6 }, 'run');
  const steps = [...run];
  t.strictSame(
    steps.map(({ step, loss }) => [step, loss]),
    [1, 2, 3, 4, 5, 6].map((s) => [s, 7]),
  );
  for (const from of [0, 3])
    t.equal(new Set(batches.slice(from, from + 3).flat()).size, 12, 'all twelve once in three steps of four');
  close(t, rates, [1, 1, 1, 1, 2 / 3, 1 / 3], 12);
  const heard: unknown[] = [];
  const name = ['a run', '一次训练'] as const;
  const watch: Watch = (...told) => heard.push(told);
  const short = fit(fresh, examples, still, { ...plan, steps: 3 }, 'run');
  const { P, losses } = await watched(short, name, watch);
  t.equal(P, fresh, 'what the last step left');
  t.strictSame(losses, [7, 7, 7], 'the loss of every step');
  t.strictSame(
    heard,
    [1, 2, 3].map((s) => [name, s, 3]),
    'told after every step',
  );
});

t.test('the images', async (t) => {
  t.strictSame(
    [...SCATTERED].sort((a, b) => a - b),
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
    'each place once',
  );
  t.ok(
    SCATTERED.every((place, i) => place !== i),
    'and none where it was',
  );
  const [one] = examplesOf(drawn('training', 'test', 1), SCATTERED);
  t.strictSame(
    one.X,
    SCATTERED.map((place) => examples[0].X[place]),
  );
  const mixed = mixedUp(examples, 'test');
  const sorted = (list: Example[]) => list.map(({ X, label }) => [X.map((row) => row.join()).sort(), label]);
  t.strictSame(sorted(mixed), sorted(examples), 'mixed up, an image has the same patches');
  t.strictNotSame(mixed, examples);
});
