import t from 'tap';
import { byChapter, byEngine, fit, rateAt, type By } from '../../examples/17-vision/fit.ts';
import { threads } from '../../examples/training/crew.ts';
import { drawn, examplesOf, mixedUp, onPatches, SCATTERED, SIZES } from '../../examples/17-vision/images.ts';
import { watched, type Watch } from '../../examples/training/watched.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import { lossOf, type Example } from '../../chapters/17-vision/training.ts';
import { visionParams, withoutPositions, type VisionParams } from '../../chapters/17-vision/vision.ts';
import { relativeError } from '../../lib/numeric.ts';
import { streamOf } from '../../lib/philox.ts';
import { seeded } from '../../lib/random.ts';
import { close } from '../close.ts';

const examples = examplesOf(drawn('training', 'test', 12));
const fresh = visionParams(seeded('fast'), SIZES);

t.test('the fast encoder takes the chapter’s steps', async (t) => {
  const told = { rate: 0.01, smoothing: 0, drop: 0 };
  const lossOn = (example: Example, P: VisionParams) => lossOf(example, P, onPatches);
  const stream = streamOf('');
  for (const P of [fresh, withoutPositions(fresh)]) {
    let learner = beginner(P);
    const fast = await byEngine(threads)(P, examples.slice(0, 5));
    const slow = await byChapter(onPatches)(P, examples.slice(0, 5));
    for (const batch of [examples.slice(0, 5), examples.slice(4, 9), [examples[11]]]) {
      const { loss, learner: next } = step(learner, batch, lossOn, 0.01);
      t.ok(Math.abs((await fast.step(batch, told, stream)) - loss) < 1e-12, `loss ${loss}`);
      t.equal(await slow.step(batch, told, stream), loss, 'the chapter’s own');
      t.ok(relativeError(fast.parameters(), next.P) < 1e-9, 'weights after the step');
      t.strictSame(slow.learner(), next);
      learner = next;
    }
    const judged = await slow.judge(examples, 0);
    let sum = 0;
    for (const example of examples) sum += lossOf(example, learner.P, onPatches).loss;
    t.ok(Math.abs(judged / sum - 1) < 1e-12, 'judged');
    await slow.dismiss();
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
  const still: By<VisionParams> = async (begin) => ({
    ...(await byChapter(onPatches)(begin, examples)),
    step: async (batch, { rate }) => {
      batches.push(batch);
      rates.push(rate);
      return 7;
    },
  });
  const run = fit(fresh, examples, still, { ...plan, steps: 6 }, 'run');
  const steps: { step: number; loss: number }[] = [];
  for await (const progress of run) steps.push(progress);
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
