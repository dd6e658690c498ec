import t from 'tap';
import { fitLines } from '../../examples/training/fit-lines.ts';
import { threads } from '../../examples/training/crew.ts';
import { engineTrainer } from '../../examples/training/team.ts';
import { gameLines, gameParams, headsOf, lookedUp } from '../../examples/16-gpt/game.ts';
import {
  askedWhole,
  continuedRight,
  continuing,
  englishLines,
  promptLines,
  spelledLine,
  twoTasks,
  unmarked,
} from '../../examples/16-gpt/lines.ts';
import { DivergedError } from '../../examples/training/diverged.ts';
import { toyData } from '../../examples/corpus/toy.ts';
import { byChapters, exactMatch, greedy, translatedRight } from '../../examples/training/translating.ts';
import { EOS, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner, type Learner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import { rateOf, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import { gptParams, type GptParams } from '../../chapters/16-gpt/gpt.ts';
import { trainingLoss } from '../../chapters/16-gpt/language-model.ts';
import { gpt } from '../../chapters/20-speed/engine/gpt.ts';
import { speaker } from '../../lib/language.ts';
import { relativeError } from '../../lib/numeric.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import { seeded } from '../../lib/random.ts';

const sizes = { d_model: 8, h: 2, d_ff: 12, N: 2 };
const plan: Plan = { sizes, batch: 3, warmup: 4, rate: 1, smoothing: 0.1, drop: 0.2 };
const lines: Pair[] = [
  { source: [4, 5, 6], target: [7] },
  { source: [], target: [8, 4, 8, 5, 6] },
  { source: [6], target: [] },
  { source: [5, 5], target: [7, 8] },
];
const fresh = () => gptParams(seeded('fast'), 9, sizes);
const capacity = { source: 0, target: 21, longest: 7 };
const trainerFor = (learner: Learner<GptParams>) =>
  engineTrainer(gpt, learner, { capacity, workers: 1, precision: 'f64' }, threads);

t.test('the fast model takes the chapter’s steps', async (t) => {
  for (const drop of [0, 0.2]) {
    const trainer = await trainerFor(beginner(fresh()));
    const [slow, fast] = [streamOf('steps'), streamOf('steps')];
    let learner = beginner(fresh());
    for (const batch of [lines.slice(0, 3), lines.slice(1), [lines[0]]]) {
      const rate = rateOf(plan, learner.t + 1);
      const stepped = step(learner, batch, trainingLoss({ ...plan, drop }, numbersOf(slow)), rate);
      const loss = await trainer.step(batch, { rate, smoothing: plan.smoothing, drop }, fast);
      t.ok(Math.abs(loss - stepped.loss) < 1e-13, `loss ${loss}`);
      t.ok(relativeError(trainer.parameters(), stepped.learner.P) < 1e-9, 'weights after the step');
      t.strictSame(fast.at, slow.at, 'and as many numbers drawn');
      learner = stepped.learner;
    }
  }
});

t.test('training: every line in each epoch, the same seed the same bits', async (t) => {
  const train = async (seed: string) => {
    const steps: string[] = [];
    const fitting = fitLines(fresh(), lines, plan, 2, seed, threads);
    let next = await fitting.next();
    for (; !next.done; next = await fitting.next()) {
      const { step, steps: all, epoch, ended, loss } = next.value;
      steps.push(`${step}/${all} ${epoch} ${ended !== undefined} ${loss}`);
    }
    return { steps, P: next.value };
  };
  const [one, again, other] = [await train('1'), await train('1'), await train('2')];
  t.strictSame(
    one.steps.map((text) => text.split(' ').slice(0, 3).join(' ')),
    ['1/4 1 false', '2/4 1 true', '3/4 2 false', '4/4 2 true'],
  );
  t.strictSame(again, one);
  t.strictNotSame(other.steps, one.steps);
  const wild = { ...plan, rate: 1e300 };
  const diverging = fitLines(fresh(), lines, wild, 9, '1', threads);
  const drained = async () => {
    for await (const _ of diverging);
  };
  await t.rejects(drained, new DivergedError('the loss of a step must be a number, got NaN'));
});

t.test('the corpus as lines', async (t) => {
  const data = toyData(speaker('en'));
  const [english, prompts] = [englishLines(data), promptLines(data)];
  t.equal(prompts.vocabulary.tokens.length, data.source.tokens.length + data.target.tokens.length, 'as large as both');
  const k = data.recombined.findIndex(({ sentences }) => sentences.chinese === '我爱你');
  const { source, target } = prompts.recombined[k];
  t.strictSame(tokensOf(source, prompts.vocabulary), ['翻', '译', ':', '我', '爱', '你', '→']);
  t.strictSame(tokensOf(target, prompts.vocabulary), ['i', 'love', 'you']);
  t.strictSame(tokensOf(english.recombined[k].target, english.vocabulary), ['i', 'love', 'you']);
  t.strictSame(english.recombined[k].source, [], 'nothing is given');
  t.strictSame(askedWhole([prompts.recombined[k]]), [{ source: [], target: [...source, ...target] }]);
  t.equal(spelledLine([...source, ...target], prompts.vocabulary), '翻译:我爱你 → I love you');
  t.equal(spelledLine(source.slice(0, 4), prompts.vocabulary), '翻译:我', 'without an answer');
  for (const set of ['training', 'unseen', 'recombined'] as const) t.equal(prompts[set].length, data[set].length, set);

  const read = (ids: number[]) => tokensOf(ids, prompts.vocabulary).join(' ');
  const [told, untold] = [true, false].map((prompted) => twoTasks(data, prompted));
  t.strictSame(told.translate.recombined, prompts.recombined, 'to translate, as before');
  const { source: again, target: same } = told.again.recombined[k];
  t.strictSame([read(again), read(same)], ['写 : 我 爱 你 →', '我 爱 你'], 'to write once more');
  const bare = untold.translate.recombined[k];
  t.strictSame([read(bare.source), read(bare.target)], ['我 爱 你 →', 'i love you'], 'and nothing that says which');
  t.strictSame(untold.again.recombined[k].source, bare.source);
  t.equal(spelledLine([...again, ...same], prompts.vocabulary), '写:我爱你 → 我爱你');
  const text = unmarked({ ...prompts, training: [prompts.recombined[k]] });
  t.strictSame(
    text.map(({ source, target }) => [source.length, read(target)]),
    [
      [0, '我 爱 你'],
      [0, 'i love you'],
    ],
    'each language alone, all of it asked for',
  );

  // What the page says of GPT-3: 175 billion numbers and 300 billion tokens, beside ours.
  const lines = [...told.translate.training, ...told.again.training];
  const tokens = lines.reduce((sum, line) => sum + line.source.length + line.target.length + 2, 0); // BOS and EOS
  const times = [175e9 / 28928 / 1e6, 300e9 / (tokens * 8) / 1e5];
  t.strictSame(times.map(Math.round), [6, 4], 'six million and four hundred thousand times');
});

t.test('the game: dictionaries never seen, and where heads look', async (t) => {
  const { training, unseen } = gameLines('1', 500, 40);
  const asSet = ({ source }: Pair) => [0, 2, 4, 6].map((k) => source.slice(k, k + 2).join()).sort().join(' '); // prettier-ignore
  const known = new Set(training.map(asSet));
  t.ok(
    unseen.every((line) => !known.has(asSet(line))),
    'none of them was in training, in any order',
  );
  t.strictSame([training.length, unseen.length], [500, 40]);
  t.ok(training.every(({ source, target }) => source.length === 9 && target.length === 15), 'eight questions'); // prettier-ignore
  t.ok(unseen.every(({ source, target }) => source.length === 9 && target.length === 1), 'one question'); // prettier-ignore
  for (const { source, target } of unseen) t.equal(source[source.indexOf(source[8]) + 1], target[0], 'its answer');
  const P = gameParams('1', 2);
  const { before, found } = headsOf(unseen, P);
  t.strictSame([before.length, found.length], [4, 4]);
  // An evenly looking head: the digits stand at places 2, 4, 6 and 8, and see 3, 5, 7 and 9 rows; the question sees 10.
  const even = { ...P, layers: P.layers.map((layer) => ({ ...layer, attention: { ...layer.attention, W_Q: layer.attention.W_Q.map((W) => W.map((row) => row.map(() => 0))) } })) }; // prettier-ignore
  const looks = headsOf(unseen, even);
  const mean = (1 / 3 + 1 / 5 + 1 / 7 + 1 / 9) / 4;
  t.ok([...looks.before].every((share) => Math.abs(share - mean) < 1e-12), 'the place before, evenly'); // prettier-ignore
  t.ok([...looks.found].every((share) => Math.abs(share - 1 / 10) < 1e-12), 'and the answer'); // prettier-ignore
  t.ok(lookedUp(unseen, P) <= 0.25, 'nobody knows before training');
});

t.test('one pass knows what greedy search would say', async (t) => {
  const verdicts: number[] = [];
  for (const seed of ['a', 'b', 'c', 'd', 'e', 'f']) {
    // EOS is made louder: a fresh model says its own last word again, and hardly ever ends.
    const loud = (E: number[][]) => E.map((row, id) => row.map((x) => (id === EOS ? 3 * x : x)));
    const random = gptParams(seeded(seed), 9, sizes);
    const P = { ...random, E: loud(random.E) };
    const other = transformerParams(seeded(seed), 9, 9, { ...sizes, N: 1 });
    const Q = { ...other, E_target: loud(other.E_target) };
    for (const { source } of lines) {
      // What greedy search says is right by definition; one word more or fewer is not.
      const { ids } = continuing(P)(source, 3);
      for (const target of [ids, ids.slice(1), [...ids, 4]]) {
        const line = { source, target };
        verdicts.push(continuedRight([line], P));
        t.equal(verdicts.at(-1), exactMatch([line], continuing(P)), `continued: ${target}`);
      }
      if (source.length === 0) continue;
      const pair = { source, target: byChapters(Q, greedy)(source, 3).ids };
      verdicts.push(translatedRight([pair], Q));
      t.equal(verdicts.at(-1), exactMatch([pair], byChapters(Q, greedy)), `translated: ${pair.target}`);
    }
  }
  t.strictSame([...new Set(verdicts)].sort(), [0, 1], 'some are right and some are wrong');
});
