import t from 'tap';
import { isDeepStrictEqual } from 'node:util';
import { pretrain } from '../../examples/15-bert/fit.ts';
import { threads } from '../../examples/training/crew.ts';
import { engineTrainer } from '../../examples/training/team.ts';
import {
  answers,
  asked,
  covered,
  judged,
  MEASURES,
  percentOf,
  signs,
  swapped,
} from '../../examples/15-bert/judging.ts';
import { PLAN, begun, labelled, linesFor, tuned } from '../../examples/15-bert/tuning.ts';
import { toyData } from '../../examples/corpus/toy.ts';
import { untrained } from '../../examples/training/fit-pairs.ts';
import { byChapters, exactMatch, greedy, translatedRight } from '../../examples/training/translating.ts';
import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import { rateOf } from '../../chapters/12-training/training.ts';
import { bertParams } from '../../chapters/15-bert/bert.ts';
import { hidden } from '../../chapters/15-bert/masking-words.ts';
import { trainingLoss, type Pretraining } from '../../chapters/15-bert/pretraining.ts';
import { bert } from '../../chapters/20-speed/engine/bert.ts';
import { speaker } from '../../lib/language.ts';
import { relativeError } from '../../lib/numeric.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import { seeded } from '../../lib/random.ts';

const sizes = { d_model: 8, h: 2, d_ff: 12, N: 2 };
const plan: Pretraining = { sizes, batch: 3, warmup: 4, rate: 1 };
const lines = [[4, 5, 6, 7, 4, 8, 5, 6, 4, 7], [5], [6, 6, 8], [7, 8, 4, 5]];
const V = 9;
const fresh = () => bertParams(seeded('fast'), V, sizes);
const data = toyData(speaker('en'));

t.test('the fast pre-training takes the chapter’s steps', async (t) => {
  const capacity = { source: 0, target: 30, longest: 10 };
  const told = { capacity, workers: 1, precision: 'f64' } as const;
  const trainer = await engineTrainer(bert, beginner(fresh()), told, threads);
  const [slow, fast] = [streamOf('steps'), streamOf('steps')];
  let learner = beginner(fresh());
  for (const batch of [lines.slice(0, 3), lines.slice(1), [lines[0]]]) {
    const rate = rateOf(plan, learner.t + 1);
    const stepped = step(learner, batch, trainingLoss(numbersOf(slow)), rate);
    const random = numbersOf(fast);
    const read = batch.map((line) => hidden(random, line, V));
    const loss = await trainer.step(read, { rate, smoothing: 0, drop: 0 }, fast);
    t.ok(Math.abs(loss - stepped.loss) < 1e-13, `loss ${loss}`);
    t.ok(relativeError(trainer.parameters(), stepped.learner.P) < 1e-9, 'weights after the step');
    t.strictSame(fast.at, slow.at, 'and as many numbers drawn');
    learner = stepped.learner;
  }
});

t.test('pre-training: every line in each epoch, the same seed the same bits', async (t) => {
  const train = async (seed: string) => {
    const steps: string[] = [];
    const fitting = pretrain(fresh(), lines, plan, 2, seed, threads);
    let next = await fitting.next();
    for (; !next.done; next = await fitting.next()) {
      const { step, steps: all, epoch, ended, loss } = next.value;
      steps.push(`${step}/${all} ${epoch} ${ended !== undefined} ${loss}`);
    }
    return { steps, P: next.value };
  };
  const [one, again, other] = [await train('1'), await train('1'), await train('2')];
  t.strictSame(one, again, 'the same seed');
  t.strictNotSame(one.P, other.P, 'another seed');
  t.strictSame(
    one.steps.map((step) => step.split(' ').slice(0, 3).join(' ')),
    ['1/4 1 false', '2/4 1 true', '3/4 2 false', '4/4 2 true'],
  );
});

t.test('lines and labelled pairs', async (t) => {
  const held = new Set([...data.unseen, ...data.recombined].map(({ source }) => source.join()));
  const plain = linesFor(data, false, '1');
  t.strictSame(
    plain,
    data.training.map(({ source }) => source),
    'the Chinese sides of training',
  );
  t.notOk(
    plain.some((line) => held.has(line.join())),
    'none of them held out',
  );
  const mixed = linesFor(data, true, '1');
  t.strictSame(
    mixed.map((line) => [...line].sort()),
    plain.map((line) => [...line].sort()),
    'the same words',
  );
  t.ok(mixed.filter((line, i) => line.join() !== plain[i].join()).length > plain.length / 2, 'in another order');
  const [few, more] = [labelled(data, 25, '1'), labelled(data, 50, '1')];
  t.strictSame(more.training.slice(0, 25), few.training, 'fewer are among more');
  t.strictNotSame(labelled(data, 25, '2').training, few.training, 'another seed, others');
  t.equal(few.source, data.source, 'the vocabulary stays');
});

t.test('ways to begin, and as many steps as were asked for', async (t) => {
  const P = bertParams(seeded('begin'), data.source.tokens.length, PLAN.sizes);
  const scratch = untrained(data, PLAN.sizes, '1');
  // Whole models are compared here without the runner, whose list of differences would take it minutes.
  t.ok(isDeepStrictEqual(begun(data, 'scratch', '1', P), scratch), 'from scratch');
  t.ok(isDeepStrictEqual(begun(data, 'all', '1', P).encoder, P.layers), 'all layers');
  const lower = [P.layers[0], scratch.encoder[1]];
  t.ok(isDeepStrictEqual(begun(data, 'lower', '1', P).encoder, lower), 'the lower');
  t.ok(isDeepStrictEqual(begun(data, 'mixed', '1', P), begun(data, 'lower', '1', P)), 'mixed differs in P alone');
  const few = labelled(data, 40, '1'); // three batches an epoch
  const steps: number[] = [];
  const tuning = tuned(few, scratch, [2, 4], '1');
  let next = await tuning.next();
  for (; !next.done; next = await tuning.next()) {
    steps.push(next.value.step);
    t.equal(next.value.steps, 4);
  }
  t.strictSame(steps, [1, 2, 3, 4], 'in the middle of an epoch it is over');
  const [early] = next.value;
  t.equal(next.value.length, 2, 'weights after each point');
  t.notOk(isDeepStrictEqual(next.value[0], next.value[1]), 'which are its own');
  const short = tuned(few, scratch, [2], '1');
  let end = await short.next();
  while (!end.done) end = await short.next();
  t.ok(isDeepStrictEqual(end.value, [early]), 'going on further changes nothing before');
});

t.test('judging', async (t) => {
  const P = transformerParams(seeded('judge'), 7, 7, { ...sizes, N: 1 });
  // A table that always says EOS, in whatever row: its own column is largest for the one who looks.
  const pairs = [
    { source: [4, 5], target: [] },
    { source: [4], target: [5, 6] },
    { source: [6], target: [5] },
  ];
  P.E_target = P.E_target.map((row) => row.map(() => 0));
  const quiet = P.decoder[0].norm_3;
  quiet.gain = quiet.gain.map(() => 0);
  quiet.bias = quiet.bias.map(() => 1);
  P.E_target[2] = P.E_target[2].map(() => 1);
  const found = judged(pairs, P, [pairs[2]]);
  // Asked: EOS; 5 6 EOS; 5 EOS. It says EOS each time: 3 of 6. Word 6 stands in no labelled pair.
  t.strictSame(found, { exact: 1 / 3, words: 1 / 2, known: 3 / 5, other: 0 });
  // Without a labelled pair no word was seen, EOS neither.
  t.strictSame(judged([pairs[0]], P, []), { exact: 1, words: 1, known: 0, other: 1 });
  t.equal(found.exact, exactMatch(pairs, byChapters(P, greedy)), 'as greedy search counts');
  t.equal(found.exact, translatedRight(pairs, P), 'and chapter 16’s');
  t.strictSame(covered(pairs, [pairs[2], pairs[0]]), { characters: 3, words: 1, within: 2 / 3 });
});

t.test('questions without a label', async (t) => {
  t.equal(signs([true, false, true, true]), '1011');
  t.equal(percentOf('1011'), 75);
  const none = new Set<string>();
  const draw = seeded('swap');
  for (let i = 0; i < 20; i++) {
    const other = swapped(draw, [4, 5, 6], none)!;
    t.equal(other.filter((id, k) => id !== 4 + k).length, 2, 'two stand elsewhere');
    t.strictSame(other.toSorted(), [4, 5, 6], 'the same words');
  }
  t.equal(swapped(draw, [4, 5], new Set(['5 4'])), undefined, 'a line that there is');
  t.equal(swapped(draw, [4], new Set(['4'])), undefined, 'one word has nobody to change with');
  t.equal(swapped(draw, [4, 4], new Set(['4 4'])), undefined, 'nor have two of the same');

  const { couples, blanks, measures } = asked(data, seeded('questions'));
  const known = new Set([...data.training, ...data.unseen, ...data.recombined].map(({ source }) => source.join(' ')));
  t.ok(couples.length > 240 && couples.length <= data.unseen.length, 'nearly every unseen line');
  t.notOk(
    couples.some(({ swapped }) => known.has(swapped.join(' '))),
    'none of the swapped is a line of the corpus',
  );
  t.strictSame(
    measures.map((id) => data.source.tokens[id]),
    MEASURES,
  );
  const trained = new Set(data.training.map(({ source }) => source.join(' ')));
  t.ok(
    blanks.every(({ line, place }) => measures.includes(line[place]) && !trained.has(line.join(' '))),
    'each blank is a measure word, in a line held out',
  );

  // A model that thinks as much of every word, whatever it reads: no line is the more plausible, and the first measure
  // word is taken.
  const dull = bertParams(seeded('dull'), data.source.tokens.length, { d_model: 4, h: 2, d_ff: 4, N: 1 });
  dull.E = dull.E.map((row) => row.map(() => 0));
  const some = { couples: couples.slice(0, 3), blanks: blanks.slice(0, 30), measures };
  const found = answers(some, dull);
  t.equal(found.real, '000');
  t.equal(found.measure, signs(some.blanks.map(({ line, place }) => line[place] === measures[0])));
  t.ok(Math.abs(found.perplexity / dull.E.length - 1) < 1e-12, 'it wavers between all of them');
});
